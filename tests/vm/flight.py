#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Looks whether each cause has fired once, and what the files of it hold."""
import glob
import json
import os
import re
import subprocess
import sys

from lowmark_test import judge, recording, report_of

MS, S = 10**6, 10**9
tool, out = sys.argv[1:]


def text(name):
    with open(os.path.join(out, name), encoding="utf-8") as lines:
        return lines.read()


def words(name):
    """{first word: last word} of the lines of a file."""
    return {line.split()[0]: line.split()[-1]
            for line in text(name).splitlines() if line.split()}


class File:
    """An incident's file; "at" is the record of the trigger that made it."""

    def __init__(self, path):
        self.path = path
        self.cause = path.rsplit("Z-", 1)[1][:-len(".lowmark")]
        self.events = sorted(recording(tool, path), key=lambda e: e["time_ns"])
        self.report = report_of(tool, path)
        self.number = int(self.report["trigger"].split(",")[-3].split()[-1])
        at = [e for e in self.of("trigger") if e["number"] == self.number]
        self.at = at[0] if len(at) == 1 else None
        self.first, self.last = (self.events[i]["time_ns"] for i in (0, -1))

    def run(self, *args):
        return subprocess.run([tool, *args], check=True, capture_output=True,
                              text=True).stdout

    def of(self, name, since=0):
        return [e for e in self.events
                if e["event"] == name and e["time_ns"] >= since]


class Flight:
    """What one flight left."""

    def __init__(self, name):
        self.files = [File(path) for path in
                      sorted(glob.glob(f"{out}/{name}/*.lowmark"))]
        self.left = [path for path in os.listdir(f"{out}/{name}")
                     if not path.endswith(".lowmark")]
        self.log = text(name + ".log").splitlines()
        self.armed = int(float(text(name + ".armed")) * S)
        count = len(self.files)
        judge(self.log[-1] == "exit 0" and not self.left and
              self.log[-2] == f"{count} incident{'s'[:count != 1]} in "
                              f"/out/{name}" and
              all(f.at and f.at["cause"] == f.cause for f in self.files),
              f"{name}: ended well, each file has the record that named it",
              *self.log, *[f"{f.path}: {f.number}" for f in self.files])

    def triggers(self):
        """{number: record} of all files, made in this flight."""
        return {e["number"]: e for f in self.files
                for e in f.of("trigger", self.armed)}

    def causes(self):
        return [f.cause for f in self.files]


def spans(events):
    return sorted(e["span"] for e in events)


def same_spans(name, flight, cause, is_cause):
    """The runs that met the limit are those that fired, one to one."""
    wrong = []
    for f in flight.files:
        fired = [e for e in f.of("trigger", flight.armed)
                 if e["cause"] == cause]
        met = [e for e in f.of("slow_end", flight.armed) if is_cause(e)]
        # The end of a run is recorded just before it fires.
        if not met or spans(met) != spans(fired):
            wrong.append(f"{f.path}: met {spans(met)}, fired {spans(fired)}")
    judge(not wrong and flight.files, name, *wrong)


idle = Flight("idle")
accounted = not text("idle.after").startswith("writes are not accounted\n")
if not accounted:
    print("# idle: this kernel does not account for writes")
judge(not idle.files and text("idle.before") == text("idle.after") and
      "ctxt_switches" in text("idle.after") and
      ("write_bytes: 0" in text("idle.after") or not accounted),
      "nothing happens: no file, nothing written, not even woken",
      text("idle.before"), text("idle.after"))

fail = Flight("fail")
judge(fail.causes() == ["fail", "fail"] and
      [f.at["order"] for f in fail.files] == [7, 8] and
      len(fail.triggers()) == 2,
      "fail: once for each failure of that order or more, --max ended it",
      *fail.triggers().values())
same_spans("fail: the runs that failed at that order, one to one", fail, "fail",
           lambda e: e["result"] == "failed" and e["order"] >= 7)
smaller = [e for e in fail.files[0].of("slow_end", fail.armed)
           if e["result"] == "failed" and e["order"] < 7]
judge(len(smaller) > 5, "fail: smaller orders failed, too, and did not fire",
      len(smaller))
judge(all(f.first < f.at["time_ns"] - 2 * S and f.last > f.at["time_ns"] +
          20 * MS and f.last < f.at["time_ns"] + 2 * S for f in fail.files),
      "the files hold seconds before, and what followed",
      *[(f.first, f.at["time_ns"], f.last) for f in fail.files])
judge(fail.files[1].first <= fail.files[0].at["time_ns"] - S and
      any(e["number"] == fail.files[0].number
          for e in fail.files[1].of("trigger")),
      "the second file has what the first one had")
judge(not any(f.of("loss") for f in fail.files), "they lost nothing")
judge(text("fail.exec").splitlines() ==
      [" ".join([f.path.replace(out, "/out")] * 2 + ["fail"])
       for f in fail.files], "--exec ran with each file", text("fail.exec"))

keep = Flight("keep")
before = keep.files[0].at["time_ns"] - keep.files[0].first
judge(S // 2 < before <= S + MS and fail.files[0].first < keep.files[0].first and
      keep.files[0].report["start_ns"] >= keep.files[0].at["time_ns"] - S - MS,
      "--keep: no record is older, and those up to it are there", before)
judge(not keep.files[0].of("loss"), "what was cut off does not look lost")

stall = Flight("stall")
same_spans("stall: the runs longer than the limit, one to one", stall, "stall",
           lambda e: e["latency_ns"] > 500000)
short = [e for f in stall.files for e in f.of("slow_end", stall.armed)
         if e["latency_ns"] < 500000]
