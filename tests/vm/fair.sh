# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# The scenes of fair.t, and their witness: the kernel's own kprobe events on
# the functions of the scan that are not inlined.
. /add/scenes.sh

tracing=/sys/kernel/debug/tracing

# event TYPE FUNCTION [ARGUMENT]...: TYPE is p:NAME or r:NAME; a function that
# is inlined has no event
event()
{
	type=${1%%:*}:fair/${1#*:}
	function=$2
	shift 2
	for clone in "$function" "$function.isra.0" "$function.constprop.0"; do
		grep -q " $clone\$" /proc/kallsyms || continue
		echo "$type $clone $*" >>$tracing/kprobe_events
		return
	done
	echo "$function" >>/out/inlined
}

witness_on()
{
	echo mono >$tracing/trace_clock
	echo 4096 >$tracing/buffer_size_kb
	case $(uname -r) in
	3.*) event p:scan get_page_from_freelist order=%dx:u32 flags=%r9:u32 ;;
	*) event p:scan get_page_from_freelist order=%si:u32 flags=%dx:u32 ;;
	esac
	event p:check __zone_watermark_ok zone=%di:u64 flags=%r8:u32
	event r:local zone_local 'answer=$retval:u8'
	event p:refill reset_alloc_batches
	event p:setup zlc_setup
	event r:worth zlc_zone_worth_trying 'answer=$retval:s32'
	event p:reclaim zone_reclaim
	event p:compact try_to_compact_pages
	event p:slow __alloc_pages_slowpath
	event p:ask wake_all_kswapds
	event p:priority __alloc_pages_high_priority
	event p:oom __alloc_pages_may_oom
	event p:wake wakeup_kswapd
	echo 1 >$tracing/events/fair/enable
}

witness_off()
{
	echo 0 >$tracing/events/fair/enable
	echo >$tracing/kprobe_events
}

# fair_record SCENE: its recording, its witness, and zoneinfo before and after
fair_record()
{
	echo 1 >$scenes/free
	echo >$tracing/trace
	cat /proc/zoneinfo >"/out/$1.before"
	lowmark record -o "/out/$1.lowmark" -- sh -c '. /add/guest.sh
		. /add/fair.sh
		taskset -pc 0 $$ >/dev/null
		echo $$ >/out/'"$1"'.pid
		fair_'"$1"
	grep -v '^#' $tracing/trace >"/out/$1.trace"
}

# More pages of node 0 than two batches hold
fair_local()
{
	echo "0 0 5000 USER|NOWARN|THISNODE" >$scenes/alloc
	cat /proc/zoneinfo >/out/local.after
	got >/out/local.got
}

# So many that one disagreement in 10,000 would show
fair_many()
{
	for many in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
		echo "0 0 5000 USER|NOWARN|THISNODE" >$scenes/alloc
		echo 1 >$scenes/free
	done
}

# No block of the highest order anywhere, on no node
fair_remote()
{
	shatter_all
	echo "10 0 200 KSWAPD|NOWARN" >$scenes/alloc
	got >/out/remote.got
}

# At once after that: the zonelist cache remembers
fair_again()
{
	shatter_all
	for again in 1 2 3 4 5 6; do
		echo "10 0 200 KSWAPD|NOWARN" >$scenes/alloc
	done
	got >/out/again.got
}

fair_silent()
{
	shatter_all
	echo "10 0 200 NOWARN|NO_KSWAPD" >$scenes/alloc
	got >/out/silent.got
}

fair_reserve()
{
	shatter_all
	echo "10 0 200 KSWAPD|NOWARN|MEMALLOC" >$scenes/alloc
	got >/out/reserve.got
}

# In a cpuset of node 1, from node 0
fair_cpuset()
{
	shatter_all
	mkdir /tmp/cpuset/scene
	echo 0-1 >/tmp/cpuset/scene/cpuset.cpus
	echo 1 >/tmp/cpuset/scene/cpuset.mems
	echo $$ >/tmp/cpuset/scene/tasks
	echo "10 0 200 HARDWALL|KSWAPD|NOWARN" >$scenes/alloc
	got >/out/cpuset.got
	echo $$ >/tmp/cpuset/tasks
}

# Node reclaim of page cache
fair_reclaim()
{
	shatter_all
	echo 64M >/sys/block/zram0/disksize
	exec 3</dev/zram0 # the last to close it would drop the cache
	dd if=/dev/zram0 of=/dev/null bs=1M count=60 2>/dev/null
	echo 1 >/proc/sys/vm/zone_reclaim_mode
	echo "10 0 200 KERNEL|NORETRY|NOWARN" >$scenes/alloc
	echo 0 >/proc/sys/vm/zone_reclaim_mode
	got >/out/reclaim.got
}

# The slow path, with the stack that leads to it
fair_stack()
{
	shatter_all
	echo stack=1 >"$debugfs/control"
	echo "10 0 200 KSWAPD|NOWARN" >$scenes/alloc
	echo stack=0 >"$debugfs/control"
	got >/out/stack.got
}

# More memory than there is
fair_oom()
{
	echo 1 >/proc/sys/vm/overcommit_memory
	sh -c 'echo 1000 >/proc/self/oom_score_adj
		exec dd if=/dev/zero of=/dev/null bs=1400M count=1' \
		2>/dev/null || :
}
