#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What each scene's records say, against what the kernel shows elsewhere."""
import collections
import os
import re

from lowmark_test import judge, owner, stats
from scene import (Scene, decides, failed_run, fast_path, gfp, marks, marks_are,
                   out, skips_agree, text, zoneinfo, zones_of)

PRIORITY = {"sync-full": 0, "sync-light": 1, "async": 2}


def hotplug(scene):
    if not os.path.exists(out + "/hotplug.on"):
        print("ok hotplug # SKIP no memory block could be put offline")
        return
    # The new marks are followed at once by those khugepaged recommends.
    zones = marks_are(scene, "khugepaged", "hotplug.off", "hotplug.on")
    wrong = [e for zone in zones for e in [marks(scene, zone, "hotplug")]
             if len(e) != 2]
    scene.judge(not wrong, "each zone's marks were set off and online", *wrong)


def sysctl(scene):
    marks_are(scene, "sysctl", "sysctl.min", "sysctl.scale")


def silent(scene):
    run = failed_run(scene, 10)
    fast_path(scene, 10)
    wakes = scene.own("wake", order=10)
    scene.judge(len(wakes) == 1 and wakes[0]["verdict"] == "not-asked" and
                run and run["wakes"] == run["reclaims"] == 0 and
                not [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
                     if e["common_pid"] == scene.pid],
                "kswapd was not asked, and not woken", *wakes, run)


def block(scene):
    run = failed_run(scene, 10)
    checks = scene.own("check", order=10, verdict=0)
    zones = {e["zone"] for e in checks}
    wrong = [e for e in checks if e["why"] != "block" or
             e["free_pages"] < e["mark_pages"] + 1024]
    free = {f"{m[0]}:{m[1]}": int(m[2]) for m in re.findall(
        r"Node (\d+), zone +(\w+) .* (\d+) *$", text("block.buddyinfo"), re.M)}
    scene.judge(run and zones and not wrong and
                not any(free[zone] for zone in zones),
                "checks failed for want of a block alone; buddyinfo has none",
                free, *wrong[:5])
    runs_for(scene, "order")


def runs_for(scene, cause):
    """A request of the task's woke kswapd, whose run tells cause, zone and
    margin."""
    found = []
    for wake in scene.own("wake", verdict="woken"):
        node = int(wake["zone"].split(":")[0])
        runs = [e for e in scene.all("balance_begin", node=node)
                if e["time_ns"] > wake["time_ns"]]
        if runs:
            found.append((wake, runs[0]))
    good = [run for wake, run in found
            if run["cause"] == cause and run["zone"] == wake["zone"] and
            run["margin_pages"] == wake["margin_pages"] and
            run["order"] == wake["order"]]
    scene.judge(good, f"kswapd ran for the task's request: {cause}", *found)
    return good


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


def atomic(scene):
    run = failed_run(scene, 10)
    fast_path(scene, 10)
    wakes = [e for e in scene.own("wake", order=10)
             if e["verdict"] not in ("not-asked", "throttle")]
    scene.judge(run and run["wakes"] == len(wakes) > 0 and
                not run["reclaims"] and not run["compactions"] and
                gfp(run["gfp"]) == gfp("GFP_ATOMIC") | gfp("NOWARN"),
                "kswapd was asked, nothing reclaimed; gfp as given",
                run, *wakes)


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


def hugepages(scene):
    ours = [(e["pid"], e["order"], PRIORITY[e["priority"]], gfp(e["gfp"]))
            for e in scene.all("compact")]
    theirs = [(e["common_pid"], e["order"], e["prio"], e["gfp_mask"])
              for e in scene.theirs("mm_compaction_try_to_compact_pages")]
    print(f"# hugepages: {len(ours)} compactions")
    scene.judge(ours and sorted(ours) == sorted(theirs),
                "compactions are the kernel's: task, order, priority, gfp",
                f"{len(ours)} records, {len(theirs)} of the kernel's",
                ours[:4], theirs[:4])
    asked = sum(e["compactions"] for e in scene.all("slow_end"))
    scene.judge(asked == len(ours), "the slow path runs count as many", asked)
    scans_follow(scene)


def scans_follow(scene):
    """The kernel counts the compactions that it scans after, or that caught a
    page themselves."""
    stalls = [int(text(f"hugepages.{when}").split()[1])
              for when in ("before", "after")]
    after = collections.Counter()
    last = {}
    for e in scene.all("compact") + scene.all("attempt") + \
            scene.all("slow_end"):
        last.setdefault(owner(e), []).append(e)
    for events in last.values():
        events.sort(key=lambda e: e["time_ns"])
        for one, other in zip(events, events[1:]):
            if one["event"] == "compact":
                after[one["result"], other.get("kind", other["result"])] += 1
    told = sum(n for (_, then), n in after.items()
               if then in ("compact", "page"))
    print(f"# hugepages: {dict(after)}, stalls {stalls[1] - stalls[0]}")
    scene.judge(told == stalls[1] - stalls[0] > 0,
                "attempts after compaction are as many as compact_stall counts",
                told, stalls, dict(after))


