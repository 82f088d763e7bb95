#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The views that look at what happens now, of the real module under pressure:
# what they tell of that time is what the kernel's own events tell of it.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 640M <<-'END' || continue
	set -e
	swap_on 300
	trace_on 4096 vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_direct_reclaim_begin
	insmod $module size=8192
	lowmark record -q -o /out/calm.lowmark -d 500ms
	# Memory stays full; one task at a time pushes the zones below low.
	echo 200 >/proc/sys/vm/watermark_scale_factor
	cat /proc/zoneinfo >/out/zoneinfo
	fill_on_all $(($(available_mb) - 10))
	(
		echo 1000 >/proc/self/oom_score_adj
		while [ ! -e /tmp/stop ]; do
			dd if=/dev/zero of=/dev/null bs=30M count=1 2>/dev/null
			sleep 0.2
		done
	) &
	lowmark report --live -d 3s --json >/out/report
	lowmark why wake --live -d 3s --json >/out/wake
	lowmark why stall --live -d 3s --json >/out/stall
	lowmark plot --live -d 3s --json >/out/plot
	lowmark stat -i 500ms -d 3s --json >/out/stat
	lowmark diff --live -d 3s --json /out/calm.lowmark >/out/diff
	timeout -s INT 3 lowmark top --json -i 500ms >/out/top ||
		echo "top $?" >>/out/failed
	timeout -s INT 3 lowmark trace --json >/out/trace ||
		echo "trace $?" >>/out/failed
	touch /tmp/stop
	wait $!
	fill_off
	trace_save
	grep -c . /out/failed >/out/failures || :
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/live.py "$out"
done

finish
