# SPDX-License-Identifier: GPL-2.0-only
"""Compare every figure of "report --json" with the same, computed in another
way from all events ("trace --json") and the recording's first section "zones".

Usage: figures.py RECORDING REPORT EVENTS
REPORT may be of a part of the time (--time); EVENTS are all.
"""
import collections
import json
import math
import struct
import sys

HOLD = 1000000000
SKIPS = ["cpuset", "dirty", "fair", "zlc", "nofragment", "busy", "reclaim_off",
         "reclaim_far", "reclaim_none", "rmqueue", "unknown"]
STAGES = ["waking", "scanning", "reclaiming", "compacting", "throttled",
          "killing"]
WAITS = ["queued_between", "slept_between"]
SEES_FREE = ("fast-path", "slow-path", "kswapd", "wakeup")
wrong = []


def same(what, got, want):
    if got != want:
        wrong.append(f"# {what}: report {got}, computed {want}")


def near(what, got, values, percent):
    """A percentile, which the report takes from buckets 3 % wide."""
    if not values:
        return same(what, got, None)
    values = sorted(values)
    want = values[max(math.ceil(percent * len(values) / 100), 1) - 1]
    if got is None or abs(got - want) > abs(want) * 0.017 + 1:
        wrong.append(f"# {what}: report {got}, computed {want}")
    return None


def count(names):
    return dict(collections.Counter(names))


def some(counts):
    return {key: value for key, value in counts.items() if value}


def latencies(what, got, values):
    same(what + " count", got["count"], len(values))
    same(what + " sum", got["sum_ns"], sum(values))
    same(what + " max", got["max_ns"], max(values) if values else None)
    for percent in 50, 90, 99:
        near(f"{what} p{percent}", got[f"p{percent}_ns"], values, percent)


def part(what, got, of, all_):
    if not all_ or got is None:
        same(what, got, None if not all_ else of)
    elif abs(got - of * 100 / all_) > 1e-6:
        wrong.append(f"# {what}: report {got}, computed {of * 100 / all_}")


def section(path, wanted):
    """Lines of a text section, split to words."""
    data = open(path, "rb").read()
    at = struct.unpack_from("=I", data, 16)[0]
    while at + 16 <= len(data):
        _, kind, size, _ = struct.unpack_from("=IIII", data, at)
        if kind == wanted:
            return [line.split() for line in
                    data[at + 16:at + 16 + size].decode().splitlines()
                    if line and line[0] != "#"]
        at += 16 + (size + 7) // 8 * 8
    return []


class Zone:
    """Free pages and marks of a zone over time."""

    def __init__(self):
        self.marks = self.free = self.worst = self.at = None
        self.boost = 0
        self.time = collections.Counter()
        self.margins = []
        self.samples = self.falls = 0

    def until(self, now):
        """What was seen holds for a second."""
        if self.at is not None and self.free is not None and self.marks:
            passed = min(now - self.at, HOLD)
            self.time["observed"] += passed
            for name, mark in zip(("min", "low", "high"), self.marks):
                if self.free < mark + self.boost:
                    self.time["below_" + name] += passed
        self.at = now

    def see(self, now, free, boost):
        below = (self.marks and self.free is not None and
                 self.free < self.marks[1] + self.boost)
        self.until(now)
        self.samples += 1
        self.free, self.boost = free, boost
        if not self.marks:
            return
        margin = free - self.marks[1] - boost
        self.margins.append(margin)
        self.falls += margin < 0 and not below
        if self.worst is None or margin < self.worst[0]:
            self.worst = (margin, now, free)

    def mark(self, now, event):
        marks = [event[k + "_pages"] for k in ("min", "low", "high")]
        if None not in marks and marks != self.marks:
            self.until(now)
            self.marks = marks


recording, report, trace = sys.argv[1:]
doc = json.load(open(report))
everything = [json.loads(line) for line in open(trace)]
START, END = doc["start_ns"], doc["end_ns"]
whole = "window" not in doc
events = [e for e in everything if whole or
          e["time_ns"] >= doc["window"]["from_ns"] and
          e.get("from_ns", e["time_ns"]) < (doc["window"]["to_ns"] or math.inf)]
before = [e for e in everything if not whole and
          e["time_ns"] < doc["window"]["from_ns"]]
