# SPDX-License-Identifier: GPL-2.0-only
"""Scenes of watermarks: what their records say, against /proc/zoneinfo."""
import os

from given import out
from scene import marks, marks_are
from scenes_wake import runs_for


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
    scene.judge(runs and all(e["boost_pages"] >= 512 for e in runs),
                "it ran with the boost", *runs)
