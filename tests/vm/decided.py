#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Judges what the slow path and kswapd decided in a recording of pressure by the
kernel's own events and counters of the same time."""
import collections

from given import decides, gfp, out, tool
from lowmark_test import (PRIORITIES, events_of, judge, kernel_trace, one_to_one,
                          report_of, zone_indices)

MS = 1000000
# What compact_result_to_feedback() makes of a result: failed, withdrawn or progress.
# Up to 6.4 what is not in here was progress, later withdrawn.
FEEDBACK = {"complete": {1}, "deferred": {2}, "contended": {2},
            "partial-skipped": {2}, "success": {3}}

indices = zone_indices(out + "/zoneinfo")
events = collections.defaultdict(list)
for e in events_of(tool, out + "/r.lowmark", "wake", "wmark", "check", "retry",
                   "attempt", "skip",
                   "reclaim_retry", "compact_retry", "reclaim_end", "slow_end",
                   "kswapd_wake", "balance_begin", "pass", "balance_end", "rest"):
    events[e["event"]].append(e)
kernels = collections.defaultdict(list)
report = report_of(tool, out + "/r.lowmark")
for e in kernel_trace(out):
    if report["start_ns"] <= e["time_ns"] <= report["end_ns"]:
        kernels[e["event"]].append(e)


def vmstat(when):
    with open(f"{out}/vmstat.{when}", encoding="ascii") as lines:
        return {name: int(n) for name, n in map(str.split, lines)}


before, after = vmstat("before"), vmstat("after")


def grown(*names):
    return sum(after[name] - before[name] for name in names)


def hook_missed(name):
    """Hits of a hook that its probe has missed."""
    with open(out + "/stats", encoding="ascii") as lines:
        return sum(int(words[6]) for words in map(str.split, lines)
                   if words[0] == "hook" and words[1] == name)


def zone_of(e):
    node, name = e["zone"].split(":")
    return int(node), indices[name]


def compare(name, mine, kernel):
    """Judge records and the kernel's events, if there are any."""
    if not mine and not kernel:
        print(f"ok {name} # SKIP there were none")
    else:
        one_to_one(name, [(key, e["time_ns"]) for key, e in mine],
                   [(key, e["time_ns"]) for key, e in kernel], 20 * MS)


def slow_path():
    """Progress of direct reclaim, and both questions whether to go round again."""
    compare("direct reclaims end with the kernel's progress",
            [((e["pid"], e["reclaimed"]), e) for e in events["reclaim_end"]],
            [((e["common_pid"], e["nr_reclaimed"]), e)
             for e in kernels["mm_vmscan_direct_reclaim_end"]])
    compare("questions for more reclaim are the kernel's, with all numbers",
            [((e["pid"], *zone_of(e), e["order"], e["reclaimable_pages"],
               e["available_pages"], e["min_pages"], e["loops"], e["verdict"]), e)
             for e in events["reclaim_retry"]],
            [((e["common_pid"], e["node"], e["zone_idx"], e["order"],
               e["reclaimable"], e["available"], e["min_wmark"],
               e["no_progress_loops"], e["wmark_check"]), e)
             for e in kernels["reclaim_retry_zone"]])
    compare("questions for more compaction are the kernel's, with all numbers",
            [((e["pid"], e["order"], PRIORITIES[e["priority"]], e["retries"],
               e["limit"], e["verdict"]), e) for e in events["compact_retry"]],
            [((e["common_pid"], e["order"], e["priority"], e["retries"],
               e["max_retries"], e["ret"]), e) for e in kernels["compact_retry"]])
    wrong = [(a, b) for a, b in zip(
        sorted(events["compact_retry"], key=lambda e: (e["pid"], e["time_ns"])),
        sorted(kernels["compact_retry"],
               key=lambda e: (e["common_pid"], e["time_ns"])))
             if b["result"] not in FEEDBACK.get(a["result"], {2, 3})]
    judge(not wrong, "they tell what became of the compaction before", *wrong[:3])
    told = collections.Counter(e["reason"] for e in events["retry"])
    yes = {"reclaim": sum(e["wmark_check"] for e in kernels["reclaim_retry_zone"]),
           "compact": sum(e["ret"] for e in kernels["compact_retry"])}
    print(f"# retries {dict(told)}, the kernel said yes to {yes}")
    judge(all(told[reason] == n for reason, n in yes.items()),
          "each yes of the kernel is a retry for that reason", told, yes)
    judge(not told["unknown"], "each retry has its reason", told)
    # Another CPU may wake kswapd between what is looked at and what the kernel does.
    silent = sum(e["verdict"] == "unknown" for e in events["wake"])
    judge(silent <= 1 + len(events["wake"]) // 10000,
          "each request for kswapd has its answer", silent, len(events["wake"]))


