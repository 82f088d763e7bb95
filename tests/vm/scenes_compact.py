# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of compaction and of blocks that are broken: what their records say,
against what the kernel shows elsewhere."""
import collections
import os

from given import decides, gfp, out, text
from lowmark_test import PRIORITIES, owner

# The values of enum compact_result, 4.7 to 7.3
COMPACTED = ("not-suitable", "skipped", "deferred", "no-suitable-page", "continue",
             "complete", "partial-skipped", "contended", "success")


def results(scene):
    """What each compaction came to, against what the function returned."""
    ours, theirs = collections.defaultdict(list), collections.defaultdict(list)
    for e in scene.all("compact"):
        ours[e["pid"]].append(e["result"])
    for e in scene.theirs("compacted"):
        theirs[e["common_pid"]].append(COMPACTED[e["result"]])
    told = collections.Counter(result for of in ours.values() for result in of)
    print(f"# hugepages: results {dict(told)}")
    scene.judge(ours and ours == theirs,
                "results of compactions are what the function returned",
                dict(ours), dict(theirs))


def hugepages(scene):
    ours = [(e["pid"], e["order"], PRIORITIES[e["priority"]], gfp(e["gfp"]))
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
    results(scene)
    compacted_first(scene)
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


def compacted_first(scene):
    """Where compaction is tried before reclaim, first of all with little effort. The
    retry after it says so."""
    wrong, seen, done, first = [], 0, {}, collections.Counter()
    for e in scene.events:
        pid, event = e.get("pid"), e["event"]
        if event == "slow_begin":
            done[pid] = set()
        elif event in ("compact", "reclaim_begin") and pid in done:
            if not done[pid] and e["order"] == 9:
                first[event, e.get("priority")] += 1
            done[pid].add(event)
        elif event == "retry" and e["reason"] == "compacted":
            seen += 1
            if done.get(pid) != {"compact"}:
                wrong.append((e, done.get(pid)))
    scene.judge(bool(seen) == decides("S4r") and not wrong,
                "retries after compaction alone, where this kernel tries it first",
                seen, *wrong[:3])
    scene.judge(not decides("S4") or set(first) == {("compact", "async")},
                "a block is first sought by compaction that does not wait", first)


def defrag(scene):
    attempts = scene.own("attempt", order=10)
    if not os.path.exists(out + "/defrag.mode"):
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
    spans = {e["span"] for e in scene.own("slow_end", order=10)}
    retries = [e for e in scene.own("retry", reason="nofragment")
               if e["span"] in spans]
    after = [[a for a in slow if a["time_ns"] > e["time_ns"]][:1]
             for e in retries]
    scene.judge(retries and all(a and "NOFRAGMENT" not in a[0]["alloc_flags"]
                                for a in after),
                "but the run goes round again, may fragment then, and says so",
                *retries, *slow)
    fragments(scene)


def fragments(scene):
    """Where no block of its kind is left the zone has pages and gives none. The
    kernel breaks a block of another kind inside of such a run, and only there."""
    skips = scene.own("skip", order=3, reason="rmqueue")
    told = sum(e["rmqueue"] for e in scene.own("attempt", order=3))
    checks = scene.own("check", order=3)
    short = [e for e in skips
             for check in [[c for c in checks if c["zone"] == e["zone"] and
                            c["time_ns"] <= e["time_ns"]][-1:]]
             if not check or not check[0]["verdict"]]
    scene.judge(skips and len(skips) == told and not short,
                "zones that gave none had passed the check before",
                f"{len(skips)} records, attempts count {told}", *short[:3])
    # What the fast path before has passed is not recorded until the slow path is entered.
    fast = scene.own("attempt", order=3, kind="fast")
    late = scene.own("check", order=3, caller="fast-path", verdict=1)
    scene.judge(late and all(e["late"] for e in late) and
                len(late) == sum(e["rmqueue"] for e in fast),
                "checks that the fast path has passed are recorded with the slow path",
                len(late), *fast[:2])
    runs = [(begin["time_ns"], end["time_ns"])
            for begin, end in scene.runs(order=3, result="page")]
    broken = [e["time_ns"] for e in scene.theirs("mm_page_alloc_extfrag")
              if e["common_pid"] == scene.pid and e["alloc_order"] == 3 and
              e["fallback_order"] < 9]
    outside = [t for t in broken if not any(a <= t <= b for a, b in runs)]
    idle = [(a, b) for a, b in runs if not any(a <= t <= b for t in broken)]
    print(f"# defrag: {len(skips)} skips, {len(runs)} runs got a page, {len(idle)} "
          f"one of its kind; the kernel broke {len(broken)} blocks")
    # kcompactd may have made one meanwhile.
    scene.judge(broken and not outside and len(idle) < len(runs),
                "the kernel broke blocks in runs that got a page, and only there",
                outside[:3], idle[:3])
