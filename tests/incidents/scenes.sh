# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Incidents of known causes, made on a real kernel: one function each, named
# incident_NAME. They run in the guest, after tests/vm/guest.sh.
# shellcheck disable=SC2154 # debugfs comes from there

scenes=/sys/kernel/debug/scenes
vm=/proc/sys/vm

# incident NAME [EVENTS]: record it to /out/NAME.lowmark
incident()
{
	echo "events=${2:-all}" >"$debugfs/control"
	echo "incident $1" >/dev/kmsg
	cat /proc/zoneinfo /proc/buddyinfo >"/out/$1.before"
	lowmark record -q -o "/out/$1.lowmark" -- sh -c '. /add/guest.sh
		. /add/scenes.sh
		incident_'"$1" >"/out/$1.log" 2>&1 || echo "$1: status $?" >>/out/failed
	echo events=all >"$debugfs/control"
	rest
}

# rest: nothing is left of the last incident
rest()
{
	echo 1 >$scenes/free
	echo 3 >$vm/drop_caches
	echo 1 >$vm/compact_memory
	sleep 0.3
}

# hold ORDER NODE COUNT GFP: allocations that the module of scenes keeps
hold()
{
	echo "$*" >$scenes/alloc
}

# free_of NODE: its free pages, of all zones
free_of()
{
	awk -v node="$1" '/^Node/ { on = $2 + 0 == node }
		on && /pages free/ { sum += $3 } END { print sum }' /proc/zoneinfo
}

# hold_all_but NODE PAGES: its memory but so many pages, in a careful way
hold_all_but()
{
	while left=$(($(free_of "$1") - $2)) && [ $left -gt 0 ]; do
		[ $left -lt 8192 ] || left=8192
		hold 0 "$1" $left 'MOVABLE|THISNODE|NORETRY|NOWARN'
		[ "$(cat $scenes/got)" = $left ] || break
	done
}

# cached NODE MB: page cache there, that can be dropped
cached()
{
	taskset -c "$1" dd if=/dev/zram1 of=/dev/null bs=1M count="$2" 2>/dev/null
}

# touch_mb MB [CGROUP]: anonymous memory
touch_mb()
{
	sh -c 'echo $$ >/sys/fs/cgroup/'"${2:-}"'/cgroup.procs
		echo 1000 >/proc/self/oom_score_adj
		exec dd if=/dev/zero of=/dev/null bs='"$1"'M count=1' 2>/dev/null
}

# keep_mb MB SECONDS: the same, and keep it: nobody reads what dd writes
keep_mb()
{
	# shellcheck disable=SC2216
	sh -c 'echo 1000 >/proc/self/oom_score_adj
		exec dd if=/dev/zero bs='"$1"'M count=1' 2>/dev/null | sleep "$2"
}

# Page cache fills node 1 up to its low mark while kswapd sleeps; then one task
# takes pages faster than it can be woken.
incident_burst()
{
	exec 3</dev/zram1
	cached 1 120
	hold_all_but 1 3000
	sleep 0.3
	hold 0 1 4000 'KERNEL|THISNODE|NOWARN'
}

# More anonymous memory than there is, on all CPUs, into compressed swap
incident_behind()
{
	hold_all_but 0 12000
	hold_all_but 1 12000
	for i in 1 2; do
		touch_mb 90 &
	done
	wait
}

# Large blocks are wanted where there is none
incident_fragmentation()
{
	for node in 0 1 0 1; do
		echo "5 $node" >$scenes/shatter
	done
	hold 10 0 1 'KERNEL|NORETRY|NOWARN'
}

# Unmovable pages go to blocks of movable ones
incident_boost()
{
	echo 5 1 >$scenes/shatter
	echo 15000 >$vm/watermark_boost_factor
	hold 3 1 2000 'KERNEL|NOWARN|THISNODE'
	sleep 0.5
}

