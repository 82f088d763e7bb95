#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# What tests/bench makes of what it measured: summary.json, the table, the
# document, and the gate.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

mkdir "$work/bench"
cat >"$work/bench/6.1.guest.out" <<'END'
noise
@ check.recorded.instructions lowmark 300.0 instructions
@ check.dropped.instructions lowmark 260.0 instructions
@ check.recorded.instructions perf n/a no such event
END
echo 'Linux 6.1' >"$work/bench/6.1.versions"

# render EXPECTED-LINE
render()
{
	echo "$1" >"$work/expected"
	status=0
	tests/bench/render.py "$work/bench" --expected "$work/expected" \
		--docs "$work/doc.md" >"$work/out" 2>"$work/err" || status=$?
}

render '6.1 check.recorded.instructions lowmark 310'
judge "3 % off passes" 0 '' '^recorded check +<= 330 +300 +n/a$'
grep -q '^check dropped by filter or gate  *<= 250  *260 (missed)  *-$' "$work/out"
result "a missed target says so, a metric that a tool lacks is no number"
python3 - "$work/bench/summary.json" <<'END'
import json, sys
rows = json.load(open(sys.argv[1]))
assert rows == [
    {"metric": "check.recorded.instructions", "tool": "lowmark", "kernel": "6.1",
     "value": 300.0, "unit": "instructions"},
    {"metric": "check.dropped.instructions", "tool": "lowmark", "kernel": "6.1",
     "value": 260.0, "unit": "instructions"},
    {"metric": "check.recorded.instructions", "tool": "perf", "kernel": "6.1",
     "value": None, "unit": "no such event"}], rows
END
result "summary.json has every value, and null for what there is none of"
grep -q '^| recorded check | <= 330 | 300 | n/a |$' "$work/doc.md" &&
	grep -q '^- perf, check.recorded.instructions: no such event$' "$work/doc.md"
result "the document has the table and why a value is missing"

render '6.1 check.recorded.instructions lowmark 320'
judge "6 % off fails" 1 '6.1 check.recorded.instructions of lowmark: 300, expected 320 within 5%' .
render '6.1 check.recorded.instructions lowmark 284'
judge "so does 6 % too many" 1 'expected 284 within 5%' .

render '6.1 check.verdict.instructions lowmark 400'
judge "what was not measured passes when it was not asked for" 0 '' .
status=0
tests/bench/render.py "$work/bench" --expected "$work/expected" --whole >"$work/out" 2>"$work/err" ||
	status=$?
judge "of a whole run it fails" 1 \
	'6.1 check.verdict.instructions of lowmark was not measured, expected 400' .

# What lowmark is to be measured with, by the names that others read
names="check.recorded.instructions check.verdict.instructions check.dropped.instructions
	off.instructions default.idle_overhead_percent default.reclaim_overhead_percent
	ring.bytes_per_check decode.records_per_second report.peak_memory_mib lost.records"
mkdir "$work/all"
for metric in $names; do
	echo "@ $metric lowmark 100 of"
	echo "@ $metric ftrace 400 of"
	echo "@ $metric bpf-kprobe 180 of"
	echo "@ $metric bpf-fentry 120 of"
	echo "@ $metric perf 2.5 of"
	echo "@ $metric lowmark-same 50 of"
done >"$work/all/6.1.guest.out"
tests/bench/render.py "$work/all" >"$work/table"
[ "$(jq -r '.[] | select(.tool == "ftrace" and .unit == "of") | .metric' \
	"$work/all/summary.json" | sort)" = "$(xargs -n 1 <<<"$names" | sort)" ] &&
	[ "$(grep -cE ' 100( |$)' "$work/table")" = 10 ] &&
	[ "$(grep -cE ' 400 ' "$work/table")" = 10 ]
result "the table and summary.json have each of these names"
[ "$(jq -r '.[] | select(.metric | startswith("ratio.")) | "\(.metric) \(.value * 10 | round)"' \
	"$work/all/summary.json")" = "ratio.ftrace 40
ratio.bpf 12
ratio.decode 200" ]
result "lowmark is compared with the best of each kind of peer that was measured"
grep -q "^a recorded check of ftrace by lowmark's  *>= 5  *4 (missed) " "$work/table"
result "a ratio that misses its target says so"

tests/bench/render.py "$work/bench" --expected "$work/expected" --accept >/dev/null
[ "$(grep -v '^#' "$work/expected")" = '6.1 check.dropped.instructions lowmark 260
6.1 check.recorded.instructions lowmark 300' ]
result "what is measured can become what is expected"
finish
