#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Whether the stories of a recording add up: every woken kswapd has a run, every
run and every slow path run an end or is still under way, every stage is inside
its run, and nothing is left over."""
import collections
import os
import sys

from lowmark_test import events_of, judge, owner, stats

SLACK_NS = 10**8  # a virtual CPU that the host stops between fact and record
# kswapd naps for 100 ms, of which late ticks may cut off some. If it is woken but
# gets a CPU only when they are over, schedule_timeout() tells of no time left and
# kswapd_try_to_sleep() takes the nap for undisturbed: the wake is in vain. That it
# went on from the nap to deep sleep says so itself, however many ticks came at
# once; but if the wake was before the nap, there must have been a run between.
NAP_NS = 80 * 10**6
# A waker tells of its wake while kswapd lies down.
RACE_NS = int(os.environ.get("RACE_MS", "1")) * 10**6


class Orphans:
    """What does not fit into any story, by kind, with an example each."""

    def __init__(self):
        self.counts = collections.Counter()
        self.examples = {}

    def add(self, what, event):
        """Count one."""
        self.counts[what] += 1
        self.examples.setdefault(what, event)

    def demand(self, holds, what, event):
        """Count one unless something holds."""
        if not holds:
            self.add(what, event)


class Kswapd:
    """kswapd of one node: woken, awake, running, at rest."""

    def __init__(self, orphans, counts):
        self.orphans, self.counts = orphans, counts
        self.woken = self.run = self.awake = self.nap = None
        self.known = False  # seen at the begin of a run or at rest
        self.passes = 0

    def on_wake(self, e):
        """Somebody woke it: it must not have been woken already. The kernel looks
        whether it sleeps, tells of the wake, then wakes it: others may do the
        same meanwhile, and share its run; or it may have gone to work."""
        self.counts["wakes"] += 1
        answer = self.awake or self.run
        if answer and e["time_ns"] - answer["time_ns"] < SLACK_NS:
            self.counts["late"] += 1
            return
        self.orphans.demand(not self.run, "woken while it ran", e)
        if self.woken and e["time_ns"] - self.woken["time_ns"] < SLACK_NS:
            self.counts["shared"] += 1
            return
        if self.woken:
            self.overlook(e, self.nap and
                          e["time_ns"] - self.nap["time_ns"] >= NAP_NS)
        self.woken = e

    def overlook(self, e, over):
        """The wake before has no run: only if the nap that it fell into is over."""
        self.orphans.demand(
            over and self.woken["time_ns"] >= self.nap["time_ns"] - RACE_NS,
            "woken, and no run", e)
        self.counts["overlooked"] += 1
        self.woken = None

    def on_kswapd_wake(self, e):
        """It goes to work."""
        self.orphans.demand(not self.run, "awake while it ran", e)
        self.orphans.demand(not self.awake, "awake twice, and no run", e)
        self.counts["answered"] += bool(self.woken)
        self.awake, self.woken, self.nap, self.known = e, None, None, True

    def on_balance_begin(self, e):
        """A run begins."""
        self.counts["runs"] += 1
        self.orphans.demand(not self.run, "a run inside a run", e)
        self.orphans.demand(self.awake or not self.known,
                            "a run without being awake", e)
        self.run, self.awake, self.known, self.passes = e, None, True, 0

    def on_balance_end(self, e):
        """A run ends, as long after its begin as it says."""
        self.counts["ends"] += 1
        self.orphans.demand(self.run or not self.known, "an end without a run", e)
        if self.run:
            # Its clock is read before the record of its begin, and again before this.
            began = e["time_ns"] - e["latency_ns"]
            self.orphans.demand(began <= self.run["time_ns"] and
                                self.run["time_ns"] - began < SLACK_NS,
                                "a run that took another time", e)
            self.orphans.demand(e["order"] == self.run["order"],
                                "a run that ended as another", e)
        self.run, self.known = None, True

    def on_pass(self, e):
        """It looks whether it is done: inside of a run, one after another."""
        self.orphans.demand(self.run or not self.known, "a pass without a run", e)
        if self.run:
            self.passes += 1
            self.orphans.demand(e["number"] == self.passes,
                                "a pass out of turn", e)

    def on_rest(self, e):
        """It rests: between runs."""
        self.orphans.demand(not self.run, "at rest in a run", e)
        self.known = True
        if e["rest"] == "nap":
            self.nap = e
        elif e["rest"] == "deep":
            if self.woken:
                self.overlook(e, self.nap)
            self.nap = None

    def on_kswapd_sleep(self, e):
        """It sleeps, and nobody has woken it since it decided to."""
        self.orphans.demand(not self.run, "asleep in a run", e)
        self.known = True


class Span:
    """A slow path run."""

    def __init__(self, e):
        self.begin = e
        self.numbers = collections.Counter()
        self.took = collections.Counter()
        self.waited = None  # between its stages


# Stages: the record, how slow_end calls their number.
STAGES = {"attempt": "attempts", "reclaim_begin": "reclaims",
          "compact": "compactions", "retry": "retries"}
# Records that end a stage: what slow_end calls the time of all of them.
TIMES = {"attempt": "scanning_ns", "compact": "compacting_ns",
         "reclaim_end": "reclaiming_ns", "oom": "killing_ns"}
PARTS = ("waking_ns", "scanning_ns", "reclaiming_ns", "compacting_ns",
         "throttled_ns", "killing_ns")


class Task:
    """What one task, or interrupt context of a CPU, is inside of."""

    def __init__(self, orphans, counts, start):
        self.orphans, self.counts, self.start = orphans, counts, start
        self.spans, self.reclaim = [], None
        self.known = False  # a run of before the recording has ended

    def on_slow_begin(self, e):
        """A slow path run begins."""
        self.counts["spans"] += 1
        self.spans.append(Span(e))

    def on_slow_end(self, e):
        """It ends, having had the stages that were seen."""
        if not self.spans:
            self.orphans.demand(
                e["time_ns"] - e["latency_ns"] <= self.start,
                "the end of a span without a begin", e)
            return
        span = self.spans.pop()
        self.counts["span ends"] += 1
        self.orphans.demand(span.begin["span"] == e["span"],
                            "a span that ended as another", e)
        for kind, name in STAGES.items():
            self.orphans.demand(span.numbers[kind] == e[name],
                                f"a span with other {name}", e)
        for name in TIMES.values():
            self.orphans.demand(span.took[name] == e[name],
                                f"a span with other {name}", e)
        # What it takes to record the entry is no time of it.
        self.orphans.demand(
            e["time_ns"] - e["latency_ns"] >= span.begin["time_ns"],
            "a span that began before it was entered", e)
        self.orphans.demand(sum(e[part] for part in PARTS) + (span.waited or 0) <=
                            e["latency_ns"], "a span shorter than its stages", e)
        self.counts["waits told"] += span.waited is not None

    def on_waits(self, e):
        """What it waited for, before it ends."""
        self.orphans.demand(e["queued_between_ns"] <= e["queued_ns"],
                            "a part of a wait longer than that", e)
        if self.spans:
            self.orphans.demand(self.spans[-1].begin["span"] == e["span"],
                                "waits of another span", e)
            self.spans[-1].waited = e["queued_between_ns"] + e["slept_between_ns"]

    def stage(self, e):
        """A stage: inside of the innermost run, and after its begin."""
        self.counts["stages"] += 1
        if not self.spans:
            self.orphans.demand(self.cut(e), "a stage without a span", e)
            return
        span, kind = self.spans[-1], e["event"]
        self.orphans.demand(
            e["time_ns"] - (e.get("latency_ns") or 0) >=
            span.begin["time_ns"] - SLACK_NS, "a stage before its span", e)
        if kind not in STAGES:
            return
        span.numbers[kind] += 1
        self.orphans.demand(e["number"] == span.numbers[kind],
                            f"{kind} out of turn", e)
        self.orphans.demand(e.get("span", span.begin["span"]) ==
                            span.begin["span"], f"{kind} of another span", e)

    def cut(self, e):
        """May the run have begun before the recording did?"""
        return not self.known and e["in_slow_path"]

    def on_reclaim(self, e):
        """Direct reclaim: begins and ends in turn."""
        begins = e["event"] == "reclaim_begin"
        self.orphans.demand(bool(self.reclaim) != begins or
                            (not begins and not self.known),
                            "direct reclaim out of turn", e)
        self.reclaim = e if begins else None
        self.counts["reclaims"] += begins

    def on_event(self, e):
        """Any record of the task."""
        kind = e["event"]
        if kind in ("slow_begin", "slow_end"):
            getattr(self, "on_" + kind)(e)
        else:
            self.orphans.demand(
                bool(self.spans) == e["in_slow_path"] or self.cut(e),
                "inside, and no span" if e["in_slow_path"] else
                "outside, and a span has no end", e)
        if kind in ("reclaim_begin", "reclaim_end"):
            self.on_reclaim(e)
        if kind == "waits":
            self.on_waits(e)
        # The fast path's attempt, which has no number, was before the span.
        if kind in TIMES and self.spans and e.get("number", 1):
            self.spans[-1].took[TIMES[kind]] += e["latency_ns"] or 0
        if kind in ("throttle", "reclaim_end", "retry", "stack") and \
                e["in_slow_path"] or e.get("number") and kind in STAGES \
                and kind != "retry":
            self.stage(e)
        if not self.spans and not e["in_slow_path"] or kind == "slow_end":
            self.known = True


def main(tool, out):
    """Judge the recording of a guest."""
    orphans, counts = Orphans(), collections.Counter()
    nodes, tasks = {}, {}
    first = last = None
    for e in events_of(tool, out + "/r.lowmark"):
        first = first or e["time_ns"]
        last = e["time_ns"]
        kind = e["event"]
        if "pid" not in e:
            counts[kind] += 1
            continue
        handler = "on_" + kind
        if kind == "wake":
            node = int(e["zone"].split(":")[0]) if e["verdict"] == "woken" \
                else None
        else:
            node = e.get("node")
        if node is not None and hasattr(Kswapd, handler):
            kswapd = nodes.setdefault(node, Kswapd(orphans, counts))
            getattr(kswapd, handler)(e)
        task = owner(e)
        if task not in tasks:
            tasks[task] = Task(orphans, counts, first)
        tasks[task].on_event(e)
    running = sum(bool(k.run) for k in nodes.values())
    waiting = [k.woken for k in nodes.values() if k.woken]
    inside = sum(len(t.spans) for t in tasks.values())
    for e in waiting:
        orphans.demand(last - e["time_ns"] < 10**9, "woken, and no run", e)
    print(f"# {(last - first) / 1e9:.0f} s: {dict(counts)}; at the end "
          f"{running} kswapd and {inside} spans still running, "
          f"{len(waiting)} kswapd woken and not yet awake")
    total = sum(orphans.counts.values())
    print(f"# {total} orphans: {dict(orphans.counts)}")
    judge(counts["answered"] and
          counts["answered"] >= 4 * counts["overlooked"] and counts["wakes"] ==
          counts["answered"] + counts["overlooked"] + counts["shared"] +
          counts["late"] + len(waiting),
          "every woken kswapd has a run, or had overslept its nap")
    judge(counts["runs"] and abs(counts["runs"] - counts["ends"] - running)
          <= len(nodes), "every run has an end, or is still running")
    judge(counts["spans"] == counts["span ends"] + inside and counts["stages"],
          "every span has an end, or is still running")
    judge(counts["waits told"] in (0, counts["span ends"]),
          "each span tells what it waited for, or none does", counts)
    judge(not total, "no orphan", *[f"{what}: {e}" for what, e in
                                    orphans.examples.items()])
    lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
    judge(not lost and not counts["loss"], "nothing was lost", *lost[:5])


if __name__ == "__main__":
    main(*sys.argv[1:])
