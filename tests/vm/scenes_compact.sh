# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The scenes of scenes.t in which compaction, or the lack of it, decides. See scenes.sh.

: "${scenes:=}" # of scenes.sh

# Two that give up after a round: told not to retry, or costly. The last one asks
# whether to go on.
scene_gaveup()
{
	for flag in NORETRY NOWARN MAYFAIL; do
		echo "10 0 1 KERNEL|NOWARN|THISNODE|$flag" >$scenes/alloc
		got >>/out/gaveup.all
	done
	grep -c 1 /out/gaveup.all >/out/gaveup.got || :
	rm /out/gaveup.all
}

# Requests that may not give up at once, where little effort of compaction finds nothing:
# of each two pages one is held, and between them are pages of a disk's cache, so that
# reclaim makes progress. Some find a block that was freed meanwhile, or get one when
# compaction tries hard; it goes on until some have asked whether to go on, or one that
# could has failed. The DMA zone is to have nothing, and min is low, so that those who may not
# reclaim can take all blocks that there are. Readahead would ask for blocks.
scene_insist()
{
	taskset -pc 0 $$ >/dev/null
	ahead=$(cat /sys/block/zram0/queue/read_ahead_kb)
	echo 0 >/sys/block/zram0/queue/read_ahead_kb
	min=$(cat /proc/sys/vm/min_free_kbytes)
	echo 12000 >/proc/sys/vm/min_free_kbytes
	echo 1 >/proc/sys/vm/drop_caches # of the other node, too
	echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	for least in 40 40 40 12 12 12; do
		cat /proc/buddyinfo >/out/insist.buddyinfo
		echo "1 0" >$scenes/shatter
		mb=$(got) # half of what is free now
		[ "$mb" -lt $least ] || break
		# A page of each block is elsewhere, on the lists of the CPUs maybe.
		echo 1 >$scenes/free
		echo 1 >/proc/sys/vm/compact_memory
		sleep 0.5
		echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	done
	[ "$mb" -lt 60 ] || mb=60
	for order in 9 8 7 6 5 4 3 2 1; do
		echo "$order 0 100000 NOWARN|THISNODE" >$scenes/alloc
	done
	exec 3</dev/zram0
	for round in $(seq 0 199); do
		if [ $((round % 20)) = 0 ]; then
			[ "$(written compact_retry)" -lt 8 ] || break
			dd if=/dev/zram0 of=/dev/null bs=1M count=$mb 2>/dev/null
		fi
		for order in 3 2 1; do
			echo "$order 0 100000 NOWARN|THISNODE" >$scenes/alloc
		done
		echo "3 0 1 DIRECT|MAYFAIL|NOWARN|THISNODE" >$scenes/alloc
		read -r held <$scenes/got # what a process had would be found
		[ "$held" != 0 ] || [ "$(written compact_retry)" = 0 ] || break
	done
	written compact_retry >/out/insist.asked
	echo "$ahead" >/sys/block/zram0/queue/read_ahead_kb
	echo "$min" >/proc/sys/vm/min_free_kbytes
}

scene_hugepages()
{
	grep compact_stall /proc/vmstat >/out/hugepages.before
	for _ in 1 2 3; do
		echo 20 >/proc/sys/vm/nr_hugepages
		echo 0 >/proc/sys/vm/nr_hugepages
	done
	grep compact_stall /proc/vmstat >/out/hugepages.after
}

# The first tells the mode. Of small blocks there are some, but at last none of the
# kind that is asked for; who may wake kswapd breaks one of another kind. The last
# wakes those who would make a block for the others.
scene_defrag()
{
	[ -e /proc/sys/vm/defrag_mode ] || return 0
	: >/out/defrag.mode
	echo 1 >/proc/sys/vm/defrag_mode
	echo "10 0 1 NOWARN" >$scenes/alloc
	echo "3 0 3000 NOWARN|THISNODE" >$scenes/alloc
	echo "3 0 200 KSWAPD|NOWARN|THISNODE" >$scenes/alloc
	echo "10 0 1 KSWAPD|NOWARN" >$scenes/alloc
	echo 0 >/proc/sys/vm/defrag_mode
}
