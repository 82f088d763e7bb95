# SPDX-License-Identifier: GPL-2.0-only
"""What the judges of scenes share: a scene's records, the kernel's own events of
its time, and what its task shows in all of them."""
import collections
import re

from given import gfp, out, text, tool
from lowmark_test import judge, kernel_trace, recording, report_of, zones_in

witness = kernel_trace(out)


def zoneinfo(name):
    return zones_in(f"{out}/{name}")


def counted(scene, name):
    """By how much a counter of /proc/vmstat has grown in a scene."""
    before, after = ({line.split()[0]: int(line.split()[1])
                      for line in text(f"{scene.name}.{when}").splitlines()}
                     for when in ("before", "after"))
    return after[name] - before[name]


def since(*release):
    """Is the kernel of that release or later?"""
    return tuple(map(int, re.findall(r"\d+", text("release"))[:2])) >= release


def zones_of(node):
    """The zones of a node that have pages."""
    return {zone for zone, at in zoneinfo("sysctl.min").items()
            if zone.startswith(f"{node}:") and at.get("managed")}


class Scene:
    """One recording: its events and the kernel's own of the same time."""

    def __init__(self, name):
        path = f"{out}/{name}.lowmark"
        report = report_of(tool, path)
        self.name = name
        self.pid = int(text(name + ".pid"))
        self.events = recording(tool, path)
        self.kernels = [e for e in witness if
                        report["start_ns"] <= e["time_ns"] <= report["end_ns"]]

    def all(self, event, **keys):
        """Records of a kind, and with these values."""
        return [e for e in self.events if e["event"] == event and
                all(e[k] == v for k, v in keys.items())]

    def own(self, event, **keys):
        """Those of the scene's task alone."""
        return self.all(event, pid=self.pid, ctx="task", **keys)

    def runs(self, **keys):
        """The task's slow path runs that end so: begin and end. Where a slow host stood
        still before the end was written, its latency does not lead to the begin."""
        begins = {e["span"]: e for e in self.own("slow_begin")}
        return [(begins[e["span"]], e) for e in self.own("slow_end", **keys)
                if e["span"] in begins]

    def theirs(self, event):
        return [e for e in self.kernels if e["event"] == event]

    def judge(self, good, what, *remarks):
        judge(good, f"{self.name}: {what}", *remarks)


def marks(scene, zone, *causes):
    """The marks of a zone that the task's records with these causes tell."""
    return [[e["min_pages"], e["low_pages"], e["high_pages"]]
            for e in scene.own("wmark", zone=zone) if e["cause"] in causes]


def marks_are(scene, cause, *copies):
    """Each zone's wmark records of a cause are those of the copies."""
    wanted = collections.defaultdict(list)
    for copy in copies:
        for zone, at in zoneinfo(copy).items():
            if at["managed"]:
                wanted[zone].append([at["min"], at["low"], at["high"]])
    # What is written back at the end is not in the copies.
    wrong = [f"{zone}: recorded {marks(scene, zone, cause)}, zoneinfo {want}"
             for zone, want in wanted.items()
             if marks(scene, zone, cause)[:len(want)] != want]
    scene.judge(wanted and not wrong,
                f"wmark records, cause {cause}, are what zoneinfo shows",
                *wrong)
    return set(wanted)


def failed_run(scene, order):
    """The one slow path run of the task for that order, which failed."""
    ends = scene.own("slow_end", order=order)
    good = len(ends) == 1 and ends[0]["result"] == "failed"
    scene.judge(good, f"one slow path run of order {order}, and it failed",
                *(ends or ["none"]))
    return ends[0] if good else None


def fast_path(scene, order):
    """The attempt before the run, with its checks; they did not pass."""
    begin = scene.own("slow_begin", order=order)
    fast = scene.own("attempt", order=order, kind="fast")
    checks = scene.own("check", order=order, caller="fast-path")
    scene.judge(len(begin) == len(fast) == 1 and
                fast[0]["result"] == "failed" and fast[0]["number"] == 0 and
                fast[0]["checks"] == len(checks) > 0 and
                fast[0]["latency_ns"] is None and
                checks[-1]["time_ns"] <= fast[0]["time_ns"] <=
                begin[0]["time_ns"] and
                gfp(fast[0]["gfp"]) == gfp(begin[0]["gfp"]),
                "the fast path before it was retraced, with its checks",
                len(begin), *fast, *checks)


def skips_agree(scene, reason, zones):
    """Skip records of a reason are of these zones, as many as attempts say."""
    field = reason.replace("-", "_")
    skips = scene.own("skip", reason=reason)
    told = sum(e[field] for e in scene.own("attempt"))
    scene.judge(skips and len(skips) == told and
                {e["zone"] for e in skips} == zones,
                f"skips {reason} are of {', '.join(sorted(zones))}, as many "
                "as the attempts count",
                f"{len(skips)} records, attempts count {told}, "
                f"zones {sorted({e['zone'] for e in skips})}")
    return skips
