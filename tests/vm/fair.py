#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Scans of kernels with the fair zone policy, against the kernel's own kprobe
events on the functions of the scan and against the batches in zoneinfo."""
import collections
import os
import re
import subprocess
import sys

from lowmark_test import judge, recording, stats

tool, out = sys.argv[1:]
FAIR = 0x100
LINE = re.compile(r"-(\d+) +\[\d+\] (\S{4}) +[\d.]+: (\w+): \([^)]*\)(.*)")
FLAGS = {"FAIR": FAIR, "CMA": 0x80, "CPUSET": 0x40, "MIN": 0, "LOW": 1,
         "HIGH": 2}


def text(name):
    with open(f"{out}/{name}", encoding="utf-8", errors="replace") as file:
        return file.read()


old = text("release").startswith("3.")
caps = {line.split()[0]: line.split()[3]
        for line in text("caps").splitlines()[1:]}
# What the kernel inlines its kprobe events cannot witness either.
plain = caps["batches"] != "observed"
print(f"# {text('release').strip()}, {'inlined' if plain else 'out of line'}")


def zoneinfo(name):
    """{zone: {"low": N, ...}} of a copy of /proc/zoneinfo."""
    found = {}
    for part in re.split(r"^Node ", text(name), flags=re.M)[1:]:
        head = re.match(r"(\d+), zone +(\w+)", part)
        found[f"{head[1]}:{head[2]}"] = {
            key: int(value) for key, value in re.findall(
                r"^ +(low|high|managed|nr_alloc_batch) +(-?\d+)$", part, re.M)}
    return found


class Scene:
    """One recording, and the kprobe events of its task."""

    def __init__(self, name):
        self.name = name
        self.pid = int(text(name + ".pid"))
        self.events = recording(tool, f"{out}/{name}.lowmark")
        self.trace = []
        for line in text(name + ".trace").splitlines():
            m = LINE.search(line)
            # Not those of interrupts of the task.
            if m and int(m[1]) == self.pid and m[2][2] in ".":
                values = {k: int(v, 0)
                          for k, v in re.findall(r"(\w+)=(\S+)", m[4])}
                self.trace.append((m[3], values))

    def own(self, event, **keys):
        """The task's records of a kind with these values."""
        return [e for e in self.events if e["event"] == event and
                e["pid"] == self.pid and e["ctx"] == "task" and
                all(e[k] == v for k, v in keys.items())]

    def scans(self):
        """Per call of get_page_from_freelist what followed until the next."""
        found = []
        for name, values in self.trace:
            if name == "scan":
                found.append((values, []))
            elif found:
                found[-1][1].append((name, values))
        return found

    def runs(self):
        """Allocations that went on after their fast path, without nesting."""
        count, fast = 0, False
        for name, values in self.trace:
            if name == "scan" and values["flags"] & 3 == 1:
                fast = True
            elif fast and name in ("scan", "wake"):
                count, fast = count + 1, False
        return count

    def hits(self, name):
        return sum(n == name for n, _ in self.trace)

    def judge(self, good, what, *remarks):
        judge(good, f"{self.name}: {what}", *remarks)


def wanted(scan, attempt):
    """What the events of one scan say its attempt record must hold."""
    values, events = scan
    own = (values["flags"], values["flags"] & ~FAIR)
    # Others check between two scans, with other flags or after these steps.
    ends = [i for i, (n, v) in enumerate(events)
            if n in ("slow", "ask", "wake", "compact", "priority", "oom")]
    events = [(n, v) for n, v in events[:ends[0] if ends else None]
              if n != "check" or v["flags"] in own]
    count = collections.Counter(name for name, _ in events)
    of = collections.Counter((name, v.get("answer")) for name, v in events)
    fair = {v["zone"] for n, v in events
            if n == "check" and v["flags"] & FAIR}
    want = {"order": values["order"], "checks": count["check"],
            "zlc": of["worth", 0] if old else None}
    if plain:
        return want
    want["fair"] = of["local", 1] - len(fair)
    want["fair-local"] = count["refill"] > 0
    if attempt["result"] == "failed":
        first = bool(values["flags"] & FAIR)
        want["fair-remote"] = first
        want["rescan-zlc"] = count["setup"] > 0
        # Taken up in the fair scan, it is dropped together with fairness.
        seen = [n for n, v in events if n == "setup" or
                n == "check" and not v["flags"] & FAIR]
        apart = count["setup"] and not (first and seen[0] == "setup" and any(
            n == "check" and v["flags"] & FAIR for n, v in events))
        want["scans"] = 1 + first + bool(apart)
    return want