def marks():
    """Each check's mark is the one it is said to be, by the zone's marks as they
    were told when they changed last."""
    now, wrong, seen = {}, [], collections.Counter()
    for e in sorted(events["wmark"] + events["check"],
                    key=lambda e: e["time_ns"]):
        if e["event"] == "wmark":
            now[e["zone"]] = e
        elif e["zone"] in now and e["which"] in ("min", "low", "high"):
            seen[e["which"]] += 1
            if e["mark_pages"] - e["boost_pages"] != \
                    now[e["zone"]][e["which"] + "_pages"]:
                wrong.append((e, now[e["zone"]]))
    total = sum(seen.values())
    print(f"# marks: {dict(seen)}, {len(wrong)} differ")
    judge(all(seen[mark] for mark in ("min", "low", "high")) and
          len(wrong) * 1000 <= total, "checks name the mark that they are about",
          *wrong[:3])


def asked():
    """Whom kswapd did not hear, and who passed over its node: it was awake, by the
    kernel's events of the node."""
    wrong, seen, asleep = [], collections.Counter(), {}
    order = sorted(events["wake"] + kernels["mm_vmscan_wakeup_kswapd"] +
                   [e for e in events["skip"] if e["reason"] == "busy"] +
                   kernels["mm_vmscan_kswapd_wake"] +
                   kernels["mm_vmscan_kswapd_sleep"], key=lambda e: e["time_ns"])
    for e in order:
        if e["event"] == "mm_vmscan_kswapd_sleep":
            asleep[e["nid"]] = e
        elif e["event"].startswith("mm_vmscan_"): # a throttled task's wake has none
            asleep[e["nid"]] = None
        elif e["event"] == "skip" or e["verdict"] == "awake":
            seen[e["event"]] += 1
            slept = asleep.get(zone_of(e)[0])
            if slept and e["time_ns"] - slept["time_ns"] > MS:
                wrong.append((e, slept))
    print(f"# kswapd was found awake: {dict(seen)}")
    for event, there, what in (
            ("wake", True, "kswapd was awake where it is said to be"),
            ("skip", decides("G4"), "and where a zone was passed over for that")):
        false = [pair for pair in wrong if pair[0]["event"] == event]
        judge((seen[event] > 0) == there and len(false) * 1000 <= seen[event], what,
              *false[:3])


def refused():
    """While kswapd of a node runs, it is awake: no request is refused for another
    reason that is of the node, and none wakes it."""
    running, wrong, seen = {}, [], collections.Counter()
    for e in sorted(events["wake"] + events["balance_begin"] + events["balance_end"],
                    key=lambda e: e["time_ns"]):
        if e["event"] != "wake":
            running[e["node"]] = e["event"] == "balance_begin"
        elif running.get(zone_of(e)[0]):
            seen[e["verdict"]] += 1
            if e["verdict"] in ("balanced", "hopeless", "woken"):
                wrong.append(e)
    print(f"# requests while kswapd ran: {dict(seen)}")
    judge(seen["awake"] and len(wrong) * 1000 <= sum(seen.values()),
          "kswapd is found awake while it runs", *wrong[:3])


