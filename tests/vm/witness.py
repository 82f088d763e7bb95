#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares a recording with the kernel's own vmscan events of the same run."""
import collections
import os
import sys

from lowmark_test import (Gfp, events_of, judge, kernel_trace, one_to_one,
                          owner, report_of, stats, zone_indices, zones_in)

MS = 1000000
tool, out = sys.argv[1:]
gfp = Gfp(out + "/format")
zones = zone_indices(out + "/zoneinfo")
report = report_of(tool, out + "/r.lowmark")
events = list(events_of(tool, out + "/r.lowmark", "loss", "wake", "kswapd_wake",
                        "kswapd_sleep", "slow_begin", "slow_end", "attempt",
                        "reclaim_begin", "wmark"))
start, end = report["start_ns"], report["end_ns"]
kernels = [e for e in kernel_trace(out) if start <= e["time_ns"] <= end]


def ours(name):
    return [e for e in events if e["event"] == name]


def theirs(name):
    return [e for e in kernels if e["event"] == "mm_vmscan_" + name]


# When a task that could have run on had to leave its CPU; told where there is one.
switches = [(e["prev_pid"], e["time_ns"]) for e in kernels
            if e["event"] == "sched_switch" and not e["prev_state"] & 0xff]


def compare(name, mine, kernel):
    slack = MS * int(os.environ.get("SLACK_MS", 1))
    one_to_one(name, [(key, e["time_ns"]) for key, e in mine],
               [(key, e["time_ns"]) for key, e in kernel], slack, switches)


compare("woken wakes are the kernel's: task, node, zone index, order, gfp",
        [((e["pid"], int(e["zone"].split(":")[0]), zones[e["highest"]],
           e["order"], gfp(e["gfp"])), e)
         for e in ours("wake") if e["verdict"] == "woken"],
        [((e["common_pid"], e["nid"], e["zid"], e["order"], e["gfp_flags"]), e)
         for e in theirs("wakeup_kswapd")])
compare("kswapd wakes are the kernel's: task, node, zone index, order",
        [((e["pid"], e["node"], zones[e["highest"]], e["order"]), e)
         for e in ours("kswapd_wake")],
        [((e["common_pid"], e["nid"], e["zid"], e["order"]), e)
         for e in theirs("kswapd_wake")])
compare("kswapd sleeps are the kernel's: task, node",
        [((e["pid"], e["node"]), e) for e in ours("kswapd_sleep")],
        [((e["common_pid"], e["nid"]), e) for e in theirs("kswapd_sleep")])
compare("direct reclaims are the kernel's: task, order, gfp",
        [((e["pid"], e["order"], gfp(e["gfp"])), e)
         for e in ours("reclaim_begin")],
        [((e["common_pid"], e["order"], e["gfp_flags"]), e)
         for e in theirs("direct_reclaim_begin")])

lost = [e for e in events if e["event"] == "loss"]
lost += [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])


# The pressure sets watermark_scale_factor to 200 and at its end to 10 (source:
# __setup_per_zone_wmarks(), 4.6 to 7.3).
scaled = collections.defaultdict(list)
for e in ours("wmark"):
    if e["cause"] == "sysctl":
        scaled[e["zone"]].append((e["low_pages"] - e["min_pages"], e))
managed = {zone: of["managed"] for zone, of in zones_in(out + "/zoneinfo").items()
           if of.get("managed")}
