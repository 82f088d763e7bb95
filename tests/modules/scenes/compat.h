/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What kernels with the fair zone policy lack, 3.18 and 4.4. Goes when the
 * minimum is 5.10.
 */
#ifndef SCENES_COMPAT_H
#define SCENES_COMPAT_H

#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/mmzone.h>

/*
 * array_size(): v4.18; debugfs_remove() takes what is below, too: v5.6. Told
 * by a flag of v4.13, none of what is in between being built for.
 */
#ifndef __GFP_RETRY_MAYFAIL
#define array_size(count, bytes) ((size_t)(count) * (bytes))
#define debugfs_remove(dir) debugfs_remove_recursive(dir)
#define __GFP_RETRY_MAYFAIL __GFP_REPEAT
/* The waker's gfp mask came with v4.17. */
#define call_wake(wake, zone, gfp, order, highest) \
	((void)(gfp), (wake)(zone, order, highest))
#else
#define call_wake(wake, zone, gfp, order, highest) \
	((wake)(zone, gfp, order, highest))
#endif

/* Zones are boosted since v5.0. */
static inline int set_boost(struct zone *zone, unsigned long pages)
{
#ifdef __GFP_REPEAT
	return -EOPNOTSUPP;
#else
	WRITE_ONCE(zone->watermark_boost, pages);
	return 0;
#endif
}

/* Up to v4.3 a bit forbids kswapd, and one allows blocking. */
#ifdef __GFP_NO_KSWAPD
#define __GFP_KSWAPD_RECLAIM ((__force gfp_t)0)
#define __GFP_RECLAIM __GFP_WAIT
#define __GFP_DIRECT_RECLAIM __GFP_WAIT
#define gfpflags_allow_blocking(gfp) (!!((gfp) & __GFP_WAIT))
#else
#define __GFP_NO_KSWAPD ((__force gfp_t)0)
#endif

#endif
