#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The views that look at what happens now, of the real module under pressure:
# what they tell of that time is what the kernel's own events tell of it.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 640M --module scenes <<-'END' || continue
	set -e
	swap_on 300
	trace_on 4096 vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_direct_reclaim_begin
	insmod $module size=8192
	lowmark record -q -o /out/calm.lowmark -d 500ms
	# Most memory is in use for good; one task at a time asks for more
	# than the rest.
	insmod /lib/lowmark/scenes.ko
	echo 200 >/proc/sys/vm/watermark_scale_factor
	cat /proc/zoneinfo >/out/zoneinfo
	blocks=$(($(available_mb) / 4 - 12))
	for node in 0 1; do
		echo "9 $node $blocks NOWARN|THISNODE" >/sys/kernel/debug/scenes/alloc
	done
	(
		echo 1000 >/proc/self/oom_score_adj
		while [ ! -e /tmp/stop ]; do
			dd if=/dev/zero of=/dev/null count=1 2>/dev/null \
				bs=$(($(available_mb) + 60))M
			sleep 0.1
		done
	) &
	lowmark report --live -d 5s --json >/out/report
	lowmark why wake --live -d 5s --json >/out/wake
	lowmark why stall --live -d 5s --json >/out/stall
	lowmark plot --live -d 5s --json >/out/plot
	lowmark stat -i 500ms -d 5s --json >/out/stat
	lowmark diff --live -d 5s --json /out/calm.lowmark >/out/diff
	# Rings that would be full long before the next picture
	echo size=256 >$debugfs/control
	timeout -s INT 8 lowmark top --json -i 2s >/out/top ||
		echo "top $?" >>/out/failed
	echo size=8192 >$debugfs/control
	timeout -s INT 5 lowmark trace --json >/out/trace ||
		echo "trace $?" >>/out/failed
	touch /tmp/stop
	wait $!
	echo 1 >/sys/kernel/debug/scenes/free
	trace_save
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/live.py "$out"
done

finish