wrong = [(zone, scaled[zone]) for zone, pages in managed.items()
         if len(scaled[zone]) != 2 or
         any(gap != max(e["min_pages"] // 4, pages * factor // 10000)
             for (gap, e), factor in zip(scaled[zone], (200, 10)))]
judge(managed and not wrong, "each zone's marks are set by sysctl, twice, as the "
      "kernel computes them", *wrong[:3])

# What the report says of the recording's cost, the module said when it ended;
# it went on recording until its file was read for us.
hooks = {}
with open(out + "/stats", encoding="ascii") as lines:
    for words in map(str.split, lines):
        if words[0] == "hook":
            hooks[words[1]] = int(words[4])
cost = report["cost"]
calls = collections.Counter({h["hook"]: h["calls"] for h in cost["hooks"]})
wrong = [h for h in cost["hooks"] if not h["calls"] <= hooks[h["hook"]]
         or not h["calls"] + h["missed"]]
# It began when the module was loaded: all time is of this one recording.
rest = cost["ns"] - sum(h["ns"] or 0 for h in cost["hooks"])
judge(not wrong and {"slow", "check", "wake", "kswapd_wake"} <= set(calls)
      and calls["slow"] >= len(ours("slow_end"))
      and calls["check"] > len(ours("attempt"))
      and calls["kswapd_wake"] >= len(ours("kswapd_wake"))
      and 0 < cost["ns"] < cost["elapsed_ns"] * cost["cpus"]
      and abs(rest) <= cost["ns"] / 10,
      "the report tells what each hook cost",
      f"rest {rest}, {dict(calls)}", cost, *wrong)

# A run of the slow path takes several times what the probe alone does.
own = next(h for h in cost["hooks"] if h["hook"] == "slow")
with open(out + "/stats", encoding="ascii") as lines:
    words = dict((line.split()[0], line.split()) for line in lines if line.strip())
kretprobe = int(words["probe_ns"][4])
judge(not os.environ.get("ICOUNT") or
      2 * kretprobe < own["ns"] / own["calls"] < 20 * kretprobe,
      "a call of the slow path's hook costs more than its probe", kretprobe, own)

# The fast path before each run is retraced from what the CPU has seen last.
retraced, unseen, truncated, partial = map(int, words["fast_paths"][2::2])
fast = sum(e["kind"] == "fast" for e in ours("attempt"))
print(f"# fast paths: {retraced} retraced, {unseen} unseen, {truncated} truncated, "
      f"{partial} in part")
spans = len(ours("slow_begin"))
judge(retraced and abs(fast - retraced) <= 2 and
      abs(retraced + unseen - spans) <= max(4, spans // 500) and
      (unseen + truncated + partial) * 100 <= retraced,
      "each run has its fast path before it, but for one in a hundred", fast,
      words["fast_paths"], spans)

# do_try_to_free_pages() counts one stall of the zone each time it starts; it
# starts again from its label retry: only there may stalls exceed reclaims.
def stalls(path):
    with open(path, encoding="ascii") as lines:
        return sum(int(line.split()[1]) for line in lines
                   if line.startswith("allocstall_"))


stalled = stalls(out + "/vmstat.after") - stalls(out + "/vmstat.before")
reclaims = len(ours("reclaim_begin"))
print(f"# allocstall grew by {stalled}, direct reclaims begun {reclaims}")
judge(reclaims <= stalled <= 4 * reclaims,
      "allocstall = direct reclaims + retries inside one reclaim "
      "(at most 3 each)")

# The records of one task are in order: walk its slow path runs.
walk = {}
runs, bad, whole = collections.Counter(), [], 0
for e in sorted(events, key=lambda e: e["time_ns"]):
    kind, task = e["event"], owner(e) if "ctx" in e else None
    if kind == "slow_begin":
        walk[task] = {"begin": e, "attempt": 0, "reclaim_begin": 0, "wake": 0,
                      "last": "failed"}
    elif kind == "slow_end":
        run = walk.pop(task, None)
        if run and e["attempts"] < 1 and not run["begin"]["zone"]:
            # A node without memory, and no other one is allowed: no scan.
            runs["nowhere"] += 1
            if e["result"] != "failed" or "THISNODE" not in e["gfp"]:
                bad.append(f"no zone to look at, and not failed: {e}")
        elif e["attempts"] < 1:
            bad.append(f"a span without attempts: {e}")
        if not run:
            continue
        whole += 1
        if run["begin"]["span"] != e["span"]:
            bad.append(f"span {run['begin']['span']} ended as {e['span']}")
        for key, told in (("attempt", "attempts"), ("wake", "wakes"),
                          ("reclaim_begin", "reclaims")):
            runs[key] += run[key]
            runs[told] += e[told]
            if run[key] != e[told]:
                bad.append(f"{told} {e[told]}, records {run[key]}: {e}")
        # Direct compaction hands over a page it captured without a scan.
        captured = e["result"] == "page" and e["order"] > 0
        runs["captured"] += captured and run["last"] == "failed"
        if run["last"] != e["result"] and not captured:
            bad.append(f"result {e['result']}, last attempt {run['last']}: {e}")
    elif task in walk:
        run = walk[task]
        if kind == "attempt" and e["number"]:
            run["attempt"] += 1
            run["last"] = e["result"]
            if e["number"] != run["attempt"]:
                bad.append(f"attempt {run['attempt']} has {e['number']}")
        elif kind == "reclaim_begin":
            run[kind] += 1
        elif (kind == "wake" and e["caller"] == "slow-path"
              and e["verdict"] != "not-asked"):
            run[kind] += 1
print(f"# {whole} whole spans: {dict(runs)}; {len(bad)} inconsistent")
judge(whole and not bad,
      "each span: attempts, wakes, reclaims as recorded inside; "
      "result as its last attempt (or captured by compaction)", *bad[:10])
inside = [e for e in ours("reclaim_begin") if e["in_slow_path"]]
judge(inside, "direct reclaims were seen inside spans")
