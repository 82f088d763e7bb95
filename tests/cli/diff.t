#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# diff: figures equal what Python makes of trace --json; settings and verdicts.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

LOWMARK_BUILD_TO=$work/a.lowmark build/unit/test_plot >/dev/null
module
for i in 1 2 3; do
	run record -o "$work/b$i.lowmark" -d 50ms
done
judge "idle recordings are made" 0 '0 events'

run diff "$work/a.lowmark" "$work/b1.lowmark"
judge "two recordings" 0 '' 'slow path p50 +50\.0 ms +n/a +n/a +n/a +n/a'
grep -qE "^ +kernel +6.1.0-test +$(uname -r)\$" "$work/out"
result "another kernel is a difference"
grep -qE '^ +vm.swappiness +n/a +[0-9]+$' "$work/out"
result "a sysctl that one side does not tell is n/a there"
grep -qE '^ +managed_pages +[0-9]+ +3840$' "$work/out"
result "another size of memory is a difference"
run diff "$work/b1.lowmark" "$work/b2.lowmark"
! grep -qE '^ +(vm\.|kernel|managed)' "$work/out"
result "equal settings are not told"
[ "$(sed -n 2p "$work/out")" = '  none' ]
result "and that there are none is"

# Columns in which a figure of the longer stalls of one incident stands
long=tests/incidents/oom-killer.6.1.stall.lowmark short=tests/incidents/zone-reclaim.6.1.stall.lowmark
run diff "$short" "$long"
judge "times have units, differences a sign" 0 '' 'slow path max +48\.9 ms +75\.1 ms +\+26\.2 ms +\+53\.[0-9] %'
judge "what was 0 before" 0 '' 'direct reclaims/s +0\.00 +179 +\+179 +from 0'
run diff "$long" "$short"
judge "a fall" 0 '' 'slow path max +75\.1 ms +48\.9 ms +-26\.2 ms +-34\.[0-9] %'
judge "more than ten times as much" 0 '' 'slow path p50 +34\.3 us +48\.9 ms +\+48\.9 ms +x [0-9]{4}'

a=$work/a.lowmark
run diff --json "$a" "$a" "$a" -- "$work/b1.lowmark" "$work/b2.lowmark" "$work/b3.lowmark"
judge "two groups" 0 '' '"p": 0.1'
"$tool" trace --json "$a" >"$work/events"
python3 - "$work/out" "$work/events" <<'END' 2>"$work/why"
import json, sys
figures = json.load(open(sys.argv[1]))["figures"]
events = [json.loads(line) for line in open(sys.argv[2])]
seconds = (max(e["time_ns"] for e in events) - 1000000000) / 1e9
def kind(name):
    return [e for e in events if e.get("event") == name]
def is_a(key, value):
    got = figures[key]["a"]
    assert abs(got - value) <= 1e-6 * abs(value), (key, got, value)
is_a("wakes_per_s", sum(e["verdict"] == "woken" for e in kind("wake")) / seconds)
is_a("kswapd_runs_per_s", len(kind("balance_end")) / seconds)
is_a("slow_path_per_s", len(kind("slow_end")) / seconds)
is_a("slow_path_max_ns", max(e["latency_ns"] for e in kind("slow_end")))
is_a("worst_margin_pages", min(e["free_pages"] - e["low_pages"] for e in kind("zone")))
is_a("lost_records", 5)
assert figures["wakes_per_s"]["b"] == 0 and figures["slow_path_p99_ns"]["b"] is None
assert figures["wakes_per_s"]["beyond_noise"] is True
assert figures["slow_path_failed"]["beyond_noise"] is False
assert figures["slow_path_p99_ns"]["beyond_noise"] is None
END
result "its figures are those of trace --json"
sed 's/^/# /' "$work/why"

run diff "$a"
judge "one recording" 2 'give two recordings' ''
run diff "$a" "$a" "$a"
judge "three recordings" 2 'two groups with -- between' ''
run diff "$a" --
judge "an empty side" 2 'each side takes 1 to 32' ''
run diff "$a" "$work/none"
judge "no such file" 1 "$work/none: No such file" ''
: >"$work/empty"
run diff "$a" "$a" "$a" -- "$a" "$a" "$work/empty"
judge "a file that is no recording is no run of zeros" 4 "$work/empty: " ''
run diff "$a" "$a" -- "$a" "$work/none"
judge "nor is one that is missing" 1 "$work/none: No such file" ''

module
run diff --live -d 50ms "$a"
judge "what happens now is side B" 0 '' "kernel +[^ ]+ +$(uname -r)"
judge "and has its own figures" 0 '' 'zone time below low, % .* 0\.00 '
run diff --json --live -d 50ms "$a" "$a" "$a"
[ "$status" = 0 ] && [ "$(jq -c '[.recordings_a, .recordings_b]' "$work/out")" = '[3,1]' ]
result "any number of recordings against it"
run diff --live "$work/none"
judge "a missing side A is told before recording" 1 "$work/none: No such file" ''
run diff --live
judge "nothing to compare it with" 2 'with --live give the recordings of side A' ''
run diff --live "$a" -- "$a"
judge "two sides and live" 2 'with --live give the recordings of side A' ''
run diff -d 1s "$a" "$a"
judge "a duration of files" 2 '--duration needs --live' ''
TMPDIR=$work/none run diff --live -d 50ms "$a"
judge "no place for the recording" 1 "cannot create $work/none/lowmark-live" ''
finish