def runs():
    """Why kswapd runs, and how it looks whether it is done."""
    begun, passes, before = {}, {}, {}
    woken = collections.defaultdict(list)
    for e in events["wake"]:
        if e["verdict"] == "woken":
            woken[zone_of(e)[0]].append(e)
    wrong, causes, looked = [], collections.Counter(), collections.Counter()
    order = sorted(events["balance_begin"] + events["pass"] +
                   events["balance_end"], key=lambda e: e["time_ns"])
    for e in order:
        node = e["node"]
        if e["event"] == "balance_begin":
            causes[e["cause"]] += 1
            begun[node], passes[node] = e, []
            last, before[node] = before.get(node, 0), e["time_ns"]
            if e["cause"] in ("low", "order", "boost") and not any(
                    (w["zone"], w["margin_pages"]) ==
                    (e["zone"], e["margin_pages"]) and e["cause"] ==
                    ("low" if w["margin_pages"] + (w["boost_pages"] or 0) <= 0
                     else "boost" if w["boost_pages"] else "order") and
                    last < w["time_ns"] < e["time_ns"]
                    for w in woken[node]):
                wrong.append(e)
        elif e["event"] == "pass" and node in begun:
            passes[node].append(e)
        elif e["event"] == "balance_end" and node in begun:
            begin, looks = begun.pop(node), passes.pop(node)
            # While it works off a boost, it goes on though it is balanced.
            if not begin["boost_pages"]:
                looked.update(p["balanced"] for p in looks)
                wrong += [(begin, p) for p in looks[:-1] if p["balanced"]]
    print(f"# runs: {dict(causes)}, passes balanced or not: {dict(looked)}")
    judge(causes["low"] + causes["order"] and looked[0] and looked[1] and not wrong,
          "runs have the margin of who asked, none for want of pages, and end "
          "when balanced", *wrong[:3])


def causes():
    """A run has a request's cause if the kernel woke its node since the run before
    began; one that goes on has not, and its kswapd has not slept."""
    heard, began, wrong = {}, {}, []
    for e in sorted(events["balance_begin"] + kernels["mm_vmscan_wakeup_kswapd"] +
                    kernels["mm_vmscan_kswapd_sleep"], key=lambda e: e["time_ns"]):
        if e["event"] != "balance_begin":
            heard.setdefault(e["nid"], []).append(e)
            continue
        node = e["node"]
        since = [k for k in heard.get(node, ()) if k["time_ns"] > began.get(node, 0)]
        # What comes just before is told after.
        long = [k for k in since if e["time_ns"] - k["time_ns"] > MS]
        woken = [k for k in since if k["event"] == "mm_vmscan_wakeup_kswapd"]
        if e["cause"] == "again" and long or \
                e["cause"] in ("low", "order", "boost") and not woken:
            wrong.append((e, *since[:3]))
        began[node] = e["time_ns"]
    unknown = sum(e["cause"] == "unknown" for e in events["balance_begin"])
    judge(not wrong and unknown <= 1 + len(events["balance_begin"]) // 20,
          "runs that somebody asked for say so, and no others", unknown, *wrong[:3])


def callers():
    """kswapd's and direct reclaim's checks are told apart, and those of a request for
    kswapd are followed by that request, which is for the same node."""
    wrong, asked, seen = [], {}, collections.Counter()
    for e in sorted(events["check"] + events["wake"], key=lambda e: e["time_ns"]):
        task = e["pid"], e["ctx"]
        if e["event"] == "wake":
            check = asked.pop(task, None)
            if check and zone_of(check)[0] != zone_of(e)[0]:
                wrong.append((check, e))
            continue
        seen[e["caller"]] += 1
        if e["caller"] == "wakeup":
            asked[task] = e
        elif task in asked or e["kswapd"] != (e["caller"] == "kswapd") and \
                e["caller"] in ("kswapd", "reclaim"):
            wrong.append(e)
    print(f"# checks by caller: {dict(seen)}")
    # The last one's request may be told after the recording.
    judge(seen["kswapd"] and seen["wakeup"] and len(asked) <= 2 and not wrong,
          "callers of checks are told apart", *wrong[:3])


