#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Compares filtered recordings with what the filters leave of the unfiltered
one, and looks for torn chains and for records that should not be there."""
import collections
import json
import re
import struct
import subprocess

from chains import (HARDWALL, STATE, chains_of, facts_pass, number_list, parsed)
from given import gfp, out, text, tool
from lowmark_test import (KEPT, judge, raw_chunks, raw_format, raw_records, recording,
                          report_of)

ALPHAS = {"alpha", "child", "grandchild"}
PLAYERS = (*ALPHAS, "beta")


def tasks(filters):
    """The players that pass the filters by task."""
    found = set(PLAYERS)
    for name, value in filters:
        if name == "comm":
            found &= {value}
        elif name == "pid":
            wide = ("children", "") in filters
            found &= ALPHAS if wide else {"alpha"}
        elif name == "cgroup":
            found &= {"beta"}
    return found


def passes(filters, begin, end):
    """Does a player's chain with this begin and end pass?"""
    return facts_pass(filters, begin, end) and begin["comm"] in tasks(filters)


def foreign(filters, alone):
    """Records outside of slow path runs that the filters should have kept
    out, by what each of them tells of itself."""
    names = {name for name, _ in filters}
    by_task = names & {"comm", "pid", "cgroup"}
    wrong = []
    for e in alone:
        if e["event"] in STATE or e.get("when") in ("start", "stop"):
            continue
        good = not by_task or e["comm"] in tasks(filters)
        if "min" in names:
            good = False
        if "failed" in names:
            good &= e["event"] == "check" and not e["verdict"] or \
                e["event"] in ("attempt", "skip", "rescan")
        for name, value in filters:
            if name == "order" and "order" in e:
                good &= e["order"] in number_list(value)
            if name == "gfp" and "gfp" in e:
                good &= bool(gfp(e["gfp"]) & HARDWALL)
        # Those of a fast path are written as part of the run that follows.
        if not good and e["event"] not in ("attempt", "skip", "rescan") and \
                e.get("caller") != "fast-path":
            wrong.append(e)
    return wrong


def offline(path, expression):
    """Spans of the runs whose records the tool's own filter chooses."""
    lines = subprocess.run([tool, "trace", "--json", "--filter", expression,
                            path], check=True, capture_output=True,
                           text=True).stdout.splitlines()
    return {json.loads(line)["span"] for line in lines}


def players_chains(events):
    chains, alone = chains_of(events)
    return [c for c in chains if c.begin["comm"] in PLAYERS], chains, alone


def differences(missing, more):
    """What chains that should be there have and others have not, each compared
    with the one that is most like it; and the other way."""
    def told(what, chains, others):
        for chain in chains.elements():
            records = collections.Counter(chain)
            apart = min((records - collections.Counter(other)
                         for other in others), default=records,
                        key=lambda left: left.total())
            yield f"{what}: {list(apart.elements())} of {chain[0]}"
    return [*told("missing", missing, more), *told("too many", more, missing)]


def misplaced(filters, wanted, got, factor):
    """Of the runs of one task, which stays on its CPU, each factor-th is recorded."""
    order = [c.key() for c in wanted]
    if len(tasks(filters)) > 1 or len(set(order)) < len(order):
        return []
    at = [i for i, key in enumerate(order) if key in got]
    first = at[0] if at else factor
    return [] if at == list(range(min(first, factor), len(order), factor)) else \
        [f"of {len(order)} these were recorded: {at}"]


def judge_take(events, filters_text):
    filters = parsed(filters_text)
    mine, everyone, alone = players_chains(events)
    factor = int(dict(filters).get("sample", 1))
    wanted = [c for c in base if passes(filters, c.begin, c.end)]
    expected = collections.Counter(c.key() for c in wanted)
    got = collections.Counter(c.key() for c in mine)
    wrong = [f"{c.begin}: {fault}" for c in everyone for fault in c.faults()]
    wrong += [f"foreign {e}" for e in foreign(filters, alone)]
    if factor == 1:
        wrong += differences(expected - got, got - expected)
    else:
        wrong += misplaced(filters, wanted, got, factor)
        # Each CPU counts by itself, and other tasks' runs count too.
        wrong += [f"unknown {k[0]}" for k in got if k not in expected]
        low, high = len(wanted) // factor - 2, len(wanted) // factor + 2
        if not max(low, 1 if len(wanted) > 8 else 0) <= len(mine) <= high:
            wrong.append(f"{len(mine)} of {len(wanted)} runs")
    judge(not wrong, f"filter {filters_text}: {len(mine)} of {len(base)} runs",
          *wrong[:6])
    return len(mine)


# One recording; a record of the settings stands before each performance.
path = f"{out}/takes.lowmark"
takes = text("takes").splitlines()
parts = [[]]
for event in recording(tool, path):
    if event["event"] == "settings":
        parts.append([])
    parts[-1].append(event)
