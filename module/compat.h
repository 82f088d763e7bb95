/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one door to the kernel's history: teaches older kernels the newest
 * names. Nothing else in the module knows of versions.
 */
#ifndef LOWMARK_COMPAT_H
#define LOWMARK_COMPAT_H

#include <linux/version.h>
#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(3, 18, 0) ||      \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(4, 5, 0) && \
	 LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0))
#error "lowmark: of the kernels before 5.10 only 3.18 to 4.4 are known"
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#include "compat_legacy.h"
#endif

/*
 * __uninitialized came in v5.16, for compilers that know the attribute. Drop
 * when the minimum is 5.16.
 */
#ifndef __uninitialized
#define __uninitialized
#endif

/* zone->watermark_boost, with _watermark[] for watermark[]: v5.0 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 0, 0)
#define lowmark_zone_mark(zone, i) READ_ONCE((zone)->_watermark[i])
#define lowmark_zone_boost(zone) READ_ONCE((zone)->watermark_boost)
#define LOWMARK_HAS_BOOST 1
#else
#define lowmark_zone_mark(zone, i) READ_ONCE((zone)->watermark[i])
#define lowmark_zone_boost(zone) 0ul
#define LOWMARK_HAS_BOOST 0
#endif

/* pgdat->kswapd_failures: v4.12 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 12, 0)
#define LOWMARK_HAS_FAILURES 0
#else
#define LOWMARK_HAS_FAILURES 1
#endif

/*
 * pgdat->kswapd_failures became an atomic_t in v6.18. Both have the size of
 * an int and are read without a lock. Drop when the minimum is 6.18.
 */
static inline int lowmark_kswapd_failures(pg_data_t *pgdat)
{
#if !LOWMARK_HAS_FAILURES
	return 0;
#else
	BUILD_BUG_ON(sizeof(pgdat->kswapd_failures) != sizeof(int));
	return READ_ONCE(*(int *)&pgdat->kswapd_failures);
#endif
}

/*
 * How many pages the watermark check sets aside for highatomic requests:
 * all reserved ones, since v6.12 only those that are free.
 */
static inline unsigned long lowmark_zone_highatomic(struct zone *zone)
{
#ifdef LOWMARK_NO_HIGHATOMIC
	return 0;
#elif defined(LOWMARK_HAVE_FREE_HIGHATOMIC)
	return READ_ONCE(zone->nr_free_highatomic);
#else
	return READ_ONCE(zone->nr_reserved_highatomic);
#endif
}

/*
 * The reserves were reworked in v6.3 ("mm/page_alloc: explicitly define what
 * alloc flags deplete min reserves"), and in the stable kernels 5.15.171 and
 * 6.1.116. The flags are private; the series ended with "mm: discard
 * __GFP_ATOMIC", which the headers show and stable kernels did not take.
 * Drop when the minimum is 6.3.
 */
#define LOWMARK_WITHIN(from, end) \
	(LINUX_VERSION_CODE >= (from) && LINUX_VERSION_CODE < (end))
#define LOWMARK_IS_LEGACY LOWMARK_WITHIN(0, KERNEL_VERSION(4, 5, 0))
#if (LOWMARK_IS_LEGACY || defined(___GFP_ATOMIC)) && \
	!LOWMARK_WITHIN(KERNEL_VERSION(5, 15, 171),  \
			KERNEL_VERSION(5, 16, 0)) && \
	!LOWMARK_WITHIN(KERNEL_VERSION(6, 1, 116), KERNEL_VERSION(6, 2, 0))
#define LOWMARK_RULES LOWMARK_RULES_HARDER
#define LOWMARK_NAME_NON_BLOCK "HARDER"
#define LOWMARK_NAME_MIN_RESERVE "HIGH"
#else
#define LOWMARK_RULES LOWMARK_RULES_RESERVES
#define LOWMARK_NAME_NON_BLOCK "NON_BLOCK"
#define LOWMARK_NAME_MIN_RESERVE "MIN_RESERVE"
#endif

#ifndef LOWMARK_WAKE_HAS_GFP
#define LOWMARK_WAKE_HAS_GFP 1
#define LOWMARK_WAKE_IS_HARDWALL 0
#endif

/*
 * Are the calls of a function probed instead of the function? Older kernels
 * step over a probed call with a second trap, and pass some arguments on the
 * stack, where they lie elsewhere before the call. Drop the version when the
 * minimum is 5.10.
 */
#if defined(CONFIG_X86_64) && LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0)
#define LOWMARK_HAS_SITES 1
#else
#define LOWMARK_HAS_SITES 0
#endif

/* ALLOC_NOFRAGMENT, v5.0, has the bit of ALLOC_FAIR, v3.12 to v4.7. */
#ifdef LOWMARK_HAVE_FAIR_ZONES
#define LOWMARK_NAME_0X100 "FAIR"
#else
#define LOWMARK_NAME_0X100 "NOFRAGMENT"
#endif

#endif
