#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Turns what the guests and the host measured into the table, summary.json and
docs/overhead.md, and compares instruction counts with tests/bench/expected.

Usage: render.py DIR [--docs FILE] [--expected FILE [--accept | --whole]]
DIR has KERNEL.PART.out (lines "@ METRIC TOOL VALUE UNIT") and KERNEL.versions."""
import argparse
import datetime
import json
import pathlib
import sys

# metric, short title, target for lowmark as text, and as a test of the value
METRICS = [
    ("check.recorded.instructions", "recorded check", "<= 330", lambda v: v <= 330),
    ("check.verdict.instructions", "recorded check with the function's verdict",
     "<= 650", lambda v: v <= 650),
    ("check.dropped.instructions", "check dropped by filter or gate", "<= 250",
     lambda v: v <= 250),
    ("off.instructions", "in place, recording off", "0 (+-2)", lambda v: abs(v) <= 2),
    ("default.idle_overhead_percent", "page faults without pressure, %", "<= 2",
     lambda v: v <= 2),
    ("default.reclaim_overhead_percent", "steady reclaim, %", "<= 5", lambda v: v <= 5),
    ("ring.bytes_per_check", "bytes per check", "<= 40", lambda v: v <= 40),
    ("lost.records", "records lost in a storm", "0", lambda v: v == 0),
    ("cpus.1.instructions", "recorded check, 1 of 8 CPUs at work", None, None),
    ("cpus.8.instructions", "recorded check, 8 of 8 CPUs at work", None, None),
    ("cpus.flat_percent", "most that 2 to 8 CPUs differ from 1, %", "<= 10",
     lambda v: abs(v) <= 10),
    ("decode.records_per_second", "decode and report, records/s and core", ">= 20000000",
     lambda v: v >= 20e6),
    ("decode.instructions_per_record", "decode and report, instructions per record",
     None, None),
    ("report.peak_memory_mib", "memory to report, MiB (lowmark: of 4 GiB)", "<= 64", lambda v: v <= 64),
    ("ratio.ftrace", "a recorded check of ftrace by lowmark's", ">= 5", lambda v: v >= 5),
    ("ratio.bpftrace", "of bpftrace with kprobes", ">= 5", lambda v: v >= 5),
    ("ratio.bpf", "of the cheaper CO-RE program", "> 1", lambda v: v > 1),
    ("ratio.decode", "records/s by those of the fastest peer", ">= 20",
     lambda v: v >= 20),
]
# RATIOS: what lowmark is compared with: metric, peers of which the best counts, whether
# less is better, and lowmark's own row where it is not the first: the same recording
RATIOS = {
    "ratio.ftrace": ("check.recorded.instructions", ("ftrace",), True),
    "ratio.bpftrace": ("check.recorded.instructions", ("bpftrace",), True),
    "ratio.bpf": ("check.recorded.instructions", ("bpf-kprobe", "bpf-fentry"), True),
    "ratio.decode": ("decode.records_per_second",
                     ("trace-cmd", "perf", "babeltrace2"), False, "lowmark-same"),
}
OWN = ("lowmark", "lowmark-filter")  # held against the targets
TOLERANCE = 0.05


def read(directory):
    """[{metric, tool, kernel, value or None, unit or reason}]; the last one counts"""
    found = {}
    for path in sorted(directory.glob("*.out")):
        for line in path.read_text(errors="replace").splitlines():
            if not line.startswith("@ "):
                continue
            metric, tool, value, unit = (line[2:].split(None, 3) + ["", ""])[:4]
            try:
                value = float(value)
            except ValueError:
                value = None
            kernel = path.stem.rpartition(".")[0]
            found[metric, tool, kernel] = {"metric": metric, "tool": tool,
                                           "kernel": kernel, "value": value,
                                           "unit": unit}
    return list(found.values())


def ratios(found):
    """Rows that compare lowmark with the best of its peers, where both were measured."""
    values = {(r["kernel"], r["metric"], r["tool"]): r["value"] for r in found}
    for kernel in sorted({r["kernel"] for r in found}):
        for name, (metric, peers, less, *row) in RATIOS.items():
            own = values.get((kernel, metric, *(row or ["lowmark"])))
            theirs = [values[kernel, metric, peer] for peer in peers
                      if values.get((kernel, metric, peer))]
            if own and theirs:
                yield {"metric": name, "tool": "lowmark", "kernel": kernel, "unit": "",
                       "value": round(min(theirs) / own if less else own / max(theirs), 2)}


def number(value):
    if value is None:
        return "n/a"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.2f}"


def tools_of(found):
    seen = []
    for row in found:
        if row["tool"] not in seen:
            seen.append(row["tool"])
    return seen


def table(found, kernel):
    """Rows of a Markdown table: a metric each, a column per tool."""
    values = {(r["metric"], r["tool"]): r["value"] for r in found if r["kernel"] == kernel}
    tools = tools_of(r for r in found if r["kernel"] == kernel)
    yield ["", "target"] + tools
    for metric, title, target, met in METRICS:
        if not any((metric, t) in values for t in tools):
            continue
        cells = []
        for tool in tools:
            value = values.get((metric, tool))
            cell = number(value) if (metric, tool) in values else "-"
            if tool in OWN and value is not None and met:
                cell += "" if met(value) else " (missed)"
            cells.append(cell)
        yield [title, target or ""] + cells


def aligned(rows):
    rows = list(rows)
    width = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(c.ljust(w) if i < 2 else c.rjust(w)
                        for i, (c, w) in enumerate(zip(row, width))).rstrip()


def markdown(rows):
    rows = list(rows)
    yield "| " + " | ".join(rows[0]) + " |"
    yield "| --- | --- |" + " ---: |" * (len(rows[0]) - 2)
    for row in rows[1:]:
        yield "| " + " | ".join(row) + " |"


INTRO = pathlib.Path(__file__).with_name("overhead.intro.md")


def document(found, directory):
    yield INTRO.read_text().format(date=datetime.date.today()).rstrip()
    for kernel in sorted({r["kernel"] for r in found}):
        versions = directory / f"{kernel}.versions"
        yield f"\n## {kernel}\n"
        if versions.exists():
            text = ", ".join(versions.read_text().split("\n")).strip(", ")
            yield text + ".\n"
        yield from markdown(table(found, kernel))
        why = [r for r in found if r["kernel"] == kernel and r["value"] is None]
        if why:
            yield "\nNot measured:\n"
            yield from sorted({f"- {r['tool']}, {r['metric']}: {r['unit']}" for r in why})


def gate(found, path, whole):
    """Compare with "KERNEL METRIC TOOL VALUE" lines; only instruction counts. In a
    whole run each has to have been measured."""
    bad = 0
    have = {(r["kernel"], r["metric"], r["tool"]): r["value"] for r in found}
    for kernel in sorted({r["kernel"] for r in found}) if whole else ():
        for name in RATIOS:
            if (kernel, name, "lowmark") not in have:
                bad += 1
                print(f"bench: {kernel} {name}: lowmark or its peers were not measured",
                      file=sys.stderr)
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kernel, metric, tool, expected = line.split()
        value, expected = have.get((kernel, metric, tool)), float(expected)
        if value is None:
            bad += whole
            if whole:
                print(f"bench: {kernel} {metric} of {tool} was not measured, expected "
                      f"{number(expected)}", file=sys.stderr)
            continue
        if abs(value - expected) > max(abs(expected) * TOLERANCE, 2):
            bad += 1
            print(f"bench: {kernel} {metric} of {tool}: {number(value)}, expected "
                  f"{number(expected)} within {TOLERANCE:.0%}", file=sys.stderr)
    return bad


EXPECTED = """# SPDX-License-Identifier: GPL-2.0-only
# What make bench holds instruction counts against, within 5 % or 2 instructions:
# kernel, metric, tool, value. Written by tests/bench/run --accept.
"""


def accept(found, path):
    """Make what was measured what is expected; of the guests, not of this machine."""
    rows = [f"{r['kernel']} {r['metric']} {r['tool']} {r['value']:g}\n" for r in found
            if r["unit"] == "instructions" and r["value"] is not None
            and not r["metric"].startswith("decode.")]
    path.write_text(EXPECTED + "".join(sorted(rows)))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--docs", type=pathlib.Path)
    parser.add_argument("--expected", type=pathlib.Path)
    parser.add_argument("--accept", action="store_true")
    parser.add_argument("--whole", action="store_true", help="everything was measured")
    args = parser.parse_args()
    found = read(args.directory)
    if not found:
        sys.exit("bench: nothing was measured")
    found += ratios(found)
    (args.directory / "summary.json").write_text(json.dumps(found, indent=1) + "\n")
    for kernel in sorted({r["kernel"] for r in found}):
        print(f"\n{kernel}")
        print("\n".join(aligned(table(found, kernel))))
    if args.docs:
        args.docs.write_text("\n".join(document(found, args.directory)) + "\n")
    if args.expected and args.accept:
        accept(found, args.expected)
    if args.expected and args.expected.exists() and gate(found, args.expected, args.whole):
        sys.exit(1)


main()
