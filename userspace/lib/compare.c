// SPDX-License-Identifier: GPL-2.0-only
/*
 * Figures of recordings that can be compared, and whether two groups of values
 * differ by more than noise.
 *
 * Few runs allow no assumption about how values spread, so the test is one of
 * ranks alone: two groups differ if they do not overlap. Were there no
 * difference, each of the C(a + b, a) ways to divide the values would be as
 * likely, and two of them do not overlap.
 */
#include "compare.h"

#include <math.h>
#include <stdlib.h>

#include "cost.h"

/* clang-format off */
#define LM_KEY(NAME, key, title) key,
const char *const lm_compared_key[LM_NR_COMPARED] = { LM_COMPARED(LM_KEY) };
#undef LM_KEY
#define LM_TITLE(NAME, key, title) title,
const char *const lm_compared_title[LM_NR_COMPARED] = { LM_COMPARED(LM_TITLE) };
#undef LM_TITLE
/* clang-format on */

static bool told(const struct lm_report *report, enum lm_figures figures)
{
	return !lm_figures_missing(report->caps, report->meta, figures, NULL,
				   0);
}

static void take_zones(double values[], const struct lm_model *model,
		       double seconds)
{
	double wakes = 0, below = 0, observed = 0;
	const struct lm_zone_model *zone;
	unsigned int i;

	for (i = 0; (zone = lm_slots_next(&model->zones, &i));) {
		wakes += (double)zone->wakes.verdicts[LOWMARK_WAKE_WOKEN];
		below += (double)lm_zonetime_below(&zone->time, LM_DEPTH_LOW);
		observed +=
			(double)lm_zonetime_below(&zone->time, LM_DEPTH_NONE);
		if (zone->time.worst_ns &&
		    !((double)zone->time.worst >= values[LM_COMPARED_MARGIN]))
			values[LM_COMPARED_MARGIN] = (double)zone->time.worst;
	}
	values[LM_COMPARED_WAKES] = wakes / seconds;
	if (observed > 0)
		values[LM_COMPARED_BELOW] = 100 * below / observed;
}

static void take_runs(double values[], const struct lm_model *model,
		      double seconds)
{
	double runs = 0, reclaimed = 0;
	const struct lm_node_model *node;
	unsigned int i;

	for (i = 0; (node = lm_slots_next(&model->nodes, &i));) {
		runs += (double)node->kswapd.runs.count;
		reclaimed += (double)node->kswapd.reclaimed;
	}
	values[LM_COMPARED_RUNS] = runs / seconds;
	values[LM_COMPARED_RECLAIMED] = reclaimed / seconds;
}

static void take_slow(double values[], const struct lm_spans *spans,
		      double seconds)
{
	const struct lm_hist *hist = &spans->all.hist;

	values[LM_COMPARED_STALLS] = (double)hist->count / seconds;
	values[LM_COMPARED_FAILED] = (double)spans->all.failed;
	if (!hist->count)
		return;
	values[LM_COMPARED_P50] = (double)lm_hist_percentile(hist, 50);
	values[LM_COMPARED_P90] = (double)lm_hist_percentile(hist, 90);
	values[LM_COMPARED_P99] = (double)lm_hist_percentile(hist, 99);
	values[LM_COMPARED_MAX] = (double)hist->max;
}

/**
 * lm_compare_take() - take the figures of a recording
 * @values: what to fill; NAN where the recording does not tell
 * @report: the recording
 */
void lm_compare_take(double values[LM_NR_COMPARED],
		     const struct lm_report *report)
{
	const struct lm_model *model = &report->model;
	double seconds = (double)(model->end_ns - model->start_ns) / 1e9;
	struct lm_cost cost;
	unsigned int i;

	for (i = 0; i < LM_NR_COMPARED; i++)
		values[i] = NAN;
	values[LM_COMPARED_LOST] = (double)model->total_lost;
	if (lm_cost(report->stats, &cost) == LM_COST_KNOWN)
		values[LM_COMPARED_COST] = lm_cost_percent(&cost);
	if (model->end_ns <= model->start_ns)
		return;
	take_zones(values, model, seconds);
	if (!told(report, LM_FIGURES_WAKES))
		values[LM_COMPARED_WAKES] = NAN;
	if (told(report, LM_FIGURES_RUNS))
		take_runs(values, model, seconds);
	if (told(report, LM_FIGURES_SLOW))
		take_slow(values, &model->spans, seconds);
	if (told(report, LM_FIGURES_RECLAIM))
		values[LM_COMPARED_RECLAIMS] =
			(double)model->spans.reclaims.count / seconds;
}

static int compare_values(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

/**
 * lm_median() - the value in the middle, or between the two there
 * @values: the values; they are sorted
 * @nr: number of them
 *
 * Return: the median, NAN if a value is not known or there are none
 */
double lm_median(double values[], unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (isnan(values[i]))
			return NAN;
	if (!nr)
		return NAN;
	qsort(values, nr, sizeof(*values), compare_values);
	return (values[(nr - 1) / 2] + values[nr / 2]) / 2;
}

/**
 * lm_verdict() - whether two groups differ by more than noise
 * @a: values of one
 * @nr_a: number of them
 * @b: values of the other
 * @nr_b: number of them
 *
 * Return: the verdict
 */
enum lm_verdict lm_verdict(const double a[], unsigned int nr_a,
			   const double b[], unsigned int nr_b)
{
	bool above = true, below = true;
	unsigned int i, j;

	if (nr_a < LM_LEAST_RUNS || nr_b < LM_LEAST_RUNS)
		return LM_VERDICT_UNKNOWN;
	for (i = 0; i < nr_a; i++) {
		for (j = 0; j < nr_b; j++) {
			if (isnan(a[i]) || isnan(b[j]))
				return LM_VERDICT_UNKNOWN;
			above = above && b[j] > a[i];
			below = below && b[j] < a[i];
		}
	}
	return above || below ? LM_VERDICT_DIFFERENT : LM_VERDICT_NOISE;
}

/**
 * lm_verdict_chance() - how likely groups without a difference do not overlap
 * @nr_a: values of one
 * @nr_b: values of the other
 *
 * Return: 2 / C(nr_a + nr_b, nr_a)
 */
double lm_verdict_chance(unsigned int nr_a, unsigned int nr_b)
{
	double ways = 1;
	unsigned int i;

	for (i = 1; i <= nr_a; i++)
		ways = ways * (nr_b + i) / i;
	return 2 / ways;
}
