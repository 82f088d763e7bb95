#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Small rings, a storm on all CPUs and a reader that sleeps: what was read and
# what was lost is what was written, per CPU and kind, in both modes.
# timed: no other such test runs beside it (Makefile)
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 448M <<-'END' || continue
	set -e
	swap_on 300
	cat >/tmp/storm <<-'STORM'
		. /add/guest.sh
		echo 300 >/proc/sys/vm/watermark_scale_factor
		fill_on_all $(($(available_mb) / 2))
		fill_off
		# The reader is the parent.
		kill -STOP $PPID
		fill_on_all $(($(available_mb) + 40))
		echo 64 >/proc/sys/vm/nr_hugepages
		kill -CONT $PPID
		echo 0 >/proc/sys/vm/nr_hugepages
		sleep 1
		burst
		kill -STOP $PPID
		burst
		kill -CONT $PPID
		fill_off
	STORM
	for mode in discard overwrite; do
		insmod $module size=256 mode=$mode checks=all on=0
		cat $debugfs/format >/out/format
		lowmark record -o /out/$mode.lowmark -- sh /tmp/storm
		cat $debugfs/stats >/out/$mode.stats
		rmmod lowmark
	done
	# A reader that sleeps from the begin, when it has read nothing yet
	insmod $module size=256 mode=overwrite checks=all on=0
	lowmark record -q -o /out/late.lowmark -- sh -c '
		kill -STOP $PPID
		. /add/guest.sh
		burst
		fill_on_all $(($(available_mb) + 40))
		kill -CONT $PPID
		fill_off'
	cat $debugfs/stats >/out/late.stats
	rmmod lowmark
	# A reader that is killed: the next one gets on with what is left.
	insmod $module size=256 mode=discard checks=all on=0
	lowmark record -q -o /out/killed.lowmark -- \
		sh -c '. /add/guest.sh; burst; kill -KILL $PPID' || :
	lowmark record -q -o /out/next.lowmark -- \
		sh -c '. /add/guest.sh; fill_on_all $(($(available_mb) + 40)); fill_off'
	rmmod lowmark
	END
	for mode in discard overwrite late; do
		analyse "$kernel" tests/vm/ring.py "$tool" "$out" $mode
	done
	"$tool" trace --json "$out/next.lowmark" >"$out/next" 2>&1
	result $? "$kernel: a reader after a killed one"
	"$tool" trace --json "$out/killed.lowmark" >"$out/killed" 2>&1
	[ $? = 4 ]
	result $? "$kernel: what a killed reader left is told to be cut off"
done

finish
