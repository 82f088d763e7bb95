#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares check records with their recomputation and with a return probe."""
import collections
import os
import re
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
judge(not missed, "the kernel's return probe missed nothing", missed)

# The probe was there before and after the recording. Between the zones' states
# at its start and at its stop every hook was armed: both sides are cut there.
def same_time(events):
    """Checks, and what the kernel returned, of the same time."""
    start = max(e["time_ns"] for e in events
                if e["event"] == "zone" and e["when"] == "start")
    end = min(e["time_ns"] for e in events
              if e["event"] == "zone" and e["when"] == "stop")
    return ([e for e in events if e["event"] == "check" and
             start <= e["time_ns"] <= end],
            [e for e in trace if e["event"] == "lmw" and
             start <= e["time_ns"] <= end])


# One after the other, per task; an interrupt's checks are not the task's.
def by_task(some, pid, value):
    found = collections.defaultdict(list)
    for e in some:
        found[e[pid]].append((e["time_ns"], e[value], e["cpu"]))
    return found


def compare(checks, returns):
    """Where the verdicts of a task are not those that were returned to it, and
    which it was told on another CPU."""
    ours = by_task(checks, "pid", "verdict")
    theirs = by_task(returns, "common_pid", "ret")
    wrong, moved = [], []
    for pid in set(ours) | set(theirs):
        a, b = sorted(ours[pid]), sorted(theirs[pid])
        moved += [(x[2], y[2], x[1]) for x, y in zip(a, b) if x[2] != y[2]]
        apart = [i for i, (x, y) in enumerate(zip(a, b)) if x[1] != y[1]]
        if apart or len(a) != len(b):
            wrong.append((f"task {pid}: {len(a)} and {len(b)}, first differs at "
                          f"{apart[:1]}", abs(len(a) - len(b)), len(apart)))
    return wrong, moved


trace = kernel_trace(out + "/first")
checks, returns = same_time(events)
wrong, moved = compare(checks, returns)
judge(checks and not wrong,
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


trace = kernel_trace(out)


def other_way(way, kind, derived):
    """The same, with the checks seen in another way."""
    with open(f"{out}/{way}.caps", encoding="ascii") as lines:
        kinds = {line.split()[1] for line in lines if line.startswith("check ")}
    checks, returns = same_time(recording(tool, f"{out}/{way}.lowmark"))
    wrong, _ = compare(checks, returns)
    failed = sum(not e["verdict"] for e in checks)
    counts = sum(w[1] for w in wrong)
    values = sum(w[2] for w in wrong)
    print(f"# {way}: {kinds}, {len(checks)} checks, {failed} failed, {values} other "
          "than returned")
    # What is derived may be overtaken by what others do meanwhile.
    judge(kinds == {kind} and len(checks) > 200 and failed > 100 and not counts and
          values <= derived * len(checks) / 1000,
          f"{way}: so are they where they are seen through {kind}", kinds,
          *wrong[:5])


other_way("hooks=kprobe", "kretprobe", 0)
other_way("verdict=derived", "kprobe", 1)
other_way("hooks=ftrace", "ftrace", 1)

# What a caller's name makes of a check; kswapd, too, reclaims through functions that
# direct reclaim calls.
CLASSES = {"get_page_from_freelist": "scan", "__alloc_pages_slowpath": "retry",
           "pgdat_balanced": "reclaim", "shrink_node": "reclaim",
           "do_try_to_free_pages": "reclaim", "should_abort_scan": "reclaim"}
OURS = {"fast-path": "scan", "slow-path": "scan", "kswapd": "reclaim",
        "wakeup": "reclaim"}


def called():
    """How often a check was called by whom."""
    of, through = collections.defaultdict(collections.Counter), None
    with open(f"{out}/callers", encoding="ascii") as lines:
        for line in lines:
            if line.startswith("of "):
                through = line.split("lmf_")[1].split("/")[0]
            m = re.match(r"{ from: \[\w+\] (\w+)[.\w]* *} hitcount: +(\d+)", line)
            if m:
                of[through][m[1]] += int(m[2])
    # Those through another function, unless it jumps there: then its caller is told.
    callers = of["__zone_watermark_ok"]
    for through in ("zone_watermark_ok", "zone_watermark_ok_safe"):
        if callers.pop(through, 0):
            callers += of[through]
    print(f"# called by {dict(callers)}")
    found = collections.Counter()
    for name, count in callers.items():
        found[CLASSES.get(name, "compaction" if "compact" in name or
                          name == "__isolate_free_page" else "other")] += count
    return found


def judge_callers():
    """Those told are as many of each class as called: at least in the time in which
    the kernel did nothing but count, and at most in that in which it began and
    ended to."""
    events = recording(tool, out + "/callers.lowmark")
    at = [e["time_ns"] for e in events if e["event"] == "settings"][-4:]

    def told(begin, end):
        return collections.Counter(
            OURS.get(e["caller"], e["caller"]) for e in events
            if e["event"] == "check" and begin <= e["time_ns"] <= end)
    least, most, theirs = told(at[1], at[2]), told(at[0], at[3]), called()
    print(f"# callers: told {dict(least)} to {dict(most)}, counted {dict(theirs)}")
    wrong = {of: (least[of], theirs[of], most[of]) for of in {*most, *theirs}
             if not least[of] <= theirs[of] <= most[of]}
    judge(len(at) == 4 and least["scan"] > 200 and least["reclaim"] and
          least["compaction"] and not wrong, "each class of callers asked as often "
          "as the functions of that class called", wrong, most)


if os.path.getsize(out + "/hists"):
    judge_callers()
else:
    print("ok callers # SKIP this kernel has no histograms of events")
