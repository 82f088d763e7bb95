#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# One forced scene per decision of the page allocator: the records have the
# values that the kernel shows elsewhere.
# shellcheck source=tests/vm/lib.sh
. "$(dirname "$0")/lib.sh"

built=build/vm-tests/scenes
mkdir -p "$built"
gcc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -o "$built/mempolicy" tests/vm/mempolicy.c
gcc -O2 -Wall -Wextra -Werror -D_GNU_SOURCE -o "$built/pin" tests/vm/pin.c
helpers=(--add "$built/mempolicy" --add "$built/pin")
numactl=$(command -v numactl) && helpers+=(--add "$numactl:/bin/numactl")
for kernel in $KERNELS; do
	# Farther than node reclaim goes; scenes.ko calls a function that is not exported.
	guest "$kernel" --numa-dist 40 --append ibt=off --module scenes --add tests/vm/scenes.sh \
		--add tests/vm/scenes_compact.sh --add tests/vm/scenes_loop.sh \
		"${helpers[@]}" <<-'END' || continue
	. /add/scenes.sh
	set -e
	echo 'r:compacted try_to_compact_pages result=$retval:s32' \
		>$tracefs/kprobe_events
	cleared=vmscan/mm_vmscan_kswapd_clear_hopeless # since 7.0
	[ -e $tracefs/events/$cleared ] || cleared=
	# shellcheck disable=SC2086 # none where there is none
	trace_on 8192 $cleared vmscan/mm_vmscan_wakeup_kswapd \
		vmscan/mm_vmscan_node_reclaim_begin \
		compaction/mm_compaction_try_to_compact_pages kprobes/compacted \
		oom/reclaim_retry_zone oom/compact_retry \
		kmem/mm_page_alloc_extfrag oom/mark_victim
	zram_on 300
	grep -q " /sys/fs/cgroup " /proc/mounts ||
		mount -t cgroup2 none /sys/fs/cgroup
	insmod $module size=16384 mode=discard
	insmod /lib/lowmark/scenes.ko
	cat $debugfs/format >/out/format
	cat $debugfs/caps >/out/caps
	uname -r >/out/release
	cat /sys/kernel/mm/lru_gen/enabled >/out/lru_gen 2>/dev/null || echo 0 >/out/lru_gen
	cat $debugfs/decisions >/out/decisions
	record hotplug
	# Node 0 still has blocks, and its kswapd has not failed too often.
	record balanced
	record low
	record promo
	record restless
	# Memory still is in large blocks.
	for _ in 1 2 3 4; do
		record insist
		echo 1 >$scenes/free
		[ "$(cat /out/insist.asked)" = 0 ] || break
	done
	for scene in sysctl unmanaged boost silent block atomic policy cpuset dirty \
		noreclaim far reclaim inside gaveup hugepages defrag restart; do
		# Again if a block has become free between the two: who is to get
		# none gets it.
		for _ in 1 2 3 4; do
			shatter_all
			record $scene
			[ -e /out/$scene.got ] && [ "$(cat /out/$scene.got)" != 0 ] ||
				break
		done
	done
	echo 1 >$scenes/free
	for scene in reserves unreserve; do
		for _ in 1 2 3 4; do
			echo 3 >/proc/sys/vm/drop_caches
			echo 1 >/proc/sys/vm/compact_memory
			record $scene
			[ "$(cat /out/$scene.atomic)" = 0 ] || break
		done
	done
	record unboosted
	record nofail
	record contended
	# Until one was throttled, and kswapd has gone on without a nap
	for _ in 1 2 3 4 5 6; do
		record throttle
		! grew throttle pgscan_direct_throttle ||
			! grew throttle kswapd_high_wmark_hit_quickly || break
	done
	record oom
	record victim
	# Until one has found the lock held
	for _ in 1 2 3 4 5 6; do
		record rivals
		[ -z "$(lowmark trace --filter "event==waits && slept_between>0" \
			/out/rivals.lowmark)" ] || break
	done
	cat $debugfs/stats >/out/stats
	[ ! -e /proc/schedstat ] || : >/out/schedstat
	trace_save
	rmmod scenes
	rmmod lowmark
	END
	analyse "$kernel" tests/vm/scenes.py "$tool" "$out"
done

finish
