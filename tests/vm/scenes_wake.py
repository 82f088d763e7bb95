# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of kswapd asked, or not: what their records say, against the kernel's own
events."""
import re

from given import decides, gfp, observes, text
from lowmark_test import judge
from scene import counted, failed_run, fast_path, zoneinfo, zones_of


def silent(scene):
    run = failed_run(scene, 10)
    fast_path(scene, 10)
    wakes = scene.own("wake", order=10)
    scene.judge(len(wakes) == 1 and wakes[0]["verdict"] == "not-asked" and
                run and run["wakes"] == run["reclaims"] == 0 and
                not [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
                     if e["common_pid"] == scene.pid and e["order"] == 10],
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


def runs_for(scene, cause, order=None):
    """A request of the task's woke kswapd, whose run tells cause, zone and margin;
    and its order, or one that was asked for before and left."""
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
            run["order"] == (wake["order"] if order is None else order)]
    scene.judge(good, f"kswapd ran for the task's request: {cause}", *found)
    return good


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


def unmanaged(scene):
    names = re.findall(r"^Node 0, zone +(\w+)", text("unmanaged.zoneinfo"),
                       re.M)
    name = f"0:{names[2]}"
    asked = scene.own("wake", zone=name)
    scene.judge(not zoneinfo("unmanaged.zoneinfo")[name].get("managed") and
                len(asked) == 1 and asked[0]["verdict"] == "unmanaged" and
                asked[0]["order"] == 3 and not asked[0]["free_pages"] and
                asked[0]["highest"] == names[2] and
                gfp(asked[0]["gfp"]) == gfp("GFP_KERNEL") | gfp("NORETRY") and
                not [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
                     if e["common_pid"] == scene.pid and e["order"] == 3],
                f"kswapd was asked for {name}, which has no pages, and not "
                "woken", *scene.own("wake"))


def balanced(scene):
    pages = [int(n) for n in re.findall(
        r"^ +nr_dirty +(\d+)$", text("balanced.zoneinfo"), re.M)]
    fast = scene.own("attempt", order=10, kind="fast")
    ends = scene.own("slow_end", order=10)
    scene.judge(pages[0] > 100 and len(fast) == len(ends) == 1 and
                fast[0]["dirty"] == len(zones_of(0)) and
                ends[0]["result"] == "page" and
                ends[0]["zone"] in zones_of(0),
                "the fast path kept off node 0, the slow path found a block "
                "there", pages, *fast, *ends)
    met = [(e["which"], e["verdict"])
           for e in scene.own("check", order=10, caller="slow-path")]
    scene.judge(met == [("high" if decides("G6") else "min", 1)],
                "one check was enough for it, of high where that is asked first", *met)
    wakes = scene.own("wake", order=10)
    scene.judge(len(wakes) == 1 and wakes[0]["verdict"] == "balanced" and
                wakes[0]["zone"] == "0:DMA32" and
                wakes[0]["caller"] == "slow-path" and
                wakes[0]["margin_pages"] >= 0 and
                not wakes[0]["boost_pages"] and
                wakes[0]["free_pages"] - wakes[0]["margin_pages"] ==
                zoneinfo("balanced.zoneinfo")["0:DMA32"]["low"] and
                wakes[0]["failures"] < 16,
                "its kswapd was asked once; it was balanced, by the low mark of "
                "zoneinfo", *wakes)
    woken = [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
             if e["common_pid"] == scene.pid and e["order"] == 10]
    scene.judge(not woken, "the kernel did not wake it", *woken)


def balances(scene, which, mark):
    """What kswapd asks of node 0 in the run for the task's request is that mark, until it
    is met; at last before it sleeps."""
    begin = [e["time_ns"] for e in scene.own("wake", verdict="woken", zone="0:DMA32")]
    sleep = [e["time_ns"] for e in scene.all("kswapd_sleep", node=0)
             if begin and e["time_ns"] > begin[0]]
    checks = [e for e in scene.all("check", caller="kswapd", zone="0:DMA32")
              if e["comm"] == "kswapd0" and sleep and
              begin[0] < e["time_ns"] < sleep[0]]
    scene.judge(checks and not checks[0]["verdict"] and
                checks[-1]["verdict"] == 1 and
                {(e["which"], e["mark_pages"]) for e in checks} == {(which, mark)},
                f"kswapd balanced node 0 by its {which} mark", mark, *checks[:2],
                *checks[-2:])


def first_high(scene):
    """Where high is asked for first, it is once: the zone is known to be below then."""
    checks = scene.own("check", order=0, zone="0:DMA", highest="DMA",
                       caller="fast-path")
    at = zoneinfo("balanced.zoneinfo").get("0:DMA")
    if not at:
        print("ok what is asked for first # SKIP this kernel has no zone DMA")
        return
    asked = [(e["which"], e["mark_pages"]) for e in checks]
    want = [("high", at["high"])] if decides("G6") else []
    scene.judge(len(asked) > 1 and not any(e["verdict"] for e in checks) and
                asked == want + [("low", at["low"])] * (len(asked) - len(want)),
                "high was missed once if it is asked for at all, then low", want,
                *asked[:4])


def low(scene):
    first_high(scene)
    marks = zoneinfo("low.zoneinfo")["0:DMA32"]
    wakes = [e for e in scene.own("wake", order=0, zone="0:DMA32")
             if e["verdict"] == "woken"]
    woken = [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
             if e["common_pid"] == scene.pid and e["nid"] == 0]
    scene.judge(text("low.got") == "1\n" and len(wakes) == len(woken) == 1 and
                wakes[0]["free_pages"] - wakes[0]["margin_pages"] == marks["low"]
                and wakes[0]["margin_pages"] < 0 and
                wakes[0]["free_pages"] > marks["min"],
                "it found node 0 below low, not below min, and woke kswapd", marks,
                *wakes)
    # Order 10 is what the scene before has asked for, and nobody was woken.
    runs = runs_for(scene, "low", 10)
    ends = [e for e in scene.all("balance_end", node=0)
            if runs and e["time_ns"] > runs[0]["time_ns"]]
    looks = [e for e in scene.all("pass", node=0)
             if ends and runs[0]["time_ns"] < e["time_ns"] < ends[0]["time_ns"]]
    # After its last look it may reclaim more than it has to: the multi-generation LRU,
    # or when it has used up its priorities (DEF_PRIORITY).
    after = [e for e in scene.all("zone", zone="0:DMA32", when="balance-end")
             if ends and e["time_ns"] <= ends[0]["time_ns"]][-1:]
    scene.judge(ends and ends[0]["reclaimed"] > 0 and looks and after and
                not any(e["balanced"] for e in looks[:-1]) and
                (looks[-1]["balanced"] or
                 (int(text("lru_gen"), 16) & 1 or len(looks) >= 12) and
                 after[0]["free_pages"] >= marks["high"]) and
                not ends[0]["failures"],
                "kswapd reclaimed until the node was balanced", *ends[:2], *looks[-3:])
    balances(scene, "high", marks["high"])


def restless(scene):
    high = zoneinfo("restless.zoneinfo")["0:DMA32"]["high"]
    asked, story = None, []
    for e in scene.events:
        if e["event"] == "check" and e["comm"] == "kswapd0":
            asked = e
        elif e["event"] in ("rest", "balance_begin") and e["node"] == 0:
            story.append((e.get("rest", "run"), e, asked))
    rests = [e["rest"] for e in scene.all("rest")]
    goes_on = rests.count("awake") + rests.count("premature")
    vmstat = counted(scene, "kswapd_high_wmark_hit_quickly")
    scene.judge("premature" in rests and goes_on == vmstat,
                "kswapd wanted to rest and went on as often as the kernel counts",
                vmstat, rests)
    around = [(one[0], other[0], third[0], other[2])
              for one, other, third in zip(story, story[1:], story[2:])
              if other[0] == "premature"]
    scene.judge(around and all(
        (one, third) == ("nap", "run") and asked and not asked["verdict"] and
        asked["mark_pages"] == high and asked["free_pages"] <= high
        for one, _, third, asked in around),
                "after a nap it found its node below the high mark of zoneinfo, and "
                "ran again", high, *around[:3])


def throttle(scene):
    vmstat = counted(scene, "pgscan_direct_throttle")
    told = scene.all("throttle")
    own = scene.own("throttle")
    ends = [e for e in scene.own("slow_end", order=0)
            if own and e["time_ns"] > own[0]["time_ns"]]
    scene.judge(len(own) == len(ends) == 1 and len(told) == vmstat and
                own[0]["node"] == 0 and own[0]["throttled"] and
                not own[0]["killed"] and
                own[0]["latency_ns"] == ends[0]["throttled_ns"],
                "one waited for node 0, as long as its run says; the kernel "
                "counted the same", vmstat, *told, *ends)
    wakes = scene.own("wake", verdict="throttle")
    woken = scene.theirs("mm_vmscan_wakeup_kswapd")
    begin = max((begin["time_ns"] for begin, _ in scene.runs(order=0)
                 if own and begin["time_ns"] <= own[0]["time_ns"]), default=0)
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
    goes_on(scene)


def goes_on(scene):
    """Whose node is not balanced when its run ends does not even nap."""
    vmstat = counted(scene, "kswapd_high_wmark_hit_quickly")
    rests = [e["rest"] for e in scene.all("rest")]
    awake = rests.count("awake")
    # It may be about to go on when the copies of vmstat are made.
    scene.judge(awake and abs(awake + rests.count("premature") - vmstat) <= 2,
                "kswapd went on without a nap, as often as the kernel counts", vmstat,
                *rests)
    asked, told = {}, {}
    for e in scene.all("check", caller="kswapd"):
        asked.setdefault(int(e["zone"].split(":")[0]), []).append(e)
    for e in scene.events:
        if e["event"] in ("rest", "balance_begin", "balance_end"):
            told.setdefault(e["node"], []).append(e)
    wrong = []
    for node, story in told.items():
        for before, e, after in zip(story, story[1:], story[2:]):
            look = [check for check in asked.get(node, ())
                    if check["time_ns"] <= e["time_ns"]][-1:]
            if e.get("rest") == "awake" and not (
                    before["event"] == "balance_end" and before["failures"] < 16 and
                    after["event"] == "balance_begin" and look and
                    not look[0]["verdict"]):
                wrong.append((before, e, after, *look))
    scene.judge(not wrong, "it had found its node below high, after a run, and the next "
                "run followed", *wrong[:3])


# Source: enum kswapd_clear_hopeless_reason, include/linux/mmzone.h, 7.0
CLEARERS = ["cleared", "by-kswapd", "by-direct-reclaim", "by-free"]


def cleared(scenes):
    """Where the kernel tells who has cleared a node, each record says the same. It
    tells of nodes that were not hopeless, too."""
    told, wrong, seen = [], [], set()
    for scene in scenes:
        kernels = scene.theirs("mm_vmscan_kswapd_clear_hopeless")
        for e in scene.all("hopeless", observed=1):
            if e["cleared"] == "set":
                continue
            told.append(e)
            near = [k for k in kernels if k["nid"] == e["node"] and
                    abs(k["time_ns"] - e["time_ns"]) < 10**8]
            seen.update(CLEARERS[k["reason"]] for k in near)
            if e["cleared"] not in [CLEARERS[k["reason"]] for k in near]:
                wrong.append((scene.name, e, near))
    print(f"# nodes cleared: {len(told)}, the kernel: {sorted(seen)}")
    if observes("K7"):
        judge(told and not wrong, "a hopeless node is cleared by whom the kernel says",
              *wrong[:3])
