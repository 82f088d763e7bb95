#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Rewrites a recording, IN to OUT: in all texts and names of tasks, what a
reader may show holds what a terminal would act upon."""
import sys

from sections import (CAPS, CHUNK, META, STATS, ZONES_END, ZONES_START,
                      put_together, take_apart)

POISON = b"\x1b[2J\x7f\x9b\xc2\x9b"
TASKS = b"eater", b"stress", b"kswapd0"
# Without these the file would not be read as far as before.
KEPT = (b"start_ns", b"end_ns", b"events", b"abi", b"record", b"field",
        b"chunk", b"zones_per_node", b"wall_offset_ns")


def poison_line(kind, line):
    words = line.split(b" ")
    if not line or line[:1] == b"#" or words[0] in KEPT + (b"node", b"hook"):
        return line
    if kind == CAPS:
        words[2] += POISON
    elif kind in (ZONES_START, ZONES_END):
        words[1] = POISON + words[1]
        words[-1] += POISON
    else:
        words[1:] = [POISON + word for word in words[1:]]
    return b" ".join(words)


def poison(kind, data):
    if kind == CHUNK:
        for task in TASKS:
            data = data.replace(task.ljust(16, b"\0"), POISON.ljust(16, b"\0"))
        return data
    data = b"\n".join(poison_line(kind, line) for line in data.split(b"\n"))
    if kind == META:
        data += b"".join(key + b" " + POISON + b"\n" for key in (
            b"trigger", b"filter", b"vm." + POISON))
    elif kind == CAPS:
        data += b"wmark kprobe %s failed %s\n" % (POISON, POISON)
    return data


head, sections = take_apart(sys.argv[1])
stats = (b"hook %s x hits 1 missed 0 ns 1\n" % POISON +
         b"cost ns 1 elapsed_ns 100 cpus 2\n")
sections[-1:-1] = [(ZONES_END, dict(sections)[ZONES_START]), (STATS, stats)]
put_together(sys.argv[2], head,
             [(kind, data if kind == STATS else poison(kind, data))
              for kind, data in sections])
