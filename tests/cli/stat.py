#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compute the figures of "stat" anew and compare: stat.py EVENTS STAT STEP_NS.

EVENTS is what "trace --json" printed, STAT what "stat --json" printed.
"""
import json
import sys


def margin(e):
    if e["event"] == "check" and e["which"] == "low":
        return e["margin_pages"]
    if e["event"] == "wake" and e.get("free_pages") is not None:
        return e["margin_pages"]
    if e["event"] == "zone":
        boost = e.get("boost_pages") or 0
        reserve = e.get("reserve_pages") or 0
        return e["free_pages"] - e["low_pages"] - boost - reserve
    return None


def figures(events):
    def of(name):
        return [e for e in events if e["event"] == name]

    wakes = [e["verdict"] for e in of("wake")]
    stalls = sorted(e["latency_ns"] for e in of("slow_end"))
    margins = [m for m in map(margin, events) if m is not None]
    woken = sum(v in ("woken", "throttle") for v in wakes)
    return {
        "wakes": woken,
        "refused": len(wakes) - woken - wakes.count("not-asked"),
        "slow_paths": len(stalls),
        "failed": sum(e["result"] == "failed" for e in of("slow_end")),
        "stall_p99_ns": stalls[-(-len(stalls) * 99 // 100) - 1] if stalls else None,
        "stall_max_ns": stalls[-1] if stalls else None,
        "stall_sum_ns": sum(stalls),
        "direct_reclaims": len(of("reclaim_end")),
        "kswapd_runs": len(of("balance_end")),
        "kswapd_scanned": sum(e["scanned"] for e in of("balance_end")),
        "kswapd_reclaimed": sum(e["reclaimed"] for e in of("balance_end")),
        "worst_margin_pages": min(margins, default=None),
        "events": sum(e["event"] != "loss" for e in events),
        "lost": sum(e.get("records", 0) for e in of("loss")),
    }


def same(key, a, b):
    if key == "stall_p99_ns" and a and b:
        return abs(a - b) <= 0.02 * a
    return a == b


def main():
    events = [json.loads(line) for line in open(sys.argv[1])]
    lines = [json.loads(line) for line in open(sys.argv[2])]
    step, bad, end = int(sys.argv[3]), 0, lines[-1]["from_ns"]
    for line in lines:
        last = line is lines[-1] or line is lines[-2]
        mine = [e for e in events if line["from_ns"] <= e["time_ns"]
                and (last or e["time_ns"] < line["to_ns"])]
        for key, value in figures(mine).items():
            if not same(key, value, line[key]):
                print(f"# {line['type']} at {line['from_ns']}: {key} is {line[key]}, wanted {value}")
                bad += 1
        if line["type"] == "interval":
            bad += line["from_ns"] != end
            bad += not last and line["to_ns"] - line["from_ns"] != step
            end = line["to_ns"]
    if lines[-1]["type"] != "summary" or lines[-1]["events"] != len([e for e in events if e["event"] != "loss"]):
        print("# the summary does not cover everything")
        bad += 1
    return bad != 0


sys.exit(main())
