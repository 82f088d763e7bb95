#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Figures per interval: those of a recording are what its events add up to.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

sample=$work/sample.lowmark
build/unit/make_sample "$sample"
result "a recording is made"
run trace --json "$sample"
cp "$work/out" "$work/events"

for step in 100 1000 7 5000; do
	run stat --json -i ${step}ms "$sample"
	python3 tests/cli/stat.py "$work/events" "$work/out" $((step * 1000000))
	result "figures every $step ms are what the events add up to"
done
run stat --json -i 100ms "$sample"
[ "$(jq -s -c '[length, .[0].wakes, .[0].refused, .[0].slow_paths, .[0].worst_margin_pages, .[0].worst_zone, .[5].slow_paths, .[5].worst_margin_pages]' "$work/out")" = \
	'[17,3,4,20,-269,"0:DMA32",0,null]' ]
result "the first burst"
run stat -i 100ms "$sample"
judge "as text" 0 '' '^ +0\.100 +3 +4 +20 +.* -269 0:DMA32 +0$'
! grep -n ' $' "$work/out"
result "no line ends in blanks"
judge "the end of the text" 0 '' '^ +1\.5[0-9]+  seconds; recording cost n/a$'

for value in '' x 0 -1s 10us; do
	run stat -i "$value" "$sample"
	judge "an interval of '$value'" 2 "'$value' is not an interval" ''
done
run stat -d 1s "$sample"
judge "a duration of a file" 2 'duration is for live' ''
run stat "$sample" "$sample"
judge "two files" 2 'unexpected argument' ''
run stat "$work/none"
judge "no such file" 1 'No such file' ''
run stat
judge "no module" 3 'not a directory' ''

mkdir -p "$LOWMARK_DEBUGFS/cpu0"
(
	cd "$LOWMARK_DEBUGFS" || exit 1
	printf 'lowmark 0.1.0, abi 1.0\nrecording:   on\n' >status
	printf 'abi 1 0\nchunk 304 32\nzones_per_node 5\npage_size 4096\nclock mono\n' >format
	printf 'hook kind symbol state reason\nslow kretprobe s failed -EINVAL\n' >caps
	touch cpu0/ring stats zones
	echo ok >control
)
run stat -i 100ms -- sh -c 'sleep .35; exit 7'
judge "the status of a failing command" 7 '' '^ +0\.300 +0 +0 +n/a +n/a +n/a +0 +0 +0 +n/a - +0$'
run stat --json -i 100ms -d 250ms
[ "$status" = 0 ] && [ "$(jq -s -c 'map([.type, .slow_paths, .wakes])[-1]' "$work/out")" = '["summary",null,0]' ]
result "live for a while; what is not known is null"

# What was lost at the end is told by a chunk that is closed after the end.
module
sed -i 's/^\(recording: *\)on/\1off/' "$LOWMARK_DEBUGFS/status"
python3 tests/cli/chunk.py 0 1 0 0 >"$LOWMARK_DEBUGFS/cpu0/ring"
"$tool" stat --json >"$work/out" 2>"$work/err" &
for _ in {1..200}; do
	! grep -q '^on' "$LOWMARK_DEBUGFS/control" || break
	sleep 0.05
done
later=$((($(cut -d. -f1 /proc/uptime) + 20) * 1000000000))
python3 tests/cli/chunk.py 1 $later 100 3 >>"$LOWMARK_DEBUGFS/cpu0/ring"
kill -TERM $!
wait $!
[ "$(tail -n 1 "$work/out" | jq -c '[.type, .lost, .events]')" = '["summary",100,0]' ]
result "a loss told of after the end counts, events after it do not"
finish