def kswapd():
    """How it rests, what it scans, and why it runs."""
    rests = collections.Counter(e["rest"] for e in events["rest"])
    slept = len(kernels["mm_vmscan_kswapd_sleep"])
    low = grown("kswapd_low_wmark_hit_quickly")
    high = grown("kswapd_high_wmark_hit_quickly")
    print(f"# rests {dict(rests)}; the kernel: {slept} sleeps, woken from {low} naps, "
          f"not balanced {high} times when it wanted to rest")
    # Source: kswapd_try_to_sleep(), 5.10 to 7.3. At both ends of the recording each
    # node's may be about to rest.
    nodes = len({e["node"] for e in events["rest"]})
    judge(rests["deep"] and abs(rests["deep"] - slept) <= nodes and
          abs(rests["nap"] - rests["deep"] - rests["premature"] - low) <= nodes and
          abs(rests["awake"] + rests["premature"] - high) <= nodes,
          "kswapd naps, sleeps and goes on as often as the kernel counts", rests)
    scanned = [sum(e[key] for e in events["balance_end"])
               for key in ("scanned", "reclaimed")]
    counted = [grown(name) for name in ("pgscan_kswapd", "pgsteal_kswapd")]
    print(f"# kswapd: scanned and reclaimed {scanned}, vmstat {counted}")
    # The multi-generation LRU tells of pages that it tries again once more (source:
    # evict_folios(), 6.1 to 7.3).
    judge(0 < scanned[1] <= counted[1] <= scanned[1] * 1.01 and
          scanned[0] * 0.95 <= counted[0] <= scanned[0] * 1.01,
          "kswapd scans and reclaims as many pages as the kernel counts", scanned,
          counted)
    scanned = sum(e["scanned"] for e in events["reclaim_end"])
    counted = grown("pgscan_direct")
    print(f"# direct reclaim: scanned {scanned}, vmstat {counted}")
    # What is under way at an end of the recording is counted by one of them only.
    judge(abs(scanned - counted) <= max(64, counted // 20),
          "direct reclaim scans as many pages as the kernel counts", scanned, counted)


def stages():
    """A run has spent time in a stage if it has been there, and only then. Where it
    may not ask for kswapd, a scan does for a boost, in its own time."""
    asks = gfp("KSWAPD_RECLAIM")
    counts = {"waking": "wakes", "scanning": "attempts", "reclaiming": "reclaims",
              "compacting": "compactions", "killing": "ooms"}
    wrong = [(stage, e) for e in events["slow_end"]
             for stage, count in counts.items()
             if (e[stage + "_ns"] > 0) != (e[count] > 0 and (
                 stage != "waking" or gfp(e["gfp"]) & asks > 0))]
    seen = {stage: sum(e[count] > 0 for e in events["slow_end"])
            for stage, count in counts.items()}
    print(f"# runs that have been in each stage: {seen}")
    judge(seen["waking"] and seen["scanning"] and seen["reclaiming"] and not wrong,
          "a run tells time of the stages that it has been in", *wrong[:3])


def gate():
    """What a fast path that found a page has checked is not recorded. What the
    kernel does not have is n/a."""
    fast = [e for e in events["check"] if e["caller"] == "fast-path" and
            e["verdict"] and not e["in_slow_path"] and not e["kswapd"]]
    what = "passed checks of a fast path are recorded if the slow path follows"
    if fast:
        # A run is not seen whose probe was missed: an interrupt's in a handler.
        asked = [e for e in fast if not e.get("late") and
                 (not hook_missed("slow") or "LOW" in e["alloc_flags"])]
        judge(not asked, what, *asked[:3])
    else:
        print(f"ok {what} # SKIP there were none")
    busy = decides("G4")
    wrong = [e for e in events["attempt"] if e["fair"] is not None or
             e["zlc"] is not None or (e["busy"] is not None) != busy]
    judge(events["attempt"] and not wrong, "skips of a kind that the kernel does "
          "not have are n/a", busy, *wrong[:3])


slow_path()
stages()
gate()
marks()
asked()
refused()
runs()
causes()
callers()
kswapd()