if len(parts) != len(takes) + 1:
    raise SystemExit(f"{len(parts) - 1} changes recorded of {len(takes)}")
kept = [(what, part) for what, part in zip(takes, parts[1:])
        if not what.startswith("spoilt ")]
print(f"# {len(takes) - len(kept)} takes were spoilt")
base, _, _ = players_chains(kept[0][1])
judge(len(base) == 36 and not any(c.faults() for c in base),
      "the players' 36 slow path runs are whole without a filter", len(base),
      *[c.faults() for c in base if c.faults()][:4])
judge(judge_take(kept[-1][1], kept[-1][0]) == 36,
      "they are the same when played again at the end")
counts = {what: judge_take(part, what) for what, part in kept[1:-1]}
alpha, beta, inner = [text(name).strip()
                      for name in ("alpha.pid", "beta.cgroup", "beta.inner")]
# A filter that lets all or nothing pass would show nothing.
spread = {"comm:alpha": 9, f"pid:{alpha}": 9, f"pid:{alpha},children": 27,
          f"cgroup:{beta}": 9, f"cgroup:{inner}": 9, "node:1": 12,
          "zone:DMA32": 24, "order:6-8": 16,
          # All of them have the second flag.
          "gfp:__GFP_HARDWALL|__GFP_NOWARN": 12, "failed": 32, "min:1ns": 36,
          "min:1000s": 0}
wrong = {k: counts.get(k) for k in spread if counts.get(k) != spread[k]}
judge(not wrong, "each filter alone leaves the runs that it should", wrong)

# The same by the tool's own filter over the unfiltered recording
mine = {c.begin["span"] for c in base}
for what, expression in (
        ("comm:alpha", "event==slow_begin && comm==alpha"),
        (f"pid:{alpha}", f"event==slow_begin && (pid=={alpha} || "
         f"tgid=={alpha})"),
        (f"cgroup:{beta}", f"event==slow_begin && cgroup=={inner}"),
        (f"cgroup:{inner}", f"event==slow_begin && cgroup=={inner}"),
        ("order:6-8", "event==slow_begin && order>=6 && order<=8"),
        ("failed", "event==slow_end && result==failed"),
        ("min:1ns", "event==slow_end && latency>=1ns")):
    judge(len(offline(path, expression) & mine) == counts[what],
          f"filter {what} leaves what --filter '{expression}' leaves")

only = f"{out}/only.lowmark"
judge(judge_take(recording(tool, only), "comm:beta,min:1ns") == 9,
      "record --only has the kernel filter")
judge("settings" not in {e["event"] for e in recording(tool, only)},
      "the recording ends before the filter is put back")
report = report_of(tool, only)
judge(report["filter"] == "comm:beta,min:1ns", "the report tells the filter",
      report["filter"])

# A run that lasts, of a task that has short ones as well
first, began, ended, last = map(float, text("long").split())
path = f"{out}/long.lowmark"
chains, _ = chains_of(recording(tool, path))
long = [c for c in chains if c.begin["comm"] == "long"]
took = [c.end["latency_ns"] / 1e9 for c in chains if c.end]
judge(len(long) == 1 and not long[0].faults() and long[0].end["result"] == "page" and
      min(took) >= .06 and last - first >= 6 and
      (ended - began) / 2 < long[0].end["latency_ns"] / 1e9 < ended - began + .02,
      "filter min:60ms keeps the run that waited, whole, and no short one",
      took, (first, began, ended, last), *[(len(c.records), c.faults()) for c in long])
# What it made in that time was kept, and put into the rings from then on, one buffer
# of 32 KiB after the other: not at its end. A slow machine makes fewer than three.
form = raw_format(out + "/format")
with open(path, "rb") as file:
    data = file.read()
sizes, mine, ends, placed, made, since = collections.Counter(), 0, [], [], [], 0
begin, latency = 0, 0
if long and long[0].end:
    begin, latency = long[0].begin["time_ns"], long[0].end["latency_ns"]
# Its fast path was after the run before it.
own = range(max((c.end["time_ns"] for c in chains if c.end and
                 c.begin["comm"] == "long" and c.end["time_ns"] <= begin),
                default=begin - 10**7), begin + latency)
for chunk in raw_chunks(data, form):
    clock = chunk.first
    for record in raw_records(data, form, chunk):
        kind, flag = form.kinds[record.kind], record.flags & KEPT
        sizes[flag] += 8 * record.words
        ends += [flag] if kind == "slow_end" else []
        if kind == "time":
            clock, = struct.unpack_from("<Q", data, record.at + 8)
        elif kind == "kept":
            since, = struct.unpack_from("<Q", data, record.at + 8)
            placed += [clock + record.dt] if since in own else []
        elif flag and since in own:
            made.append(since + record.dt)
            mine += 8 * record.words