# A cpuset of node 1, which is full; node 0 is not
incident_cpuset()
{
	mkdir -p /sys/fs/cgroup/one
	echo +cpuset >/sys/fs/cgroup/cgroup.subtree_control
	echo 1 >/sys/fs/cgroup/one/cpuset.mems
	hold_all_but 1 3000
	touch_mb 40 one
}

# One node is wanted, and only that, and it is full
incident_binding()
{
	hold_all_but 1 3000
	hold 0 1 5000 'KERNEL|THISNODE|NORETRY|NOWARN'
}

# Nothing on node 1 can be reclaimed: kswapd tries in vain, and gives up
incident_hopeless()
{
	hold_all_but 1 1600
	i=0
	while [ $i -lt 40 ]; do
		hold 0 1 1 'KSWAPD|THISNODE|NOWARN'
		sleep 0.05
		i=$((i + 1))
	done
}

# Both nodes have their share of dirty pages, and a page to write is wanted
incident_dirty()
{
	exec 3>/dev/zram1
	echo 0 >$vm/dirty_writeback_centisecs
	echo 80 >$vm/dirty_background_ratio
	echo 90 >$vm/dirty_ratio
	for cpu in 0 1; do
		taskset -c $cpu dd if=/dev/zero of=/dev/zram1 bs=1M count=60 \
			seek=$((cpu * 100)) conv=notrunc 2>/dev/null
	done
	grep -h nr_dirty /proc/vmstat
	echo 1 >$vm/dirty_background_ratio
	echo 2 >$vm/dirty_ratio
	hold 0 0 1 'USER|WRITE'
	echo 500 >$vm/dirty_writeback_centisecs
	echo 10 >$vm/dirty_background_ratio
	echo 20 >$vm/dirty_ratio
}

# Page cache of its own node rather than free pages of another
incident_zone_reclaim()
{
	exec 3</dev/zram1
	taskset -pc 0 $$ >/dev/null
	cached 0 100
	hold_all_but 0 2600
	echo 1 >$vm/zone_reclaim_mode
	hold 0 0 3000 'MOVABLE|NOWARN'
	echo 0 >$vm/zone_reclaim_mode
}

# Who may not wait takes all down to the reserves, and then gets none
incident_atomic()
{
	hold_all_but 0 6000
	hold_all_but 1 6000
	hold 0 0 20000 'BACK|ATOMIC|NOWARN'
}

# The limit of a cgroup
incident_memcg()
{
	mkdir -p /sys/fs/cgroup/small
	echo +memory >/sys/fs/cgroup/cgroup.subtree_control
	echo 20M >/sys/fs/cgroup/small/memory.max
	echo 0 >/sys/fs/cgroup/small/memory.swap.max
	touch_mb 60 small
	sleep 0.2
}

# More than memory and swap
incident_oom()
{
	swapoff /dev/zram0
	hold_all_but 0 8000
	hold_all_but 1 8000
	echo 1 >$vm/overcommit_memory
	touch_mb 300
	sleep 0.3
	swapon /dev/zram0
}

# The marks are raised above what is free
incident_raised()
{
	exec 3</dev/zram1
	cached 0 60
	cached 1 60
	hold_all_but 0 9000
	hold_all_but 1 9000
	sleep 0.3
	before=$(cat $vm/min_free_kbytes)
	echo 90000 >$vm/min_free_kbytes
	hold 0 0 3000 'KERNEL|NOWARN'
	echo "$before" >$vm/min_free_kbytes
}

# Huge pages out of memory whose blocks are all in use
incident_compaction()
{
	hold_all_but 0 40000
	hold_all_but 1 40000
	keep_mb 120 8 &
	keep_mb 120 3 &
	sleep 4
	echo 60 >$vm/nr_hugepages
	echo 0 >$vm/nr_hugepages
	wait
}

# The request forbids waking kswapd
incident_silent()
{
	hold_all_but 1 2500
	hold 0 1 2500 'NOWARN|THISNODE'
}
