#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Settings changed a thousand times in a storm: no record is torn, and none is
there that the settings of its time keep out."""
import bisect

from chains import chains_of, facts_pass, is_outer, nanoseconds, parsed
from given import out, text, tool
from lowmark_test import judge, recording, report_of, stats

# Bits of the events, and the records of each
EVENTS = ("check", "wake", "slow", "attempt", "kswapd", "reclaim", "wmark", "zone")
RECORDS = {
    "check": {"check"}, "wake": {"wake"},
    "slow": {"slow_begin", "slow_end", "retry", "reclaim_retry", "compact_retry",
             "compact", "throttle", "oom"},
    "attempt": {"attempt", "skip", "rescan", "node_reclaim"},
    "kswapd": {"kswapd_wake", "kswapd_sleep", "balance_begin", "balance_end",
               "pass", "rest"},
    "reclaim": {"reclaim_begin", "reclaim_end"}, "wmark": {"wmark"},
    "zone": {"zone"},
}
CHECKS = ("matter", "failed", "all")
EVENT_OF = {record: event for event in RECORDS for record in RECORDS[event]}


def is_of(change, filters, wanted, checks):
    """Does a settings record tell these filters, events and checks?"""
    of = dict(filters)
    return ({name for bit, name in enumerate(EVENTS)
             if int(change["events"], 16) >> bit & 1} == wanted and
            change["min_latency_ns"] == nanoseconds(of.get("min", "0ns")) and
            change["sampling"] == int(of.get("sample", 1)) and
            change["checks"] == CHECKS.index(checks) and
            (int(change["filters"], 16) == 0) == ("none" in of))


class Settings:
    """What held from one change to the next: at[i] is since when."""

    def __init__(self, events, commands):
        changes = [e for e in events if e["event"] == "settings"]
        self.numbers = [e["number"] for e in changes]
        changes = changes[-len(commands):]
        self.at = [e["time_ns"] for e in changes]
        self.events, self.filters, self.checks, self.wrong = [], [], [], []
        filters, wanted, checks = parsed("none"), set(EVENTS), "matter"
        for change, command in zip(changes, commands):
            what, _, value = command.partition("=")
            if what == "filter":
                filters = parsed(value)
            elif what == "checks":
                checks = value
            else:
                wanted = set(EVENTS if value == "all" else value.split(","))
            self.filters.append(filters)
            self.events.append(wanted)
            self.checks.append(checks)
            if not is_of(change, filters, wanted, checks):
                self.wrong.append((command, change))

    def around(self, begin, end):
        """The changes that held from begin to end. One holds a moment before its
        record is written, the one before it never after that."""
        first = bisect.bisect_right(self.at, begin) - 1
        last = bisect.bisect_right(self.at, end)
        return range(max(first, 0), min(last, len(self.at) - 1) + 1)


def passes(filters, begin, end):
    of = dict(filters)
    return facts_pass(filters, begin, end) and \
        of.get("comm", begin["comm"]) == begin["comm"] and \
        ("children" in of or "pid" not in of or
         of["pid"] in (str(begin["pid"]), str(begin["tgid"])))


def is_wanted(begin, end):
    """Were the same of a run's records wanted in all this time?"""
    held = settings.around(begin, end)
    wanted = [settings.events[i] for i in range(max(held[0] - 1, 0),
                                                held[-1] + 1)]
    return begin > settings.at[0] and \
        all({"slow", "attempt"} <= events and
            ("zone" in events) == ("zone" in wanted[0]) for events in wanted)


def torn(chains, alone):
    """Faults of the runs whose records were all wanted, and how many of these
    there are. At the end of the recording some may be under way."""
    found, seen = [], 0
    for chain in chains:
        end = chain.end["time_ns"] if chain.end else chain.stop
        if end and is_wanted(chain.begin["time_ns"], end):
            seen += 1
            found += [f"{chain.begin}: {fault}" for fault in chain.faults()]
    for e in alone:
        if e["event"] == "slow_end" and is_outer(e) and \
                is_wanted(e["time_ns"] - e["latency_ns"], e["time_ns"]):
            found.append(f"no begin: {e}")
    return found, seen


