# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# trace-cmd record. Setup: events of kprobe_events.sh; filter: drop all in the kernel.

# shellcheck source=/dev/null
. "$here/tools/kprobe_events.sh"

armed()
{
	grep -q 1 $tracefs/events/bench/check/enable &&
		grep -q 1 $tracefs/tracing_on
}

tool_start()
{
	local e args=()
	events_define "${@:2}" || return
	for e in "${events[@]}"; do
		args+=(-e "${e/\//:}")
		[[ " $* " != *' filter '* ]] || args+=(-f 'order > 5')
	done
	peer trace-cmd record -b "$1" "${args[@]}" -o $scratch/trace.dat \
		>$scratch/why 2>&1 &
	recorder=$!
	wait_for 60 armed && sleep 2
}

tool_count()
{
	hits
}

tool_lost()
{
	echo $(($(buffer overrun) + $(buffer 'dropped events')))
}

tool_stop()
{
	recorder_end INT
	events_remove
	keep trace.dat
}
