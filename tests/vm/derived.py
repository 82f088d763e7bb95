#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Retraces every attempt of a recording of all checks: what lowmark concluded
from the kernel's state, skips and rescans, against what the checks around it
show: the order of the zones, the verdicts and the allocator flags."""
import collections
import sys

from lowmark_test import events_of, judge, owner, stats, zone_indices

SHORT = {"reclaim-off", "reclaim-far", "reclaim-none"}
SKIPS = {"cpuset", "dirty", "fair", "zlc", "nofragment", "busy", "reclaim-off",
         "reclaim-far", "reclaim-none", "rmqueue", "unknown"}
STEPS = {"check", "skip", "rescan"}


class Disagreement(Exception):
    """What lowmark concluded and what the checks show do not fit."""


def zonelist(zones, attempt):
    """The zones a scan goes over, from the preferred one on; zones: {zone: index}.

    A nodemask is not in the record: the few scans that have one, those of
    khugepaged for example, count as disagreements.
    """
    preferred = attempt["preferred"]
    home = preferred.split(":")[0]
    found = []
    for node in [home] + sorted({z.split(":")[0] for z in zones} - {home}):
        if node != home and "THISNODE" in attempt["gfp"].split("|"):
            continue
        top = zones[preferred] if node == home else attempt["highest_index"]
        found += sorted((z for z in zones if z.split(":")[0] == node and
                         zones[z] <= top), key=lambda z: -zones[z])
    return found


def met_unboosted(check):
    """Is the mark met without its boost? An urgent request of order 0 asks that, too,
    which 7.2's compiler has inlined: nobody sees it there."""
    mark = check["mark_pages"] - check["boost_pages"]
    return (check["which"] == "min" and check["boost_pages"] and not check["order"] and
            "MIN_RESERVE" in check["alloc_flags"].split("|") and
            check["free_pages"] > mark - mark // 2 + check["reserve_pages"])


class Walk:
    """One attempt, retraced from its records."""

    def __init__(self, zones, attempt):
        self.attempt = attempt
        self.list = zonelist(zones, attempt)
        self.at = self.scan = self.visited = 0
        self.skips = collections.Counter()
        self.reasons = set()
        self.check = self.ended = None
        self.flags = set(attempt["alloc_flags"].split("|"))
        self.busy = {False: 0, True: 0}  # skips, before and after a rescan
        self.reconsidered = False
        self.inlined = False  # it passed by a check that was not seen

    def demand(self, holds, why):
        """Disagree unless something holds."""
        if not holds:
            raise Disagreement(why)

    def next(self):
        """The zone that is to be accounted for."""
        return self.list[self.at] if self.at < len(self.list) else None

    def on_check(self, e):
        """A check: of the next zone, with the flags that are left."""
        self.demand(e["zone"] == self.next(), "zone of the check")
        flags = set(e["alloc_flags"].split("|"))
        self.demand(("NOFRAGMENT" in flags) == ("NOFRAGMENT" in self.flags),
                    "flags of the check")
        self.check = e

    def on_skip(self, e):
        """A skip: of the next zone, for a reason its check allows."""
        reason = e["reason"]
        self.demand(e["zone"] == self.next(), "zone of the skip")
        self.demand(e["scan"] == self.scan, "scan of the skip")
        if reason in SHORT:
            self.demand(self.check and not self.check["verdict"],
                        "short, and no check failed")
        elif reason == "rmqueue":
            self.demand(self.passed(), "no page, and its check failed")
        else:
            self.demand(reason != "unknown", "unknown")
            self.demand(not self.check, f"{reason}, and it was checked")
        if reason == "busy":
            self.busy[self.reconsidered] += 1
            self.demand(not self.reconsidered, "busy once more")
        if reason == "nofragment":
            self.demand("NOFRAGMENT" in self.flags and e["zone"].split(":")[0]
                        != self.list[0].split(":")[0], "not remote")
        self.skips[reason] += 1
        self.visited += 1
        self.at += 1
        self.check = None

    def passed(self):
        """May the zone have met its mark, as far as its check tells?"""
        # An order 0 request that passes is checked inline; so is the mark
        # that is wanted, after the high one.
        return (not self.check or self.check["verdict"] or
                "NO_WATERMARKS" in self.flags or
                (self.check["which"] == "high" and "HIGH" not in self.flags))

    def on_rescan(self, e):
        """A rescan: at the end of the list, or where it turned back."""
        reasons = set(e["reasons"])
        self.reasons |= reasons
        self.demand(e["scan"] == self.scan, "scan of the rescan")
        self.demand(bool(reasons) == bool(e["taken"]), "taken for no reason")
        if e["zone"] is None:
            self.demand(self.next() is None, "zones are left at a rescan")
        if "busy" in reasons:
            self.demand(self.busy[False] and not self.reconsidered,
                        "rescan for busy nodes, and none was skipped")
            self.reconsidered = True
        if reasons & {"nofragment-remote", "nofragment-end"}:
            self.demand("NOFRAGMENT" in self.flags, "may fragment already")
            self.flags.discard("NOFRAGMENT")
        if reasons:
            self.scan += 1
            self.at, self.check = 0, None
            return
        self.demand(self.reconsidered or not self.busy[False],
                    "busy nodes are not reconsidered")
        self.demand("NOFRAGMENT" not in self.flags, "could still fragment")
        self.ended = e

    def finish(self):
        """The attempt's own record: result and counts."""
        a = self.attempt
        if a["result"] == "page":
            self.demand(a["zone"] == self.next(), "zone of the page")
            self.inlined = not self.passed() and met_unboosted(self.check)
            self.demand(self.inlined or self.passed(), "a page, and the check failed")
            self.visited += 1
        else:
            self.demand(self.ended, "failed, and zones are left")
        self.demand(a["scans"] == self.scan + 1, "number of scans")
        self.demand(a["zones"] == self.visited, "number of zones")
        for reason in SKIPS:
            self.demand((a[reason.replace("-", "_")] or 0) == self.skips[reason],
                        f"number of {reason}")
        self.demand(set(a["rescans"]) == self.reasons, "reasons of rescans")


def retrace(zones, attempt, steps):
    """Raise Disagreement where an attempt's records do not fit. Was a check inlined?"""
    walk = Walk(zones, attempt)
    for step in steps:
        walk.demand(not walk.ended, "steps after the end")
        getattr(walk, "on_" + step["event"])(step)
    walk.finish()
    return walk.inlined


def main(tool, out):
    """Judge the recording of a guest."""
    path = out + "/r.lowmark"
    indices = zone_indices(out + "/zoneinfo")
    zones = {e["zone"]: indices[e["zone"].split(":")[1]]
             for e in events_of(tool, path, "zone")}
    open_steps = collections.defaultdict(list)
    counts, wrong = collections.Counter(), collections.Counter()
    examples, reasons, first, busy = [], collections.Counter(), None, False
    for e in events_of(tool, path, "attempt", *STEPS):
        first = first or e["time_ns"]
        kind = e["event"]
        if kind in STEPS and (kind != "check" or
                              e["caller"] in ("fast-path", "slow-path")):
            open_steps[owner(e)].append(e)
            counts["checks without boost"] += e.get("which") == "min-unboosted"
            if kind != "check":
                reasons.update([e["reason"]] if kind == "skip" else
                               ["rescan " + r for r in e["reasons"] or ["none"]])
        if kind != "attempt":
            continue
        steps = open_steps.pop(owner(e), [])
        if e["preferred"] is None or e["time_ns"] - (e["latency_ns"] or 0) <= first:
            continue
        e["highest_index"] = indices[e["highest"]]
        busy |= e["busy"] is not None
        counts["attempts"] += 1
        counts["with checks, skips or rescans"] += bool(steps)
        counts["with rescans"] += e["scans"] > 1
        try:
            counts["such inlined"] += retrace(zones, e, steps)
        except Disagreement as why:
            wrong[str(why)] += 1
            if wrong[str(why)] == 1:
                examples.append(f"{why}: {e} after {steps}")
    if counts["checks without boost"]:
        wrong["a page, and the check failed"] += counts["such inlined"]
    total = sum(wrong.values())
    print(f"# {dict(counts)}; derived: {dict(reasons)}")
    print(f"# {total} disagreements: {dict(wrong)}")
    for example in examples:
        print("#", example)
    judge(counts["attempts"] >= 100000, "100000 attempts were retraced")
    # In node 0 memory is in two zones, so that some may not fragment; the kernel
    # may know of busy nodes.
    wanted = ["reclaim-off", "nofragment", "rescan nofragment-remote",
              "rescan nofragment-end", "rescan none", "cpuset", "dirty", "rmqueue"]
    wanted += ["busy", "rescan busy"] if busy else []
    judge(all(reasons[of] for of in wanted) and reasons["reclaim-off"] > 1000,
          "derived facts were there to judge, of each kind", dict(reasons))
    judge(total * 10000 < counts["attempts"],
          "below 1 of 10000 attempts, checks and derived facts disagree")
    lost = [f"{k}: {v}" for k, v in stats(out + "/stats").items() if v["lost"]]
    judge(not lost, "nothing was lost", *lost[:5])


if __name__ == "__main__":
    main(*sys.argv[1:])
