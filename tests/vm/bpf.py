#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares lowmark's hook counters with those of a BPF program, which counted
entries of the same functions in the same run."""
import collections
import json
import sys

from lowmark_test import events_of, judge, stats

BUSY = ("get_page_from_freelist", "__zone_watermark_ok", "wakeup_kswapd",
        "pgdat_balanced", "balance_pgdat", "prepare_kswapd_sleep",
        "mm_vmscan_lru_shrink_inactive", "mm_vmscan_wakeup_kswapd")
# The hooks that bpf.sh has called
RARE = {"cpuset", "dirty", "node_reclaim", "oom"}

tool, out = sys.argv[1:]
with open(out + "/counts", encoding="ascii") as lines:
    rows = [line.split() for line in lines]
counts = {name: (int(ours), int(theirs), int(missed), int(unseen))
          for name, _, state, _, ours, _, unseen, _, theirs, _, missed in rows
          if state == "counted"}
absent = [row[0] for row in rows if row[2] == "absent"]
# A hook that could be on several functions is on one of those that there are.
with open(out + "/caps", encoding="ascii") as lines:
    placed = {(line.split()[0], line.split()[2]) for line in lines
              if len(line.split()) > 2}
hook_of = {row[0]: row[1] for row in rows}
for name in list(counts):
    if (hook_of[name], name) not in placed and \
            any((hook_of[name], other) in placed for other in counts):
        del counts[name]
print("# lowmark, witness, missed by the witness, by lowmark as it tells:", counts)
print("# not in this kernel's BTF:", *absent)

# Where the kernel may be preempted in a BPF program, it does not enter that
# program again on the same CPU; it counts how often.
slow = counts.pop("slow")
apart = {name: c for name, c in counts.items() if c[0] + c[3] != c[1] + c[2]}
judge(len(counts) >= 20 and not apart,
      "lowmark's hooks were hit as often as the witness counts", apart)
judge(sum(c[2] for c in counts.values()) * 100 <
      sum(c[0] for c in counts.values()),
      "the witness missed less than 1 in 100")
judge((slow[3] + sum(c[3] for c in counts.values())) * 10000 <
      sum(c[0] for c in counts.values()),
      "lowmark missed less than 1 in 10,000", counts)
idle = [name for name in BUSY if not counts[name][0]]
judge(not idle, "those that pressure calls were called", *idle)
called = {hook_of[name] for name in counts if counts[name][0]}
judge(RARE <= called, "those that are rarely called, too", *RARE - called)

# The same numbers as bpftool reads them, a moment later.
with open(out + "/map.json", encoding="ascii") as text:
    dumped = [sum(value["value"] for value in row["formatted"]["values"])
              for row in json.load(text)]
early = [name for (name, *_), value in zip(rows, dumped)
         if name in counts and value > 0 and value < counts[name][1] // 2]
judge(len(dumped) == len(rows) and not early, "bpftool reads the same map",
      *early)
# BPF cannot attach to the slow path. It sees, at the return of
# get_page_from_freelist(), that the first attempt of an allocation found no
# page; each of those is one run of the slow path:
#	slow path runs = attempts at the low mark that find no page
# That is row "slow"; what the witness missed may have been such an attempt.
# In lowmark's records, too, there is such an attempt before each run, and the
# attempts inside of the runs are as many as the runs tell.
judge(slow[0] > 1000 and slow[1] <= slow[0] + slow[3] <= slow[1] + slow[2],
      "slow path runs are the failed first attempts the witness counts", slow)
seen = collections.Counter()
for e in events_of(tool, out + "/r.lowmark", "attempt", "slow_end"):
    if e["event"] == "attempt":
        seen["attempts"] += 1
        seen["first"] += e["kind"] == "fast" and not e["number"]
        seen["failed first"] += (e["kind"] == "fast" and not e["number"] and
                                 e["result"] == "failed")
        seen["in runs"] += bool(e["number"])
    elif e["event"] == "slow_end":
        seen["runs"] += 1
        seen["told by runs"] += e["attempts"]
print("#", dict(seen))
judge(abs(seen["runs"] - seen["failed first"]) <= 2 and
      abs(seen["told by runs"] - seen["in runs"]) <= 10,
      "slow path runs = failed first attempts; their attempts add up")
lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])
