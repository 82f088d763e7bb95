/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which of the decisions of lowmark_decisions.h the kernel has that the module
 * is built for. No kernel between 4.4 and 5.10 is supported.
 */
#ifndef LOWMARK_COMPAT_DECISIONS_H
#define LOWMARK_COMPAT_DECISIONS_H

#include <linux/kconfig.h>
#include <linux/version.h>

#include "compat_scan.h"

#define LOWMARK_DECIDES_ALWAYS 1
#define LOWMARK_DECIDES_SINCE_5_10 \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(5, 10, 0))
#define LOWMARK_DECIDES_BEFORE_5_10 (!LOWMARK_DECIDES_SINCE_5_10)

/* compaction first: v7.0 */
#define LOWMARK_DECIDES_SINCE_7_0 LOWMARK_COMPACTS_IN_LOOP
#define LOWMARK_DECIDES_BEFORE_7_0 (!LOWMARK_COMPACTS_IN_LOOP)

#define LOWMARK_DECIDES_BUSY LOWMARK_HAS_BUSY_SKIP
#define LOWMARK_DECIDES_NOFRAGMENT LOWMARK_HAS_NOFRAGMENT
#define LOWMARK_DECIDES_DEFRAGS LOWMARK_HAS_DEFRAG_MODE
#define LOWMARK_DECIDES_FAIR (!!LOWMARK_ALLOC_FAIR)

/* zone->watermark_boost: v5.0 */
#define LOWMARK_DECIDES_BOOST LOWMARK_DECIDES_SINCE_5_10

/*
 * The cookies are looked at whenever the slow path goes round again: v6.16 and
 * what stable kernels took of it, those of 6.1 and 6.12 that distributions
 * have; v7.0 does so later. No header shows it, so that kernels in between are
 * taken to have it, too. Drop when the minimum is 7.0.
 */
#define LOWMARK_DECIDES_RESTARTS_AT_RETRY                  \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0) && \
	 !LOWMARK_COMPACTS_IN_LOOP)

/* The zonelist cache: up to v4.3 */
#define LOWMARK_DECIDES_ZLC                               \
	(LINUX_VERSION_CODE < KERNEL_VERSION(4, 4, 0) && \
	 IS_ENABLED(CONFIG_NUMA))

/* The highatomic reserve: v4.4 */
#define LOWMARK_DECIDES_HIGHATOMIC \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(4, 4, 0))

#define LOWMARK_DECIDES_ACCEPTS IS_ENABLED(CONFIG_UNACCEPTED_MEMORY)
#define LOWMARK_DECIDES_DEFERS                              \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(4, 17, 0) && \
	 IS_ENABLED(CONFIG_DEFERRED_STRUCT_PAGE_INIT))

/* ZONE_BELOW_HIGH: v6.7 */
#define LOWMARK_DECIDES_BELOW_HIGH \
	(LINUX_VERSION_CODE >= KERNEL_VERSION(6, 7, 0))

#endif