def foreign_runs(chains):
    """Runs that none of the settings lets pass that may have held when they began.
    And how many were looked at, of which the next other filter would have kept how
    many out. Of runs inside of another, whose begin was not recorded, that other
    decides."""
    wrong, seen, choosy = [], 0, 0
    for chain in chains:
        begin = chain.begin
        if not chain.end or not is_outer(begin) or \
                begin["time_ns"] < settings.at[0]:
            continue
        held = settings.around(begin["time_ns"], begin["time_ns"])
        seen += 1
        following = (of for of in settings.filters[held[-1]:]
                     if of != settings.filters[held[-1]])
        choosy += not passes(next(following, parsed("none")), begin, chain.end)
        if not any(passes(settings.filters[i], begin, chain.end) for i in held):
            wrong.append((settings.filters[held[0]], begin, chain.end))
    return wrong, seen, choosy


def foreign_events(events):
    """Records of events that were not switched on. And how many records of each
    event would be such, if it were never off: its records by the share of that
    time in all."""
    wrong, seen = [], dict.fromkeys(RECORDS, 0)
    for e in events:
        name = EVENT_OF.get(e["event"])
        if not name or e.get("when") in ("start", "stop") or \
                e["time_ns"] < settings.at[0]:
            continue
        held = settings.around(e["time_ns"], e["time_ns"])
        seen[name] += 1
        if not any(name in settings.events[i] for i in held):
            wrong.append((settings.events[held[0]], e))
    for name in seen:
        off = sum(settings.at[i + 1] - settings.at[i]
                  for i in range(len(settings.at) - 1)
                  if not any(name in of for of in settings.events[i:i + 2]))
        seen[name] = int(seen[name] * off / (settings.at[-1] - settings.at[0]))
    return wrong, seen


def needless_checks(events):
    """Checks that had passed while failed ones alone were wanted. And how many there
    are while all were."""
    wrong, seen = [], 0
    for e in events:
        if e["event"] != "check" or not e["verdict"] or \
                e["time_ns"] < settings.at[0]:
            continue
        held = {settings.checks[i]
                for i in settings.around(e["time_ns"], e["time_ns"])}
        seen += held == {"all"}
        if held == {"failed"}:
            wrong.append(e)
    return wrong, seen


events = recording(tool, out + "/storm.lowmark")
commands = text("commands").splitlines()
settings = Settings(events, commands)
chains, alone = chains_of(events)
lost = {k: of["lost"] for k, of in stats(out + "/storm.stats").items()
        if of["lost"]}
print(f"# storm: {len(chains)} runs, {len(settings.numbers)} settings")
# A run that finds no buffer to be kept in is lost, as a whole.
judge(sum(lost.values()) * 50 < len(events), "storm: next to nothing was lost",
      lost)
made = len(commands)
judge(made > 1000 and settings.numbers[-made:] ==
      list(range(settings.numbers[-1] - made + 1, settings.numbers[-1] + 1)),
      "storm: more than a thousand changes are recorded, in order",
      settings.numbers[:9])
judge(not settings.wrong, "storm: each tells what was asked for",
      *settings.wrong[:4])
told = report_of(tool, out + "/storm.lowmark")["filter"]
judge(told.startswith("none, later also ") and "sample:3" in told.split(),
      "storm: the report tells filters that were set later, and the factor", told)
faults, seen = torn(chains, alone)
print(f"# storm: {seen} runs whose records were all wanted")
judge(seen > 20 and not faults, "storm: no run is torn", *faults[:6])
wrong, seen, choosy = foreign_runs(chains)
print(f"# storm: {seen} runs under changing filters, {choosy} of them such that "
      "the next other filter keeps out")
print(f"# storm: {len(wrong)} runs that no filter of their time lets pass")
judge(choosy > 20 and not wrong,
      "storm: no run is there that the filter keeps out", *wrong[:6])
wrong, seen = foreign_events(events)
print(f"# storm: records there would be of events that are switched off: {seen}")
print(f"# storm: {len(wrong)} records of events that were off")
judge(all(seen[name] > 100 for name in ("check", "wake", "slow", "attempt",
                                        "zone")) and not wrong,
      "storm: no record is there of an event that is switched off", *wrong[:6])
wrong, seen = needless_checks(events)
print(f"# storm: {seen} checks that passed while all were wanted")
judge(seen > 20 and not wrong,
      "storm: none is there that passed while failed ones alone were wanted",
      *wrong[:6])
