#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Filters in the kernel: a recording with a filter, or with two, has the
# records that the filter leaves of an unfiltered one of the same allocations.
# Changed a thousand times in a storm, none is torn and none miscounted.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

for kernel in $KERNELS; do
	# Each node is in a zone of its own.
	mem=(--mem 544M --low 272M)
	! is_debug "$kernel" || mem=(--mem 640M --low 320M)
	guest "$kernel" "${mem[@]}" --module scenes \
		--add "$(command -v chrt)" --add tests/vm/filter.sh <<-'END' || continue
	. /add/filter.sh
	set -e
	swap_on 300
	insmod $module size=4096 mode=discard filter=comm:alpha,order:3-10 on=0
	insmod /lib/lowmark/scenes.ko
	grep filter $debugfs/status >/out/parameter
	for filter in order:x order:3-32 node:0,zone:Foo min:20 sample:0 \
		pid:1,pid:x children pid:-1 failed:1 failed,failed colour:red \
		gfp:HIGH\|FOO comm: comm:"'a" comm:aaaaaaaaaaaaaaaa cgroup:0 \
		"" , order:3, pid min:1y; do
		refused "$filter"
	done
	grep filter $debugfs/status >>/out/parameter
	echo filter=none >$debugfs/control
	echo on >$debugfs/control
	cat $debugfs/format >/out/format
	players
	prepare_memory
	lowmark record -q -o /out/takes.lowmark -- sh -c '
		. /add/guest.sh
		. /add/filter.sh
		takes $(cat /out/alpha.pid /out/beta.cgroup /out/beta.inner)'
	record_play /out/only.lowmark --only comm:beta,min:1ns
	grep filter $debugfs/status >>/out/parameter
	record_play /out/events.lowmark --events slow,wake --checks all >/tmp/events
	tail -n 2 /tmp/events >/out/events
	grep -E "^(events|checks):" $debugfs/status >>/out/events
	lowmark record -q -o /out/x.lowmark --events slow,bogus -d 10ms 2>>/out/events ||
		echo "status $?" >>/out/events
	# The run makes some 5 MB a second, of which 512 KiB can be kept.
	# Node 1 has pages for all else; one may be found on node 0 before they are freed,
	# and as long as node 0 has hope the task may sleep.
	echo 1 >$scenes/free
	for _ in $(seq 12); do
		lowmark record -q -o /out/long.lowmark --only min:60ms -- sh -c '
			. /add/guest.sh
			. /add/filter.sh
			slow_hits
			hold
			slow_hits' >/out/long
		awk 'NR > 1 && NR < 4 { t[NR] = $1 } END { exit !(t[3] - t[2] > 1) }' \
			/out/long && break
	done
	echo 1 >$scenes/free
	waits slow min:1500ms >/dev/null
	grep -E "^ *long-" $debugfs/trace >/out/wander || :
	cut_short >/out/cut
	rmmod lowmark
	case $(uname -r) in 6.1.*) hooks=kprobe ;; *) hooks=ftrace ;; esac
	insmod $module size=16384 mode=discard on=0 hooks=$hooks
	lowmark record -q -o /out/storm.lowmark -- sh -c '
		. /add/guest.sh
		. /add/filter.sh
		reshuffle 1000 &
		# So many that of each kind there are enough for judging.
		for _ in 1 2 3 4 5 6 7 8; do
			burst
			pressure 40
			[ $(written slow_end) -lt 10000 ] || break
		done
		touch /tmp/calm
		wait'
	cat $debugfs/stats >/out/storm.stats
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/filter.py "$tool" "$out"
	analyse "$kernel" tests/vm/storm.py "$tool" "$out"
	analyse "$kernel" tests/vm/ring.py "$tool" "$out" storm
done

finish
