# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of watermarks: what their records say, against /proc/zoneinfo."""
import os

from given import gfp, out, text
from scene import marks, marks_are, since, zoneinfo
from scenes_wake import balances, runs_for


def hotplug(scene):
    if not os.path.exists(out + "/hotplug.on"):
        print("ok hotplug # SKIP no memory block could be put offline")
        return
    # The new marks are followed at once by those khugepaged recommends, if the
    # kernel has it.
    last = "khugepaged" if os.path.exists(out + "/hotplug.thp") else "hotplug"
    zones = marks_are(scene, last, "hotplug.off", "hotplug.on")
    wrong = [e for zone in zones for e in [marks(scene, zone, "hotplug")]
             if len(e) != 2]
    scene.judge(not wrong, "each zone's marks were set off and online", *wrong)


def sysctl(scene):
    marks_are(scene, "sysctl", "sysctl.min", "sysctl.scale")


def boost(scene):
    raised = scene.all("wmark", cause="boost", zone="1:DMA32")
    sunk = scene.all("wmark", cause="decay", zone="1:DMA32")
    scene.judge(raised and sunk and all(e["boost_pages"] % 512 == 0
                                        for e in raised[:1]) and
                sunk[0]["time_ns"] > raised[0]["time_ns"],
                "the boost was raised by a block, and sank again",
                *scene.all("wmark")[:6])
    runs = runs_for(scene, "boost")
    # What a run has seen of a boost it takes away at its end, maybe from a later one.
    scene.judge(runs and runs[0]["boost_pages"] >= 512 and
                all(e["boost_pages"] for e in runs), "it ran with the boost", *runs)
    # The fast path asks for it, with no gfp mask (source: rmqueue(), 5.0 to 7.3).
    asked = [e for e in scene.all("wake", verdict="woken") if not gfp(e["gfp"])]
    theirs = [e for e in scene.theirs("mm_vmscan_wakeup_kswapd")
              if not e["gfp_flags"]]
    scene.judge(asked and len(asked) == len(theirs) and
                asked[0]["boost_pages"] >= 512 and
                all(e["order"] == 0 and e["boost_pages"] and
                    e["caller"] == "fast-path" for e in asked),
                "kswapd was woken for the boost, as often as the kernel tells",
                len(asked), len(theirs), *asked[:3])


def unboosted(scene):
    least = zoneinfo("unboosted.zoneinfo")["0:DMA32"]["min"]
    checks = scene.own("check", order=0, zone="0:DMA32", caller="slow-path")
    # kswapd takes the boost away when it has run: maybe from the next try as well.
    ends = [e["time_ns"] for e in scene.all("balance_end") if e["node"] == 0]
    runs, others = [], []
    begins = {e["span"]: e["time_ns"] for e in scene.own("slow_begin")}
    for end in scene.own("slow_end", order=0, zone="0:DMA32", result="page"):
        begin = begins[end["span"]]
        late = any(begin - 5 * 10**8 < at < end["time_ns"] for at in ends)
        (others if late else runs).append([
            (e["which"], e["mark_pages"], e["boost_pages"], e["verdict"])
            for e in checks if begin < e["time_ns"] < end["time_ns"]])
    # Debian's compiler has inlined the second check into get_page_from_freelist() of 7.2.
    inlined = text("release").startswith("7.2.")
    wanted = [("min", least + 40000, 40000, 0),
              ("min-unboosted", least, 40000, 1)][:1 if inlined else 2]
    scene.judge(wanted in runs + others and all(run == wanted for run in runs),
                "the boosted min was missed, the min without it was met", least, *runs)


def promo(scene):
    """Twice as far above low as high is."""
    if not os.path.exists(out + "/promo.sysctl") or not since(5, 18):
        print("ok promo # SKIP this kernel does not tier memory")
        return
    at = zoneinfo("promo.zoneinfo")["0:DMA32"]
    balances(scene, "promo", 2 * at["high"] - at["low"])