def told(attempt, want):
    reasons = attempt["rescans"]
    have = {"fair-local": "fair-local" in reasons,
            "fair-remote": "fair-remote" in reasons,
            "rescan-zlc": "zlc" in reasons}
    return {k: have.get(k, attempt.get(k)) for k in want}


def scans_agree(scene):
    """Every attempt of the task is what the events of its scan say."""
    attempts, scans = scene.own("attempt"), scene.scans()
    wrong = []
    for attempt, scan in zip(attempts, scans):
        want = wanted(scan, attempt)
        if told(attempt, want) != want:
            wrong.append(f"{told(attempt, want)} recorded, {want} wanted, "
                         f"{attempt['alloc_flags']} {scan}")
    sums = {k: sum(e[k] or 0 for e in attempts) for k in
            ("fair", "zlc", "checks", "scans", "unknown", "rmqueue")}
    reasons = collections.Counter(
        " ".join(e["rescans"]) or "none" for e in attempts)
    print(f"# {scene.name}: {len(attempts)} attempts {sums}, "
          f"rescans {dict(reasons)}")
    scene.judge(attempts and len(attempts) == len(scans) and not wrong,
                f"all {len(attempts)} attempts are what the kernel's scans "
                "were: checks, fair skips, rescans, zonelist cache",
                f"{len(attempts)} attempts, {len(scans)} scans", *wrong[:4])
    scene.judge(not sums["unknown"], "no skip without a reason")
    for hook, name in (("batches", "refill"), ("slow_begin", "slow"),
                       ("node_reclaim", "reclaim"), ("wake", "wake")):
        if scene.hits(name) or hook == "wake":
            ours = [e for e in scene.own(hook)
                    if e.get("verdict") != "not-asked"]
            scene.judge(len(ours) == scene.hits(name),
                        f"{len(ours)} {hook} records, as many as the kernel's",
                        scene.hits(name))
    if plain and scene.name != "reclaim":
        begun, ended = scene.own("slow_begin"), scene.own("slow_end")
        scene.judge(len(begun) == len(ended) == scene.runs() and
                    [e["span"] for e in begun] == [e["span"] for e in ended],
                    f"{len(begun)} slow path runs were derived",
                    len(ended), scene.runs())
    wrong = [e for e in scene.own("check", function="zone_watermark_ok")
             if e["caller"] not in ("fast-path", "slow-path", "compaction")]
    scene.judge(not wrong, "each check of a scan has its caller", *wrong[:3])


def failed(scene, kinds, **keys):
    """The last attempts of order 10 failed, and are of these kinds."""
    have = [e for e in scene.own("attempt", order=10, result="failed", **keys)
            if e["kind"] in kinds][-len(kinds):]
    scene.judge([e["kind"] for e in have] == list(kinds),
                f"the last attempts of order 10 failed: {', '.join(kinds)}",
                *[e["kind"] for e in scene.own("attempt", order=10)][-6:])
    return have


def reasons_are(scene, attempts, *sets):
    # Whether the first has to skip local zones, too, is not forced.
    have = [set(e["rescans"]) - {"fair-local"} for e in attempts]
    scene.judge(have == [set(s) for s in sets],
                f"their rescans have the reasons {sets}", *have)


