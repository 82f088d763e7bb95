# SPDX-License-Identifier: GPL-2.0-only
"""Slow path runs as chains of records, and what filters make of them."""
import collections

from given import gfp

HARDWALL = gfp("HARDWALL")
SLOW = 4  # the bit of the event in settings
# What a record of the same allocation has in common each time
SAME = ("event", "comm", "order", "zone", "preferred", "gfp", "kind", "number",
        "reason", "result", "verdict", "caller")
# Records that pass any filter
STATE = ("wmark", "hopeless", "settings", "loss")


class Chain:
    """A slow path run: its records, from begin to end."""

    def __init__(self, begin):
        self.begin, self.end, self.records = begin, None, [begin]
        self.stop = None  # when its end was not waited for any more
        self.own = collections.Counter()  # without those of runs inside it

    def key(self):
        """Since 6.7 an allocation asks first for high where nobody has found a zone
        below that; any freed page may make it one."""
        return tuple(sorted(tuple(e.get(k) for k in SAME if k in e)
                            for e in self.records if e.get("which") != "high" or
                            e["caller"] not in ("fast-path", "slow-path")))

    def faults(self):
        if not self.end:
            return ["no end"]
        faults = []
        for what, told in (("attempt", self.end["attempts"]),
                           ("retry", self.end["retries"]),
                           ("slow-path", self.begin["stated"])):
            if self.own[what] != told:
                faults.append(f"{self.own[what]} {what} of {told}")
        times = [e["time_ns"] for e in self.records]
        if times != sorted(times):
            faults.append("steps back in time")
        return faults


def is_outer(run):
    """Is the run that this begin or end is of no one inside of another? Those may
    neither write back nor reclaim."""
    return run["gfp"].startswith(("GFP_HIGHUSER", "GFP_USER", "GFP_KERNEL"))


def leave(stack, time_ns):
    for chain in stack:
        chain.stop = time_ns
    stack.clear()


def chains_of(events):
    """The outermost slow path runs, and the records outside of any."""
    chains, alone, open_ = [], [], {}
    for e in events:
        if e["event"] == "loss":
            continue
        if e["event"] == "settings" and not int(e["events"], 16) & SLOW:
            for stack in open_.values():
                leave(stack, e["time_ns"])  # their ends will not be told
        key = e["pid"], e["ctx"].split("|")[0] if e["ctx"] else ""
        stack = open_.setdefault(key, [])
        if e["event"] == "slow_begin":
            if is_outer(e):
                leave(stack, e["time_ns"])
            stack.append(Chain(e))
            if len(stack) == 1:
                chains.append(stack[0])
        elif stack and e["event"] not in STATE:
            stack[0].records.append(e)
            if e["event"] != "attempt" or e["number"]:
                stack[-1].own[e.get("when", e["event"])] += 1
        else:
            alone.append(e)
        if e["event"] == "slow_end" and stack:
            stack.pop().end = e
    return chains, alone


def number_list(value):
    first, _, last = value.partition("-")
    return range(int(first), int(last or first) + 1)


def parsed(text):
    """[(name, value), ...] of a filter's text."""
    return [tuple((word + ":").split(":")[:2]) for word in text.split(",")]


def nanoseconds(value):
    number = value.rstrip("numhs")
    return int(number) * {"ns": 1, "us": 10**3, "ms": 10**6, "s": 10**9,
                          "m": 60 * 10**9, "h": 3600 * 10**9}[
                              value[len(number):]]


def facts_pass(filters, begin, end):
    """Does a chain with this begin and end pass, whoever's it is?"""
    for name, value in filters:
        good = {
            "node": lambda: begin["zone"].split(":")[0] == value,
            "zone": lambda: begin["zone"].split(":")[1] == value,
            "order": lambda: begin["order"] in number_list(value),
            "gfp": lambda: gfp(begin["gfp"]) & HARDWALL,
            "failed": lambda: end["result"] == "failed",
            "min": lambda: end["latency_ns"] >= nanoseconds(value),
        }.get(name, lambda: True)()
        if not good:
            return False
    return True
