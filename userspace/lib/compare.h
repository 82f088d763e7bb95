/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures of recordings that can be compared, and whether two groups of values
 * differ by more than noise.
 */
#ifndef LOWMARK_LIB_COMPARE_H
#define LOWMARK_LIB_COMPARE_H

#include "report.h"

#define LM_LEAST_RUNS 3 /* of each side, to tell a difference from noise */

/* clang-format off */
/* C(NAME, key in JSON, name for people) */
#define LM_COMPARED(C)							\
	C(WAKES, "wakes_per_s", "kswapd wakes/s")			\
	C(RUNS, "kswapd_runs_per_s", "kswapd runs/s")			\
	C(RECLAIMED, "kswapd_reclaimed_per_s", "kswapd reclaimed pages/s") \
	C(STALLS, "slow_path_per_s", "slow path/s")			\
	C(FAILED, "slow_path_failed", "slow path failed")		\
	C(P50, "slow_path_p50_ns", "slow path p50")			\
	C(P90, "slow_path_p90_ns", "slow path p90")			\
	C(P99, "slow_path_p99_ns", "slow path p99")			\
	C(MAX, "slow_path_max_ns", "slow path max")			\
	C(RECLAIMS, "direct_reclaims_per_s", "direct reclaims/s")	\
	C(MARGIN, "worst_margin_pages", "worst margin to low, pages")	\
	C(BELOW, "below_low_percent", "zone time below low, %")		\
	C(LOST, "lost_records", "records lost")				\
	C(COST, "recording_cost_percent", "cost since recording was on, % of CPUs")

#define LM_DECLARE_COMPARED(NAME, key, title) LM_COMPARED_##NAME,
enum lm_compared { LM_COMPARED(LM_DECLARE_COMPARED) LM_NR_COMPARED };
#undef LM_DECLARE_COMPARED
/* clang-format on */

/**
 * enum lm_verdict - what two groups of values tell
 * @LM_VERDICT_UNKNOWN: too few values
 * @LM_VERDICT_NOISE: the groups overlap
 * @LM_VERDICT_DIFFERENT: each value of one is above each of the other
 */
enum lm_verdict {
	LM_VERDICT_UNKNOWN,
	LM_VERDICT_NOISE,
	LM_VERDICT_DIFFERENT,
};

extern const char *const lm_compared_key[LM_NR_COMPARED];
extern const char *const lm_compared_title[LM_NR_COMPARED];

void lm_compare_take(double values[LM_NR_COMPARED],
		     const struct lm_report *report);
double lm_median(double values[], unsigned int nr);
enum lm_verdict lm_verdict(const double a[], unsigned int nr_a,
			   const double b[], unsigned int nr_b);
double lm_verdict_chance(unsigned int nr_a, unsigned int nr_b);

#endif