def defrag(scene):
    attempts = scene.own("attempt", order=10)
    if not attempts:
        print("ok defrag # SKIP this kernel has no vm.defrag_mode")
        return
    fast = [e for e in attempts if e["kind"] == "fast"][1:]
    slow = [e for e in attempts if e["number"]]
    wrong = [e for e in fast + slow if "nofragment" in str(e["rescans"])]
    scene.judge(fast and slow and not wrong and
                all("NOFRAGMENT" in e["alloc_flags"] for e in slow
                    if e["number"] == 1),
                "with vm.defrag_mode no scan is begun again to fragment",
                *(wrong or attempts))


def restart(scene):
    retries = scene.own("retry")
    print(f"# restart: {collections.Counter(e['reason'] for e in retries)}")
    scene.judge(any(e["reason"] == "restart" for e in retries) and
                not [e for e in retries if e["reason"] == "oom"] and
                not scene.all("oom"),
                "a changed cpuset makes runs begin anew, no OOM killer does",
                *retries[:5])
    scene.judge(decides("S4r") or
                not [e for e in retries if e["reason"] == "compacted"],
                "no retry is for what this kernel does not decide",
                *retries[:5])


def boost(scene):
    raised = scene.all("wmark", cause="boost", zone="1:DMA32")
    sunk = scene.all("wmark", cause="decay", zone="1:DMA32")
    scene.judge(raised and sunk and all(e["boost_pages"] % 512 == 0
                                        for e in raised[:1]) and
                sunk[0]["time_ns"] > raised[0]["time_ns"],
                "the boost was raised by a block, and sank again",
                *scene.all("wmark")[:6])
    runs = runs_for(scene, "boost")
    scene.judge(runs and all(e["boost_pages"] >= 512 for e in runs),
                "it ran with the boost", *runs)


def reserves(scene):
    got = [text("reserves." + name) for name in ("atomic", "memalloc")]
    scene.judge(got == ["1\n"] * 2, "who may go below min got a page", got)
    atomics = [e for e in scene.own("attempt", order=4, result="page")
               if "HIGHATOMIC" in e["alloc_flags"]]
    scene.judge(len(atomics) == 1 and atomics[0]["kind"] == "slow" and
                "MIN_RESERVE" in atomics[0]["alloc_flags"],
                "the atomic request got it in the slow path, as HIGHATOMIC",
                *scene.own("attempt", order=4)[-4:])
    # Others have scanned once before the loop.
    again = ["reserves"] if decides("S4r") else []
    below = scene.own("attempt", order=0, kind="reserve")
    ends = [e for e in scene.own("slow_end", order=0)
            if "MEMALLOC" in e["gfp"]]
    scene.judge(len(below) == len(ends) == 1 and
                below[0]["result"] == ends[0]["result"] == "page" and
                "NO_WATERMARKS" in below[0]["alloc_flags"] and
                ends[0]["reserves"] == 1 and
                [e["reason"] for e in scene.own("retry")
                 if e["span"] == ends[0]["span"]] == again,
                "MEMALLOC used the reserves, where the loop scans first in its "
                "second round", again, *below, *ends, *scene.own("retry"))
    missed(scene)


def set_aside():
    """Pages of node 0's zone that are kept for atomic requests: all of the
    blocks up to 6.11, since then those of them that are free."""
    free = blocks = 0
    for line in text("reserves.pagetypeinfo").splitlines():
        word = line.replace(",", " ").split()
        if word[:5] == ["Node", "0", "zone", "DMA32", "type"] and \
                word[5] == "HighAtomic":
            free = sum(int(n) << order for order, n in enumerate(word[6:]))
        elif word[:4] == ["Node", "0", "zone", "DMA32"] and \
                len(word) > 4 and word[4] != "type":
            blocks = int(word[4 + columns.index("HighAtomic")])
        elif line.startswith("Number of blocks type"):
            columns = word[4:]
    return free, blocks


