#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares check records with their recomputation and with a return probe."""
import collections
import sys

from lowmark_test import judge, kernel_trace, recording, stats

tool, out = sys.argv[1:]
events = recording(tool, out + "/r.lowmark")
checks = [e for e in events if e["event"] == "check"]

failed = [e for e in checks if not e["verdict"]]
low = sum(e["order"] == 0 for e in failed)
high = sum(e["order"] >= 3 for e in failed)
blocks = sum(e["why"] == "block" for e in failed)
print(f"# {len(checks)} checks, {len(failed)} failed: {low} of order 0, "
      f"{high} of order 3 and more, {blocks} for want of a block")
judge(len(checks) >= 100000 and low and high and blocks >= 10,
      "100000 checks, with failures of order 0, of order 3 and more, "
      "and for want of a block")

wrong = [e for e in checks if e["verdict"] != e["derived"]]
races = sum(e["why"] == "race" for e in wrong)
print(f"# {len(wrong)} differ from their recomputation, {races} by a race")
judge(races == len(wrong) and races <= min(len(checks) / 1000, blocks / 10),
      "verdicts equal their recomputation, or the record says race", *wrong[:5])

# Short of pages means: no margin. A passed check has one. For order 0 that is
# all there is to it.
wrong = [e for e in checks if e["why"] != "race" and (
    (e["verdict"] and e["margin_pages"] <= 0) or
    (e["why"] == "pages") != (e["margin_pages"] <= 0) and
    e["why"] in ("pages", "ok") or
    (e["why"] == "block" and (e["order"] == 0 or e["margin_pages"] <= 0)) or
    (e["why"] == "ok") != bool(e["verdict"]))]
judge(not wrong, "margin, why and verdict agree", *wrong[:5])

lost = [e for e in events if e["event"] == "loss"]
lost += [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])

with open(out + "/profile", encoding="ascii") as lines:
    missed = sum(int(line.split()[2]) for line in lines)
with open(out + "/tracestats", encoding="ascii") as lines:
    missed += sum(int(line.split(":")[-1]) for line in lines)
judge(not missed, "the kernel's return probe missed nothing", missed)

# The probe was there before and after the recording. Between the zones' states
# at its start and at its stop every hook was armed: both sides are cut there.
start = max(e["time_ns"] for e in events
            if e["event"] == "zone" and e["when"] == "start")
end = min(e["time_ns"] for e in events
          if e["event"] == "zone" and e["when"] == "stop")
checks = [e for e in checks if start <= e["time_ns"] <= end]
returns = [e for e in kernel_trace(out) if e["event"] == "lmw" and
           start <= e["time_ns"] <= end]


# One after the other, per task; an interrupt's checks are not the task's.
def by_task(some, pid, value):
    found = collections.defaultdict(list)
    for e in some:
        found[e[pid]].append((e["time_ns"], e[value], e["cpu"]))
    return found


ours, theirs = by_task(checks, "pid", "verdict"), by_task(
    returns, "common_pid", "ret")
wrong, moved = [], []
for pid in set(ours) | set(theirs):
    a = [v for _, v, _ in sorted(ours[pid])]
    b = [v for _, v, _ in sorted(theirs[pid])]
    moved += [(x[2], y[2], x[1]) for x, y in zip(sorted(ours[pid]), sorted(theirs[pid]))
              if x[2] != y[2]]
    if a != b:
        at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), -1)
        wrong.append(f"task {pid}: {len(a)} and {len(b)}, first differs at {at}")
judge(ours and not wrong,
      "each task's verdicts, one by one, are what the kernel returned to it",
      *wrong[:10])

# By CPU and value. A task may move between the function's return, where the
# kernel's probe sees it, and its record; that is rare, and all that may differ.
mine = collections.Counter((e["cpu"], e["verdict"]) for e in checks)
kernels = collections.Counter((e["cpu"], e["ret"]) for e in returns)
print(f"# by CPU and value: records {sorted(mine.items())}, "
      f"return probe {sorted(kernels.items())}, moved in between {len(moved)}")
for to, at, verdict in moved:
    kernels[at, verdict] -= 1
    kernels[to, verdict] += 1
judge(mine and mine == kernels and len(moved) <= len(checks) / 10000,
      "as many true and false as the kernel returned",
      *[f"{k}: {mine[k]} records, {kernels[k]} returned"
        for k in set(mine) | set(kernels) if mine[k] != kernels[k]])
