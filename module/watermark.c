// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arithmetic of __zone_watermark_ok(), recomputed from its facts.
 * Compiled into the module and into the tool's unit tests.
 */
#include "lowmark_record.h"
#include "watermark.h"

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

	if (!lowmark_may_use_highatomic(facts->alloc_flags, rules) &&
	    margin + facts->highatomic > 0)
		return LOWMARK_WHY_HIGHATOMIC;
	if (!(facts->alloc_flags & LOWMARK_ALLOC_CMA) &&
	    margin + facts->cma > 0)
		return LOWMARK_WHY_CMA;
	return LOWMARK_WHY_PAGES;
}
