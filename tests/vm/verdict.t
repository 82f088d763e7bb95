#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The verdicts of watermark checks are what the functions returned: recomputed
# from the recorded facts, and against the kernel's own return probe; in whichever
# way the checks are seen. Who asked is who called them.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --mem 640M --module scenes <<-'END' || continue
	set -e
	swap_on 300
	echo 'r1024:lmw __zone_watermark_ok ret=$retval:u8' \
		>$tracefs/kprobe_events
	trace_on 20480 kprobes/lmw
	export thp=/sys/kernel/mm/transparent_hugepage
	export fill_mb=1 # smaller than a huge page
	insmod $module size=16384 mode=discard checks=all \
		events=check,zone on=0
	lowmark record -o /out/r.lowmark -- sh -c '. /add/guest.sh
		sleep 1
		# Low and high far above min: each page asked for below low is
		# checked in every zone, twice, and found at last.
		mb=$(($(available_mb) + 60))
		echo 3000 >/proc/sys/vm/watermark_scale_factor
		fill_on_all $mb
		echo 64 >/proc/sys/vm/nr_hugepages
		echo 0 >/proc/sys/vm/nr_hugepages
		# Enough free pages far above the marks, but in pieces: huge
		# pages that may not compact take the blocks, then miss them.
		echo 10 >/proc/sys/vm/watermark_scale_factor
		rm -f /tmp/fill/*/*[13579]
		echo always >$thp/enabled
		echo never >$thp/defrag
		for i in 1 2 3; do
			dd if=/dev/zero of=/dev/null count=1 2>/dev/null \
				bs=$(($(available_mb) - 20))M || :
		done
		echo madvise >$thp/defrag
		fill_off
		mb=$(($(available_mb) + 40))
		echo 3000 >/proc/sys/vm/watermark_scale_factor
		fill_on_all $mb
		fill_off
		echo 10 >/proc/sys/vm/watermark_scale_factor
		sleep 1'
	# The kernel's buffers hold no more than that.
	trace_save
	mkdir /out/first
	mv /out/raw* /out/tracestats /out/first
	cp /out/*.format /out/first
	echo >$tracefs/trace
	echo 1 >$tracefs/tracing_on
	insmod /lib/lowmark/scenes.ko
	pages=$((($(available_mb) - 150) * 128))
	for node in 0 1; do
		echo "0 $node $pages NOWARN|THISNODE" >/sys/kernel/debug/scenes/alloc
	done
	# count cont|pause: let the kernel count calls, or no more; a record of the
	# settings tells when
	cat >/tmp/count.sh <<-'COUNT'
	count()
	{
		echo filter=none >$debugfs/control
		for trigger in $tracefs/events/kprobes/lmf_*/trigger; do
			[ ! -e $trigger ] || echo hist:keys=from.sym:$1 >>$trigger || :
		done 2>/dev/null
		echo filter=none >$debugfs/control
	}
	COUNT
	# press NAME: checks of all kinds of callers, recorded
	press()
	{
		lowmark record -o /out/$1.lowmark -- sh -c '. /add/guest.sh
			. /tmp/count.sh
			count cont
			echo 3000 >/proc/sys/vm/watermark_scale_factor
			for i in 1 2 3; do burst; done
			# More than there is: not without compaction.
			echo 300 >/proc/sys/vm/nr_hugepages
			echo 0 >/proc/sys/vm/nr_hugepages
			cat $debugfs/caps >/out/caps
			echo 10 >/proc/sys/vm/watermark_scale_factor
			count pause'
		mv /out/caps /out/$1.caps
	}
	# The other ways: with a return probe, and from the facts at the entry alone
	for way in hooks=kprobe verdict=derived hooks=ftrace; do
		echo $way >$debugfs/control
		press $way
	done
	echo 0 >$tracefs/events/kprobes/lmw/enable
	# Of each function, how often it is called from where. A return probe of
	# another, as the one above, hides the caller.
	for f in __zone_watermark_ok zone_watermark_ok zone_watermark_ok_safe; do
		echo "p:lmf_$f $f from=\$stack0:x64" >>$tracefs/kprobe_events || continue
		echo hist:keys=from.sym:pause >$tracefs/events/kprobes/lmf_$f/trigger || :
	done 2>/dev/null
	ls $tracefs/events/sched/*/hist >/out/hists 2>/dev/null || :
	echo verdict=real >$debugfs/control
	press callers
	for hist in $tracefs/events/kprobes/lmf_*/hist; do
		[ -e $hist ] || continue
		echo "of $hist"
		cat $hist
	done >/out/callers
	cat $debugfs/stats >/out/stats
	rmmod scenes
	cat $tracefs/kprobe_profile >/out/profile
	trace_save
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/verdict.py "$tool" "$out"
done

finish
