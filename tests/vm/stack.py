#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The stacks of recordings, against those of the kernel's own trace.

Both are taken in the same allocation, but at different places of it: what calls
the allocator has to be the same, address by address."""
import bisect
import collections
import json
import re
import subprocess
import sys

from lowmark_test import judge, kernel_trace

tool, out = sys.argv[1:]
with open(out + "/release", encoding="ascii") as text_:
    release = text_.read()
DEPTH = 14
SLOW = "__alloc_pages_slowpath"

with open(out + "/kallsyms", encoding="ascii") as lines:
    symbols = sorted((int(word[0], 16), word[2]) for word in
                     (line.split() for line in lines))
named = collections.defaultdict(list)
for address, name in symbols:
    named[name].append(address)
begins = [address for address, _ in symbols]
witness = collections.defaultdict(list)
for e in kernel_trace(out):
    if e["event"] == "kernel_stack":
        witness[e["common_pid"]].append(e)


def function(address):
    """The names of the function that a call returns to."""
    begin = begins[bisect.bisect_left(begins, address) - 1]
    first = bisect.bisect_left(begins, begin)
    return {name for at, name in symbols[first:first + 20] if at == begin}


def is_in(address, what):
    return any(name.split(".")[0] == what for name in function(address))


def is_trampoline(address):
    """Of a kretprobe; what is probed returns to its very begin."""
    return address in named["kretprobe_trampoline"] or \
        is_in(address, "kretprobe_trampoline")


def addresses(frame):
    """Where "vfs_write+0x12" may be: a name may be of several functions."""
    if frame.startswith("0x"):
        return {int(frame, 16)}
    name, _, offset = frame.split("[")[0].rpartition("+")
    return {at + int(offset, 16) for at in named[name]} if offset else set()


class Recording:
    """Slow path runs of order 10 of the scene's task, and their stacks."""

    def __init__(self, name):
        with open(f"{out}/{name}.pid", encoding="ascii") as text:
            self.pid = int(text.read())
        self.name = name
        # Of a recorder that was killed it says so, and its status does.
        done = subprocess.run([tool, "trace", "--json", f"{out}/{name}.lowmark"],
                              check=False, capture_output=True, text=True)
        self.whole = not done.returncode
        self.events = [json.loads(line) for line in done.stdout.splitlines()]
        self.stacks = [e for e in self.events if e["event"] == "stack"]
        self.runs = self.own("slow_begin", order=10)

    def own(self, event, **keys):
        return [e for e in self.events if e["event"] == event and
                e["pid"] == self.pid and e["ctx"] == "task" and
                all(e[k] == v for k, v in keys.items())]

    def of(self, run):
        return [e for e in self.stacks if e["span"] == run["span"]]

    def judge(self, good, what, *remarks):
        judge(good, f"{self.name}: {what}", *remarks)


def one_each(rec):
    """Each run has one stack, made at its begin by its task."""
    rec.judge(len(rec.runs) >= 2, "the task has entered the slow path",
              len(rec.runs))
    begins_ = [e for e in rec.events if e["event"] == "slow_begin"]
    wrong = [f"{b['comm']} {b['span']}: {len(rec.of(b))}"
             for b in begins_ if len(rec.of(b)) != 1 or
             rec.of(b)[0]["pid"] != b["pid"] or
             not b["time_ns"] <= rec.of(b)[0]["time_ns"]]
    spans = {b["span"] for b in begins_}
    wrong += [e for e in rec.stacks if e["span"] not in spans]
    rec.judge(begins_ and not wrong, "each run has one stack", *wrong)


def of_module(frames):
    """The modules that functions are said to be of."""
    return [frame.partition("[")[2] for frame in frames if "[" in frame]


def callers(rec):
    """The callers that are known from the source, by name."""
    wrong = []
    for run in rec.runs:
        names = [frame.split("+")[0] for frame in rec.of(run)[0]["frames"]]
        chain = [name for name in names if name in (
            "alloc_write", "vfs_write", "ksys_write", "do_syscall_64",
            "entry_SYSCALL_64_after_hwframe")]
        if not re.match(r"__alloc(_frozen)?_pages(_nodemask|_noprof)?$",
                        names[0]) or \
                chain != ["alloc_write", "vfs_write", "ksys_write",
                          "do_syscall_64", "entry_SYSCALL_64_after_hwframe"] \
                or set(of_module(rec.of(run)[0]["frames"])) != {"scenes]"}:
            wrong.append(names)
    rec.judge(rec.runs and not wrong, "the callers are those of the source",
              *wrong)


