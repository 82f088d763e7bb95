#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Writes a chunk of CPU 0: its number, its time, how many watermark checks the
CPU had produced before it, and how many there are in it."""
import re
import struct
import sys

number, time, before, checks = map(int, sys.argv[1:])
with open("include/lowmark_record.h", encoding="ascii") as header:
    text = header.read()
magic, major, kinds = (int(re.search(rf"define LOWMARK_{name}\s+(\w+?)u?\s",
                                     text)[1], 0)
                       for name in ("CHUNK_MAGIC", "ABI_MAJOR", "KINDS"))
check = int(re.search(r"^\s*R\((\d+),\s*CHECK,", text, re.M)[1])
seen = [before if kind == check else 0 for kind in range(kinds)]
bytes_of = int(re.search(r"CHECK,\s*check,\s*(\d+)", text)[1])
head = 48 + 8 * kinds
size = head + checks * bytes_of
sys.stdout.buffer.write(struct.pack(f"=IHBBIIQQQQ{kinds}Q", magic, head, major,
                                    kinds, 0, size, number, time, time, 0,
                                    *seen))
for _ in range(checks):
    sys.stdout.buffer.write(struct.pack("=IBBBB", 0, check, bytes_of // 8, 0, 0) +
                            bytes(bytes_of - 8))
