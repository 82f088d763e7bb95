# SPDX-License-Identifier: GPL-2.0-only
"""Scenes in which a slow path run waits, for a CPU or for others: what its records say,
against the kernel's own switches."""
import bisect
import collections
import functools
import os

from given import out

STAGES = ("attempt", "compact", "reclaim_end", "throttle", "oom")


@functools.lru_cache(maxsize=None)
def off_cpu(scene, pid):
    """When a task had no CPU, by the kernel's own events: (from, to, why)."""
    found, why, since_ns = [], None, 0
    for e in scene.kernels:
        if e["event"] == "sched_switch" and e["prev_pid"] == pid:
            # Else it was runnable, or preempted on its way to sleep (TASK_REPORT_MAX).
            why = "slept" if 0 < e["prev_state"] < 0x100 else "queued"
            since_ns = e["time_ns"]
        elif why and (e["event"] == "sched_switch" and e["next_pid"] == pid or
                      e["event"] == "sched_waking" and e["pid"] == pid and
                      why == "slept"):
            found.append((since_ns, e["time_ns"], why))
            why = "queued" if e["event"] == "sched_waking" else None
            since_ns = e["time_ns"]
    return found


@functools.lru_cache(maxsize=None)
def records(scene, pid):
    return [e for e in scene.events if e.get("pid") == pid]


def time_of(e):
    return e["time_ns"]


def pauses(scene, begin, end):
    """What the kernel tells of a run: ns queued and slept, that which was between its
    stages, and that which may have been; and how often it paused."""
    own, off = records(scene, end["pid"]), off_cpu(scene, end["pid"])
    own = own[bisect.bisect_right(own, begin["time_ns"], key=time_of):
              bisect.bisect_right(own, end["time_ns"], key=time_of)]
    off = off[bisect.bisect(off, (begin["time_ns"],)):bisect.bisect(off, (end["time_ns"],))]
    stages = [(e["time_ns"] - e["latency_ns"], e["time_ns"]) for e in own
              if e["event"] in STAGES and e["latency_ns"]]
    # A slow host may stand still between the clock of a stage's end and its record.
    begins = [e["time_ns"] for e in own if e["event"] == "reclaim_begin"]
    reclaims = list(zip(begins, [e["time_ns"] for e in own if e["event"] == "reclaim_end"]))
    kernel = collections.Counter()
    for first, last, why in off:
        if last >= end["time_ns"]:
            continue
        kernel[why] += last - first
        kernel["pauses"] += 1
        if any(a <= first and last <= b for a, b in stages):
            continue
        # No record tells when it began to ask for kswapd, or to look whether it is to
        # be throttled, nor when it had asked, once kswapd was woken: before, or after?
        after = next(e for e in own if e["time_ns"] >= last)["event"]
        before = next((e for e in reversed(own) if e["time_ns"] <= first), {})
        maybe = after in ("wake", "reclaim_begin") or before.get("verdict") == "woken" or \
            any(a <= first and last <= b for a, b in reclaims)
        kernel[why + (" maybe" if maybe else " between")] += last - first
    return kernel


def is_near(wait, kernel, why):
    """Is what a run waited between its stages what the kernel tells?"""
    told = kernel[why + " between"]
    slack = 10**6 + told / 10
    return -slack <= wait[why + "_between_ns"] - told <= kernel[why + " maybe"] + slack


def contended(scene):
    if not os.path.exists(out + "/schedstat"):
        print("ok contended: waits # SKIP this kernel has no CONFIG_SCHEDSTATS")
        return
    begin, end = scene.runs(order=0)[-1]
    wait = scene.own("waits", span=end["span"])[0]
    kernel = pauses(scene, begin, end)
    print(f"# contended: {kernel}, {wait}")
    slack = kernel["queued"] / 20 + 50000 * kernel["pauses"]
    scene.judge(kernel["pauses"] > 10 and kernel["queued"] > slack and
                abs(wait["queued_ns"] - kernel["queued"]) <= slack,
                "a run waited for a CPU as long as the kernel's switches tell",
                kernel, wait, end)
    scene.judge(all(is_near(wait, kernel, why) for why in ("queued", "slept")),
                "and outside of its stages as long as that", kernel, wait, end)


def rivals(scene):
    """Of those that are out of memory one holds the OOM lock. Others sleep a tick
    between their stages, and go round again without having looked."""
    begins = {e["span"]: e for e in scene.all("slow_begin", comm="dd")}
    waits = {e["span"]: e for e in scene.all("waits", comm="dd")}
    told = [(waits[end["span"]], pauses(scene, begins[end["span"]], end), end)
            for end in scene.all("slow_end", comm="dd")
            if end["span"] in begins and end["span"] in waits]
    slept = [each for each in told if each[0]["slept_between_ns"]]
    # What it did itself between two stages, one sleep among it, counts as sleep.
    wrong = [(wait, kernel, end) for wait, kernel, end in told
             if not wait["slept_between_ns"] >= kernel["slept between"] or
             wait["slept_between_ns"] and
             not kernel["slept between"] + kernel["slept maybe"]]
    near = [each for each in slept if is_near(each[0], each[1], "slept")]
    print(f"# rivals: {len(slept)} of {len(told)} runs slept between their stages, "
          f"{len(near)} as long as the kernel tells")
    scene.judge(slept and 2 * len(near) >= len(slept) and not wrong,
                "runs slept between their stages where the kernel tells so, most of them "
                "as long", *(wrong or slept)[:2])
    retries = scene.all("retry", reason="oom")
    scene.judge(any(e["span"] == end["span"] and not e["observed"]
                    for _, _, end in slept for e in retries),
                "and went round again for another's OOM kill", *slept[:2])
