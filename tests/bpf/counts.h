/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the witness counts: rows for both sides, program and loader.
 */
#ifndef COUNTS_H
#define COUNTS_H

/* clang-format off */
/*
 * F(function, hook): entries of a kernel function that lowmark hooks, and the
 * hook's name in "stats". Of several functions of a hook that a kernel has, the
 * one that the hook is on is compared.
 */
#define COUNTED_FUNCTIONS(F)				\
	F(get_page_from_freelist, attempt)		\
	F(__zone_watermark_ok, check)			\
	F(zone_watermark_ok, check_ok)			\
	F(zone_watermark_ok_safe, check_safe)		\
	F(pgdat_balanced, balanced)			\
	F(wakeup_kswapd, wake)				\
	F(__cpuset_node_allowed, cpuset)		\
	F(cpuset_node_allowed, cpuset)			\
	F(cpuset_current_node_allowed, cpuset)		\
	F(node_dirty_ok, dirty)				\
	F(node_reclaim, node_reclaim)			\
	F(try_to_compact_pages, compact)		\
	F(throttle_direct_reclaim, throttle)		\
	F(allow_direct_reclaim, allow)			\
	F(out_of_memory, oom)				\
	F(unreserve_highatomic_pageblock, unreserve)	\
	F(balance_pgdat, balance)			\
	F(prepare_kswapd_sleep, rest)			\
	F(__setup_per_zone_wmarks, wmark)		\
	F(setup_per_zone_wmarks, wmark)

/* T(tracepoint, hook) */
#define COUNTED_TRACEPOINTS(T)				\
	T(mm_vmscan_wakeup_kswapd, wake_woken)		\
	T(mm_vmscan_kswapd_wake, kswapd_wake)		\
	T(mm_vmscan_kswapd_sleep, kswapd_sleep)		\
	T(mm_vmscan_direct_reclaim_begin, reclaim_begin) \
	T(mm_vmscan_direct_reclaim_end, reclaim_end)	\
	T(mm_vmscan_lru_shrink_inactive, shrink)	\
	T(reclaim_retry_zone, reclaim_retry)		\
	T(compact_retry, compact_retry)			\
	T(mm_vmscan_kswapd_clear_hopeless, cleared)

#define COUNTED_ID(name, hook) COUNT_##name,
enum count {
	COUNTED_FUNCTIONS(COUNTED_ID)
	COUNTED_TRACEPOINTS(COUNTED_ID)
	COUNT_slow,
	NR_COUNTS
};
/* clang-format on */

#endif