judge(short, "stall: there were shorter runs, too")
judge(all(e["value"] > 500000 for e in stall.triggers().values()) and
      stall.causes() == ["stall"] * 2, "stall: with their latency, and armed again",
      *stall.triggers().values())

below = Flight("below")
fired = [e for e in below.triggers().values() if e["cause"] == "below-min"]
judge(len(fired) == 2 and
      all(e["zone"] == "1:DMA32" and S < e["value"] < 3 * S for e in fired),
      "below-min: once for each time it lasted, with zone and time", *fired)
judge(below.causes().count("below-min") == 2, "below-min: a file for each",
      *below.causes())
fired = {e["number"]: e for e in below.triggers().values()
         if e["cause"] == "hopeless"}
became = {e["time_ns"]: e for f in below.files
          for e in f.of("hopeless", below.armed) if e["cleared"] == "set"}
judge(became and len(became) == len(fired) and
      all(any(e["value"] == b["node"] and
              0 <= e["time_ns"] - b["time_ns"] < S
              for b in became.values()) for e in fired.values()),
      "hopeless: once for each time that a node became so",
      *fired.values(), *became.values())


CLEARERS = {"by-kswapd", "by-direct-reclaim", "by-free"}  # of 7.0 on


def hopeless(name):
    """What was told of hopeless nodes: who cleared it, seen or not, failures."""
    return re.findall(r" cleared=(\S+) observed=(\d) failures=(\d+)$",
                      text(name), re.M)


# Recording began anew before; who clears it tells so from 7.0 on.
first, told = hopeless("cleared.start"), hopeless("cleared")
begins = [i for i, (by, seen, failures) in enumerate(first)
          if (by, seen) == ("set", "0") and int(failures) >= 16]
begun = begins[-1] if begins else None
judge(begins, "hopeless: it is told when recording begins", *first)
if int(text("release").split(".")[0]) >= 7:
    judge(begun is not None and [seen for by, seen, _ in first[begun + 1:]
                                 if by != "set"] == ["1"],
          "hopeless: and is seen cleared, once", *first)
cleared = [e for e in told if e[0] != "set"]
judge(cleared and all(int(failures) >= 16 for _, _, failures in cleared),
      "hopeless: it was cleared, too, of as many failures as make it so", *told)
judge(cleared and all((by in CLEARERS) == (seen == "1") for by, seen, _ in cleared) and
      (int(text("release").split(".")[0]) < 7 or any(seen == "1" for _, seen, _ in cleared)),
      "hopeless: who cleared it is told where that was seen", *cleared)
judge("hopeless" in below.causes(), "hopeless: a file", *below.causes())

oom = Flight("oom")
killed = int(words("oom.after")["oom_kill"]) - \
    int(words("oom.before")["oom_kill"])
judge(killed == 2 and oom.causes() == ["oom"] * 2 ==
      [e["cause"] for e in oom.triggers().values()],
      "oom: once for each that was killed",
      killed, *oom.triggers().values())
calls = [e for f in oom.files for e in f.of("oom", oom.armed) if e["verdict"] and
         0 <= f.at["time_ns"] - e["time_ns"] < 50 * MS]
judge(calls, "oom: when the OOM killer returned", *calls)

judge(all(f.first < f.at["time_ns"] - S for flight in (stall, below, oom)
          for f in flight.files), "each file has the time before",
      *[(f.path, f.at["time_ns"] - f.first) for flight in (stall, below, oom)
        for f in flight.files])

for flight, question in ((fail, "fail"), (stall, "stall"), (oom, "oom")):
    f = flight.files[0]
    story = json.loads(f.run("why", question, "--json", f.path))
    told = f.run("why", question, f.path).splitlines()[0]
    head = f.run("report", f.path).split("\n\n")[0]
    name = f"fires: {f.report['trigger']}"
    judge(story["trigger"] == f.report["trigger"] and
          f.report["trigger"] in told and f.report["trigger"] in head and
          f.report["trigger"].split(",")[-2].split()[0] == question,
          f"why and report name the trigger of {question}", name, told, head)
    judge(question == "oom" or story["id"] == f.at["span"],
          f"why {question} tells of the run that fired", story["id"], f.at)

hand = text("hand").splitlines()
judge("state fired" in hand and "cause user" in hand and
      text("hand.first") and text("hand.first") == text("hand.kept"),
      "by hand: full rings keep what they held", *hand)
judge(text("hand.rearmed") and
      text("hand.rearmed") != text("hand.kept") and "then armed" in hand,
      "by hand: rearmed, they overwrite again", *hand)
judge(any(h.startswith("next ") and h.split()[1] == h.split()[3]
          for h in hand), "by hand: what came after is the next incident",
      *hand)
judge("comm a?b?c" in hand, "by hand: a task's name is one line", *hand)
beyond = [h.split() for h in hand if h.startswith("beyond ")]
judge(beyond and " ".join(beyond[0][2:]) ==
      f"rearm: there is no cause {int(beyond[0][1][:-1]) + 1} yet" and
      hand.count("still fired") == 2, "by hand: what has not come cannot be collected", *hand)
wanted = ["trigger: character 9: a unit", "trigger: character 9: '>='",
          "trigger: character 5: this trigger stands here twice",
          "trigger: character 1: not stall>TIME"]
judge(all(h.startswith(w) for h, w in zip(hand[-6:-2], wanted)),
      "bad triggers: the place of the mistake", *hand[-6:])
judge(hand[-2:] == ["armed", "off"], "bad triggers change nothing", *hand[-2:])
judge(text("parameter").splitlines() ==
      ["refused", "triggers stall>20ms,oom", "state armed"],
      "the parameter arms, and is checked", text("parameter"))
