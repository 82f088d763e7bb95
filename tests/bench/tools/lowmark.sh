# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154 # globals of guest.sh
# lowmark itself: the setup is parameters of the module.

lm=/sys/kernel/debug/lowmark

# tool_start KIB SETUP...: ready when this returns
tool_start()
{
	local mode=()
	[ "$what" != bytes ] || mode=(mode=discard)
	insmod /lib/lowmark/lowmark.ko size="$1" "${mode[@]}" "${@:2}" \
		2>$scratch/why || return
	[ "$what" = lost ] || return 0
	lowmark record -q -o $scratch/recording 2>$scratch/why &
	recorder=$!
	wait_for 20 grep -q '^readers: *[1-9]' $lm/status
}

# checks COLUMN: sum over CPUs of what stats says of checks
checks()
{
	awk -v c="$1" '$4 == "check" {
		for (i = 5; i < NF; i += 2) if ($i == c) n += $(i + 1)
	} END { print n + 0 }' $lm/stats
}

tool_count()
{
	checks written
}

# tool_bytes: of a ring that was filled with checks and then dropped some
tool_bytes()
{
	[ "$(checks lost)" -gt 0 ] || return
	awk -v n="$(checks written)" '/^chunk_bytes/ { b = $2 } /^chunks/ { c = $2 }
		END { printf "%.1f", b * c / n }' $lm/stats
}

tool_lost()
{
	echo $(($(checks lost) + $(checks overwritten)))
}

tool_stop()
{
	recorder_end INT
	keep recording
	[ ! -e $lm ] || rmmod lowmark
}
