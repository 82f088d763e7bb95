// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether two groups of values differ by more than noise.
 */
#include <math.h>

#include "ktap.h"
#include "lib/compare.h"

static void test_verdict(void)
{
	const double low[] = { 3, 1, 2, 4 };
	const double high[] = { 7, 5, 6 };
	const double overlap[] = { 4, 9, 8 };
	const double gap[] = { 9, NAN, 8 };

	T_EQUAL(lm_verdict(low, 4, high, 3), LM_VERDICT_DIFFERENT);
	T_EQUAL(lm_verdict(high, 3, low, 4), LM_VERDICT_DIFFERENT);
	T_EQUAL(lm_verdict(low, 4, overlap, 3), LM_VERDICT_NOISE);
	T_EQUAL(lm_verdict(low, 3, low, 3), LM_VERDICT_NOISE);
	T_EQUAL(lm_verdict(low, 2, high, 3), LM_VERDICT_UNKNOWN);
	T_EQUAL(lm_verdict(low, 3, gap, 3), LM_VERDICT_UNKNOWN);
}

/* 2 of the C(6, 3) = 20 and C(8, 4) = 70 ways */
static void test_chance(void)
{
	T_ASSERT(fabs(lm_verdict_chance(3, 3) - 0.1) < 0.000001);
	T_ASSERT(fabs(lm_verdict_chance(4, 4) - 2.0 / 70) < 0.000001);
}

static void test_median(void)
{
	double odd[] = { 9, 1, 5 }, even[] = { 9, 1, 5, 6 }, gap[] = { 1, NAN };

	T_EQUAL((long)lm_median(odd, 3), 5);
	T_ASSERT(fabs(lm_median(even, 4) - 5.5) < 0.000001);
	T_ASSERT(isnan(lm_median(gap, 2)));
	T_ASSERT(isnan(lm_median(gap, 0)));
}

TEST_MAIN(TEST(test_verdict), TEST(test_chance), TEST(test_median))
