// SPDX-License-Identifier: GPL-2.0-only
/*
 * The arithmetic of the watermark check, against values worked out by hand
 * from __zone_watermark_ok() of the kernels named.
 */
#include "../../module/watermark.h"
#include "ktap.h"
#include "lowmark_record.h"

#define NON_BLOCK LOWMARK_ALLOC_NON_BLOCK
#define MIN_RESERVE LOWMARK_ALLOC_MIN_RESERVE
#define OOM LOWMARK_ALLOC_OOM
#define CMA LOWMARK_ALLOC_CMA

/* 1000 free, mark 800, reserve 100: 100 pages to spare. */
static struct lowmark_watermark plain(unsigned int flags)
{
	return (struct lowmark_watermark){
		.free = 1000,
		.mark = 800,
		.reserve = 100,
		.alloc_flags = flags | CMA,
	};
}

static long margin(unsigned int flags, enum lowmark_rules rules)
{
	struct lowmark_watermark facts = plain(flags);

	return lowmark_margin(&facts, rules);
}

static void margin_is_free_less_mark_and_reserve(void)
{
	struct lowmark_watermark facts = plain(0);

	T_EQUAL(lowmark_margin(&facts, LOWMARK_RULES_RESERVES), 100);
	facts.order = 3; /* 2^3 - 1 pages do not count */
	T_EQUAL(lowmark_margin(&facts, LOWMARK_RULES_RESERVES), 93);
}

static void reserves_lower_the_mark_since_6_1(void)
{
	const enum lowmark_rules rules = LOWMARK_RULES_RESERVES;

	T_EQUAL(margin(MIN_RESERVE, rules), 500);
	T_EQUAL(margin(NON_BLOCK, rules), 100);
	T_EQUAL(margin(MIN_RESERVE | NON_BLOCK, rules), 600);
	T_EQUAL(margin(OOM, rules), 500);
}

static void harder_lowers_the_mark_in_5_10(void)
{
	const enum lowmark_rules rules = LOWMARK_RULES_HARDER;

	T_EQUAL(margin(MIN_RESERVE, rules), 500);
	T_EQUAL(margin(NON_BLOCK, rules), 300);
	T_EQUAL(margin(MIN_RESERVE | NON_BLOCK, rules), 600);
	T_EQUAL(margin(OOM | NON_BLOCK, rules), 500);
}

static void highatomic_pages_are_for_reserves_only(void)
{
	struct lowmark_watermark facts = plain(0);

	facts.highatomic = 150;
	T_EQUAL(lowmark_margin(&facts, LOWMARK_RULES_RESERVES), -50);
	T_EQUAL(lowmark_why_short(&facts, LOWMARK_RULES_RESERVES),
		LOWMARK_WHY_HIGHATOMIC);
	facts.alloc_flags |= LOWMARK_ALLOC_HIGHATOMIC;
	T_EQUAL(lowmark_margin(&facts, LOWMARK_RULES_RESERVES), 100);
}

static void cma_pages_are_for_movable_ones_only(void)
{
	struct lowmark_watermark facts = plain(0);

	facts.alloc_flags = 0;
	facts.cma = 100;
	T_EQUAL(lowmark_margin(&facts, LOWMARK_RULES_RESERVES), 0);
	T_EQUAL(lowmark_why_short(&facts, LOWMARK_RULES_RESERVES),
		LOWMARK_WHY_CMA);
}

static void short_of_pages_is_the_last_reason(void)
{
	struct lowmark_watermark facts = plain(0);

	facts.free = 500;
	facts.highatomic = 100;
	T_EQUAL(lowmark_why_short(&facts, LOWMARK_RULES_RESERVES),
		LOWMARK_WHY_PAGES);
}

TEST_MAIN(TEST(margin_is_free_less_mark_and_reserve),
	  TEST(reserves_lower_the_mark_since_6_1),
	  TEST(harder_lowers_the_mark_in_5_10),
	  TEST(highatomic_pages_are_for_reserves_only),
	  TEST(cma_pages_are_for_movable_ones_only),
	  TEST(short_of_pages_is_the_last_reason))