def local(scene):
    scans_agree(scene)
    # Another node may be refilled for what the shell needs.
    refilled = [e for e in scene.own("attempt")
                if "fair-local" in e["rescans"] and
                e["preferred"] == "0:DMA32"]
    scene.judge(len(refilled) >= 2 and all(e["fair"] for e in refilled),
                f"{len(refilled)} rescans because local zones were skipped",
                *refilled[:3])
    # What zoneinfo says is left of each batch since the last refill.
    info = zoneinfo("local.after")
    end = max(e["time_ns"] for e in scene.own("attempt")
              if "THISNODE" in e["gfp"])
    last = max(e["time_ns"] for e in refilled if e["time_ns"] <= end)
    for zone in ("0:DMA", "0:DMA32"):
        # The allocation that refilled took its page after that.
        took = sum(1 << e["order"] for e in scene.events
                   if e["event"] == "attempt" and e["zone"] == zone and
                   last <= e["time_ns"] <= end)
        at = info[zone]
        left = at["high"] - at["low"] - took
        print(f"# {zone}: batch {at['high'] - at['low']}, {took} taken since "
              f"the last refill; zoneinfo {at['nr_alloc_batch']}")
        scene.judge(abs(left - at["nr_alloc_batch"]) <= 128,
                    f"{zone}: pages taken since the last refill are what the "
                    "batch in zoneinfo lacks", left, at)


def many(scene):
    scans_agree(scene)
    attempts = scene.own("attempt")
    again = [e for e in attempts if "fair-local" in e["rescans"]]
    scene.judge(len(attempts) > 100000 and len(again) > 20,
                "100,000 attempts were retraced, with many rescans for local zones",
                len(attempts), len(again))
    # A zone that was refilled and is asked again at once was at its end.
    batches = scene.own("batches")
    wrong = [e for e in batches if e["zone"] != "0:DMA32" or e["depleted"] < 1]
    what = "batches were refilled where they were used up"
    if plain:
        print(f"ok many: {what} # SKIP what refills them is inlined")
    else:
        scene.judge(batches and not wrong, what, *wrong[:3])


def states():
    """What doctor says of the decisions of that time."""
    have = dict(re.findall(r"^(\S+) .* (observed|derived|absent|unobservable) ",
                           text("decisions"), re.M))
    want = {"F1": "derived", "F2": "derived" if plain else "observed",
            "F3": "derived", "W5z": "observed", "W4": "absent", "G3": "absent",
            "Z1": "observed" if old else "absent",
            "K1": "unobservable" if plain else "observed"}
    judge({k: have.get(k) for k in want} == want,
          "decisions of the fair zone policy are told as they are seen, later ones "
          "as absent", {k: have.get(k) for k in want})


def cache(*reasons):
    return reasons + ("zlc",) if old else reasons


def remote(scene):
    scans_agree(scene)
    have = failed(scene, ("fast", "slow"))
    reasons_are(scene, have, cache("fair-remote"), cache())
    run = scene.own("slow_end", order=10)
    scene.judge(len(run) >= 1 and run[-1]["result"] == "failed" and
                run[-1]["attempts"] == 1 and run[-1]["retries"] == 0,
                "the slow path run failed after one attempt", *run)
    wakes = [e for e in scene.own("wake", order=10)]
    scene.judge(wakes and {e["zone"] for e in wakes} ==
                {"0:DMA", "0:DMA32", "1:DMA32"} and
                {e["caller"] for e in wakes} == {"slow-path"},
                "it asked for kswapd of each zone", *wakes[:4])


def again(scene):
    scans_agree(scene)
    have = failed(scene, ("fast", "slow"))
    if old:
        scene.judge(sum(e["zlc"] for e in scene.own("attempt")),
                    "the zonelist cache refused zones", *have)
        skips = scene.own("skip", reason="zlc")
        scene.judge(len(skips) == sum(e["zlc"] for e in scene.own("attempt"))
                    and all(e["observed"] for e in skips),
                    f"{len(skips)} skips zlc, as many as the attempts count")


def silent(scene):
    scans_agree(scene)
    failed(scene, ("fast", "slow"))
    wakes = scene.own("wake", order=10)
    runs = scene.own("slow_end", order=10)
    scene.judge(wakes and wakes[-1]["verdict"] == "not-asked" and
                runs and runs[-1]["wakes"] == 0,
                "kswapd was not asked", *wakes[-2:], *runs[-1:])


def reserve(scene):
    scans_agree(scene)
    failed(scene, ("fast", "slow", "reserve"))
    run = scene.own("slow_end", order=10)
    scene.judge(run and run[-1]["reserves"] == 1 and
                run[-1]["retries"] == 0 and run[-1]["attempts"] == 2,
                "the run used the reserves, in its first round", *run)


