# SPDX-License-Identifier: GPL-2.0-only
"""Cut a part out of a recording, to keep it as a fixture.

Usage: cut.py IN OUT FROM TO [PID], both in ns on the recording's clock; with
PID of other threads only what kswapd did and who changed watermarks.
Records outside are left out as if they had not been recorded, those that tell
task and time apart; the texts stay.
"""
import struct
import sys

from sections import CHUNK, END, META, put_together, take_apart

TIME, TASK, WMARK = 1, 2, 15
KSWAPD = 4  # LOWMARK_CTX_KSWAPD


def replace(text, **values):
    lines = []
    for line in text.decode().splitlines():
        key = line.split(" ", 1)[0]
        lines.append(f"{key} {values[key]}" if key in values else line)
    return ("\n".join(lines) + "\n").encode()


def cut_chunk(chunk, first, last, only, seen, numbers):
    """The chunk with what lies between alone; None if that is nothing."""
    head_bytes = struct.unpack_from("=H", chunk, 4)[0]
    kinds = chunk[7]
    cpu = struct.unpack_from("=I", chunk, 8)[0]
    base = struct.unpack_from("=Q", chunk, 24)[0]
    body, waiting, counts, end = b"", {}, [0] * kinds, 0
    pid = None
    at = head_bytes
    while at < len(chunk):
        delta, kind, words = struct.unpack_from("=IBB", chunk, at)
        record = chunk[at:at + words * 8]
        at += words * 8
        now = base + delta
        if kind == TIME:
            base = struct.unpack_from("=Q", record, 8)[0]
        if kind == TASK:
            pid = struct.unpack_from("=I", record, 8)[0]
        if kind in (TIME, TASK):
            waiting[kind] = record
        elif first <= now < last and (
                only in (None, pid) or kind == WMARK or record[6] & KSWAPD):
            # Task and time stay what they were, in their order.
            for structural in (TIME, TASK):
                if structural in waiting:
                    told = waiting.pop(structural)
                    counts[structural] += 1
                    body += told if structural == TIME else \
                        record[:4] + told[4:]
            counts[kind] += 1
            body += record
            end = now
    if not body:
        return None
    mine = seen.setdefault(cpu, [0] * kinds)
    number = numbers.get(cpu, 0)
    numbers[cpu] = number + 1
    head = bytearray(chunk[:head_bytes])
    struct.pack_into("=I", head, 12, head_bytes + len(body))
    struct.pack_into("=Q", head, 16, number)
    struct.pack_into("=Q", head, 32, end)
    struct.pack_into("=Q", head, 40, 0)
    struct.pack_into(f"={kinds}Q", head, head_bytes - 8 * kinds, *mine)
    for kind in range(kinds):
        mine[kind] += counts[kind]
    return bytes(head) + body


def main(source, target, first, last, only=None):
    seen, numbers, kept = {}, {}, []
    head, sections = take_apart(source)
    for kind, payload in sections:
        if kind == META:
            payload = replace(payload, start_ns=first)
        elif kind == CHUNK:
            payload = cut_chunk(payload, first, last, only, seen, numbers)
        elif kind == END:
            events = sum(sum(s) - s[TIME] - s[TASK] for s in seen.values())
            payload = replace(payload, end_ns=last, events=events, lost=0)
        if payload is not None:
            kept.append((kind, payload))
    put_together(target, head, kept)


main(*sys.argv[1:3], *map(int, sys.argv[3:]))
