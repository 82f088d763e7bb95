/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which decisions the scan of the zonelist takes on this kernel.
 */
#ifndef LOWMARK_COMPAT_SCAN_H
#define LOWMARK_COMPAT_SCAN_H

#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/version.h>

#include "compat_args.h"
#include "lowmark_record.h"
#include "watermark.h"
#include "zone.h"

/*
 * The fair zone policy: a zone of the preferred node whose share is used up
 * is passed over by the first scan of the fast path. From v3.12 to v4.7.
 * Drop when the minimum is 4.8.
 */
#ifdef LOWMARK_HAVE_FAIR_ZONES
#define LOWMARK_ALLOC_FAIR 0x100
#define LOWMARK_DIRTY_IS_OF_NODE 0
#define LOWMARK_SCANS_FROM_PREFERRED 0 /* since v4.7 */
#define LOWMARK_SCANS_AFTER_RECLAIM 2 /* since v4.19 a hook tells of the 2nd */
#define LOWMARK_SCANS_BEFORE_LOOP 0 /* v4.7 to v6.19 */
#define LOWMARK_LAST_RESORT LOWMARK_ALLOC_NO_WATERMARKS
static inline bool lowmark_is_depleted(struct zone *zone)
{
	return test_bit(ZONE_FAIR_DEPLETED, &zone->flags);
}
#else
#define LOWMARK_ALLOC_FAIR 0
#define LOWMARK_DIRTY_IS_OF_NODE 1
#define LOWMARK_SCANS_FROM_PREFERRED 1
#define LOWMARK_SCANS_AFTER_RECLAIM 1
#define LOWMARK_SCANS_BEFORE_LOOP !LOWMARK_COMPACTS_IN_LOOP
#define LOWMARK_LAST_RESORT \
	(LOWMARK_ALLOC_NO_WATERMARKS | LOWMARK_ALLOC_NON_BLOCK | \
	 LOWMARK_ALLOC_MIN_RESERVE)
static inline bool lowmark_is_depleted(struct zone *zone)
{
	return false;
}
#endif

/*
 * The zonelist cache: remembers which zones were full in the last second. A
 * scan takes it up at its first short zone, and drops it for the next one.
 * Up to v4.3; drop when the minimum is 4.4.
 */
#ifdef LOWMARK_HAVE_ZLC
#define LOWMARK_HAS_ZLC 1
#else
#define LOWMARK_HAS_ZLC 0
#endif

/*
 * A scan's checks are told the highest zone index of the request since v5.8
 * ("mm/page_alloc: integrate classzone_idx and high_zoneidx"), that of the
 * preferred zone before. Drop when the minimum is 5.8.
 */
static inline u32 lowmark_checks_as(const struct lowmark_request *request)
{
	if (LINUX_VERSION_CODE < KERNEL_VERSION(5, 8, 0) && request->preferred)
		return zone_idx(request->preferred);
	return request->highest;
}

/*
 * node_reclaim() tells a ZONE_RECLAIM_* code, -2 to 1; since v7.3 the pages it
 * has reclaimed. Its return type is private; no header shows the change.
 * Drop when the minimum is 7.3.
 */
static inline u8 lowmark_node_reclaim_result(unsigned long value, u32 *pages)
{
	if (LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0)) {
		*pages = LOWMARK_PAGES_NONE;
		return (int)value + 2;
	}
	*pages = lowmark_pages(value);
	return value ? LOWMARK_NODE_RECLAIM_SOME : LOWMARK_NODE_RECLAIM_NONE;
}

/*
 * Which gfp masks keep the slow path from asking for kswapd: up to v4.3
 * those with a bit for it, since then those without one.
 */
static inline bool lowmark_forbids_kswapd(u32 gfp)
{
#ifdef __GFP_NO_KSWAPD
	return gfp & (__force u32)__GFP_NO_KSWAPD;
#else
	return !(gfp & (__force u32)__GFP_KSWAPD_RECLAIM);
#endif
}

/*
 * Fragmentation avoidance came with v5.0 and uses the bit of ALLOC_FAIR.
 */
