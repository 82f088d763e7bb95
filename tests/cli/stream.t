#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Long recordings: read as a stream, in the time and the memory they are allowed,
# and with progress told to a terminal.
# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

generate=$PWD/build/bench/generate
# The sanitizers cost time and memory of their own.
fast=$PWD/build/lowmark
long=$work/long.lowmark

# cost ARG...: CPU time (ms) and most memory (MiB) of a run of the tool
cost()
{
	python3 - "$fast" "$@" <<-'END'
	import os, subprocess, sys
	run = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
	_, status, used = os.wait4(run.pid, 0)
	if status:
	    sys.exit("it failed")
	print(round(1000 * (used.ru_utime + used.ru_stime)), used.ru_maxrss // 1024)
	END
}

"$generate" "$long" 1000000
"$generate" "$work/small-chunks.lowmark" 1000000 4 4096
run report --json "$long"
cp "$work/out" "$work/long.json"
judge "a long recording" 0 '' '"events": *100[0-9]{4}'
run report --json "$work/small-chunks.lowmark"
diff "$work/long.json" "$work/out" >"$work/diff"
result "the length of chunks makes no difference"

# The order is that of time, and nothing is missing.
"$generate" "$work/short.lowmark" 100000 7 4096
run trace "$work/short.lowmark"
sed -E 's/^.*\[[0-9]+\] ([0-9.]+): .*/\1/' "$work/out" >"$work/times"
sort -c -n "$work/times" && [ "$(wc -l <"$work/times")" -ge 100000 ]
result "events come in order of time, all of them"

if [ -x "$fast" ]; then
	"$generate" "$work/100MB.lowmark" 2650000
	[ "$(stat -c %s "$work/100MB.lowmark")" -gt 100000000 ]
	result "100 MB are recorded"
	read -r ms mib < <(cost report "$work/100MB.lowmark")
	read -r _ before < <(cost report "$long")
	echo "# $ms ms, $mib MiB; $before MiB for a recording of 39 MB"
	[ "$ms" -lt 1000 ]
	result "100 MB are reported on within a second"
	[ "$mib" -le 64 ] && [ $((mib - before)) -le 1 ]
	result "memory does not grow with the recording"
else
	for name in "100 MB are reported on within a second" "memory does not grow with the recording"; do
		skip "$name" "build/lowmark is not built"
	done
fi

# To print all of this takes longer than a second, also without sanitizers.
slow=$tool
[ ! -x "$fast" ] || tool=$fast
"$generate" "$long" 1500000
# progress NAME REGEX COMMAND: what a terminal is told; "" for nothing
progress()
{
	TERM=xterm script -qec "$3" /dev/null </dev/null | tr '\r' '\n' >"$work/said"
	matches "$2" "$work/said"
	result "$1"
}
progress "progress is told to a terminal" '^reading: +[0-9]+ %$' "$tool trace $long >/dev/null"
sed -n '$p' "$work/said" | grep -q '^ *$'
result "and goes when all is read"
# Only what takes its time is told of.
big=$work/big.lowmark
"$generate" "$big" 8000000
for what in report 'why stall'; do
	began=$(date +%s%N)
	# shellcheck disable=SC2086 # words
	"$slow" $what "$big" >/dev/null
	if [ $((($(date +%s%N) - began) / 1000000)) -gt 1500 ]; then
		progress "so is that of $what" '^reading: +[0-9]+ %$' "$slow $what $big >/dev/null"
	else
		skip "so is that of $what" "it takes no time here"
	fi
done
progress "--quiet: none" '' "$tool trace --quiet $long >/dev/null"
progress "results are progress enough" ' check: ' "LOWMARK_PAGER='tail -n 9' $tool trace $long"
! grep -q reading "$work/said"
result "nothing comes between results"
run trace "$long"
judge "no progress into a file" 0 ''
progress "nothing about what takes no second" '' "$tool report $work/short.lowmark >/dev/null"

finish
