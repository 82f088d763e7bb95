#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares what the views told of the moment with the kernel's own events of
that time, and with /proc/zoneinfo."""
import json
import os
import re
import sys

from lowmark_test import judge, kernel_trace

out, = sys.argv[1:]
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
    found = {}
    with open(out + "/zoneinfo", encoding="ascii") as text:
        parts = re.split(r"^Node ", text.read(), flags=re.M)[1:]
    for part in parts:
        head = re.match(r"(\d+), zone +(\w+)", part)
        of = dict(re.findall(r"^ +(min|low|high|managed) +(\d+)$", part, re.M))
        if int(of["managed"]):
            found[f"{head[1]}:{head[2]}"] = [int(of[m]) for m in
                                             ("min", "low", "high")]
    return found


judge(not os.path.exists(out + "/failed"), "SIGINT ends each view with 0")

report = load("report")
begin, end = report["start_ns"], report["end_ns"]
wakes = sum(zone["wakes"] for zone in report["kswapd_wakes"]["zones"])
with open(out + "/report.on", encoding="ascii") as text:
    on = (float(text.read()) + 0.01) * 1e9


def as_many(what, told, name):
    """While the probes are placed, which takes a while, it may miss some."""
    kernel = theirs(name, begin, end)
    since = [e for e in kernel if e["time_ns"] > on]
    judge(len(kernel) >= told >= len(since), f"report: as many {what} as the "
          "kernel's", told, len(since), len(kernel))


as_many("wakes", wakes, "wakeup_kswapd")
judge(wakes, "report: there were some")
as_many("direct reclaims", report["direct_reclaim"]["begins"],
        "direct_reclaim_begin")

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

judge(not top[-1]["lost"], "top: nothing was lost between the pictures",
      top[-1]["lost"])

trace = lines("trace")
woken = [e for e in trace if e["event"] == "wake" and e["verdict"] == "woken"]
kernel = theirs("wakeup_kswapd", trace[0]["time_ns"], trace[-1]["time_ns"])
judge(woken and sorted(e["pid"] for e in woken) ==
      sorted(e["common_pid"] for e in kernel),
      "trace: the wakes are the kernel's", [e["pid"] for e in woken],
      [e["common_pid"] for e in kernel])
