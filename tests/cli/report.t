#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Figures of lowmark report equal those that Python computes from all events of
# the same recording.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

LOWMARK_INCIDENTS=$work build/unit/test_why >/dev/null
for file in "$work"/*.lowmark tests/incidents/*.lowmark; do
	"$tool" trace --json "$file" >"$work/events"
	run report --json "$file"
	judge "a report of $(basename "$file" .lowmark)" 0 ''
	python3 tests/cli/figures.py "$file" "$work/out" "$work/events"
	result "its figures"
done

# One with losses, many tasks, and a time to cut it at
build/unit/make_sample "$work/sample"
"$tool" trace --json "$work/sample" >"$work/events"
for time in '0,' 1.011s,2.33s ,2.3s '+1.3s,'; do
	run report --json --time "$time" "$work/sample"
	judge "a report of a part: $time" 0 ''
	python3 tests/cli/figures.py "$work/sample" "$work/out" "$work/events"
	result "its figures"
done

# blamed NAME WHAT...: the first rows of the table of stalls, named
blamed()
{
	run report "${@:3}" "$work/sample"
	judge "$1" 0 '' "$2"
}
blamed "stalls by task" '^  task +count +p50 .* its time went to'
blamed "stalls by cgroup" '^  cgroup +count .*' --by cgroup
blamed "stalls by order" '^  order +count +p50 .* its time went to' --by order
blamed "stalls by gfp" '^  gfp +count' --by gfp
run report --by zone "$work/sample"
judge "by something else" 2 "'zone' is not one of task, cgroup, order, gfp" ''
run report --sort p42 "$work/sample"
judge "sorted by something else" 2 "'p42' is not one of sum, count, p50, p99, max, failed" ''

run report "$work/dirty.stall.lowmark"
judge "counts that a kernel cannot give" 0 '' 'zones skipped +busy +n/a'
judge "counts that it gives" 0 '' 'zones skipped +dirty +3'

# What the stages leave of the slow path's time is not hidden.
file=tests/incidents/cpuset.6.1.stall.lowmark
run report --json "$file"
cp "$work/out" "$work/json"
run report "$file"
python3 - "$work/json" "$work/out" <<'END'
import json, re, sys
stages = json.load(open(sys.argv[1]))["decisions"]["stages"]
text = open(sys.argv[2]).read()
all_ = stages.pop("latency_ns")
rest = 100 * stages["none_of_these_ns"] / all_
waits = [stages.pop(w + "_ns") for w in ("queued", "queued_between", "slept_between")]
assert waits == [None] * 3, waits
assert sum(stages.values()) == all_, (stages, all_)
assert rest > 40, rest
table, = re.findall(r"^  none of these +\S+ \S+ +([\d.]+)$", text, re.M)
assert abs(float(table) - rest) < 0.06, (table, rest)
blamed = re.search(r"^  dd-\d+ .*direct reclaim \d+ %, none of these (\d+) %$", text, re.M)
assert abs(int(blamed[1]) - rest) <= 0.5, (blamed, rest)
shown = [float(x) for x in re.findall(r"([\d.]+)$", text.split("% of all")[1].split("\n\n")[0], re.M)]
assert len(re.findall(r"^  (?:waiting for a CPU|asleep) between them +n/a +n/a$", text, re.M)) == 2
assert len(shown) == 7 and abs(sum(shown) - 100) < 0.4, shown
END
result "what stages leave of the time is told"
judge "what never happened is 0" 0 '' 'scanned again +any +0$'
judge "what a kernel may hide is not" 0 '' 'slow path retried +none recorded +-$'

module
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
run report --live -d 50ms
judge "live" 0 '' '^live$'
judge "live: of this kernel" 0 '' "^  kernel +$(uname -r) "
run report --json --live -d 50ms
[ "$status" = 0 ] && [ "$(jq -c '[.events, .zones[0].zone]' "$work/out")" = '[0,"0:DMA"]' ]
result "live as JSON"

# What recording cost is what the module said at its end.
cat >"$LOWMARK_DEBUGFS/stats" <<'END'
chunk_bytes 65536
hook attempt get_page_from_freelist hits 8004 missed 0 ns 41708844
hook wmark __setup_per_zone_wmarks|setup_per_zone_wmarks hits 0 missed 0 ns 0
hook oom out_of_memory hits 5 missed 2 ns 0
hook rest prepare_kswapd_sleep hits 0 missed 7 ns 0
hook garbage
hook -1 x hits -1 missed 0 ns 0
cost ns 41708844 elapsed_ns 18986344664 cpus 2
END
printf 'hook \033[2J\177red x hits 1 missed 0 ns 0\n' >>"$LOWMARK_DEBUGFS/stats"
run record -q -o "$work/cost.lowmark" -d 10ms
run report "$work/cost.lowmark"
judge "what recording cost" 0 '' '^  0\.110 % of 2 CPUs: 41\.7 ms in 19\.0 s since recording was turned on$'
judge "each hook's part" 0 '' '^  attempt +8004 +0 +41\.7 ms +5\.21 us$'
judge "a name that would clear the screen" 0 '' '^  \?\[2J\?red +1 +0 +- +-$'
judge "a hook of which no call was timed" 0 '' '^  oom +5 +2 +- +-$'
[ "$(sed '1,/^What recording cost/d' "$work/out" | wc -l)" = 7 ]
result "no hook that was never called"
run report --json "$work/cost.lowmark"
[ "$(jq -c '[.cost | .ns, .elapsed_ns, .cpus, (.hooks[] | [.hook, .calls, .missed, .ns])]' "$work/out")" = \
	'[41708844,18986344664,2,["attempt",8004,0,41708844],["oom",5,2,null],["rest",0,7,null],["?[2J?red",1,0,null]]' ]
result "the same as JSON"
# Other views say so in a few words.
run plot --json "$work/cost.lowmark"
[ "$(jq '.recording_cost_percent * 1000 | round' "$work/out")" = 110 ]
result "plot tells it as JSON"
run plot -o "$work/cost.svg" "$work/cost.lowmark"
grep -q 'recording cost 0\.110 %' "$work/cost.svg"
result "plot tells it in the picture"
run stat "$work/cost.lowmark"
judge "stat tells it" 0 '' '; recording cost 0\.110 % of 2 CPUs since recording was turned on$'
run stat --json "$work/cost.lowmark"
[ "$(tail -n 1 "$work/out" | jq '.recording_cost_percent * 1000 | round')" = 110 ]
result "stat tells it as JSON"
run top --json "$work/cost.lowmark"
[ "$(tail -n 1 "$work/out" | jq '.recording_cost_percent * 1000 | round')" = 110 ]
result "top tells it as JSON"
run diff --json "$work/cost.lowmark" "$work/cost.lowmark"
[ "$(jq '.figures.recording_cost_percent.a * 1000 | round' "$work/out")" = 110 ]
result "diff compares it"
run diff "$work/cost.lowmark" "$work/cost.lowmark"
judge "diff compares it in a row" 0 '' '^  cost since recording was on, % of CPUs +0\.1'
# A newer module may append to its lines.
cat >"$LOWMARK_DEBUGFS/stats" <<'END'
hook attempt get_page_from_freelist hits 8004 missed 0 ns 41708844 longest 12x new
hook wmark x hits 1 missed 0 ns 1x longest 12
cost ns 41708844 elapsed_ns 18986344664 cpus 2 idle_ns 7 new
END
run record -q -o "$work/cost.lowmark" -d 10ms
run report "$work/cost.lowmark"
judge "what is appended to the cost is passed" 0 '' '^  0\.110 % of 2 CPUs: 41\.7 ms in 19\.0 s since recording was turned on$'
judge "what is appended to a hook is passed" 0 '' '^  attempt +8004 +0 +41\.7 ms +5\.21 us$'
! matches '^  wmark' "$work/out"
result "what begins like a number is none"
run report --json "$work/cost.lowmark"
[ "$(jq -c '[.cost | .ns, .since, .hooks_since, (.hooks[] | .hook)]' "$work/out")" = \
	'[41708844,"recording turned on","module loaded","attempt"]' ]
result "JSON tells since when"
for cost in 'cost ns 3 elapsed_ns 1 cpus 2' 'cost ns 1 elapsed_ns 9 cpus 1x' 'cost ns x'; do
	echo "$cost" >"$LOWMARK_DEBUGFS/stats"
	run record -q -o "$work/cost.lowmark" -d 10ms
	run report "$work/cost.lowmark"
	judge "a cost that cannot be: '$cost'" 0 '' "^What recording cost: n/a \\(the numbers make no sense: ${cost#cost }\\)$"
done
for cost in '' 'costs ns 1' 'cost ns 0 elapsed_ns 0 cpus 2'; do
	echo "$cost" >"$LOWMARK_DEBUGFS/stats"
	run record -q -o "$work/cost.lowmark" -d 10ms
	run report "$work/cost.lowmark"
	judge "a cost that is absent: '$cost'" 0 '' '^What recording cost: n/a \(not recorded\)$'
	run report --json "$work/cost.lowmark"
	[ "$(jq -c .cost "$work/out")" = null ]
	result "the same as JSON"
done
for cost in '' 'cost ns 1 elapsed_ns 0 cpus 2' 'cost ns 1 elapsed_ns 1 cpus 0' 'cost ns x' 'cost ns -1 elapsed_ns 1 cpus 1' \
	'cost ns 3 elapsed_ns 1 cpus 2' 'cost ns 1 elapsed_ns 9 cpus 1x' 'cost ns 1 elapsed_ns 9'; do
	echo "$cost" >"$LOWMARK_DEBUGFS/stats"
	run record -q -o "$work/cost.lowmark" -d 10ms
	run report "$work/cost.lowmark"
	judge "a cost that is not known: '$cost'" 0 '' '^What recording cost: n/a'
done
run report --live "$work/sample"
judge "live and a file" 2 '--live reads no file' ''
run report --live --time 1s,2s
judge "live and a time" 2 'is of a recording' ''
[ -z "$(ls "$TMPDIR")" ]
result "nothing is left in TMPDIR"
TMPDIR=$work/none run report --live -d 50ms
judge "TMPDIR is where it is recorded" 1 "cannot create $work/none/lowmark-live-"

finish