def matches(frames, kernels):
    """Are the addresses those of the kernel, as far as there is room for them?"""
    return len(frames) == len(kernels[:DEPTH]) and all(
        address in addresses(frame) for frame, address in zip(frames, kernels))


def without_trace(frames):
    """What the kernel told without the functions of its own tracing."""
    own = [i for i, a in enumerate(frames) for name in function(a)
           if name.startswith(("__traceiter_", "trace_event_raw_event_"))]
    return frames[own[-1] + 1:] if own else frames


def text(frames):
    return " ".join(next(iter(function(a))) + f":{a:x}" for a in frames)


def as_witness(rec):
    """The frames are those that the kernel told at the end of the allocation, and
    those of the reclaim inside it from the slow path on."""
    wrong, ends, reclaims, hidden = [], 0, 0, 0
    done = {e["span"]: e["time_ns"] for e in rec.own("slow_end")}
    for i, run in enumerate(rec.runs):
        frames = rec.of(run)[0]["frames"]
        until = rec.runs[i + 1]["time_ns"] if i + 1 < len(rec.runs) else \
            float("inf")
        told = [e for e in witness[rec.pid]
                if run["time_ns"] <= e["time_ns"] < until]
        inside = [e["frames"] for e in told if e["time_ns"] < done[run["span"]]]
        after = [e["frames"] for e in told if e["time_ns"] >= done[run["span"]]]
        for kernels in inside:
            at = [i for i, a in enumerate(kernels) if is_in(a, SLOW)]
            if not at or at[0] + 1 == len(kernels) or \
                    is_trampoline(kernels[at[0] + 1]):
                hidden += 1  # the unwinder does not see through the probe
                continue
            reclaims += 1
            if not matches(frames, kernels[at[0] + 1:]):
                wrong.append(f"{frames}, in reclaim {text(kernels)}")
        for kernels in after[:1]:
            ends += 1
            kernels = without_trace(kernels)[:DEPTH]
            # It has gone on in the function that called the slow path.
            if not any(function(a) & function(kernels[0])
                       for a in addresses(frames[0])) or \
                    not matches(frames[1:], kernels[1:]):
                wrong.append(f"{frames}, at its end {text(kernels)}")
    print(f"# {rec.name}: {ends} ends, {reclaims} reclaims, {hidden} hidden "
          "by the probe")
    rec.judge(ends == len(rec.runs) > 0 and not wrong,
              "the frames are those of the kernel's own trace", *wrong)
    seen.update(reclaims=reclaims, hidden=hidden)


def setting(rec, value):
    with open(f"{out}/{rec.name}.status", encoding="ascii") as lines_:
        line = lines_.read().split()
    rec.judge(line == ["stack:", value], f"afterwards the setting is {value}",
              line)


without = Recording("without")
without.judge(without.runs and not without.stacks, "no stack without --stack",
              *without.stacks[:1])
seen = collections.Counter()
for name_, state in (("with", "0"), ("trapped", "0"), ("passed", "0"), ("flight", "0"),
                     ("loaded", "1")):
    full = Recording(name_)
    if name_ == "flight":
        full.judge(full.runs and len(full.of(full.runs[0])) == 1,
                   "the run that fired has one stack", *full.stacks)
    else:
        one_each(full)
    if all(len(full.of(run)) == 1 for run in full.runs):
        callers(full)
    if name_ != "flight" and all(len(full.of(run)) == 1 for run in full.runs):
        as_witness(full)
    setting(full, state)
dropped = Recording("dropped")
dropped.judge(not dropped.runs and not dropped.stacks,
              "no stack of a run that is filtered out", *dropped.stacks[:1])
setting(dropped, "0")
killed = Recording("killed")
one_each(killed)
killed.judge(not killed.whole and all(
    frame.startswith("0x") for e in killed.stacks for frame in e["frames"]),
    "its addresses have no names", *killed.stacks[:1])
if all(len(killed.of(run)) == 1 for run in killed.runs):
    as_witness(killed)
if release.startswith("5.10.") and not seen["reclaims"]:
    print("ok reclaim told where it was called from # SKIP the kernel's "
          "unwinder does not get through the probe")
else:
    judge(seen["reclaims"], "reclaim told where it was called from")
