# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of zones skipped in a scan: what their records say, against what the
kernel shows elsewhere."""
import collections
import re

from given import text
from scene import failed_run, skips_agree, zones_of


def cpuset(scene):
    failed_run(scene, 10)
    skips = skips_agree(scene, "cpuset", zones_of(0))
    scene.judge(skips and all(e["observed"] for e in skips),
                "skips were observed")
    wakes = {e["verdict"] for e in scene.own("wake", order=10)
             if e["zone"].startswith("0:")}
    scene.judge(wakes == {"cpuset"}, "node 0 is not woken: cpuset", *wakes)
    zones = {e["zone"] for e in scene.own("check", caller="slow-path")}
    scene.judge(zones == {"1:DMA32"}, "only node 1 was checked", zones)


def dirty(scene):
    failed_run(scene, 10)
    pages = [int(n) for n in re.findall(
        r"^ +nr_dirty +(\d+)$", text("dirty.zoneinfo"), re.M)]
    skips = skips_agree(scene, "dirty", zones_of(0))
    scene.judge(pages[0] > 100 and skips and skips[0]["observed"],
                "node 0 has dirty pages; that was observed", pages, *skips)
    # The slow path does not spread them any more.
    fast = scene.own("attempt", order=10, kind="fast")
    slow = scene.own("attempt", order=10, kind="slow")
    zones = {e["zone"]
             for e in scene.own("check", order=10, caller="fast-path")}
    scene.judge(len(fast) == 1 and fast[0]["dirty"] == len(zones_of(0)) and
                zones == {"1:DMA32"} and slow and
                not any(e["dirty"] for e in slow),
                "the fast path kept off node 0, the slow path did not",
                zones, *fast, *slow)


def noreclaim(scene):
    failed_run(scene, 10)
    skips_agree(scene, "reclaim-off", zones_of(0))
    scene.judge(not scene.own("node_reclaim"), "no node reclaim")


def reclaim(scene):
    records = scene.own("node_reclaim", order=10)
    begins = [e for e in scene.theirs("mm_vmscan_node_reclaim_begin")
              if e["common_pid"] == scene.pid]
    told = [e["result"] for e in records]
    print(f"# reclaim: {collections.Counter(told)}, the kernel began "
          f"{len(begins)}")
    scanned = [e for e in records if e["result"] in ("some", "success")]
    # Since 7.3 "none" may be with or without a scan.
    spare = told.count("none")
    scene.judge(begins and
                len(scanned) <= len(begins) <= len(scanned) + spare and
                all(e["order"] == 10 for e in begins),
                "node reclaims that scanned are the kernel's", *records[:8])
    skips_agree(scene, "reclaim-none", zones_of(0))


def far(scene):
    runs = scene.own("slow_begin", order=10)
    scene.judge(len(runs) == 2, "two slow path runs", *runs)
    ends = scene.own("slow_end", order=10)
    if len(runs) != 2 or len(ends) != 2:
        return
    skips = collections.defaultdict(set)
    for e in scene.own("skip", order=10):
        if e["reason"].startswith("reclaim-"):
            # A run's fast path is recorded just before it.
            mode = e["time_ns"] < ends[0]["time_ns"]
            skips[mode, int(e["zone"][0])].add(e["reason"])
    tried = [e for e in scene.own("node_reclaim", order=10)]
    scene.judge(skips[True, 0] == {"reclaim-none"} and
                skips[True, 1] == {"reclaim-far"} and
                {e["node"] for e in tried} == {0},
                "node 0 was reclaimed from in vain, node 1 is too far",
                dict(skips), *tried)
    scene.judge(skips[False, 0] == skips[False, 1] == {"reclaim-off"},
                "switched off it is off for both", dict(skips))


def inside(scene):
    swapped = [int(text(f"inside.{when}").split()[1])
               for when in ("before", "after")]
    runs = scene.own("slow_end", order=10)
    attempts = scene.own("attempt")
    told = sum(e["attempts"] for e in runs)
    counted = [e for e in attempts if e["order"] == 10 and e["number"]]
    inner = [e for e in attempts if e["order"] != 10]
    print(f"# inside: {swapped[1] - swapped[0]} pages swapped out, "
          f"{len(inner)} attempts of other orders")
    scene.judge(runs and swapped[1] > swapped[0] and inner and
                told == len(counted),
                "what node reclaim allocates is no attempt of the run it is in",
                f"the runs tell {told}, {len(counted)} recorded", *runs)
