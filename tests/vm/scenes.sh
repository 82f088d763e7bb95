# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The scenes of scenes.t: each forces one decision of the page allocator. They
# run in the guest, in the shell whose pid is left in /out/SCENE.pid.

: "${tracefs:=}" # of guest.sh
scenes=/sys/kernel/debug/scenes

# record SCENE: its recording, and the task
record()
{
	lowmark record -o "/out/$1.lowmark" -- sh -c '. /add/guest.sh
		. /add/scenes.sh
		echo $$ >/out/'"$1"'.pid
		scene_'"$1"
}

# got: how many allocations the last write to alloc got
got()
{
	cat $scenes/got
}

# shatter_all: no large block is left. Pages on the lists of the CPUs may
# become large blocks later, so that it takes a second look; kcompactd, which a
# scene has woken, is to find nothing to do any more. What scenes have read could
# be reclaimed and leave blocks.
shatter_all()
{
	echo 1 >/proc/sys/vm/drop_caches
	echo 1 >/proc/sys/vm/compact_memory
	for node in 0 1 0 1; do
		echo "5 $node" >$scenes/shatter
		echo "shattered $(got)" >>/out/shatter.log
	done
	cat /proc/buddyinfo >>/out/shatter.log
}

scene_sysctl()
{
	echo 12000 >/proc/sys/vm/min_free_kbytes
	cat /proc/zoneinfo >/out/sysctl.min
	echo 150 >/proc/sys/vm/watermark_scale_factor
	cat /proc/zoneinfo >/out/sysctl.scale
	echo 10 >/proc/sys/vm/watermark_scale_factor
}

# What may not reclaim and not wake kswapd enters the slow path and gives up.
scene_silent()
{
	echo "10 0 3 NOWARN" >$scenes/alloc
	got >/out/silent.got
}

# High order, much memory free
scene_block()
{
	cat /proc/buddyinfo >/out/block.buddyinfo
	echo "10 0 1 KSWAPD|NOWARN" >$scenes/alloc
	got >/out/block.got
}

scene_atomic()
{
	echo "10 0 1 ATOMIC|NOWARN" >$scenes/alloc
	got >/out/atomic.got
}

# Two that give up at once when all is taken, and some that reclaim first
scene_stack()
{
	echo "10 0 100000 NOWARN" >$scenes/alloc
	echo "10 0 100000 NOWARN" >$scenes/alloc
	for _ in 1 2 3; do
		echo "10 0 1 KERNEL|NORETRY|NOWARN" >$scenes/alloc
	done
}

# In a cpuset of node 1, from node 0
scene_cpuset()
{
	mkdir -p /sys/fs/cgroup/scene
	echo +cpuset >/sys/fs/cgroup/cgroup.subtree_control
	echo 1 >/sys/fs/cgroup/scene/cpuset.mems
	echo $$ >/sys/fs/cgroup/scene/cgroup.procs
	echo "10 0 1 HARDWALL|KSWAPD|NOWARN" >$scenes/alloc
	got >/out/cpuset.got
}

# ask_dirty SCENE [FLAG]: a block to be written to, while node 0 has more dirty pages
# than its share
ask_dirty()
{
	taskset -pc 0 $$ >/dev/null
	echo 30000 >/proc/sys/vm/dirty_writeback_centisecs
	exec 3<>/dev/zram0 # the last to close it writes them back
	dd if=/dev/zero bs=1M count=2 >&3 2>/dev/null
	cat /proc/zoneinfo >"/out/$1.zoneinfo"
	echo 8192 >/proc/sys/vm/dirty_bytes
	echo "10 0 1 KSWAPD|NOWARN|WRITE${2:+|$2}" >$scenes/alloc
	got >"/out/$1.got"
	echo 20 >/proc/sys/vm/dirty_ratio
	echo 500 >/proc/sys/vm/dirty_writeback_centisecs
}

scene_dirty()
{
	ask_dirty dirty
}

# The same of node 0 alone, which has blocks: they are passed over, and its kswapd,
# which is asked then, has nothing to do.
scene_balanced()
{
	ask_dirty balanced THISNODE
}

# No zone without pages is in a zonelist: wakeup_kswapd() is called with one. Its
# index is that of Normal, or where there is no DMA that of Movable.
scene_unmanaged()
{
	cat /proc/zoneinfo >/out/unmanaged.zoneinfo
	echo "0 2 3 KERNEL|NORETRY" >$scenes/wake
}