by = collections.defaultdict(list)
for item in events:
    by[item["event"]].append(item)


def check_kswapd():
    woken = [w for w in by["wake"] if w["verdict"] == "woken"]
    wakes = doc["kswapd_wakes"]
    same("zones woken", {z["zone"]: z["wakes"] for z in wakes["zones"]},
         count(w["zone"] for w in woken))
    for zone in wakes["zones"]:
        mine = [w for w in woken if w["zone"] == zone["zone"]]
        margins = [w["margin_pages"] for w in mine]
        same("margin min", zone["margin_min_pages"], min(margins))
        near("margin median", zone["margin_median_pages"], margins, 50)
        same("by order", zone["by_order"],
             count(str(min(w["order"], 15)) for w in mine))
    for node in wakes["nodes"]:
        mine = collections.Counter(
            (w["pid"], w["comm"]) for w in woken
            if w["zone"].split(":")[0] == str(node["node"]))
        same("wakers", sorted(((-n, *who) for who, n in mine.items()))[:10],
             [(-w["wakes"], w["pid"], w["comm"]) for w in node["wakers"]])
    refused = {z.pop("zone"): z for z in doc["refused_wakes"]}
    same("requests", {z: r.pop("requests") for z, r in refused.items()},
         {z: sum(w["zone"] == z and w["verdict"] != "not-asked"
                 for w in by["wake"]) for z in refused})
    same("zones asked for", sorted(refused), sorted({w["zone"]
                                                     for w in by["wake"]}))
    for zone, counts in refused.items():
        same("refused", some(counts),
             count(w["verdict"] for w in by["wake"] if w["zone"] == zone and
                   w["verdict"] in counts))
    for node in doc["kswapd_runs"]:
        check_runs(node, node["node"])


def check_runs(got, node):
    def mine(kind):
        return [e for e in by[kind] if e["node"] == node]

    ends = mine("balance_end")
    same("wakes", got["wakes"], len(mine("kswapd_wake")))
    same("sleeps", got["sleeps"], len(mine("kswapd_sleep")))
    latencies("balance", got["balance"], [e["latency_ns"] for e in ends])
    scanned = sum(e["scanned"] for e in ends)
    reclaimed = sum(e["reclaimed"] for e in ends)
    same("scanned", got["scanned_pages"], scanned)
    same("reclaimed", got["reclaimed_pages"], reclaimed)
    part("efficiency", got["reclaimed_percent"], reclaimed, scanned)
    same("fruitless", got["fruitless_runs"],
         sum(not e["reclaimed"] for e in ends))
    same("failures", got["most_failures"],
         max([e["failures"] for e in ends], default=0))
    since, awake = None, 0
    for event in before + events:
        if event.get("node") != node:
            continue
        if event["event"] == "kswapd_wake" and since is None:
            since = max(event["time_ns"], START)
        elif event["event"] == "kswapd_sleep" and since is not None:
            awake += max(event["time_ns"] - since, 0)
            since = None
    same("awake", got["awake_ns"],
         awake + (max(END - since, 0) if since is not None else 0))


def check_slow():
    slow, ends = doc["slow_path"], by["slow_end"]
    latencies("slow path", slow, [e["latency_ns"] for e in ends])
    same("failed", slow["failed"], sum(e["result"] == "failed" for e in ends))
    for key in "attempts", "reclaims", "wakes":
        same(key, slow[key], sum(e[key] for e in ends))
    same("begins", slow["begins"], len(by["slow_begin"]))
    ids = {e["span"]: e for e in by["slow_begin"]}
    same("without begin", slow["without_begin"],
         sum(e["span"] not in ids for e in ends))
    same("without end", slow["without_end"],
         len(set(ids) - {e["span"] for e in ends}))
    same("without stages", slow["without_stages"],
         sum(e.get("unseen", False) for e in ends))
    for row in slow["by_order"]:
        mine = [e for e in ends if min(e["order"], 15) == row["order"]]
        latencies("order", row, [e["latency_ns"] for e in mine])
        same("order attempts", row["attempts"],
             sum(e["attempts"] for e in mine))
    keys = {
        "task": lambda e: (e["pid"], e["comm"]),
        "cgroup": lambda e: ((ids.get(e["span"]) or {}).get("cgroup") or None,),
        "order": lambda e: (e["order"],),
        "gfp": lambda e: (e["gfp"],),
    }
    for what, key in keys.items():
        check_blame(what, slow["blame"][what], ends, key)
    worst = sorted(ends, key=lambda e: -e["latency_ns"])[:10]
    same("worst", [w["latency_ns"] for w in slow["worst"]],
         [e["latency_ns"] for e in worst])
    for got in slow["worst"]:
        want = next(e for e in ends if e["span"] == got["span"])
        for key in ("pid", "comm", "order", "result", "zone", "preferred",
                    "attempts", "reclaims", "wakes", "gfp"):
            same("worst " + key, got[key], want[key])


