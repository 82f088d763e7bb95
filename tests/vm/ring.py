#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Adds up a recording: its chunks, as bytes, and what the tool makes of them."""
import collections
import struct
import sys

from lowmark_test import CHUNK, events_of, judge, stats

KEPT, FLAGS = 1, 15  # of a record's header
tool, out, mode = sys.argv[1:]
# Mode "storm": filters change in it, and it need not lose anything.

kinds, words = {}, {}
with open(out + "/format", encoding="ascii") as lines:
    for line in lines:
        word = line.split()
        if word and word[0] == "record":
            kinds[int(word[1])] = word[2]
            words[int(word[1])] = int(word[3]) // 8
        elif word and word[0] == "chunk":
            header, entries = map(int, word[1:3])

with open(f"{out}/{mode}.lowmark", "rb") as file:
    data = file.read()

# By magic, whatever the file is around them.
read, seen, torn = collections.Counter(), collections.Counter(), []
clock, sequence, gaps = {}, {}, 0
chunks, at = 0, data.find(CHUNK)
while at >= 0:
    size, major, many, cpu, length, seq, first, last, nested = \
        struct.unpack_from("<HBBIIQQQQ", data, at + 4)
    if size != header or many != entries or major != 1:
        at = data.find(CHUNK, at + 4)
        continue
    chunks += 1
    before = struct.unpack_from(f"<{entries}Q", data, at + 48)
    where = f"chunk {seq} of CPU {cpu}"
    if seq < sequence.get(cpu, 0):
        torn.append(f"{where} comes after {sequence[cpu] - 1}")
    gaps += seq - sequence.get(cpu, 0)
    sequence[cpu] = seq + 1
    if first < clock.get(cpu, 0):
        torn.append(f"{where} begins before its precursor's end")
    clock[cpu] = first
    base, place, end = first, at + header, at + length
    # What this CPU has produced is never less than what was read of it.
    for kind, count in enumerate(before):
        if count < read[cpu, kind]:
            torn.append(f"{where}: seen {count} of {kind}, read more")
        seen[cpu, kind] = count
    while place < end:
        dt, kind, long, ctx, flags = struct.unpack_from("<IBBBB", data, place)
        if words.get(kind) != long or flags & ~FLAGS or place + 8 * long > end:
            torn.append(f"{where}: kind {kind}, {long} words, at {place - at}")
            break
        if kind == 1:
            base, = struct.unpack_from("<Q", data, place + 8)
        time = base if kind == 1 else base + dt
        if flags & KEPT:
            # Kept: it is older, and from another base.
            time = clock[cpu]
        if time < clock[cpu] or time > last:
            torn.append(f"{where}: time goes back, or beyond the chunk")
        clock[cpu] = time
        read[cpu, kind] += 1
        seen[cpu, kind] += 1
        place += 8 * long
    at = data.find(CHUNK, end)

told = stats(f"{out}/{mode}.stats")
lost = sum(of["lost"] for of in told.values())
over = sum(of["overwritten"] for of in told.values())
print(f"# {mode}: {chunks} chunks, {sum(read.values())} records read, "
      f"{sum(of['written'] for of in told.values())} written, {lost} lost, "
      f"{over} overwritten, {gaps} chunks missing")
judge(chunks and not torn, f"{mode}: no torn record, order kept on each CPU",
      *torn[:10])
if mode != "storm":
    judge(lost if mode == "discard" else over,
          f"{mode}: the storm lost something")

wrong = []
for key in sorted(set(told) | {(c, kinds[k]) for c, k in read}):
    of = told.get(key, collections.Counter())
    number = next(k for k, name in kinds.items() if name == key[1])
    got = read[key[0], number]
    if got + of["overwritten"] != of["written"]:
        wrong.append(f"CPU {key[0]} {key[1]}: {got} read, {of}")
judge(told and not wrong,
      f"{mode}: read + overwritten = written, per CPU and kind", *wrong[:10])

wrong = []
for (cpu, name), of in told.items():
    number = next(k for k, n in kinds.items() if n == name)
    if seen[cpu, number] != of["written"] + of["lost"]:
        wrong.append(f"CPU {cpu} {name}: seen {seen[cpu, number]}, {of}")
judge(not wrong, f"{mode}: the chunks tell all that was written or lost",
      *wrong[:10])

# The hook counts on its own: with checks=all each call of the watermark check
# is one record, written or lost, but for those under way when recording ended.
with open(f"{out}/{mode}.stats", encoding="ascii") as lines:
    hits = next(int(line.split()[4]) for line in lines
                if line.startswith("hook check "))
made = sum(of["written"] + of["lost"]
           for (_, name), of in told.items() if name == "check")
cpus = len({cpu for cpu, _ in told})
print(f"# {mode}: {hits} watermark checks, {made} records of them")
if mode != "storm":
    judge(0 <= hits - made <= cpus and made,
          f"{mode}: written + lost = watermark checks the hook has seen")

# The tool: as many events as records, and losses as the module counted them.
shown, missing, last_time = collections.Counter(), collections.Counter(), {}
wrong = []
for e in events_of(tool, f"{out}/{mode}.lowmark"):
    if e["event"] == "loss":
        for name, count in (e.get("by_event") or {}).items():
            missing[e["cpu"], name] += count
        continue
    shown[e["cpu"], e["event"]] += 1
    if mode == "storm":
        continue
    if e["time_ns"] < last_time.get(e["cpu"], 0):
        wrong.append(f"goes back in time: {e}")
    last_time[e["cpu"]] = e["time_ns"]
# Runs that were kept are shown where they were made.
if mode == "storm":
    merged = collections.defaultdict(collections.Counter)
    for (cpu, name), of in told.items():
        merged["all", name].update(of)
    told = merged
    for count in (shown, missing):
        for (cpu, name), number in list(count.items()):
            count["all", name] += number
for (cpu, name), of in told.items():
    if name in ("time", "task", "kept"):
        continue
    if shown[cpu, name] + missing[cpu, name] != of["written"] + of["lost"]:
        wrong.append(f"CPU {cpu} {name}: {shown[cpu, name]} shown, "
                     f"{missing[cpu, name]} lost, module: {of}")
judge(shown and not wrong,
      f"{mode}: events + losses of trace = written + lost, per CPU and kind; "
      "ordered", *wrong[:10])