# The same allocation with each policy of the task, and what the kernel tells of it.
# The last is MPOL_WEIGHTED_INTERLEAVE, since 6.9.
scene_policy()
{
	: >/out/policy.tasks
	: >/out/policy.all
	command -v numactl >/dev/null || return 0
	for how in env "numactl --membind=1" "numactl --preferred=0" \
		"numactl --preferred=1" "numactl --interleave=0,1" \
		"numactl --preferred-many=0,1" "numactl --localalloc" \
		"/add/mempolicy 6 3"; do
		# shellcheck disable=SC2086,SC2016 # a command; for that shell
		$how sh -c 'read -r _ policy many _ </proc/self/numa_maps
			echo "$$ $policy $many" >>/out/policy.tasks
			echo "10 0 1 NOWARN" >"$1/alloc"
			cat "$1/got" >>/out/policy.all' sh $scenes || :
	done
	grep -c 1 /out/policy.all >/out/policy.got || :
}

# Without and with node reclaim, of page cache that a block device fills
scene_noreclaim()
{
	echo "10 0 1 KSWAPD|NOWARN|THISNODE" >$scenes/alloc
	got >/out/noreclaim.got
}

scene_reclaim()
{
	taskset -pc 0 $$ >/dev/null
	exec 3</dev/zram0 # the last to close it would drop the cache
	dd if=/dev/zram0 of=/dev/null bs=1M count=60 2>/dev/null
	echo 1 >/proc/sys/vm/zone_reclaim_mode
	echo "10 0 1 KERNEL|NORETRY|NOWARN|THISNODE" >$scenes/alloc
	got >/out/reclaim.got
	echo 0 >/proc/sys/vm/zone_reclaim_mode
}

# Node reclaim where one node is too far, and once it is off again
scene_far()
{
	taskset -pc 0 $$ >/dev/null
	for mode in 1 0; do
		echo $mode >/proc/sys/vm/zone_reclaim_mode
		echo "10 0 1 NOWARN" >$scenes/alloc
		got >>/out/far.all
	done
	grep -c 1 /out/far.all >/out/far.got
	rm /out/far.all
}

# Node reclaim that swaps out, and takes pages itself to do so
scene_inside()
{
	taskset -pc 0 $$ >/dev/null
	number=$(cat /sys/class/zram-control/hot_add)
	echo 200M >"/sys/block/zram$number/disksize"
	mkswap "/dev/zram$number" >/dev/null
	swapon "/dev/zram$number"
	mkdir /inside
	mount -t tmpfs none /inside
	dd if=/dev/urandom of=/inside/file bs=1M count=60 2>/dev/null
	grep pswpout /proc/vmstat >/out/inside.before
	echo checks=all >/sys/kernel/debug/lowmark/control
	echo "5 0" >$scenes/shatter # again: it took a while to fill the file
	echo 7 >/proc/sys/vm/zone_reclaim_mode
	echo "10 0 1 KERNEL|NORETRY|NOWARN|THISNODE" >$scenes/alloc
	echo 0 >/proc/sys/vm/zone_reclaim_mode
	echo checks=matter >/sys/kernel/debug/lowmark/control
	grep pswpout /proc/vmstat >/out/inside.after
	rm /inside/file
	swapoff "/dev/zram$number"
}

# Unmovable pages in blocks of movable ones
scene_boost()
{
	echo 15000 >/proc/sys/vm/watermark_boost_factor
	echo "3 1 4000 KERNEL|NOWARN|THISNODE" >$scenes/alloc
	sleep 1
}

scene_hotplug()
{
	[ ! -d /sys/kernel/mm/transparent_hugepage ] || : >/out/hotplug.thp
	for block in /sys/devices/system/memory/memory*; do
		echo offline >"$block/state" || continue
		cat /proc/zoneinfo >/out/hotplug.off
		echo online >"$block/state"
		cat /proc/zoneinfo >/out/hotplug.on
		break
	done 2>/dev/null
}

