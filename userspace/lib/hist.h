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
 * @min: the smallest
 * @max: the largest
 * @buckets: number of values per bucket
 *
 * Start with all zero.
 */
struct lm_hist {
	__u64 count;
	__u64 sum;
	__u64 min;
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

void lm_hist_add(struct lm_hist *hist, __u64 value);
__u64 lm_hist_percentile(const struct lm_hist *hist, double percent);
void lm_signed_hist_add(struct lm_signed_hist *hist, __s64 value);
__u64 lm_signed_hist_count(const struct lm_signed_hist *hist);
__s64 lm_signed_hist_min(const struct lm_signed_hist *hist);
__s64 lm_signed_hist_percentile(const struct lm_signed_hist *hist,
				double percent);
__s64 lm_signed_hist_median(const struct lm_signed_hist *hist);

#endif
