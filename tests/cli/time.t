#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# --time: a part of a recording, the same to every command that reads one.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

sample=$work/sample.lowmark
build/unit/make_sample "$sample"
"$tool" trace --json "$sample" >"$work/all"
start=$("$tool" report --json "$sample" | python3 -c 'import json, sys; print(json.load(sys.stdin)["start_ns"])')

# part FROM TO: the lines of trace from FROM until TO, in ns
part()
{
	python3 - "$work/all" "$1" "$2" <<-'END'
	import json, sys
	for line in open(sys.argv[1]):
	    event = json.loads(line)
	    first = event.get("from_ns", event["time_ns"])
	    if event["time_ns"] >= int(sys.argv[2]) and first < int(sys.argv[3]):
	        print(line, end="")
	END
}

# window NAME TIME FROM TO: trace gives that part
window()
{
	part "$3" "$4" >"$work/part"
	run trace --json --time "$2" "$sample"
	[ "$status" = 0 ] && [ -s "$work/part" ] &&
		[ "$(wc -l <"$work/part")" -lt "$(wc -l <"$work/all")" ] &&
		diff "$work/part" "$work/out"
	result "$1"
}

window "from one time to another" 1.011s,2.33s 1011000000 2330000000
window "the end is not in it" 0,1011ms 0 1011000000
window "from a time on" 1.9s, 1900000000 9000000000
window "until a time" ,1.5s 0 1500000000
window "since the begin" +30ms,+1.4 $((start + 30000000)) $((start + 1400000000))
window "since the begin, until a time" +30ms,2.25s $((start + 30000000)) 2250000000

part 1011000000 2330000000 >"$work/part"
run report --json --time 1.011s,2.33s "$sample"
python3 - "$work/part" "$work/out" <<-'END'
	import collections, json, sys
	count = collections.Counter(json.loads(line)["event"] for line in open(sys.argv[1]))
	doc = json.load(open(sys.argv[2]))
	assert (doc["start_ns"], doc["end_ns"]) == (1011000000, 2330000000), doc["end_ns"]
	assert {k: v for k, v in doc["by_event"].items() if v} == \
	    {k: v for k, v in count.items() if k != "loss"}, count
END
result "a report counts what is in it"
run report --time 1.011s,2.33s "$sample"
judge "a report says so" 0 '' 'duration  1.32 s'
run stat --json --time 1.011s,2.33s -i 1s "$sample"
python3 - "$work/part" "$work/out" <<-'END'
	import json, sys
	part = [json.loads(line) for line in open(sys.argv[1])]
	lines = [json.loads(line) for line in open(sys.argv[2])]
	woken = sum(e["event"] == "wake" and e["verdict"] == "woken" for e in part)
	assert woken and sum(e["wakes"] for e in lines[:-1]) == woken, (woken, lines)
	assert sum(e["slow_paths"] for e in lines[:-1]) == \
	    sum(e["event"] == "slow_end" for e in part), lines
END
result "so does stat"
run plot -o "$work/all.html" "$sample"
run plot -o "$work/part.html" --time 1.011s,2.33s "$sample"
judge "a plot of it" 0 ''
python3 - "$work/part.html" "$work/all.html" <<-'END'
	import re, sys
	part, whole = (re.search(r'"duration_ns": *(\d+)', open(f).read())[1]
	    for f in sys.argv[1:])
	assert (part, whole) == ("1319000000", "1500000000"), (part, whole)
END
result "it begins and ends there"

LOWMARK_INCIDENTS=$work build/unit/test_why >"$work/log"
run why stall --time 2s,2.02s "$work/burst.stall.lowmark"
judge "a story of it" 0 '' 'held up for 10.0 ms'
cp "$work/out" "$work/story"
run why stall --time +0,2.02s "$work/burst.stall.lowmark"
diff "$work/story" "$work/out"
result "it is told with what came before"
run why stall --time 3s,4s "$work/burst.stall.lowmark"
judge "no story of it" 1 'no run of the slow path was recorded in that time' ''

for bad in 1s x,1s 1s,x 1s,2s,3s '-1s,' '1zs,'; do
	run trace --time "$bad" "$sample"
	judge "$bad" 2 "'$bad' is not two times; try 12.5s,13s" ''
done
run report --time 2s,1s "$sample"
judge "an end before the begin" 2 "2s,1s ends before it begins" ''
run trace --time 1s,2s
judge "live" 2 'is of a recording' ''
run stat --time 1s,2s
judge "live figures" 2 'is of a recording' ''
run why stall --live --time 1s,2s
judge "a live story" 2 'is of a recording' ''

finish
