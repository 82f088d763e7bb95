# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# perf record. Setup: events of kprobe_events.sh; filter: drop all in the kernel.

# shellcheck source=/dev/null
. "$here/tools/kprobe_events.sh"

tool_start()
{
	local e args=()
	events_define "${@:2}" || return
	for e in "${events[@]}"; do
		args+=(-e "${e/\//:}")
		[[ " $* " != *' filter '* ]] || args+=(--filter 'order > 5')
	done
	peer perf record -q -B -N -a -m "$1K" "${args[@]}" -o $scratch/perf.data \
		>$scratch/why 2>&1 &
	recorder=$!
	wait_for 60 probed __zone_watermark_ok && sleep 2
}

tool_count()
{
	hits
}

# samples: records in the file
samples()
{
	recorder_end INT
	( peer perf report --stats -i $scratch/perf.data 2>/dev/null ) |
		awk '$1 == "SAMPLE" { n = $3 } END { print n + 0 }'
}

# data_bytes: the length of the data in the file, as its header has it
data_bytes()
{
	od -A n -t u8 -j 48 -N 8 $scratch/perf.data
}

tool_bytes()
{
	awk -v n="$(samples)" -v b="$(data_bytes)" 'BEGIN { printf "%.1f", b / n }'
}

tool_lost()
{
	echo $(($(hits) - $(samples)))
}

tool_stop()
{
	recorder_end INT
	events_remove
	keep perf.data
}
