#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# lowmark why: stories of incidents of known causes, compared with those that
# were read and approved (tests/golden/why; GOLDEN=update writes them anew).
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

golden=tests/golden/why
made=$work/made
mkdir -p "$made"
chmod 755 "$made"
LOWMARK_INCIDENTS=$made build/unit/test_why >/dev/null
result "the incidents are made"

for file in "$made"/*.lowmark; do
	name=$(basename "$file" .lowmark)
	run why "${name##*.}" "$file"
	[ "${GOLDEN:-}" != update ] || cp "$work/out" "$golden/${name%.*}.txt"
	[ "$status" = 0 ] && [ ! -s "$work/err" ] &&
		diff "$golden/${name%.*}.txt" "$work/out"
	result "the story of ${name%.*}"
	run why --json "${name##*.}" "$file"
	python3 - "$golden/${name%.*}.txt" "$work/out" <<-'END'
		import json, sys
		text = " ".join(open(sys.argv[1]).read().split())
		doc = json.load(open(sys.argv[2]))
		if doc["cause"]:
		    assert f"({doc['cause']}, confidence" in text, doc["cause"]
		else:
		    assert "Undecided:" in text
	END
	result "its JSON agrees"
done

# Those recorded on real kernels (tests/incidents/record): NAME.KERNEL.QUESTION
while read -r name cause; do
	[ "$name" != '#' ] || continue
	file=tests/incidents/$name.lowmark
	run why "${name##*.}" "$file"
	[ "${GOLDEN:-}" != update ] || cp "$work/out" "$golden/recorded/$name.txt"
	[ "$status" = 0 ] && [ ! -s "$work/err" ] &&
		diff "$golden/recorded/$name.txt" "$work/out"
	result "the story of $name"
	run why --json "${name##*.}" "$file"
	# shellcheck disable=SC2086 # one word each
	python3 - "$work/out" $cause <<-'END'
		import json, sys
		doc = json.load(open(sys.argv[1]))
		causes = sys.argv[2:]
		found = [f["cause"] for f in doc["findings"]]
		if causes[0] == "?":
		    assert doc["cause"] is None, doc["cause"]
		    assert found[:len(causes) - 1] == causes[1:], found
		else:
		    assert doc["cause"] == causes[0], found
		stages = doc["stages"]
		# No stage is told twice: the rest is what they leave of the run.
		if doc["question"] in ("stall", "fail"):
		    told = stages["none_of_these_ns"] + sum(
		        stages[s] or 0 for s in ("queued_between_ns", "slept_between_ns"))
		    told += sum(stages[s]["time_ns"] for s in ("attempts", "compaction",
		        "throttling", "reclaim", "oom", "wakes"))
		    assert abs(told - doc["latency_ns"]) <= 0.02 * doc["latency_ns"]
		    assert stages["none_of_these_ns"] < doc["latency_ns"]
	END
	result "its cause: $cause"
done <tests/incidents/causes
[ "$(grep -vc '^#' tests/incidents/causes)" = "$(find tests/incidents -name '*.lowmark' | wc -l)" ]
result "every recorded incident has a cause"

run why --json stall "$made/cpu.stall.lowmark"
[ "$(jq -c '.stages | [.queued_ns, .queued_between_ns, .slept_between_ns]' "$work/out")" = \
	"[9000000,1000000,500000]" ]
result "what a run waited for"

# What was not recorded is n/a; what recording cost is told.
made_part=$made/atomic.fail.lowmark
PYTHONPATH=tests/cli python3 - "$made_part" "$work/part" "$work/later" <<'END'
import re
import sys
from sections import META, STATS, put_together, take_apart
head, sections = take_apart(sys.argv[1])
off = [(kind, data + b"events check slow attempt zone\n" if kind == META else data)
       for kind, data in sections if kind != STATS]
off[-1:-1] = [(STATS, b"cost ns 4 elapsed_ns 1000 cpus 2\n")]
put_together(sys.argv[2], head, off)
# Switched on later: what was seen is told.
head, sections = take_apart("tests/incidents/atomic.6.1.fail.lowmark")
put_together(sys.argv[3], head, [
    (kind, re.sub(rb"(?m)^events .*$", b"events slow", data) if kind == META else data)
    for kind, data in sections])
END
run why fail "$made_part"
judge "wakes that were recorded" 0 '' 'Requests to wake kswapd: none\.$'
! matches 'kswapd0: n/a|wake kswapd: n/a' "$work/out"
result "and runs"
run why fail "$work/part"
judge "wakes that were not recorded" 0 '' 'Requests to wake kswapd: n/a'
judge "runs of kswapd that were not" 0 '' '^ +kswapd0: n/a\.$'
judge "what recording cost" 0 '' '^Recording: cost 0\.200 % of 2 CPUs since recording was turned on$'
run why --json fail "$made_part"
[ "$(jq -c '[.wakes, .kswapd] | map(type)' "$work/out")" = '["object","object"]' ]
result "JSON tells what was recorded"
run why --json fail "$work/part"
[ "$(jq -c '[.wakes, .kswapd]' "$work/out")" = '[null,null]' ] && [ "$(jq '.recording_cost_percent * 1000 | round' "$work/out")" = 200 ]
result "in JSON it is null, and the cost is there"
run why fail "$work/later"
judge "wakes that were recorded later" 0 '' 'Requests to wake kswapd: none woke it; refused: 2 awake'
judge "runs that were not recorded later either" 0 '' '^ +kswapd0: n/a\.$'
run why --json fail "$work/later"
[ "$(jq -c '.wakes | type' "$work/out")" = '"object"' ]
result "and in JSON"

stall=$made/burst.stall.lowmark
run why stall --id 0xabc "$stall"
judge "by id" 0 '' 'held up for 10'
run why stall --pid 100 --at 2.005s "$stall"
judge "by PID and time" 0 '' 'held up for 10'
run why stall --pid 7 "$stall"
judge "no such PID" 1 'no run of the slow path of that id or PID was recorded' ''
run why oom "$stall"
judge "no such incident" 1 'no call of the OOM killer was recorded' ''
run why
judge "no question" 2 'say what: stall, wake, awake, asleep, fail or oom' ''
run why stal "$stall"
judge "a mistyped question" 2 "'stal' is not one of stall" ''
run why stall --id x "$stall"
judge "an id of x" 2 "'x' is not an id" ''
run why stall --at x "$stall"
judge "a time of x" 2 "'x' is not a time" ''
run why stall --live "$stall"
judge "live and a file" 2 '--live reads no file' ''
run why stall --duration 1s "$stall"
judge "a duration of a file" 2 '--duration needs --live' ''
run why stall "$work/none"
judge "no such file" 1 'No such file or directory' ''
head -c 3000 "$stall" >"$work/cut"
run why stall "$work/cut"
judge "a cut file" 4 'cut off' ''

module
run why wake --live -d 50ms
judge "live, and nothing came" 1 '^lowmark: live: no wake of kswapd was recorded' ''

finish