def check_blame(what, rows, ends, key):
    groups = collections.defaultdict(list)
    for end in ends:
        groups[key(end)].append(end)
    sums = {k: sum(e["latency_ns"] for e in g) for k, g in groups.items()}
    same("blamed " + what, [r["sum_ns"] for r in rows],
         sorted(sums.values(), reverse=True)[:10])
    for row in rows:
        name = (row["pid"], row["comm"]) if what == "task" else (row[what],)
        mine = groups.get(name, [])
        latencies(f"{what} {name}", row, [e["latency_ns"] for e in mine])
        same("failed", row["failed"],
             sum(e["result"] == "failed" for e in mine))
        stages = stages_of(mine)
        same(f"{what} {name} stages", row["stages"],
             stages if any(stages[s + "_ns"] for s in STAGES) else None)


def stages_of(ends):
    """Time by stage, what they leave, and what of it all a CPU was waited for."""
    ended = {e["span"] for e in ends}
    waits = [e for e in by["waits"] if e["span"] in ended]
    times = {s + "_ns": sum(e[s + "_ns"] for e in ends) for s in STAGES}
    for wait in WAITS:
        times[wait + "_ns"] = sum(e[wait + "_ns"] for e in waits) if waits else None
    rest = sum(e["latency_ns"] for e in ends) - sum(t or 0 for t in times.values())
    return {**times, "none_of_these_ns": max(rest, 0),
            "queued_ns": sum(e["queued_ns"] for e in waits) if waits else None}


def check_decisions():
    decisions = doc["decisions"]
    for skip in SKIPS:
        seen = [a[skip] for a in by["attempt"] if a[skip] is not None]
        same(skip, decisions["skips"][skip.replace("_", "-")],
             sum(seen) if seen else None)
    told = any(a["scans"] is not None or a["rescans"] for a in by["attempt"])
    same("rescans", decisions["rescans"],
         count(r for a in by["attempt"] for r in a["rescans"])
         if told or not by["attempt"] else None)
    same("retries", decisions["retries"],
         count(r["reason"] for r in by["retry"]))
    sums = stages_of(by["slow_end"])
    if not any(sums[s + "_ns"] for s in STAGES):
        sums = dict.fromkeys(sums)
    same("stages", decisions["stages"],
         {**sums, "latency_ns": sum(e["latency_ns"] for e in by["slow_end"])})
    attempts = {a["kind"]: (a["page"], a["failed"]) for a in doc["attempts"]}
    results = collections.defaultdict(list)
    for attempt in by["attempt"]:
        results[attempt["kind"]].append(attempt["result"])
    same("attempts", attempts, {k: (r.count("page"), r.count("failed"))
                                for k, r in results.items()})
    reclaim, ends = doc["direct_reclaim"], by["reclaim_end"]
    latencies("reclaim", reclaim, [e["latency_ns"] for e in ends])
    same("reclaims begun", reclaim["begins"], len(by["reclaim_begin"]))
    scanned = sum(e["scanned"] for e in ends)
    reclaimed = sum(e["reclaimed"] for e in ends)
    same("scanned", reclaim["scanned_pages"], scanned)
    same("reclaimed", reclaim["reclaimed_pages"], reclaimed)
    part("efficiency", reclaim["reclaimed_percent"], reclaimed, scanned)


