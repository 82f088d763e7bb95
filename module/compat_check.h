/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a watermark check of order 1 or more asks besides pages.
 */
#ifndef LOWMARK_COMPAT_CHECK_H
#define LOWMARK_COMPAT_CHECK_H

#include <linux/mmzone.h>
#include <linux/version.h>

/*
 * Since v4.4 there must be a free block of that order or more. Before, what
 * was free in smaller blocks was taken off, order by order, and had to leave
 * half of the mark before. Drop when the minimum is 4.4.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 4, 0)
#define LOWMARK_HALVES_MARKS 1
#else
#define LOWMARK_HALVES_MARKS 0
#endif

/**
 * lowmark_halves_ok() - do enough pages lie in large blocks, up to v4.3
 * @zone: the zone
 * @order: order asked for
 * @free: free pages less the others of the block asked for
 * @min: mark, lowered as the allocator flags allow
 *
 * Return: true if so
 */
static inline bool lowmark_halves_ok(struct zone *zone, unsigned int order,
				     long free, long min)
{
	unsigned int i;

	for (i = 0; i < order && i < ARRAY_SIZE(zone->free_area); i++) {
		free -= READ_ONCE(zone->free_area[i].nr_free) << i;
		min >>= 1;
		if (free <= min)
			return false;
	}
	return true;
}

#endif
