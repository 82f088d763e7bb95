# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The scenes of scenes.t whose requests loop until others let them go. See scenes.sh.

: "${scenes:=}" # of scenes.sh
: "${tracefs:=}" # of guest.sh

# The cpuset changes under requests that loop, and that never meet the OOM killer.
# A request that meets a change each time it looks loops until the changes end, one
# that is through before the next change meets none: each time there are some. A
# boost of the mark would leave nothing for the shell while it may use node 0 alone.
scene_restart()
{
	echo 0 >/proc/sys/vm/watermark_boost_factor
	group=/sys/fs/cgroup/restart
	mkdir $group
	echo 0-1 >$group/cpuset.mems
	echo $$ >$group/cgroup.procs
	# So many rounds are more than the kernel's trace can hold.
	for event in compaction kprobes oom/reclaim_retry_zone oom/compact_retry; do
		echo 0 >"$tracefs/events/$event/enable"
	done
	asks=$tracefs/events/compaction/enable
	for _ in 1 2 3 4 5 6; do
		rm -f /tmp/changing
		timeout 10 taskset -c 1 sh -c "while :; do
			echo 0 >$group/cpuset.mems
			echo 0-1 >$group/cpuset.mems
			: >/tmp/changing
		done" &
		for _ in $(seq 100); do
			[ ! -e /tmp/changing ] || break
			sleep 0.1
		done
		echo "3 0 20000 KERNEL|MAYFAIL|NOWARN|THISNODE" >$scenes/alloc
		echo 1 >"$asks"
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			echo "3 0 1 KERNEL|MAYFAIL|NOWARN|THISNODE" >$scenes/alloc
		done
		echo 0 >"$asks"
		echo 1 >$scenes/free
		kill $! 2>/dev/null || :
	done
	echo 15000 >/proc/sys/vm/watermark_boost_factor
}

# give_after COUNT: all that is held, once so many retries have been written
give_after()
{
	tries=0
	until [ "$(written retry)" -ge "$1" ] || [ $tries = 200 ]; do
		sleep 0.1
		tries=$((tries + 1))
	done
	echo 1 >$scenes/free
}

# ask_nofail SCENE ROUNDS: a request that may not fail, of a node that has nothing, until
# it has gone round so often
ask_nofail()
{
	taskset -pc 0 $$ >/dev/null
	echo 3 >/proc/sys/vm/drop_caches # which reclaim would find
	# Again if somebody else has given something back meanwhile.
	for _ in 1 2 3 4; do
		echo "0 0 200000 ATOMIC|NOWARN|THISNODE" >$scenes/alloc
		before=$(written retry)
		give_after "$((before + $2))" &
		echo "0 0 1 KERNEL|NORETRY|NOFAIL|THISNODE" >$scenes/alloc
		got >"/out/$1.got"
		[ $(($(written retry) - before)) -lt "$2" ] || break
		kill $!
	done
	wait $! || : # it may have been killed
	echo 1 >$scenes/free
}

# Node 0 has nothing for a request that may neither fail nor loop, until some
# is given back.
scene_nofail()
{
	ask_nofail nofail 20
}

# What is set aside for atomic requests is missed by one that loops, without progress:
# what could be reclaimed is held. Before it gives up, it is given back, and found.
scene_unreserve()
{
	min=$(cat /proc/sys/vm/min_free_kbytes)
	taskset -pc 0 $$ >/dev/null
	/add/pin /dev/zram0 4 >/out/unreserve.pinned &
	until [ -s /out/unreserve.pinned ]; do
		sleep 0.1
	done
	set_aside unreserve
	echo 3 >/proc/sys/vm/drop_caches
	set_min $(($(free_pages) - 30))
	cat /proc/pagetypeinfo >/out/unreserve.pagetypeinfo
	echo 1 >"$tracefs/events/oom/reclaim_retry_zone/enable" # off since restart
	echo "0 0 1 KERNEL|MAYFAIL|NOWARN|THISNODE" >$scenes/alloc
	got >/out/unreserve.got
	echo 0 >"$tracefs/events/oom/reclaim_retry_zone/enable"
	cat /proc/pagetypeinfo >/out/unreserve.after
	kill $!
	echo "$min" >/proc/sys/vm/min_free_kbytes
	echo 1 >$scenes/free
}

# A task takes all memory, is killed for that, and may not use the reserves: it gets
# nothing more and gives all back.
scene_victim()
{
	# shellcheck disable=SC2016 # for that shell
	sh -c 'echo 1000 >/proc/self/oom_score_adj
		echo $$ >/out/victim.task
		echo "0 0 290000 BACK|KERNEL|NOWARN|NOMEMALLOC" >$1/alloc' sh $scenes || :
	got >/out/victim.got
}

# switches_on [TASK-FIELD VALUE]: the kernel's own events tell when that task has a CPU,
# and how it gives it up; without arguments no more
switches_on()
{
	sched=$tracefs/events/sched
	for event in switch waking; do
		cat "$sched/sched_$event/format" >/out/sched_$event.format
	done
	if [ $# = 0 ]; then
		echo 0 >"$sched/enable"
		echo 0 | tee "$sched/sched_switch/filter" >"$sched/sched_waking/filter"
		return
	fi
	echo "prev_$1 == $2 || next_$1 == $2" >"$sched/sched_switch/filter"
	echo "$1 == $2" >"$sched/sched_waking/filter"
	echo 1 | tee "$sched/sched_switch/enable" >"$sched/sched_waking/enable"
}

# A request that loops, on a CPU that another task wants as well
scene_contended()
{
	taskset -c 0 sh -c 'while :; do :; done' &
	other=$!
	switches_on pid $$
	ask_nofail contended 300
	switches_on
	kill $other
}

# Tasks on both CPUs that want more memory than there is: one holds the OOM lock while
# its kill is printed. It is the last one: of the kernel's events only the switches are
# kept, of all tries.
scene_rivals()
{
	echo 1 >/proc/sys/vm/overcommit_memory
	echo 0 >"$tracefs/events/enable"
	switches_on comm '"dd"'
	for _ in 1 2; do
		for cpu in 0 1 0 1 0 1 0 1; do
			taskset -c $cpu sh -c 'echo 1000 >/proc/self/oom_score_adj
				exec dd if=/dev/zero of=/dev/null bs=400M count=1' \
				2>/dev/null &
		done
		wait
	done
	switches_on
}
