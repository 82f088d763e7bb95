// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histograms, against the sorted values themselves.
 */
#include <stdlib.h>
#include <string.h>

#include "ktap.h"
#include "lib/hist.h"

#define MOST 20000

static int by_value(const void *a, const void *b)
{
	const __s64 *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Values of all magnitudes up to 2^@bits. */
static __u64 any_value(unsigned int bits)
{
	__u64 value = (__u64)rand() << 31 ^ (__u64)rand();

	return value >> (64 - 1 - (unsigned int)rand() % bits);
}

static bool near(__u64 got, __u64 exact)
{
	__u64 apart = got > exact ? got - exact : exact - got;

	return apart <= exact / 60;
}

static void compare(unsigned int nr, unsigned int bits)
{
	static const double percents[] = { 1, 25, 50, 90, 99, 99.9, 100 };
	static __s64 values[MOST];
	static struct lm_hist hist;
	__u64 sum = 0;
	unsigned int i;

	memset(&hist, 0, sizeof(hist));
	for (i = 0; i < nr; i++) {
		values[i] = (__s64)any_value(bits);
		sum += (__u64)values[i];
		lm_hist_add(&hist, (__u64)values[i]);
	}
	qsort(values, nr, sizeof(values[0]), by_value);
	T_EQUAL(hist.count, nr);
	T_EQUAL(hist.sum, sum);
	T_EQUAL(~hist.min_inverted, values[0]);
	T_EQUAL(hist.max, values[nr - 1]);
	for (i = 0; i < sizeof(percents) / sizeof(percents[0]); i++) {
		double rank = percents[i] / 100 * nr;
		unsigned int at = (unsigned int)rank;

		at += at < rank || !at;
		T_ASSERT(near(lm_hist_percentile(&hist, percents[i]),
			      (__u64)values[at - 1]));
	}
	T_EQUAL(lm_hist_percentile(&hist, 100), values[nr - 1]);
}

static void test_percentiles(void)
{
	unsigned int nr;

	srand(7);
	for (nr = 1; nr < 50; nr++)
		T_CALL(compare(nr, 20));
	T_CALL(compare(1000, 5));
	T_CALL(compare(MOST, 43));
}

static void test_small_values_exact(void)
{
	struct lm_hist hist = { 0 };
	__u64 i;

	for (i = 0; i < 64; i++)
		lm_hist_add(&hist, i);
	for (i = 0; i < 64; i++)
		T_EQUAL(lm_hist_percentile(&hist, (double)(i + 1) * 100 / 64),
			i);
}

static void test_extremes(void)
{
	struct lm_hist hist = { 0 };

	T_EQUAL(lm_hist_percentile(&hist, 50), 0);
	lm_hist_add(&hist, ~0ull);
	lm_hist_add(&hist, 1ull << LM_HIST_TOP);
	lm_hist_add(&hist, (1ull << LM_HIST_TOP) - 1);
	T_EQUAL(hist.count, 3);
	T_ASSERT(lm_hist_percentile(&hist, 100) == ~0ull);
	T_EQUAL(hist.buckets[LM_HIST_BUCKETS - 1], 3);
}

static void test_signed(void)
{
	static __s64 values[MOST];
	static struct lm_signed_hist hist;
	unsigned int i, nr;
	__s64 median;

	srand(9);
	for (nr = 1; nr < 400; nr++) {
		memset(&hist, 0, sizeof(hist));
		for (i = 0; i < nr; i++) {
			values[i] = (__s64)any_value(14) - 500;
			lm_signed_hist_add(&hist, values[i]);
		}
		qsort(values, nr, sizeof(values[0]), by_value);
		median = values[(nr - 1) / 2];
		T_EQUAL(lm_signed_hist_count(&hist), nr);
		T_EQUAL(lm_signed_hist_min(&hist), values[0]);
		T_EQUAL(lm_signed_hist_median(&hist) < 0, median < 0);
		T_ASSERT(near((__u64)llabs(lm_signed_hist_median(&hist)),
			      (__u64)llabs(median)));
	}
}

TEST_MAIN(TEST(test_percentiles), TEST(test_small_values_exact),
	  TEST(test_extremes), TEST(test_signed))
