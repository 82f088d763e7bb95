#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""What each scene's records say, against what the kernel shows elsewhere."""
import scenes_compact
import scenes_marks
import scenes_slow
import scenes_waits
import scenes_wake
import scenes_zones
from given import out
from lowmark_test import judge, stats
from scene import Scene

scenes = []
for judge_scene in (
        scenes_marks.hotplug, scenes_marks.sysctl, scenes_wake.unmanaged,
        scenes_wake.silent, scenes_wake.block, scenes_wake.atomic,
        scenes_slow.policy, scenes_zones.cpuset, scenes_zones.dirty,
        scenes_wake.balanced, scenes_wake.low, scenes_marks.promo,
        scenes_wake.restless, scenes_slow.insist,
        scenes_zones.noreclaim, scenes_zones.reclaim,
        scenes_zones.far, scenes_zones.inside, scenes_slow.gaveup,
        scenes_compact.hugepages, scenes_compact.defrag,
        scenes_slow.restart, scenes_marks.boost,
        scenes_slow.reserves, scenes_slow.unreserve, scenes_marks.unboosted, scenes_slow.nofail,
        scenes_waits.contended, scenes_wake.throttle, scenes_slow.oom,
        scenes_slow.victim, scenes_waits.rivals):
    scenes.append(Scene(judge_scene.__name__))
    judge_scene(scenes[-1])
# The last one's switches leave no room for the kernel's other events.
scenes_wake.cleared(scenes[:-1])

lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])
