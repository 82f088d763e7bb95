// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arithmetic of __zone_watermark_ok(), recomputed from its facts.
 * Compiled into the module and into the tool's unit tests.
 */
#include "lowmark_record.h"
#include "watermark.h"

static int may_use_highatomic(unsigned int flags, enum lowmark_rules rules)
{
	unsigned int may = LOWMARK_ALLOC_NON_BLOCK | LOWMARK_ALLOC_OOM;

	if (rules == LOWMARK_RULES_RESERVES)
		may |= LOWMARK_ALLOC_MIN_RESERVE | LOWMARK_ALLOC_HIGHATOMIC;
	return !!(flags & may);
}

static long lowered_mark(long mark, unsigned int flags,
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
long lowmark_margin(const struct lowmark_watermark *facts,
		    enum lowmark_rules rules)
{
	long free = facts->free - ((1L << facts->order) - 1);

	if (!may_use_highatomic(facts->alloc_flags, rules))
		free -= facts->highatomic;
	if (!(facts->alloc_flags & LOWMARK_ALLOC_CMA))
		free -= facts->cma;
	return free - lowered_mark(facts->mark, facts->alloc_flags, rules) -
	       facts->reserve;
}

/**
 * lowmark_why_short() - why a check that is short of pages is short
 * @facts: what it compares; lowmark_margin() of them is not above 0
 * @rules: of which kernels
 *
 * Return: LOWMARK_WHY_PAGES, or what it could not use although it would have
 * been enough
 */
unsigned int lowmark_why_short(const struct lowmark_watermark *facts,
			       enum lowmark_rules rules)
{
	long margin = lowmark_margin(facts, rules);

	if (!may_use_highatomic(facts->alloc_flags, rules) &&
	    margin + facts->highatomic > 0)
		return LOWMARK_WHY_HIGHATOMIC;
	if (!(facts->alloc_flags & LOWMARK_ALLOC_CMA) &&
	    margin + facts->cma > 0)
		return LOWMARK_WHY_CMA;
	return LOWMARK_WHY_PAGES;
}
