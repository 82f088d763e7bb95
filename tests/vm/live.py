#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares what the views told of the moment with the kernel's own events of
that time, and with /proc/zoneinfo."""
import collections
import json
import os
import sys

from lowmark_test import (judge, kernel_trace, owner, recording, report_of, stats,
                          zones_in)

tool, out = sys.argv[1:]
kernels = kernel_trace(out)


def load(name):
    """The one JSON document that a view printed."""
    with open(f"{out}/{name}", encoding="utf-8") as text:
        return json.load(text)


def lines(name):
    """The JSON documents, one in a line, that a view printed."""
    with open(f"{out}/{name}", encoding="utf-8") as text:
        return [json.loads(line) for line in text]


def theirs(name, begin, end, **keys):
    """The kernel's events of a time."""
    return [e for e in kernels if e["event"] == "mm_vmscan_" + name and
            begin <= e["time_ns"] <= end and
            all(e[k] == v for k, v in keys.items())]


def marks():
    """{zone: [min, low, high]} of /proc/zoneinfo."""
    return {zone: [of[mark] for mark in ("min", "low", "high")]
            for zone, of in zones_in(out + "/zoneinfo").items() if of["managed"]}


judge(not os.path.exists(out + "/failed"), "SIGINT ends each view with 0")

report = load("report")
begin, end = report["start_ns"], report["end_ns"]
wakes = sum(zone["wakes"] for zone in report["kswapd_wakes"]["zones"])
kernel = theirs("wakeup_kswapd", begin, end)
judge(wakes == len(kernel) > 0, "report: as many wakes as the kernel's",
      wakes, len(kernel))
reclaims = report["direct_reclaim"]["begins"]
kernel = theirs("direct_reclaim_begin", begin, end)
judge(reclaims == len(kernel), "report: as many direct reclaims as the kernel's",
      reclaims, len(kernel))

wake = load("wake")
near = theirs("wakeup_kswapd", wake["time_ns"] - 10**8, wake["time_ns"] + 10**8,
              common_pid=wake["pid"], order=wake["order"])
judge(near, "why wake: the kernel tells of that wake", wake["time_ns"])

judge(0 < wake["recording_cost_percent"] < 100, "why wake: what recording cost",
      wake["recording_cost_percent"])

stall = load("stall")
begin, end = stall["time_ns"], stall["time_ns"] + stall["latency_ns"]
inside = theirs("direct_reclaim_begin", begin, end, common_pid=stall["pid"])
told = stall["stages"]["reclaim"]["count"]
judge(stall["latency_ns"] > 0 and len(inside) == told,
      "why stall: as many direct reclaims inside as the kernel's", told, inside)

plot = load("plot")
drawn = {zone["name"]: [zone["min"], zone["low"], zone["high"]]
         for zone in plot["zones"]}
print("# plot:", {name: [column[-1] for column in zone]
                  for name, zone in drawn.items()})
judge({name: [column[-1] for column in zone] for name, zone in drawn.items()} ==
      marks(), "plot: the marks are those of zoneinfo", marks())

stat = lines("stat")
summary = stat[-1]
# It is on from before its command begins until after that has ended.
kernel = theirs("wakeup_kswapd", summary["from_ns"], summary["to_ns"])
judge(summary["type"] == "summary" and summary["wakes"] == len(kernel) > 0,
      "stat: as many wakes as the kernel's", summary, len(kernel))
judge(len(stat) >= 4 and summary["wakes"] ==
      sum(line["wakes"] for line in stat[:-1]),
      "stat: a line for each interval, which add up", len(stat))

diff = load("diff")
judge(diff["settings"].get("vm.watermark_scale_factor") ==
      {"a": "10", "b": "200"}, "diff: what was set since, is told",
      diff["settings"])
first, second = (diff["figures"]["wakes_per_s"][k] for k in "ab")
judge(first == 0 and second > 0, "diff: and what has become of it", first,
      second)

