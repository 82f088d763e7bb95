/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a watermark check compares besides its arguments, and what follows.
 */
#ifndef LOWMARK_CHECK_FACTS_H
#define LOWMARK_CHECK_FACTS_H

#include <linux/mm.h>
#include <linux/mmzone.h>

#include "check.h"
#include "compat_check.h"
#include "zone.h"

/* Source: the end of __zone_watermark_ok(), 5.10 to 7.3. */
static __always_inline bool
lowmark_check_has_block(struct zone *zone, unsigned int order,
			unsigned int flags)
{
	const unsigned int highatomic = lowmark_highatomic_flags(LOWMARK_RULES);
	int mt;

	for (; order < ARRAY_SIZE(zone->free_area); order++) {
		struct free_area *area = &zone->free_area[order];

		if (!READ_ONCE(area->nr_free))
			continue;
		for (mt = 0; mt < MIGRATE_PCPTYPES; mt++)
			if (!list_empty(&area->free_list[mt]))
				return true;
#ifdef CONFIG_CMA
		if (flags & LOWMARK_ALLOC_CMA &&
		    !list_empty(&area->free_list[MIGRATE_CMA]))
			return true;
#endif
		if (flags & highatomic &&
		    !list_empty(&area->free_list[MIGRATE_HIGHATOMIC]))
			return true;
	}
	return false;
}

static __always_inline bool
lowmark_check_derive(const struct lowmark_check *check)
{
	const struct lowmark_watermark *facts = &check->facts;
	long free = facts->free - ((1L << facts->order) - 1);
	long cma = facts->alloc_flags & LOWMARK_ALLOC_CMA ? 0 : facts->cma;

	if (check->margin <= 0 || !facts->order)
		return check->margin > 0;
	if (LOWMARK_HALVES_MARKS)
		return lowmark_halves_ok(check->zone, facts->order, free,
					 free - cma - facts->reserve -
						 check->margin);
	return lowmark_check_has_block(check->zone, facts->order,
				       facts->alloc_flags);
}

/* What the kernel compares besides what it was given. */
static __always_inline void lowmark_check_read(struct lowmark_check *check)
{
	struct zone *zone = check->zone;

	check->facts.reserve = lowmark_zone_reserve(zone, check->highest);
	check->facts.highatomic = lowmark_zone_highatomic(zone);
#ifdef CONFIG_CMA
	check->facts.cma = zone_page_state(zone, NR_FREE_CMA_PAGES);
#else
	check->facts.cma = 0;
#endif
	check->boost = lowmark_zone_boost(zone);
}

static __always_inline void lowmark_check_recompute(struct lowmark_check *check)
{
	check->margin = lowmark_margin(&check->facts, LOWMARK_RULES);
	check->derived = lowmark_check_derive(check);
}

/*
 * Which watermark the mark is; the one that the flags name comes first, then
 * the one that is asked for before it since 6.7.
 */
static __always_inline unsigned int
lowmark_check_which(const struct lowmark_check *check)
{
	struct zone *zone = check->zone;
	unsigned long mark = check->facts.mark - check->boost;
	unsigned int named = check->facts.alloc_flags &
			     LOWMARK_ALLOC_WMARK_MASK;

	if (named < NR_WMARK && mark == lowmark_zone_mark(zone, named))
		return named;
	if (mark == lowmark_zone_mark(zone, WMARK_HIGH))
		return LOWMARK_MARK_HIGH;
	return lowmark_check_which_other(zone, mark, check->facts.mark);
}

#endif
