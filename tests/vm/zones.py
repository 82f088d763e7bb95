#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares the file zones with /proc/zoneinfo of the same moment."""
import json
import re
import sys

from lowmark_test import judge, zone_indices

out, look = sys.argv[1:]


def lines(end):
    with open(f"{out}/{look}.{end}", encoding="ascii") as text:
        return text.read().splitlines()


kernel, zone = {}, None
for line in lines("zoneinfo"):
    if m := re.match(r"Node (\d+), zone +(\w+)", line):
        zone = kernel[int(m[1]), m[2]] = {}
    elif m := re.match(r" +(?:pages )?(free|boost|min|low|high|managed) +(\d+)",
                       line):
        zone.setdefault(m[1], int(m[2]))
    elif m := re.match(r" +vm stats threshold: (\d+)", line):
        zone["drift"] = zone.get("drift", 0) + int(m[1])
    elif m := re.match(r" +protection: \((.*)\)", line):
        zone["protection"] = [int(n) for n in m[1].split(",")]
kernel = {key: of for key, of in kernel.items() if of["managed"]}

index = zone_indices(f"{out}/{look}.zoneinfo")
module, columns, per_node = {}, None, None
for line in lines("zones"):
    word = line.split()
    if word[0] == "#":
        per_node = int(re.search(r"zones_per_node (\d+)", line)[1])
    elif word[0] == "node":
        columns = word
    else:
        row = dict(zip(columns, word))
        module[int(row["node"]), row["zone"]] = row

# Zoneinfo of 5.10 does not.
tells_boost = any("boost" in of for of in kernel.values())
judge(len(kernel) >= 2 and set(module) == set(kernel),
      f"{look}: every populated zone is listed, and no other",
      f"{sorted(module)}, kernel's {sorted(kernel)}")
for key, of in kernel.items():
    row, wrong = module[key], []
    for name in ("boost", "min", "low", "high", "managed"):
        if name == "boost" and not tells_boost:
            continue
        if int(row[name]) != of[name]:
            wrong.append(f"{name} {row[name]}, kernel's {of[name]}")
    if [int(n) for n in row["protection"].split(",")] != of["protection"]:
        wrong.append(f"{row['protection']}, kernel's {of['protection']}")
    if int(row["id"]) != key[0] * per_node + index[key[1]]:
        wrong.append(f"id {row['id']}")
    judge(not wrong and 0 < of["min"] < of["low"] < of["high"],
          f"{look}: {key[0]}:{key[1]} has the kernel's marks, size, protection",
          *wrong)
    free, exact = int(row["free"]), int(row["exact"])
    # Nothing was allocated in between, and what the CPUs have not told yet is
    # no more than the kernel lets them keep.
    judge(free == of["free"] and abs(exact - free) <= of["drift"] and
          int(row["to_low"]) == free - of["low"],
          f"{look}: {key[0]}:{key[1]} has the kernel's free pages",
          f"free {free}, exact {exact}, to_low {row['to_low']}", of)

tool = json.loads("\n".join(lines("json")))
told = {}
for of in tool["zones"]:
    told[of["node"], of["zone"].split(":")[-1]] = of
wrong = [f"{key}: {told.get(key)}, kernel's {of}" for key, of in kernel.items()
         if key not in told or any(
             told[key][name + "_pages"] != of[name]
             for name in ("min", "low", "high", "managed"))]
judge(not wrong, f"{look}: lowmark zones --json has the kernel's marks", *wrong)