top = lines("top")
judge(len(top) >= 2 and {zone["zone"]: [zone[m + "_pages"] for m in
                                        ("min", "low", "high")]
                         for zone in top[-1]["zones"]} == marks(),
      "top: the marks are those of zoneinfo", len(top), top[-1:])
judge(top and sum(zone["wakes"] for zone in top[-1]["zones"]) >=
      sum(waker["wakes"] for waker in top[-1]["wakers"]) > 0,
      "top: no more wakes by waker than by zone, and some", top[-1:])

# No record has less than 24 bytes; the rings had 2 MiB.
written = collections.Counter()
for (cpu, _), of in stats(out + "/top.stats").items():
    written[cpu] += of["written"]
judge(not top[-1]["lost"] and max(written.values()) * 24 > 2048 * 1024,
      "top: nothing was lost between the pictures, more than a ring holds",
      top[-1]["lost"], written)

cost = top[-1]["recording_cost_percent"]
judge(cost and 0 < cost < 100, "top: what recording cost", cost)

trace = lines("trace")
woken = [e for e in trace if e["event"] == "wake" and e["verdict"] == "woken"]
kernel = theirs("wakeup_kswapd", trace[0]["time_ns"], trace[-1]["time_ns"])
judge(woken and sorted(e["pid"] for e in woken) ==
      sorted(e["common_pid"] for e in kernel),
      "trace: the wakes are the kernel's", [e["pid"] for e in woken],
      [e["common_pid"] for e in kernel])


def took(event):
    """How long before its record something began that is told when it has ended."""
    return (event["latency_ns"] or 0) if event["event"] in (
        "slow_end", "balance_end", "reclaim_end", "compact", "throttle", "oom",
        "node_reclaim", "attempt") else 0


def ends_alone(events):
    """Ends of what was under way when recording began: these are not followed."""
    begun, alone = set(), []
    for e in sorted(events, key=lambda e: e["time_ns"]):
        what, _, edge = e["event"].partition("_")
        key = (what, e.get("span") or e.get("node", owner(e)))
        if edge == "begin":
            begun.add(key)
        elif edge == "end" and key not in begun:
            alone.append(e)
    return alone


# Recording begins when all probes are armed, not before and not after that.
wrong, ends = [], 0
for number in range(1, 6):
    path = f"{out}/begin{number}.lowmark"
    events = [e for e in recording(tool, path) if e["event"] != "loss"]
    start = report_of(tool, path)["start_ns"]
    with open(f"{out}/begin{number}.on", encoding="ascii") as text:
        on = int(text.read().split()[1])
    ends += sum(e["event"].endswith("_end") for e in events)
    wrong += [f"began at {start}, on at {on}"] if start != on else []
    wrong += [e for e in events if e["time_ns"] - took(e) < on] + ends_alone(events)
print(f"# ends in recordings that began under pressure: {ends}")
judge(ends > 20 and not wrong, "what is recorded began after recording did",
      len(wrong), *wrong[:5])

# When its request was made and answered, and when recording began, in s
with open(out + "/early", encoding="ascii") as text:
    asked, got, _, on = map(float, text.read().replace("on_ns", "0").split())
on /= 10**9
events = [e for e in recording(tool, out + "/early.lowmark") if e["event"] != "loss"]
told = ends_alone(events) + [
    e for e in events if "NOFAIL" in (e.get("gfp") or "") and (
        e["event"] in ("slow_begin", "slow_end", "retry") or
        e["event"] == "attempt" and e["number"])]
# Its scans are seen, but they are of no run that is followed.
with open(out + "/early.pid", encoding="ascii") as text:
    pid = int(text.read())
seen = [e for e in events if e["event"] == "check" and e["pid"] == pid]
print(f"# a run began {on - asked:.2f} s before recording, and ended {got - on:.2f} s "
      f"after that, {len(seen)} checks")
judge(asked + 0.05 < on < got - 0.1 and seen and not told,
      "a run that began while probes were being placed is not followed", *told[:3])
