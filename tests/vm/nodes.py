#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What a recording tells of nodes, one of which has no memory."""
import collections
import json
import re
import subprocess
import sys

from lowmark_test import events_of, judge, zone_indices

tool, out = sys.argv[1:]
indices = zone_indices(out + "/zoneinfo")
with open(out + "/zoneinfo", encoding="ascii") as lines:
    managed = {f"{node}:{zone}": int(pages) for node, zone, pages in re.findall(
        r"^Node (\d+), zone +(\w+)\n(?:(?!^Node).*\n)*?"
        r" +managed +(\d+)$", lines.read(), re.M)}
zones = {zone for zone, pages in managed.items() if pages}
nodes = {int(zone.split(":")[0]) for zone in zones}
print(f"# zones with pages: {', '.join(sorted(zones))}")
judge(nodes == {0, 2}, "the kernel has memory on the first and the last node",
      *nodes)

seen = collections.defaultdict(set)
begins, ends = [], {}
for event in events_of(tool, out + "/r.lowmark", "wake", "skip", "attempt",
                       "wmark", "slow_begin", "slow_end", "kswapd_wake", "balance_begin",
                       "balance_end"):
    for key in ("zone", "preferred"):
        if event.get(key):
            seen["zone"].add(event[key])
    if event["event"] in ("kswapd_wake", "balance_begin", "balance_end"):
        seen["kswapd"].add(event["node"])
    seen["cpu"].add(event.get("cpu"))
    if event["event"] == "slow_begin":
        begins.append(event)
    elif event["event"] == "slow_end":
        ends[event["span"]] = event
judge(seen["zone"] <= zones, "no record is of a zone without pages",
      *seen["zone"] - zones)
judge(seen["zone"] >= {zone for zone in zones if "DMA32" in zone},
      "both nodes' zones were recorded", *seen["zone"])
judge(seen["kswapd"] == nodes, "kswapd ran where there is memory", *seen["kswapd"])
judge(seen["cpu"] >= {0, 1, 2, 3}, "all CPUs were recorded", *seen["cpu"])

# CPUs are dealt out to the nodes in order: 0, 1, and the rest.
wrong = [e for e in begins if e["node"] != min(e["cpu"], 2)]
judge(begins and not wrong, "slow path runs tell the node of their CPU",
      *wrong[:5])
there = [e for e in begins if e["node"] == 1]
wrong = [e for e in there if e["zone"] not in zones and
         not (e["zone"] is None and not e["zones"] and "THISNODE" in e["gfp"])]
judge(there and not wrong, "where there is none, a zone of another node is "
      "preferred, unless none is allowed", *wrong[:5])

with open(f"{out}/nowhere.pid", encoding="ascii") as file:
    pid = int(file.read())
with open(f"{out}/nowhere.got", encoding="ascii") as file:
    got = file.read()
runs = [e for e in begins if e["pid"] == pid and "THISNODE" in e["gfp"]]
asked = [(e["zone"], e["zones"], ends[e["span"]]["result"],
          ends[e["span"]]["attempts"]) for e in runs]
judge(got == "0\n0\n" and asked == [(None, 0, "failed", 0)] * 2,
      "what no other node is allowed for fails without an attempt", got, *asked)
story = json.loads(subprocess.run(
    [tool, "why", "fail", "--json", "--id", runs[0]["span"], out + "/r.lowmark"],
    check=True, capture_output=True, text=True).stdout)
judge(story["cause"] == "no-zone", "and why says so", story["cause"])


def listed(event):
    """How many zones the zonelist of an unrestricted request has."""
    return sum(indices[zone.split(":")[1]] <= indices[event["highest"]]
               for zone in zones)


free = [e for e in begins if not e["nodemask"] and "THISNODE" not in e["gfp"]]
wrong = [e for e in free if e["zones"] != listed(e)]
judge(free and not wrong, "zonelists have the zones with pages", *wrong[:5])
