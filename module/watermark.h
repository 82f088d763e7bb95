/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arithmetic of __zone_watermark_ok(), recomputed from its facts.
 * Pure: no kernel state, so that it is tested in userspace too.
 */
#ifndef LOWMARK_WATERMARK_H
#define LOWMARK_WATERMARK_H

#include <linux/types.h>

/* Allocator flags, private to mm/internal.h; same values in 5.10 to 7.3. */
#define LOWMARK_ALLOC_WMARK_MASK 0x03
#define LOWMARK_ALLOC_NO_WATERMARKS 0x04
#define LOWMARK_ALLOC_OOM 0x08
#define LOWMARK_ALLOC_NON_BLOCK 0x10 /* HARDER in 5.10 */
#define LOWMARK_ALLOC_MIN_RESERVE 0x20 /* HIGH in 5.10 */
#define LOWMARK_ALLOC_CPUSET 0x40
#define LOWMARK_ALLOC_CMA 0x80
#define LOWMARK_ALLOC_NOFRAGMENT 0x100
#define LOWMARK_ALLOC_HIGHATOMIC 0x200
#define LOWMARK_ALLOC_KSWAPD 0x800

/**
 * enum lowmark_rules - which kernels' rules for the reserves apply
 * @LOWMARK_RULES_HARDER: 5.10, __zone_watermark_ok() in mm/page_alloc.c
 * @LOWMARK_RULES_RESERVES: 6.1.116 and later of its series, 6.3 and later
 */
enum lowmark_rules {
	LOWMARK_RULES_HARDER,
	LOWMARK_RULES_RESERVES,
};

/**
 * struct lowmark_watermark - the facts a watermark check compares, in pages
 * @free: free pages it was given
 * @mark: watermark, boost included
 * @reserve: lowmem reserve at the highest zone index
 * @highatomic: pages set aside for highatomic requests
 * @cma: free pages in CMA areas
 * @order: order asked for
 * @alloc_flags: allocator flags
 */
struct lowmark_watermark {
	long free;
	long mark;
	long reserve;
	long highatomic;
	long cma;
	unsigned int order;
	unsigned int alloc_flags;
};

static inline int lowmark_may_use_highatomic(unsigned int flags,
					     enum lowmark_rules rules)
{
	unsigned int may = LOWMARK_ALLOC_NON_BLOCK | LOWMARK_ALLOC_OOM;

	if (rules == LOWMARK_RULES_RESERVES)
		may |= LOWMARK_ALLOC_MIN_RESERVE | LOWMARK_ALLOC_HIGHATOMIC;
	return !!(flags & may);
}

/* Which of the flags let a request take a highatomic block */
static inline unsigned int lowmark_highatomic_flags(enum lowmark_rules rules)
{
	return LOWMARK_ALLOC_OOM | (rules == LOWMARK_RULES_HARDER ?
					    LOWMARK_ALLOC_NON_BLOCK :
					    LOWMARK_ALLOC_HIGHATOMIC);
}

static inline long lowmark_lowered_mark(long mark, unsigned int flags,
					enum lowmark_rules rules)
{
	if (flags & LOWMARK_ALLOC_MIN_RESERVE) {
		mark -= mark / 2;
		if (rules == LOWMARK_RULES_RESERVES &&
		    flags & LOWMARK_ALLOC_NON_BLOCK)
			mark -= mark / 4;
	}
	if (flags & LOWMARK_ALLOC_OOM)
		mark -= mark / 2;
	else if (rules == LOWMARK_RULES_HARDER &&
		 flags & LOWMARK_ALLOC_NON_BLOCK)
		mark -= mark / 4;
	return mark;
}

/**
 * lowmark_margin() - by how many pages a watermark check passes
 * @facts: what it compares
 * @rules: of which kernels
 *
 * Source: __zone_watermark_ok() and __zone_watermark_unusable_free(),
 * mm/page_alloc.c, 5.10 and 6.1 to 7.3.
 *
 * Return: usable free pages minus lowered mark minus reserve; the check fails
 * unless it is above 0
 */
static inline long lowmark_margin(const struct lowmark_watermark *facts,
				  enum lowmark_rules rules)
{
	long free = facts->free - ((1L << facts->order) - 1);

	if (!lowmark_may_use_highatomic(facts->alloc_flags, rules))
		free -= facts->highatomic;
	if (!(facts->alloc_flags & LOWMARK_ALLOC_CMA))
		free -= facts->cma;
	return free - lowmark_lowered_mark(facts->mark, facts->alloc_flags, rules) -
	       facts->reserve;
}

unsigned int lowmark_why_short(const struct lowmark_watermark *facts,
			       enum lowmark_rules rules);

#endif