def missed(scene):
    free, blocks = set_aside()
    checks = [e for e in scene.own("check", order=1, zone="0:DMA32")
              if e["caller"] == "slow-path"][:1]
    kept = [e["free_pages"] - e["mark_pages"] - e["reserve_pages"] -
            e["margin_pages"] for e in checks]
    since_6_12 = tuple(map(int, re.findall(r"\d+", text("release"))[:2])) >= \
        (6, 12)
    print(f"# reserves: {blocks} blocks with {free} free pages, checks "
          f"miss {kept}")
    scene.judge(checks and checks[0]["why"] == "highatomic" and
                not checks[0]["verdict"] and
                kept == [1 + (free if since_6_12 else 512 * blocks)],
                "who may not missed what is kept for them",
                (free, blocks), *checks)


def nofail(scene):
    ends = scene.own("slow_end", order=0)[-1:]
    span = ends[0]["span"] if ends else None
    retries = collections.Counter(e["reason"] for e in scene.own("retry")
                                  if e["span"] == span)
    begin = (scene.own("slow_begin", order=0) or [{"time_ns": 0}])[-1]
    attempts = [e for e in scene.own("attempt", order=0, kind="nofail")
                if e["time_ns"] > begin["time_ns"]]
    # Each is one in the task's cpuset, and one anywhere.
    failed = [e for e in attempts if e["result"] == "failed" and
              "CPUSET" not in e["alloc_flags"]]
    print(f"# nofail: {dict(retries)}, {len(attempts)} last resorts")
    scene.judge(text("nofail.got") == "1\n" and ends and
                ends[0]["result"] == "page" and
                ends[0]["zone"] in zones_of(0) and
                "NOFAIL" in ends[0]["gfp"], "it got its page", *ends)
    scene.judge(len(failed) >= 20 and retries["nofail"] == len(failed),
                "it went round once for each last resort that failed, until "
                "pages were given back",
                retries, *attempts[:4], *ends)


def throttle(scene):
    counted = int(text("throttle.after").split()[1]) - int(
        text("throttle.before").split()[1])
    told = scene.all("throttle")
    own = scene.own("throttle")
    ends = [e for e in scene.own("slow_end", order=0)
            if own and e["time_ns"] > own[0]["time_ns"]]
    scene.judge(len(own) == len(ends) == 1 and len(told) == counted and
                own[0]["node"] == 0 and own[0]["throttled"] and
                not own[0]["killed"] and
                own[0]["latency_ns"] == ends[0]["throttled_ns"],
                "one waited for node 0, as long as its run says; the kernel "
                "counted the same", counted, *told, *ends)
    wakes = scene.own("wake", verdict="throttle")
    woken = scene.theirs("mm_vmscan_wakeup_kswapd")
    begin = own[0]["time_ns"] - own[0]["latency_ns"] if own else 0
    scene.judge(len(wakes) == 1 and wakes[0]["zone"] == "0:DMA32" and
                wakes[0]["time_ns"] >= begin and
                len(woken) == len(scene.all("wake", verdict="woken")),
                "it woke kswapd, of which the kernel has no event", *wakes)
    # The wake is told when its function returns, by when kswapd may run.
    runs = [e for e in scene.all("balance_begin", node=0)
            if own and begin <= e["time_ns"] <= own[0]["time_ns"]]
    # One that begins before its wake is noted knows the cause alone.
    scene.judge(runs and runs[0]["cause"] == "throttle" and wakes and
                wakes[0]["margin_pages"] < 0 and runs[0]["margin_pages"] ==
                (wakes[0]["margin_pages"] if runs[0]["zone"] else 0),
                "kswapd ran for that, before the wait was over", *runs, *wakes)


def oom(scene):
    kills = int(text("oom.after").split()[1]) - int(
        text("oom.before").split()[1])
    ours = [e for e in scene.all("oom") if e["verdict"] and not e["memcg"]]
    marked = scene.theirs("mark_victim")
    print(f"# oom: {len(ours)} records with a kill, {len(marked)} marked, "
          f"vmstat {kills}")
    # It also says yes where a task will exit anyway: those kill nobody.
    alone = [e for e in marked if not any(
        o["time_ns"] - o["latency_ns"] <= e["time_ns"] <= o["time_ns"]
        and o["pid"] == e["common_pid"] for o in ours)]
    scene.judge(kills and kills == len(marked) and not alone,
                "each kill was inside a record that says so", *alone)
    told = sum(e["ooms"] for e in scene.all("slow_end"))
    scene.judge(told == len(scene.all("oom")), "the runs count as many", told)


for judge_scene in (hotplug, sysctl, silent, block, atomic, cpuset, dirty,
                    noreclaim, reclaim, far, inside, hugepages, defrag, restart,
                    boost, reserves, nofail, throttle, oom):
    judge_scene(Scene(judge_scene.__name__))

lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])