scene_oom()
{
	grep oom_kill /proc/vmstat >/out/oom.before
	echo 1 >/proc/sys/vm/overcommit_memory
	sh -c 'echo 1000 >/proc/self/oom_score_adj
		exec dd if=/dev/zero of=/dev/null bs=1400M count=1' \
		2>/dev/null || :
	sleep 1
	grep oom_kill /proc/vmstat >/out/oom.after
}

# set_min PAGES: the min mark of node 0's zone, and in proportion all others
set_min()
{
	awk -v want="$1" '
		/^Node/ { zone = $2 $4 }
		$1 == "managed" { all += $2; managed[zone] = $2 }
		END { printf "%d\n", want * 4 * all / managed["0,DMA32"] }
	' /proc/zoneinfo >/proc/sys/vm/min_free_kbytes
}

# free_pages: those of node 0's zone
free_pages()
{
	awk '/^Node/ { zone = $2 $4 }
		zone == "0,DMA32" && $1 " " $2 == "pages free" { print $3; exit }
	' /proc/zoneinfo
}

# ask_low SCENE [COMMAND]: node 0 below low, but not below min, with pages of a disk's
# cache that kswapd finds. The DMA zone is to have nothing. COMMAND is run after that.
ask_low()
{
	taskset -pc 0 $$ >/dev/null
	echo 0 >/proc/sys/vm/watermark_boost_factor
	exec 3</dev/zram0
	dd if=/dev/zram0 of=/dev/null bs=1M count=150 2>/dev/null
	min=$(cat /proc/sys/vm/min_free_kbytes)
	echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	set_min $(($(free_pages) * 10 / 12))
	cat /proc/zoneinfo >"/out/$1.zoneinfo"
	slept=$(written kswapd_sleep)
	echo "0 0 1 KERNEL|NOWARN|THISNODE" >$scenes/alloc
	got >"/out/$1.got"
	$2
	for _ in $(seq 200); do
		[ "$(written kswapd_sleep)" = "$slept" ] || break
		sleep 0.1
	done
	sleep 1
	echo "$min" >/proc/sys/vm/min_free_kbytes
	echo 1 >$scenes/free
	echo 15000 >/proc/sys/vm/watermark_boost_factor
}

scene_low()
{
	ask_low low
}

# While kswapd naps after its run, its node is taken below high again, by somebody who
# does not wake it; once more if the nap was over by then, or not begun.
scene_restless()
{
	grep kswapd_high /proc/vmstat >/out/restless.before
	for _ in 1 2 3 4 5 6; do
		ended=$(written balance_end)
		ask_low restless take_again
		grep kswapd_high /proc/vmstat >/out/restless.after
		! cmp -s /out/restless.before /out/restless.after || continue
		break
	done
}

take_again()
{
	for _ in $(seq 400); do
		[ "$(written balance_end)" = "$ended" ] || break
	done
	echo "0 0 10000 NOWARN|THISNODE" >$scenes/alloc
}

# The same where memory is tiered: kswapd makes room for what is promoted, too.
scene_promo()
{
	tiering=/proc/sys/kernel/numa_balancing
	[ -e $tiering ] || return 0
	: >/out/promo.sysctl
	before=$(cat $tiering)
	# Up to 5.17 it is 1 at most.
	if echo 2 2>/dev/null >$tiering; then
		ask_low promo
		echo "$before" >$tiering
	fi
}

