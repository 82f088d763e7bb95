// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: why kswapd woke, who could not wake it, what it did.
 */
#include <stdio.h>

#include "columns.h"
#include "lib/clean.h"
#include "lib/flags.h"
#include "lib/units.h"
#include "report_views.h"

/* "0: 12, 3: 4" */
static const char *orders_text(char *buf, size_t size,
			       const __u64 orders[LM_NR_ORDERS])
{
	unsigned int i;
	int used = 0;

	buf[0] = '\0';
	for (i = 0; i < LM_NR_ORDERS && used < (int)size - 32; i++)
		if (orders[i])
			used += snprintf(buf + used, size - (size_t)used,
					 "%s%u: %llu", used ? ", " : "", i,
					 orders[i]);
	return buf;
}

static unsigned int view_zones_woken(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"node",	      "<zone",	"wakes",
		"margin min", "median", "<pages; wakes by order",
		NULL
	};
	char label[LM_ZONE_LABEL], orders[256];
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		const struct lm_zone_model *zone =
			lm_slots_find(&report->model.zones, i);
		const struct lm_wakes *wakes = zone ? &zone->wakes : NULL;

		if (!wakes || !wakes->verdicts[LOWMARK_WAKE_WOKEN])
			continue;
		columns_row(&columns, "%u\t%s\t%llu\t%+lld\t%+lld\t%s",
			    lm_model_node(&report->model, i),
			    lm_zone_label(label, report->names, i),
			    wakes->verdicts[LOWMARK_WAKE_WOKEN],
			    (long long)lm_signed_hist_min(&wakes->margins),
			    (long long)lm_signed_hist_median(&wakes->margins),
			    orders_text(orders, sizeof(orders), wakes->orders));
	}
	i = columns.nr_rows;
	if (i)
		columns_print(&columns, out);
	return i;
}

static void view_wakers(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "node", "<woken by", "PID",
					      "wakes", NULL };
	const struct lm_task *top[LM_MOST_TOP];
	char comm[LOWMARK_COMM_LEN + 1];
	struct columns columns;
	unsigned int i, nr;

	columns_init(&columns, titles);
	nr = lm_tasks_top(&report->model.wakers, -1, top, report->top);
	for (i = 0; i < nr; i++)
		columns_row(&columns, "%u\t%s\t%u\t%llu", top[i]->group,
			    lm_cleaned(comm, sizeof(comm), top[i]->comm),
			    top[i]->pid, top[i]->count);
	if (nr)
		columns_print(&columns, out);
}

/**
 * view_wakes() - print why kswapd woke
 * @report: the report
 * @out: where to
 */
void view_wakes(const struct lm_report *report, FILE *out)
{
	if (!view_zones_woken(report, out)) {
		fputs("  It was not woken.\n", out);
		return;
	}
	fputc('\n', out);
	view_wakers(report, out);
}

static const char *show_hopeless(char text[LM_UNIT_SIZE],
				 const struct lm_wakes *wakes)
{
	if (!lm_wakes_knows(wakes, LOWMARK_WAKE_HOPELESS))
		return "n/a";
	snprintf(text, LM_UNIT_SIZE, "%llu",
		 wakes->verdicts[LOWMARK_WAKE_HOPELESS]);
	return text;
}

/**
 * view_refused() - print wake requests that were refused
 * @report: the report
 * @out: where to
 */
void view_refused(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"<zone",     "requests", "woken",     "by throttled",
		"awake",     "balanced", "hopeless",  "cpuset",
		"unmanaged", "unknown",	 "not asked", NULL
	};
	char label[LM_ZONE_LABEL], hopeless[LM_UNIT_SIZE];
	struct columns columns;
	unsigned int i, verdict;
	__u64 requests;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		const struct lm_zone_model *zone =
			lm_slots_find(&report->model.zones, i);
		const __u64 *n = zone ? zone->wakes.verdicts : NULL;

		for (requests = 0, verdict = 0; n && verdict < LM_NR_WAKES;
		     verdict++)
			requests += n[verdict];
		if (!requests)
			continue;
		columns_row(
			&columns,
			"%s\t%llu\t%llu\t%llu\t%llu\t%llu\t%s\t%llu\t%llu\t%llu\t%llu",
			lm_zone_label(label, report->names, i),
			requests - n[LOWMARK_WAKE_NOT_ASKED],
			n[LOWMARK_WAKE_WOKEN], n[LOWMARK_WAKE_THROTTLE],
			n[LOWMARK_WAKE_AWAKE], n[LOWMARK_WAKE_BALANCED],
			show_hopeless(hopeless, &zone->wakes),
			n[LOWMARK_WAKE_CPUSET], n[LOWMARK_WAKE_UNMANAGED],
			n[LOWMARK_WAKE_UNKNOWN], n[LOWMARK_WAKE_NOT_ASKED]);
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  There were no requests.\n", out);
}

static const char *show_failures(char text[LM_UNIT_SIZE], __u32 failures)
{
	if (failures == LOWMARK_COUNT_NONE)
		return "n/a";
	snprintf(text, LM_UNIT_SIZE, "%u", failures);
	return text;
}

/**
 * percent_text() - a part of a sum, in percent
 * @buf: where to put it
 * @part: the part
 * @all: the sum
 *
 * Return: @buf, or "n/a" if there is no sum
 */
const char *percent_text(char buf[LM_UNIT_SIZE], __u64 part, __u64 all)
{
	if (!all)
		return "n/a";
	snprintf(buf, LM_UNIT_SIZE, "%.1f %%",
		 (double)part * 100 / (double)all);
	return buf;
}

/**
 * view_runs() - print what kswapd did
 * @report: the report
 * @out: where to
 */
void view_runs(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"node",	     "wakes",	       "sleeps",
		"runs",	     "balancing",      "longest",
		"awake",     "scanned",	       "reclaimed pages",
		"reclaimed", "fruitless runs", "in a row",
		NULL
	};
	char part[LM_UNIT_SIZE];
	char sum[LM_UNIT_SIZE], max[LM_UNIT_SIZE], awake[LM_UNIT_SIZE];
	char failures[LM_UNIT_SIZE];
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.nodes.nr; i++) {
		const struct lm_node_model *node =
			lm_slots_find(&report->model.nodes, i);
		const struct lm_kswapd *kswapd = node ? &node->kswapd : NULL;

		if (!kswapd || !(kswapd->wakes + kswapd->sleeps +
				 kswapd->runs.count + kswapd->unfinished))
			continue;
		columns_row(
			&columns,
			"%u\t%llu\t%llu\t%llu\t%s\t%s\t%s\t%llu\t%llu\t%s\t%llu\t%s",
			i, kswapd->wakes, kswapd->sleeps, kswapd->runs.count,
			lm_show_time(sum, kswapd->runs.sum),
			lm_show_time(max, kswapd->runs.max),
			lm_model_knows_awake(&report->model, kswapd) ?
				lm_show_time(awake, kswapd->awake_ns) :
				"n/a",
			kswapd->scanned, kswapd->reclaimed,
			percent_text(part, kswapd->reclaimed, kswapd->scanned),
			kswapd->fruitless,
			show_failures(failures, kswapd->most_failures));
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  It did not run.\n", out);
}
