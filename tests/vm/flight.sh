# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the guest of flight.t does: flights, and the causes that end them. Each
# flight leaves its files in /out/NAME and what it said in /out/NAME.log.

scenes=/sys/kernel/debug/scenes
lists=/proc/sys/vm/percpu_pagelist_high_fraction

# started NAME OPTION...: a flight in the background, for 5 minutes at most;
# returns when it waits
started()
{
	flight=$1
	shift
	mkdir -p "/out/$flight"
	lowmark record --flight -d 300s -o "/out/$flight" "$@" \
		2>"/out/$flight.log" &
	pid=$!
	until_state armed
	# The boot clock is the recording's: the guest is never suspended.
	cut -d ' ' -f 1 /proc/uptime >"/out/$flight.armed"
}

# ended [SIGNAL]: the flight has ended, or is told to
ended()
{
	[ $# = 0 ] || kill -"$1" $pid
	status=0
	wait $pid || status=$?
	echo "exit $status" >>"/out/$flight.log"
}

state()
{
	awk '$1 == "state" { print $2 }' $debugfs/trigger
}

# until_state STATE: for at most 20 s
until_state()
{
	tries=0
	until [ "$(state)" = "$1" ] || [ $tries = 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
}

# files N: until the flight has written so many, for at most 20 s
files()
{
	tries=0
	until [ "$(find "/out/$flight" -name '*.lowmark' | wc -l)" -ge "$1" ] ||
		[ $tries = 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	until_state armed
}

# no_block: no free block of order 6 or more is left
no_block()
{
	for node in 0 1 0 1; do
		echo "5 $node" >$scenes/shatter
	done
	fail 6
}

# fail ORDER: one allocation fails that may do nothing about it
fail()
{
	echo "$1 0 100000 NOWARN" >$scenes/alloc
}

# ticker: many failures of order 6, so that there are records
ticker()
{
	while [ ! -e /tmp/stop ]; do
		fail 6
		sleep 0.05
	done
}

# fill_node: node 1 is below min, and nothing of it can be reclaimed
fill_node()
{
	echo "3 1 100000 NOWARN|THISNODE" >$scenes/alloc
	echo "0 1 200000 ATOMIC|NOWARN|THISNODE" >$scenes/alloc
}

# The OOM killer has to end somebody who asks for more than there is; most of
# it is taken beforehand, which is faster.
exhaust()
{
	echo "9 0 320 NOWARN" >$scenes/alloc
	sh -c 'echo 1000 >/proc/self/oom_score_adj
		exec dd if=/dev/zero of=/dev/null bs=1400M count=1' \
		2>/dev/null || :
}

# clear_hopeless: reclaim from a cgroup on node 1 makes progress there, while
# there is enough free
clear_hopeless()
{
	swap_on 100
	grep -q " /sys/fs/cgroup " /proc/mounts ||
		mount -t cgroup2 none /sys/fs/cgroup
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	mkdir /sys/fs/cgroup/clear /tmp/fill
	mount -t tmpfs none /tmp/fill
	taskset -c 1 sh -c '. /add/guest.sh
		echo $$ >/sys/fs/cgroup/clear/cgroup.procs
		fill /tmp/fill/1 40'
	# Up to 5.18 a lower limit makes it reclaim.
	if [ -e /sys/fs/cgroup/clear/memory.reclaim ]; then
		echo 20M >/sys/fs/cgroup/clear/memory.reclaim || :
	else
		echo 20M >/sys/fs/cgroup/clear/memory.high
	fi
	fill_off
}

# done_so_far: what the flight has written, where the kernel accounts for it
# (a kernel without network does not), and how often it ran
done_so_far()
{
	if [ -e /proc/self/io ]; then
		grep -E 'wchar|write_bytes' /proc/$pid/io
	else
		echo "writes are not accounted"
	fi
	grep ctxt_switches /proc/$pid/status
}

flight_idle()
{
	started idle --on 'stall>10s,user'
	sleep 0.3
	done_so_far >/out/idle.before
	sleep 2
	done_so_far >/out/idle.after
	ended INT
}

# shellcheck disable=SC2016 # the flight's shell is to expand it
flight_fail()
{
	no_block
	ticker &
	ticking=$!
	started fail --on 'fail>=7' --max 2 \
		--exec 'echo "$1 $LOWMARK_FILE $LOWMARK_CAUSE" >>/out/fail.exec'
	sleep 3
	fail 7
	files 1
	sleep 1
	fail 8
	ended
	started keep --on 'fail>=7' --max 1 --keep 1s
	sleep 0.5
	fail 7
	ended
	touch /tmp/stop
	wait $ticking
}

flight_stall()
{
	started stall --on 'stall>500us' --max 2
	for try in 1 2; do
		for short in 1 2 3; do
			fail 9
		done
		echo "9 0 3 KERNEL|NORETRY|NOWARN" >$scenes/alloc
		sleep 0.5
	done
	ended INT
	echo 1 >$scenes/free
}

flight_below()
{
	echo 20000 >/proc/sys/vm/min_free_kbytes
	# Since 6.7 thousands of pages may be on the lists of the CPUs, and come back.
	if [ -e $lists ]; then
		echo 100000 >$lists
	fi
	started below --on 'below-min>1s,hopeless'
	fill_node # not for long enough
	echo 1 >$scenes/free
	sleep 1
	for try in 1 2; do
		fill_node
		sleep 0.3
		fill_node # pages on the lists of the CPUs have come back
		sleep 3
		echo 1 >$scenes/free
		sleep 0.5
	done
	ended INT
	# One that is so when recording begins is seen cleared as well.
	for go in off on; do
		echo $go >$debugfs/control
	done
	clear_hopeless
	grep ' hopeless: ' $debugfs/trace >/out/cleared.start || :
	uname -r >/out/release
	# Before 7.0 it is seen when kswapd runs next; later it has been, and what is
	# recorded now might overwrite it.
	if uname -r | grep -q '^[3-6]\.'; then
		fill_node
		echo 1 >$scenes/free
		sleep 1
	fi
	grep ' hopeless: ' $debugfs/trace >/out/cleared || :
}

flight_oom()
{
	echo 1 >/proc/sys/vm/overcommit_memory
	grep oom_kill /proc/vmstat >/out/oom.before
	started oom --on oom --max 2 -- sleep 280
	exhaust
	files 1
	sleep 1
	echo 1 >$scenes/free
	exhaust
	ended
	grep oom_kill /proc/vmstat >/out/oom.after
	echo 1 >$scenes/free
}

# What needs no tool: full rings keep what was before, until armed again.
by_hand()
{
	taskset -pc 0 $$ >/dev/null # whose ring is to be full
	echo size=256 >$debugfs/control
	echo trigger=user >$debugfs/control
	echo post=0ms >$debugfs/control
	echo checks=all >$debugfs/control
	echo "0 0 8000 NOWARN" >$scenes/alloc
	was=$(cat /proc/$$/comm)
	printf 'a\nb\033c' >/proc/$$/comm
	echo trigger >$debugfs/control
	printf '%s' "$was" >/proc/$$/comm
	cat $debugfs/trigger
	timeout 60 grep -m 1 '\[000\]' $debugfs/trace >/out/hand.first
	# More than the rings hold
	echo "0 0 8000 NOWARN" >$scenes/alloc
	timeout 60 grep -m 1 '\[000\]' $debugfs/trace >/out/hand.kept
	echo trigger >$debugfs/control
	echo trigger >$debugfs/control
	causes=$(awk '$1 == "causes" { print $2 }' $debugfs/trigger)
	echo rearm=4294967295 2>/dev/null >$debugfs/control || :
	echo "still $(state)"
	echo rearm=$((causes + 1)) 2>/dev/null >$debugfs/control || :
	echo "beyond $causes: $(tail -n 1 $debugfs/control)"
	echo "still $(state)"
	echo rearm=$((causes - 1)) >$debugfs/control
	echo "next $(awk '$1 == "number" { print $2 }' $debugfs/trigger) of $causes"
	echo rearm="$causes" >$debugfs/control
	echo "then $(state)"
	echo 1 >$scenes/free
	echo "0 0 8000 NOWARN" >$scenes/alloc
	timeout 60 grep -m 1 '\[000\]' $debugfs/trace >/out/hand.rearmed
	for text in 'stall>20' 'oom,fail>3' 'oom,oom' ''; do
		echo "trigger=$text" >$debugfs/control || :
		tail -n 1 $debugfs/control
	done 2>/dev/null
	state
	echo trigger=none >$debugfs/control
	state
	taskset -pc 0-$((cpus - 1)) $$ >/dev/null
}