def check_checks():
    groups = collections.defaultdict(list)
    for check in by["check"]:
        groups[check["zone"], check["which"]].append(check)
    same("checks", sorted((c["zone"], c["mark"]) for c in doc["checks"]),
         sorted(groups))
    for got in doc["checks"]:
        mine = groups[got["zone"], got["mark"]]
        failed = [c for c in mine if not c["verdict"]]
        same("failed", (got["failed"], got["passed"]),
             (len(failed), len(mine) - len(failed)))
        same("why", got["why"], count(c["why"] for c in failed))
        same("callers", got["callers"], count(c["caller"] for c in mine))
        same("disagreed", got["disagreed"],
             sum(not c["verdict"] != (not c["derived"]) for c in mine))
        worst = min(mine, key=lambda c: c["margin_pages"])
        same("worst check", (got["worst_margin_pages"],
                             got["worst_margin_time_ns"]),
             (worst["margin_pages"], worst["time_ns"]))
    blocks = collections.defaultdict(list)
    for check in by["check"]:
        if not check["verdict"] and check["why"] == "block":
            blocks[check["zone"], min(check["order"], 15)].append(check)
    same("fragmentation", {
        (b["zone"], b["order"]): (b["failed"], b["of_allocations"],
                                  b["largest_margin_pages"])
        for b in doc["fragmentation"]}, {
            key: (len(b), sum(c["caller"] in SEES_FREE[:2] for c in b),
                  max(c["margin_pages"] for c in b))
            for key, b in blocks.items()})


def zone_models():
    zones = collections.defaultdict(Zone)
    table = section(recording, 4) or [[]]
    begin = [int(row[1]) for row in section(recording, 1)
             if row[0] == "start_ns"]
    for row in [dict(zip(table[0], row)) for row in table[1:]]:
        zone = zones[f"{row['node']}:{row['zone']}"]
        boost = min(int(row.get("boost", 0)), int(row["min"]))
        zone.marks = [int(row[k]) - boost for k in ("min", "low", "high")]
        zone.boost = boost
        if [START] == begin:
            zone.see(START, int(row["free"]), boost)
    for event in before:
        if event["event"] in ("zone", "wmark") and event["low_pages"] is not None:
            zones[event["zone"]].mark(START, event)
            if event["boost_pages"] is not None:
                zones[event["zone"]].boost = event["boost_pages"]
    return zones


def check_zones():
    zones = zone_models()
    changes = collections.defaultdict(collections.Counter)
    for event in events:
        now, zone = event["time_ns"], zones[event.get("zone")]
        if event["event"] == "wmark":
            zone.mark(now, event)
            if event["boost_pages"] not in (None, zone.boost):
                zone.until(now)
                zone.boost = event["boost_pages"]
            changes[event["zone"]][event["cause"]] += 1
        elif event["event"] == "zone":
            zone.mark(now, event)
            if event["free_pages"] is not None:
                zone.see(now, event["free_pages"], event["boost_pages"] or 0)
        elif event["event"] == "wake" and event["free_pages"] is not None:
            zone.see(now, event["free_pages"], event["boost_pages"] or 0)
        elif (event["event"] == "check" and event["caller"] in SEES_FREE and
              event["free_pages"] >= 0):
            zone.see(now, event["free_pages"], event["boost_pages"] or 0)
    for zone in zones.values():
        zone.until(END)
    for got in doc["zones"]:
        zone = zones[got["zone"]]
        same(got["zone"] + " samples", got["samples"], zone.samples)
        if not zone.marks:
            continue
        same("marks", [got[k + "_pages"] for k in ("min", "low", "high")],
             zone.marks)
        for key in "observed", "below_min", "below_low", "below_high":
            same(f"{got['zone']} {key}", got[key + "_ns"], zone.time[key])
        same("falls", got["falls_below_low"], zone.falls)
        if not zone.worst:
            continue
        for percent in 1, 10, 50, 90:
            near("margin", got[f"margin_p{percent}_pages"], zone.margins,
                 percent)
        same("worst", (got["worst_margin_pages"], got["worst_margin_time_ns"],
                       got["worst_free_pages"]), zone.worst)
    for got in doc["mark_changes"]:
        same("changes", got["causes"], dict(changes[got["zone"]]))


same("by event", doc["by_event"], {k: len(by[k]) for k in doc["by_event"]})
same("events", doc["events"], len(events) - len(by["loss"]))
same("lost", doc["lost"]["records"], sum(e["records"] for e in by["loss"]))
check_kswapd()
check_slow()
check_decisions()
check_checks()
check_zones()
if wrong:
    print(*wrong[:20], sep="\n")
    sys.exit(1)
