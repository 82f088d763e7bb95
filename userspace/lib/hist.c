// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histogram of fixed size that keeps the relative error of percentiles small:
 * buckets of equal width within a power of two, as in HdrHistogram.
 */
#include "hist.h"

#define SUB (1u << LM_HIST_BITS)

/* The middle of a bucket. */
static __u64 value_of(unsigned int bucket)
{
	unsigned int shift = bucket >> LM_HIST_BITS;

	if (!shift)
		return bucket;
	shift--;
	return ((__u64)(SUB + bucket % SUB) << shift) + (1ull << shift) / 2;
}

/* The rank of a percentile, of so many values */
static __u64 rank_of(__u64 count, double percent)
{
	double rank = percent / 100 * (double)count;
	__u64 whole = (__u64)rank;

	return (double)whole < rank || !whole ? whole + 1 : whole;
}

/* The value of a rank; 1 is the smallest. */
static __u64 value_at(const struct lm_hist *hist, __u64 rank)
{
	__u64 passed = 0, value;
	unsigned int i;

	if (rank >= hist->count)
		return hist->max;
	for (i = 0; i < LM_HIST_BUCKETS - 1; i++) {
		passed += hist->buckets[i];
		if (passed >= rank)
			break;
	}
	value = value_of(i);
	if (value < ~hist->min_inverted)
		return ~hist->min_inverted;
	return value > hist->max ? hist->max : value;
}

/**
 * lm_hist_percentile() - a value that a part of the values do not exceed
 * @hist: the histogram
 * @percent: how many of 100
 *
 * Return: the value, at most 1.6 % off; 0 if there are no values
 */
__u64 lm_hist_percentile(const struct lm_hist *hist, double percent)
{
	return value_at(hist, rank_of(hist->count, percent));
}

/**
 * lm_signed_hist_count() - number of values
 * @hist: the histogram
 *
 * Return: the number
 */
__u64 lm_signed_hist_count(const struct lm_signed_hist *hist)
{
	return hist->negative.count + hist->positive.count;
}

/**
 * lm_signed_hist_min() - the smallest value
 * @hist: the histogram
 *
 * Return: the value; 0 if there are none
 */
__s64 lm_signed_hist_min(const struct lm_signed_hist *hist)
{
	if (hist->negative.count)
		return -(__s64)hist->negative.max;
	if (!hist->positive.count)
		return 0;
	return (__s64)~hist->positive.min_inverted;
}

/**
 * lm_signed_hist_median() - the value in the middle, the lower one of two
 * @hist: the histogram
 *
 * Return: the value; 0 if there are none
 */
__s64 lm_signed_hist_median(const struct lm_signed_hist *hist)
{
	return lm_signed_hist_percentile(hist, 50);
}

/**
 * lm_signed_hist_percentile() - a value that a part do not exceed
 * @hist: the histogram
 * @percent: how many of 100
 *
 * Return: the value; 0 if there are none
 */
__s64 lm_signed_hist_percentile(const struct lm_signed_hist *hist,
				double percent)
{
	__u64 rank = rank_of(lm_signed_hist_count(hist), percent);
	__u64 below = hist->negative.count;

	if (!lm_signed_hist_count(hist))
		return 0;
	if (rank <= below)
		return -(__s64)value_at(&hist->negative, below - rank + 1);
	return (__s64)value_at(&hist->positive, rank - below);
}
