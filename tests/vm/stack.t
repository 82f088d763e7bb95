#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Stacks of slow path runs: one for each run, with the callers that the kernel's
# own stack traces of the same allocations have.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	guest "$kernel" --module scenes --add tests/vm/scenes.sh \
		--add tests/vm/flight.sh <<-'END' || continue
	. /add/scenes.sh
	. /add/flight.sh
	# scene NAME [OPTION]...: a recording with these options
	scene()
	{
		scene=$1
		shift
		lowmark record -q -o "/out/$scene.lowmark" "$@" -- sh -c '
			. /add/scenes.sh
			echo $$ >"$1"
			scene_stack' sh "/out/$scene.pid"
		grep ^stack: $debugfs/status >"/out/$scene.status"
	}
	# until_on: for at most 60 s
	until_on()
	{
		tries=0
		until grep -q '^recording: *on' $debugfs/status || [ $tries = 600 ]; do
			sleep 0.1
			tries=$((tries + 1))
		done
	}
	# Of allocations of that order, and of reclaim for them
	echo mono >$tracefs/trace_clock
	echo 8192 >$tracefs/buffer_size_kb
	cat $tracefs/events/ftrace/kernel_stack/format >/out/kernel_stack.format
	for event in kmem/mm_page_alloc vmscan/mm_vmscan_direct_reclaim_begin; do
		echo 'stacktrace if order == 10' >$tracefs/events/$event/trigger
	done
	insmod $module size=4096 mode=discard on=0
	insmod /lib/lowmark/scenes.ko
	shatter_all
	scene without
	scene with --stack
	# The same from the trap of a probe that is not optimised
	echo 0 >/proc/sys/debug/kprobes-optimization
	scene trapped --stack
	echo 1 >/proc/sys/debug/kprobes-optimization
	scene passed --stack --only failed,order:10
	scene dropped --stack --only min:1h
	# What is killed leaves addresses without names.
	lowmark record -q --stack -o /out/killed.lowmark &
	until_on
	sh -c '. /add/scenes.sh; echo $$ >/out/killed.pid; scene_stack'
	sleep 5 # the recorder writes at least once a second
	kill -KILL $!
	wait $! || :
	echo off >$debugfs/control
	echo stack=0 >$debugfs/control
	started flight --stack --on 'fail>=10' --max 1
	until_on # it is armed before
	sh -c '. /add/scenes.sh; echo $$ >/out/flight.pid; scene_stack'
	ended
	mv /out/flight/*.lowmark /out/flight.lowmark
	grep ^stack: $debugfs/status >/out/flight.status
	rmmod lowmark
	insmod $module size=4096 mode=discard on=0 stack=1
	scene loaded
	cat /proc/kallsyms >/out/kallsyms
	uname -r >/out/release
	trace_save
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/stack.py "$tool" "$out"
done

finish
