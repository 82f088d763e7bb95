# SPDX-License-Identifier: GPL-2.0-only
"""Compare figures of "report --json" with the same computed from all events.

Usage: figures.py REPORT EVENTS
"""
import collections
import json
import sys

doc = json.load(open(sys.argv[1]))
events = [json.loads(line) for line in open(sys.argv[2])]
by = collections.defaultdict(list)
for event in events:
    by[event["event"]].append(event)

SKIPS = ["cpuset", "dirty", "fair", "zlc", "nofragment", "busy", "reclaim_off",
         "reclaim_far", "reclaim_none", "rmqueue", "unknown"]
STAGES = ["waking", "scanning", "reclaiming", "compacting", "throttled", "killing"]


def same(what, got, want):
    if got != want:
        sys.exit(f"# {what}: report {got}, computed {want}")


def count(names):
    return dict(collections.Counter(names))


decisions = doc["decisions"]
for skip in SKIPS:
    seen = [a[skip] for a in by["attempt"] if a[skip] is not None]
    same(skip, decisions["skips"][skip.replace("_", "-")],
         sum(seen) if seen else None)
same("rescans", decisions["rescans"],
     count(r for a in by["attempt"] for r in a["rescans"]))
same("retries", decisions["retries"], count(r["reason"] for r in by["retry"]))
sums = {s: sum(e[s + "_ns"] for e in by["slow_end"]) for s in STAGES}
for stage in STAGES:
    same(stage, decisions["stages"][stage + "_ns"],
         sums[stage] if any(sums.values()) else None)
same("latency", decisions["stages"]["latency_ns"],
     sum(e["latency_ns"] for e in by["slow_end"]))
same("by event", doc["by_event"], {k: len(by[k]) for k in doc["by_event"]})
same("slow path", doc["slow_path"]["count"], len(by["slow_end"]))
same("failed", doc["slow_path"]["failed"],
     sum(e["result"] == "failed" for e in by["slow_end"]))
attempts = {a["kind"]: (a["page"], a["failed"]) for a in doc["attempts"]}
for kind in {a["kind"] for a in by["attempt"]}:
    results = [a["result"] for a in by["attempt"] if a["kind"] == kind]
    same(kind, attempts[kind], (results.count("page"), results.count("failed")))
