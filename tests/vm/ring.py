#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Adds up a recording: its chunks, as bytes, and what the tool makes of them."""
import collections
import struct
import sys

from lowmark_test import (KEPT, events_of, judge, raw_chunks, raw_format, raw_records,
                          stats)

FLAGS = 15  # of a record's header
tool, out, mode = sys.argv[1:]
# Mode "storm": filters change in it, and it need not lose anything.

form = raw_format(out + "/format")
kinds = form.kinds
with open(f"{out}/{mode}.lowmark", "rb") as file:
    data = file.read()

read, seen, torn = collections.Counter(), collections.Counter(), []
clock, sequence, gaps, chunks = {}, {}, 0, 0
for chunk in raw_chunks(data, form):
    chunks += 1
    cpu = chunk.cpu
    where = f"chunk {chunk.seq} of CPU {cpu}"
    if chunk.seq < sequence.get(cpu, 0):
        torn.append(f"{where} comes after {sequence[cpu] - 1}")
    gaps += chunk.seq - sequence.get(cpu, 0)
    sequence[cpu] = chunk.seq + 1
    if chunk.first < clock.get(cpu, 0):
        torn.append(f"{where} begins before its precursor's end")
    base = clock[cpu] = chunk.first
    # What this CPU has produced is never less than what was read of it.
    for kind, count in enumerate(chunk.seen):
        if count < read[cpu, kind]:
            torn.append(f"{where}: seen {count} of {kind}, read more")
        seen[cpu, kind] = count
    end = chunk.at + form.header
    for record in raw_records(data, form, chunk):
        if not record.words or record.flags & ~FLAGS:
            torn.append(f"{where}: {record}")
            break
        end = record.at + 8 * record.words
        if record.kind == 1:
            base, = struct.unpack_from("<Q", data, record.at + 8)
        time = base if record.kind == 1 else base + record.dt
        if record.flags & KEPT:
            # Kept: it is older, and from another base.
            time = clock[cpu]
        if time < clock[cpu] or time > chunk.last:
            torn.append(f"{where}: time goes back, or beyond the chunk")
        clock[cpu] = time
        read[cpu, record.kind] += 1
        seen[cpu, record.kind] += 1
    if end != chunk.at + chunk.length:
        torn.append(f"{where}: ends at {end - chunk.at}, not {chunk.length}")

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
