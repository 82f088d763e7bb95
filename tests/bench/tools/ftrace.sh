# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# ftrace by its files alone: kprobe events and tracepoints in the kernel's trace
# buffer. Setup: events of kprobe_events.sh; filter: drop all in the kernel; off:
# define but do not enable; reader: cat trace_pipe_raw to a file.

# shellcheck source=/dev/null
. "$here/tools/kprobe_events.sh"

tool_start()
{
	echo "$1" >$tracefs/buffer_size_kb
	echo nop >$tracefs/current_tracer
	echo >$tracefs/trace
	[ "$what" != bytes ] || echo 0 >$tracefs/options/overwrite
	events_define "${@:2}" || return
	[[ " $* " != *' filter '* ]] || echo 'order > 5' >$tracefs/events/bench/check/filter
	[[ " $* " == *' off '* ]] || events_enable 1 || return
	[[ " $* " != *' reader '* ]] || ftrace_reader
}

ftrace_reader()
{
	cat $tracefs/per_cpu/cpu0/trace_pipe_raw >$scratch/raw &
	recorder=$!
}

tool_count()
{
	echo $(($(buffer entries) + $(buffer overrun)))
}

# tool_bytes: of a buffer that was filled and then dropped some
tool_bytes()
{
	[ "$(buffer 'dropped events')" -gt 0 ] || return
	awk -v n="$(buffer entries)" -v k="$(cat $tracefs/per_cpu/cpu0/buffer_size_kb)" \
		'BEGIN { printf "%.1f", k * 1024 / n }'
}

tool_lost()
{
	echo $(($(buffer overrun) + $(buffer 'dropped events')))
}

tool_stop()
{
	recorder_end TERM
	events_remove
	echo 1 >$tracefs/options/overwrite
	echo >$tracefs/trace
}