def cpuset(scene):
    scans_agree(scene)
    have = failed(scene, ("fast", "slow"))
    zones = {e["zone"] for e in scene.own("check", order=10)
             if e["caller"] in ("fast-path", "slow-path")}
    # The shatterer goes before, on its own nodes.
    skips = scene.own("skip", reason="cpuset", order=10)
    scene.judge(skips and {e["zone"] for e in skips} ==
                {"0:DMA", "0:DMA32"} and have and have[0]["cpuset"],
                "node 0 was skipped for the cpuset", zones, *have)


def reclaim(scene):
    scans_agree(scene)
    records = scene.own("node_reclaim", order=10)
    print(f"# reclaim: {collections.Counter(e['result'] for e in records)}")
    none = scene.own("skip", reason="reclaim-none", order=10)
    scene.judge(records and none and {e["zone"][0] for e in none} == {"0"} |
                {e["zone"][0] for e in none},
                "zones were skipped after node reclaim in vain", *records[:4])


def stack(scene):
    # Those before are of the shatterer.
    spans = [e["span"] for e in scene.own("slow_begin", order=10)][-1:]
    told = scene.own("stack")
    if caps["slow"] != "observed":
        scene.judge(spans and not told,
                    "no stack is told where the slow path is inlined", *told)
        return
    chains = {e["span"]: [re.split(r"[+\[]", frame)[0] for frame in e["frames"]]
              for e in told}
    # __vfs_write() came with v3.19.
    wanted = ["__alloc_pages_nodemask", "allocate", "alloc_write", "vfs_write",
              "SyS_write"]
    scene.judge(spans and list(chains) == spans and
                all([f for f in chain if f != "__vfs_write"][:5] == wanted
                    for chain in chains.values()),
                "the run has the stack that led to it", spans, chains)


def oom(scene):
    kills = int(text("oom.kills"))
    told = [e for e in scene.events if e["event"] == "oom"]
    runs = [e for e in scene.events if e["event"] == "slow_end"]
    looks = [e for e in scene.events
             if e["event"] == "attempt" and e["kind"] == "oom"]
    again = [e for e in scene.events
             if e["event"] == "retry" and e["reason"] == "oom"]
    print(f"# oom: {kills} killed, {len(told)} calls, {len(looks)} last looks, "
          f"{len(again)} retries, {len(runs)} runs")
    scene.judge(kills and len(told) >= kills and len(looks) >= len(told) and
                sum(e["ooms"] for e in runs) == len(told),
                "each kill had a call, each call a last look before")
    scene.judge(again, "the slow path went round again for it")


def hits_agree():
    """Hooks were hit as often as the kernel's own events."""
    ours = {w[1]: int(w[4]) for w in
            (line.split() for line in text("stats").splitlines())
            if w and w[0] == "hook"}
    theirs = {w[0]: int(w[1]) for w in
              (line.split() for line in text("profile").splitlines())}
    pairs = {"slow": "slow", "wake_all": "ask", "high_priority": "priority",
             "may_oom": "oom", "node_reclaim": "reclaim", "wake": "wake"}
    both = {hook: (ours[hook], theirs[event])
            for hook, event in pairs.items() if event in theirs}
    print(f"# hits of hooks and of kprobe events: {both}")
    judge(both and all(a == b for a, b in both.values()) and
          both["wake"][0], "hooks were hit as often as kprobe events",
          both)


names = ("local", "remote", "again", "silent", "reserve", "cpuset", "reclaim",
         "stack", "many", "oom")
for made in names:
    if os.path.exists(f"{out}/{made}.lowmark"):
        globals()[made](Scene(made))
    else:
        judge(False, f"{made}: was recorded")

report = subprocess.run([tool, "report", f"{out}/local.lowmark"], check=True,
                        capture_output=True, text=True).stdout
skips = sum(e["fair"] for e in recording(tool, f"{out}/local.lowmark")
            if e["event"] == "attempt")
judge(re.search(rf"zones skipped +fair +{skips}$", report, re.M),
      f"the report counts {skips} fair skips")
nothing = [e for e in recording(tool, f"{out}/remote.lowmark")
           if e.get("boost_pages") is not None or
           e.get("failures") is not None]
judge(not nothing, "boost and failures, which it has not, are n/a",
      *nothing[:3])
states()
hits_agree()
lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
judge(not lost, "nothing was lost", *lost[:5])
