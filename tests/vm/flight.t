#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The flight recorder: each trigger fires once for each cause, the files hold
# what was before, and nothing is written while nothing happens.
# timed: no other such test runs beside it (Makefile)
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --module scenes --add tests/vm/flight.sh <<-'END' || continue
	. /add/flight.sh
	insmod $module size=4096
	insmod /lib/lowmark/scenes.ko
	for part in idle fail stall below oom; do
		flight_$part
	done
	by_hand >/out/hand
	rmmod lowmark
	{
		insmod $module trigger='oom,stall>20' 2>/dev/null || echo refused
		insmod $module trigger='stall>20ms,oom'
		grep -E '^(triggers|state)' $debugfs/trigger
	} >/out/parameter
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/flight.py "$tool" "$out"
done

finish
