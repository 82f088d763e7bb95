/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Histogram of fixed size that keeps the relative error of percentiles small.
 */
#ifndef LOWMARK_LIB_HIST_H
#define LOWMARK_LIB_HIST_H

#include <linux/types.h>

#define LM_HIST_BITS 5 /* 32 buckets per power of two: 3 % wide */
#define LM_HIST_TOP 44 /* larger values count as 2^44: 4.8 h in ns */
#define LM_HIST_BUCKETS ((LM_HIST_TOP - LM_HIST_BITS + 1) << LM_HIST_BITS)

/**
 * struct lm_hist - histogram of unsigned values
 * @count: number of values
 * @sum: their sum
 * @min_inverted: complement of the smallest, so that 0 stands for none
 * @max: the largest
 * @buckets: number of values per bucket
 *
 * Start with all zero.
 */
struct lm_hist {
	__u64 count;
	__u64 sum;
	__u64 min_inverted;
	__u64 max;
	__u32 buckets[LM_HIST_BUCKETS];
};

/**
 * struct lm_signed_hist - histogram of signed values
 * @negative: those below 0, negated
 * @positive: the others
 *
 * Start with all zero.
 */
struct lm_signed_hist {
	struct lm_hist negative;
	struct lm_hist positive;
};

__u64 lm_hist_percentile(const struct lm_hist *hist, double percent);
__u64 lm_signed_hist_count(const struct lm_signed_hist *hist);
__s64 lm_signed_hist_min(const struct lm_signed_hist *hist);
__s64 lm_signed_hist_percentile(const struct lm_signed_hist *hist,
				double percent);
__s64 lm_signed_hist_median(const struct lm_signed_hist *hist);

/**
 * lm_hist_bucket() - the bucket of a value
 * @value: the value
 *
 * The first two powers of two, down to 0, have buckets of width 1.
 *
 * Return: its index
 */
static inline unsigned int lm_hist_bucket(__u64 value)
{
	const __u64 first = 1u << LM_HIST_BITS;
	unsigned int shift = 63 - LM_HIST_BITS -
			     (unsigned int)__builtin_clzll(value | first);

	if (value >> LM_HIST_TOP)
		return LM_HIST_BUCKETS - 1;
	return (shift << LM_HIST_BITS) + (unsigned int)(value >> shift);
}

/**
 * lm_hist_add() - count a value
 * @hist: the histogram
 * @value: the value
 */
static inline void lm_hist_add(struct lm_hist *hist, __u64 value)
{
	if (~value > hist->min_inverted)
		hist->min_inverted = ~value;
	if (value > hist->max)
		hist->max = value;
	hist->count++;
	hist->sum += value;
	hist->buckets[lm_hist_bucket(value)]++;
}

/**
 * lm_signed_hist_add() - count a value
 * @hist: the histogram
 * @value: the value
 */
static inline void lm_signed_hist_add(struct lm_signed_hist *hist, __s64 value)
{
	/* No branch: margins change their sign without a pattern. */
	struct lm_hist *half = value < 0 ? &hist->negative : &hist->positive;
	__u64 sign = -(__u64)(value < 0);

	lm_hist_add(half, ((__u64)value ^ sign) - sign);
}

#endif
