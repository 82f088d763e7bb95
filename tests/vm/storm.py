#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Settings changed a thousand times in a storm: no record is torn, and none is
there that the settings of its time keep out."""
import bisect

from chains import (chains_of, facts_pass, nanoseconds, out, parsed, text,
                    tool)
from lowmark_test import judge, recording, stats

# Bits of the events, and the records of each
EVENTS = ("check", "wake", "slow", "attempt", "kswapd", "reclaim", "wmark", "zone")
RECORDS = {
    "check": {"check"}, "wake": {"wake"},
    "slow": {"slow_begin", "slow_end", "retry", "reclaim_retry", "compact_retry",
             "compact", "throttle", "oom"},
    "attempt": {"attempt", "skip", "rescan", "node_reclaim"},
    "kswapd": {"kswapd_wake", "kswapd_sleep", "balance_begin", "balance_end",
               "pass", "rest"},
    "reclaim": {"reclaim_begin", "reclaim_end"}, "zone": {"zone"},
}
EVENT_OF = {record: event for event in RECORDS for record in RECORDS[event]}


def is_of(change, filters, wanted):
    """Does a settings record tell these filters and events?"""
    of = dict(filters)
    return ({name for bit, name in enumerate(EVENTS)
             if int(change["events"], 16) >> bit & 1} == wanted and
            change["min_latency_ns"] == nanoseconds(of.get("min", "0ns")) and
            change["sampling"] == int(of.get("sample", 1)) and
            (int(change["filters"], 16) == 0) == ("none" in of))


class Settings:
    """What held from one change to the next: at[i] is since when."""

    def __init__(self, events, commands):
        changes = [e for e in events if e["event"] == "settings"]
        self.numbers = [e["number"] for e in changes]
        changes = changes[-len(commands):]
        self.at = [e["time_ns"] for e in changes]
        self.events, self.filters, self.wrong = [], [], []
        filters, wanted = parsed("none"), set(EVENTS)
        for change, command in zip(changes, commands):
            what, _, value = command.partition("=")
            if what == "filter":
                filters = parsed(value)
            else:
                wanted = set(EVENTS if value == "all" else value.split(","))
            self.filters.append(filters)
            self.events.append(wanted)
            if not is_of(change, filters, wanted):
                self.wrong.append((command, change))

    def around(self, begin, end):
        """The changes that may have held from begin to end. Settings hold a
        moment before their record is written, and a probe that is under way
        may still go by those before."""
        first = bisect.bisect_right(self.at, begin) - 1
        last = bisect.bisect_right(self.at, end)
        return range(max(first, 0), min(last, len(self.at) - 1) + 1)


def passes(filters, begin, end):
    return facts_pass(filters, begin, end) and \
        dict(filters).get("comm", begin["comm"]) == begin["comm"]


def torn(chains):
    """Faults of the runs in whose time the same of their records were wanted, and
    how many of these there are."""
    found, seen = [], 0
    for chain in chains:
        begin = chain.begin["time_ns"]
        end = chain.end["time_ns"] if chain.end else last
        if begin < settings.at[0] or not chain.end and begin > last - 10**9:
            continue
        held = settings.around(begin, end)
        wanted = [settings.events[i] for i in range(max(held[0] - 1, 0),
                                                    held[-1] + 1)]
        if all({"slow", "attempt"} <= events and
               ("zone" in events) == ("zone" in wanted[0])
               for events in wanted):
            seen += 1
            found += [f"{chain.begin}: {fault}" for fault in chain.faults()]
    return found, seen


def is_outer(begin):
    """Is it no run inside of another, whose begin was not recorded? That other
    decides. Those inside may neither write back nor reclaim."""
    return begin["gfp"].startswith(("GFP_HIGHUSER", "GFP_USER", "GFP_KERNEL"))


def foreign_runs(chains):
    """Runs that none of the settings lets pass that may have held when that was
    decided: between their begin, which is as long before their end as they took,
    and their first record. And how many were looked at, of which one of the next
    filters would have kept how many out."""
    wrong, seen, choosy = [], 0, 0
    for chain in chains:
        if not chain.end or not is_outer(chain.begin):
            continue
        first = chain.begin["time_ns"]
        begin = min(first, chain.end["time_ns"] - chain.end["latency_ns"])
        if begin < settings.at[0]:
            continue
        held = settings.around(begin, first)
        seen += 1
        choosy += any(not passes(filters, chain.begin, chain.end)
                      for filters in settings.filters[held[0]:held[0] + 14])
        if not any(passes(settings.filters[i], chain.begin, chain.end)
                   for i in held):
            wrong.append((settings.filters[held[0]], chain.begin, chain.end))
    return wrong, seen, choosy


def foreign_events(events):
    """Records of events that were not switched on."""
    wrong, seen = [], 0
    for e in events:
        name = EVENT_OF.get(e["event"])
        if not name or e.get("when") in ("start", "stop") or \
                e["time_ns"] < settings.at[0]:
            continue
        held = settings.around(e["time_ns"], e["time_ns"])
        seen += any(name not in settings.events[i] for i in
                    range(held[0], min(held[0] + 14, len(settings.at))))
        if not any(name in settings.events[i]
                   for i in range(max(held[0] - 1, 0), held[-1] + 1)):
            wrong.append((settings.events[held[0]], e))
    return wrong, seen


def few(wrong, seen):
    """A CPU may stand still between what a probe decides and what it records."""
    return len(wrong) * 1000 <= seen


events = recording(tool, out + "/storm.lowmark")
commands = text("commands").splitlines()
settings = Settings(events, commands)
last = max(e["time_ns"] for e in events)
chains, _ = chains_of(events)
lost = {k: of["lost"] for k, of in stats(out + "/storm.stats").items()
        if of["lost"]}
print(f"# storm: {len(chains)} runs, {len(settings.numbers)} settings")
# A run that outgrows the buffer it is kept in is lost, as a whole.
judge(sum(lost.values()) * 50 < len(events), "storm: next to nothing was lost",
      lost)
made = len(commands)
judge(made > 1000 and settings.numbers[-made:] ==
      list(range(settings.numbers[-1] - made + 1, settings.numbers[-1] + 1)),
      "storm: more than a thousand changes are recorded, in order",
      settings.numbers[:9])
judge(not settings.wrong, "storm: each tells what was asked for",
      *settings.wrong[:4])
faults, seen = torn(chains)
print(f"# storm: {seen} runs whose records were all wanted")
judge(seen > 20 and few(faults, seen), "storm: no run is torn", *faults[:6])
wrong, seen, choosy = foreign_runs(chains)
print(f"# storm: {seen} runs under changing filters, {choosy} of them such that "
      "one of the next filters keeps out")
judge(choosy > 20 and few(wrong, seen),
      "storm: no run is there that the filter keeps out", *wrong[:6])
wrong, seen = foreign_events(events)
print(f"# storm: {seen} records of events that were switched off soon after")
judge(seen > 100 and few(wrong, seen),
      "storm: no record is there of an event that is switched off", *wrong[:6])