print(f"# of {sizes.total()} bytes {sizes[KEPT]} were kept, {mine} of the run")
judge(placed and begin + 6 * 10**7 <= min(placed) < begin + latency / 2 and
      max(made, default=0) >= begin + 6 * 10**7 and not all(ends),
      "it was recorded when it had lasted so long, not at its end", sizes, ends,
      begin, latency, placed[:2], max(made, default=0))
PIECES = "some of it was made when other had been put into the ring"
if mine < 3 * 32768:
    print(f"ok {PIECES} # SKIP this guest has made less than three buffers of it")
else:
    judge(placed and max(made, default=0) > min(placed), PIECES, placed[:3])

# The rings as text, in which what was kept for 1.5 s stands where it was put into them
lines = re.findall(r"^ *long-(\d+) +\[(\d+)\] +([\d.]+): (\w+)", text("wander"), re.M)
pids, kinds = ({line[n] for line in lines} for n in (0, 3))
times = [float(line[2]) for line in lines]
cpus = {line[1] for line, at in zip(lines, times) if at < times[0] + 1.4}
judge(len(pids) == 1 and len(cpus) == 2 and {"slow_begin", "slow_end"} <= kinds and
      times == sorted(times) and times[-1] - times[0] >= 2,
      "cat trace has such a run of two CPUs in order", pids, cpus, len(times),
      [pair for pair in zip(lines, lines[1:]) if pair[0][2] > pair[1][2]][:3])

# Its last record was made by CPU 1.
unkept = {}
for line in text("cut").splitlines():
    at_least, *numbers = line.split()
    *before, began, ended, zero, one = map(float, numbers)
    unkept[at_least] = (zero - before[0], one - before[1])
    judge(ended - began > 2, f"a run waited for two seconds, min:{at_least}", line)
judge(unkept["1500ms"][0] == 0 < unkept["1500ms"][1] and unkept["60s"] == (0, 0),
      "a run that has lasted when recording ends is counted as lost, no other",
      unkept)

# Without some of the events: the runs are the same, of the others no record is
# there. The checks that are asked for come with the events alone.
KINDS = {"slow_begin", "slow_end", "retry", "wake", "waits"}


def outlines(chains):
    """Each run's records of these kinds, and what its end says of all."""
    return collections.Counter(tuple(sorted(
        tuple(str(e.get(k)) for k in ("event", "comm", "order", "gfp", "result",
                                      "attempts", "wakes", "retries"))
        for e in c.records if e["event"] in KINDS)) for c in chains)


events = [e for e in recording(tool, f"{out}/events.lowmark")
          if e["event"] not in STATE and e.get("when") not in ("start", "stop")]
mine, _, _ = players_chains(events)
got, wanted = outlines(mine), outlines(base)
judge(len(mine) == 36 and got == wanted and
      not {e["event"] for e in events} - KINDS,
      "record --events has the records of these events alone",
      {e["event"] for e in events}, wanted - got, got - wanted)
told = text("events").splitlines()
judge(len(told) == 6 and
      [line.split()[1:] for line in told[:2]] == [["wake", "slow"], ["all"]] and
      len(told[2].split()) == 9 and told[3].split()[1] == "matter" and
      'character 6: "bogus" is not' in told[4] and told[5] == "status 2",
      "it sets them and the checks, and puts them back; a wrong one is named",
      *told)

# What the module says of mistakes: the place, and what it wanted there
WANTED = (
    ("order:x", 7, "not an order"), ("order:3-32", 9, "not an order"),
    ("node:0,zone:Foo", 13, "not a zone"), ("min:20", 5, "not a time"),
    ("sample:0", 8, "how many"), ("pid:1,pid:x", 11, "not a PID"),
    ("children", 1, "needs a pid"), ("pid:-1", 5, "not a PID"),
    ("failed:1", 1, "no value"), ("failed,failed", 8, "too often"),
    ("colour:red", 1, "not pid, children"), ("gfp:HIGH|FOO", 10, "gfp flag"),
    ("comm:", 6, "name of a task"), ("comm:'a", 6, "name of a task"),
    ("comm:aaaaaaaaaaaaaaaa", 6, "15 characters"), ("cgroup:0", 8, "id of"),
    ("", 1, "not pid"), (",", 1, "not pid"), ("order:3,", 9, "not pid"),
    ("pid", 1, "needs a value"), ("min:1y", 5, "not a time"))
told = [line.split(" = ", 1) for line in text("refused").splitlines()]
wrong = [f"{line}: wanted {place} {words}"
         for line, (what, place, words) in zip(told, WANTED)
         if line[0] != what or words not in line[1] or
         not re.match(f"filter, character {place}: ", line[1])]
judge(len(told) == len(WANTED) and not wrong,
      f"{len(WANTED)} wrong filters are refused, with the place", *wrong)
lines = text("parameter").split("\n")
judge([re.sub("^filter: *", "", line) for line in lines[:3]] ==
      ["comm:alpha,order:3-10"] * 2 + ["none"],
      "the parameter sets filters; refused ones change nothing, record puts "
      "them back", lines)