#ifdef LOWMARK_HAVE_FAIR_ZONES
#define LOWMARK_HAS_NOFRAGMENT 0
#else
#define LOWMARK_HAS_NOFRAGMENT 1
#endif
#define LOWMARK_SCAN_NOFRAGMENT \
	(LOWMARK_HAS_NOFRAGMENT ? LOWMARK_ALLOC_NOFRAGMENT : 0)

/*
 * With vm.defrag_mode, v6.15, no scan allows fragmenting, but the slow path
 * does once it has reclaimed. The setting is not exported. Drop when the
 * minimum is 6.15.
 */
#ifdef LOWMARK_HAVE_DEFRAG_MODE
#define LOWMARK_HAS_DEFRAG_MODE 1
#else
#define LOWMARK_HAS_DEFRAG_MODE 0
#endif

/*
 * Zones of a node whose kswapd is awake are passed over at first since v6.18
 * ("mm: page_alloc: avoid kswapd thrashing due to NUMA restrictions"). It is
 * private, no header shows it. Drop when the minimum is 6.18.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 18, 0)
#define LOWMARK_HAS_BUSY_SKIP 1
#else
#define LOWMARK_HAS_BUSY_SKIP 0
#endif

/*
 * The slow path compacts in the first round of its loop, where others do so
 * before the loop: since v7.0, which also declares kswapd_clear_hopeless(); it
 * is private itself. Drop when the minimum is 7.0.
 */
#ifdef LOWMARK_HAVE_CLEAR_HOPELESS
#define LOWMARK_COMPACTS_IN_LOOP 1
#else
#define LOWMARK_COMPACTS_IN_LOOP 0
#endif

/*
 * Where a round begins the slow path first asks whether the cpuset has changed: since
 * May 2025 ("mm/page_alloc.c: avoid infinite retries caused by cpuset race"), in the
 * stable releases too, and up to v6.19; v7.0 does so later. It is private, no header
 * shows it. Drop when the minimum is 7.0.
 */
#define LOWMARK_BEGINS_ANEW_FIRST \
	(LOWMARK_SCANS_BEFORE_LOOP && \
	 (LOWMARK_WITHIN(KERNEL_VERSION(5, 15, 185), \
			 KERNEL_VERSION(5, 16, 0)) || \
	  LOWMARK_WITHIN(KERNEL_VERSION(6, 1, 141), KERNEL_VERSION(6, 2, 0)) || \
	  LOWMARK_WITHIN(KERNEL_VERSION(6, 6, 93), KERNEL_VERSION(6, 7, 0)) || \
	  LOWMARK_WITHIN(KERNEL_VERSION(6, 12, 31), \
			 KERNEL_VERSION(6, 13, 0)) || \
	  LINUX_VERSION_CODE >= KERNEL_VERSION(6, 15, 0)))

/*
 * Direct compaction that did nothing is not followed by a scan: nothing is
 * "skipped" and, in kernels up to 4.4 and since v7.0, "deferred". From 5.10 to
 * v5.12 a scan followed in any case. It is private; no header shows it. Drop
 * the first line when the minimum is 5.13, the rest when it is 7.0.
 */
static inline bool lowmark_scans_compacted(u8 result)
{
	if (LOWMARK_WITHIN(KERNEL_VERSION(4, 5, 0), KERNEL_VERSION(5, 13, 0)))
		return true;
	if (LOWMARK_IS_LEGACY || LOWMARK_COMPACTS_IN_LOOP)
		return result != LOWMARK_COMPACTED_SKIPPED &&
		       result != LOWMARK_COMPACTED_DEFERRED;
	return result != LOWMARK_COMPACTED_SKIPPED;
}

static inline bool lowmark_is_busy(struct zone *zone)
{
	return LOWMARK_HAS_BUSY_SKIP && nr_online_nodes > 1 &&
	       /* The scan asks so without a barrier, too; a race is its own. */
	       !waitqueue_active(&zone->zone_pgdat->kswapd_wait);
}

#endif
