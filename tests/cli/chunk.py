#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a chunk of CPU 0 without records: its number, its time, and how many
watermark checks the CPU had produced before it."""
import re
import struct
import sys

number, time, checks = map(int, sys.argv[1:])
with open("include/lowmark_record.h", encoding="ascii") as header:
    text = header.read()
magic, major, kinds = (int(re.search(rf"define LOWMARK_{name}\s+(\w+?)u?\s",
                                     text)[1], 0)
                       for name in ("CHUNK_MAGIC", "ABI_MAJOR", "KINDS"))
check = int(re.search(r"^\s*R\((\d+),\s*CHECK,", text, re.M)[1])
seen = [checks if kind == check else 0 for kind in range(kinds)]
size = 48 + 8 * kinds
sys.stdout.buffer.write(struct.pack(f"=IHBBIIQQQQ{kinds}Q", magic, size, major,
                                    kinds, 0, size, number, time, time, 0,
                                    *seen))