# set_aside SCENE: node 0 is below min, and an atomic request has a block set aside for
# such. Up to order 3 the page might come from a CPU's list, which sets nothing aside.
# The block shall have free pages: of movable ones the small blocks are taken before, of
# unmovable ones all; and the DMA zone is to have nothing.
set_aside()
{
	echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	for order in 4 5 6 7 8 9; do
		count=$(awk -v at=$((7 + order)) '
			/^Node +0, zone +DMA32, type +Unmovable/ { print $at }
			' /proc/pagetypeinfo)
		echo "$order 0 $count NOWARN|THISNODE" >$scenes/alloc
	done
	more=$(($(free_pages) - 40000))
	[ $more -lt 0 ] || echo "0 0 $more MOVABLE|NOWARN|THISNODE" >$scenes/alloc
	set_min $(($(free_pages) + 3000))
	cat /proc/zoneinfo /proc/buddyinfo >"/out/$1.before"
	echo "4 0 1 ATOMIC|NOWARN|THISNODE" >$scenes/alloc
	got >"/out/$1.atomic"
}

# Node 0 below min, and requests that may go on. What is set aside for them is then
# missed by one that may not, once min is lower.
scene_reserves()
{
	min=$(cat /proc/sys/vm/min_free_kbytes)
	set_aside reserves
	echo "0 0 1 MEMALLOC|NOWARN|THISNODE" >$scenes/alloc
	got >/out/reserves.memalloc
	set_min $(($(free_pages) - 30))
	cat /proc/pagetypeinfo >/out/reserves.pagetypeinfo
	echo "1 0 1 KERNEL|NORETRY|NOWARN|THISNODE" >$scenes/alloc
	echo "$min" >/proc/sys/vm/min_free_kbytes
	echo 1 >$scenes/free
}

# Node 0 below min and far below what a boost makes of it, and a request that may
# use half of min, or some more. The DMA zone is to have nothing. kswapd, if it is
# under way, takes the boost away; so it is tried again.
scene_unboosted()
{
	min=$(cat /proc/sys/vm/min_free_kbytes)
	taskset -pc 0 $$ >/dev/null
	echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	# What is on the CPUs' lists comes back.
	for _ in 1 2 3 4 5 6; do
		more=$(($(free_pages) - 20000))
		[ $more -gt 500 ] || break
		echo "0 0 $more MOVABLE|NOWARN|THISNODE" >$scenes/alloc
	done
	set_min 30000
	cat /proc/zoneinfo >/out/unboosted.zoneinfo
	index=$(sed -n 's/^Node 0, zone *//p' /out/unboosted.zoneinfo |
		sed -n '/^DMA32$/=')
	for _ in 1 2 3 4 5 6; do
		echo "0 $((index - 1)) 40000" >$scenes/boost
		echo "0 0 1 ATOMIC_QUIET|NOWARN|THISNODE" >$scenes/alloc
		sleep 0.3
	done
	echo "0 $((index - 1)) 0" >$scenes/boost
	echo "$min" >/proc/sys/vm/min_free_kbytes
	echo 1 >$scenes/free
}

# Node 0 has half of min and less for one that may reclaim, but not wake kswapd:
# it waits until kswapd has found pages of the disk's cache to free. The DMA zone
# is to have nothing, and what else is done here is done on the other node. Of
# a hopeless node nobody waits: then one that only reclaims makes it another. Nor is
# kswapd to run for a boost.
scene_throttle()
{
	min=$(cat /proc/sys/vm/min_free_kbytes)
	echo 0 >/proc/sys/vm/watermark_boost_factor
	taskset -pc 0 $$ >/dev/null
	exec 3</dev/zram0
	dd if=/dev/zram0 of=/dev/null bs=1M count=60 2>/dev/null
	taskset -pc 1 $$ >/dev/null
	cp /proc/vmstat /out/throttle.before
	echo "0 0 5000 NOWARN|DMA|THISNODE" >$scenes/alloc
	echo "0 0 $(($(free_pages) - 6000)) MOVABLE|NOWARN|THISNODE" >$scenes/alloc
	for _ in 1 2 3; do
		set_min $(($(free_pages) * 2 + 6000))
		echo "0 0 1 DIRECT|NORETRY|NOWARN|THISNODE" >$scenes/alloc
		! grew throttle pgscan_direct_throttle || break
		set_min $(($(free_pages) + 500))
		echo "0 0 1 DIRECT|NORETRY|NOWARN|THISNODE" >$scenes/alloc
	done
	# As long as so much is missing, kswapd does not rest.
	for _ in $(seq 50); do
		! grew throttle kswapd_high_wmark_hit_quickly || break
		sleep 0.02
	done
	echo 15000 >/proc/sys/vm/watermark_boost_factor
	echo "$min" >/proc/sys/vm/min_free_kbytes
	echo 1 >$scenes/free
	cp /proc/vmstat /out/throttle.after
}

# grew SCENE COUNTER: has it grown since the copy of vmstat at the scene's begin?
grew()
{
	grep "^$2 " /proc/vmstat | grep -qvxFf "/out/$1.before"
}

# shellcheck source=tests/vm/scenes_compact.sh
[ ! -e /add/scenes_compact.sh ] || . /add/scenes_compact.sh
# shellcheck source=tests/vm/scenes_loop.sh
[ ! -e /add/scenes_loop.sh ] || . /add/scenes_loop.sh
