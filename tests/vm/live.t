#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The views that look at what happens now, of the real module under pressure:
# what they tell of that time is what the kernel's own events tell of it.
# timed: no other such test runs beside it (Makefile)
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 640M --module scenes <<-'END' || continue
	set -e
	swap_on 300
	trace_on 4096 vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_direct_reclaim_begin
	insmod $module size=8192
	echo off >$debugfs/control
	lowmark record -q -o /out/calm.lowmark -d 500ms
	# Most memory is in use for good.
	insmod /lib/lowmark/scenes.ko
	echo 200 >/proc/sys/vm/watermark_scale_factor
	# The marks are to stay those of this copy.
	echo 0 >/proc/sys/vm/watermark_boost_factor
	cat /proc/zoneinfo >/out/zoneinfo
	# A debug kernel needs more and more to remember what was freed.
	[ ! -e /sys/kernel/debug/kmemleak ] && spare=12 || spare=32
	blocks=$(($(available_mb) / 4 - spare))
	for node in 0 1; do
		echo "9 $node $blocks NOWARN|THISNODE" >/sys/kernel/debug/scenes/alloc
	done
	# One task asks for more than the rest.
	cat >/tmp/press <<-'PRESS'
	. /add/guest.sh
	echo 1000 >/proc/self/oom_score_adj
	exec dd if=/dev/zero of=/dev/null count=1 bs=$(($(available_mb) + 60))M
	PRESS
	# pressed NAME UNTIL COMMAND...: what a view tells of rounds of pressure,
	# from when recording is on until SIGINT
	pressed()
	{
		view=$1 enough=$2
		shift 2
		rm -f /tmp/pid
		(
			until grep -q '^recording: *on' $debugfs/status; do
				[ ! -e /tmp/pid ] || kill -0 "$(cat /tmp/pid)"
				sleep 0.1
			done
			rounds=0
			until [ $rounds -gt 0 ] && eval "$enough"; do
				sh /tmp/press 2>/dev/null || :
				kill -0 "$(cat /tmp/pid)"
				rounds=$((rounds + 1))
			done
			sleep 0.5
			kill -INT "$(cat /tmp/pid)"
		) &
		sh -c 'echo $$ >/tmp/pid; exec lowmark "$@"' sh "$@" >/out/"$view" ||
			echo "$view $?" >>/out/failed
		wait $!
	}
	pressed report "[ \$rounds = 2 ]" report --live --json
	pressed wake true why wake --live --json
	pressed stall true why stall --live --json
	pressed plot true plot --live --json
	pressed diff true diff --live --json /out/calm.lowmark
	# Rings that would be full long before the next picture. No record has less
	# than 24 bytes. A slow machine needs longer for as many.
	for interval in 7s 30s 150s; do
		echo size=2048 >$debugfs/control
		pressed top '[ $(wc -l </out/top) -ge 2 ]' top --json -i $interval
		cat $debugfs/stats >/out/top.stats
		if awk '$3 == "kind" { n[$2] += $6 } END { for (cpu in n)
			if (n[cpu] * 24 > 2048 * 1024) enough = 1
			exit !enough }' /out/top.stats; then
			break
		fi
	done
	echo size=8192 >$debugfs/control
	pressed trace "[ \$rounds = 2 ]" trace --json
	# What is under way when recording begins and when it ends
	echo off >$debugfs/control
	(while [ ! -e /tmp/calm ]; do sh /tmp/press 2>/dev/null || :; done) &
	for i in 1 2 3 4 5; do
		lowmark record -q -o /out/begin$i.lowmark -d 500ms
		grep ^on_ns $debugfs/stats >/out/begin$i.on
	done
	touch /tmp/calm
	wait $!
	echo on >$debugfs/control
	lowmark stat -i 500ms --json -- sh -c \
		'for i in 1 2 3 4; do sh /tmp/press || :; done' >/out/stat
	# A run that begins when its probe is placed, but others are not. It lasts
	# until there are pages again. To make a jump of a probe the kernel would wait
	# for it, and let no other probe be placed meanwhile.
	echo off >$debugfs/control
	jumps=/proc/sys/debug/kprobes-optimization
	[ ! -e $jumps ] || echo 0 >$jumps
	scenes=/sys/kernel/debug/scenes
	placed() {
		grep '__alloc_pages_slowpath' /sys/kernel/debug/kprobes/list |
			grep ' r ' | grep -qv DISABLED
	}
	recording() {
		grep -q '^recording: *on' $debugfs/status
	}
	# wait_for CONDITION: until it holds, for 20 s at most
	wait_for() {
		over=$(($(cut -d. -f1 /proc/uptime) + 20))
		until "$@"; do
			[ "$(cut -d. -f1 /proc/uptime)" -ge $over ] || continue
			echo "waited for \"$*\" in vain" >&2
			return 0
		done
	}
	for i in $(seq 12); do
		echo 3 >/proc/sys/vm/drop_caches
		rm -f /tmp/early.done
		# Nothing is left, and nothing that could be reclaimed.
		for flags in ATOMIC KERNEL\|NORETRY; do
			echo "0 0 200000 $flags|NOWARN|THISNODE" >$scenes/alloc
		done
		(
			read -r me _ </proc/self/stat
			echo "$me" >/out/early.pid
			wait_for placed
			echo "0 0 200000 ATOMIC|NOWARN|THISNODE" >$scenes/alloc
			cut -d' ' -f1 /proc/uptime
			echo "0 0 1 KERNEL|NORETRY|NOFAIL|THISNODE" >$scenes/alloc
			cut -d' ' -f1 /proc/uptime
			touch /tmp/early.done
		) >/tmp/early &
		(
			wait_for recording
			sleep 0.2
			until echo 1 >$scenes/free; [ -e /tmp/early.done ]; do
				sleep 0.2
			done
		) &
		lowmark record -q -o /out/early.lowmark -d 1s
		wait
		echo $(cat /tmp/early) $(grep ^on_ns $debugfs/stats) >/out/early
		awk '{ on = $4 / 1e9; exit !($1 + .05 < on && on + .1 < $2) }' \
			/out/early && break
	done
	echo 1 >$scenes/free
	[ ! -e $jumps ] || echo 1 >$jumps
	trace_save
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/live.py "$tool" "$out"
done

finish
