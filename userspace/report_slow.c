// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: the slow path, attempts and direct reclaim.
 */
#include <stdio.h>

#include "columns.h"
#include "lib/clean.h"
#include "lib/flags.h"
#include "lib/units.h"
#include "report_views.h"

/* Latency as five cells: count, p50, p90, p99, max. */
#define LATENCY_TITLES "count", "p50", "p90", "p99", "max"
#define LATENCY_CELLS "%llu\t%s\t%s\t%s\t%s"

struct latency {
	char p50[LM_UNIT_SIZE];
	char p90[LM_UNIT_SIZE];
	char p99[LM_UNIT_SIZE];
	char max[LM_UNIT_SIZE];
};

static void show_latency(struct latency *latency, const struct lm_hist *hist)
{
	lm_show_time(latency->p50, lm_hist_percentile(hist, 50));
	lm_show_time(latency->p90, lm_hist_percentile(hist, 90));
	lm_show_time(latency->p99, lm_hist_percentile(hist, 99));
	lm_show_time(latency->max, hist->max);
}

static void add_sum(struct columns *columns, const char *name,
		    const struct lm_span_sum *sum)
{
	struct latency l;

	show_latency(&l, &sum->hist);
	columns_row(columns, "%s\t" LATENCY_CELLS "\t%llu\t%llu\t%llu\t%llu",
		    name, sum->hist.count, l.p50, l.p90, l.p99, l.max,
		    sum->failed, sum->attempts, sum->reclaims, sum->wakes);
}

static void view_orders(const struct lm_spans *spans, FILE *out)
{
	static const char *const titles[] = { "order",	  LATENCY_TITLES,
					      "failed",	  "attempts",
					      "reclaims", "wakes",
					      NULL };
	struct columns columns;
	unsigned int i;
	char name[8];

	columns_init(&columns, titles);
	for (i = 0; i < LM_NR_ORDERS; i++) {
		snprintf(name, sizeof(name), "%u", i);
		if (spans->orders[i])
			add_sum(&columns, name, spans->orders[i]);
	}
	add_sum(&columns, "all", &spans->all);
	columns_print(&columns, out);
}

static void view_worst(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"latency",  "in reclaim",   "<task", "order",	"<result",
		"attempts", "worst margin", "<zone", "begin s", NULL
	};
	const struct lm_spans *spans = &report->model.spans;
	char took[LM_UNIT_SIZE], reclaim[LM_UNIT_SIZE], zone[LM_ZONE_LABEL];
	char margin[24], begin[32], comm[LOWMARK_COMM_LEN + 1];
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < spans->nr_worst && i < report->top; i++) {
		const struct lm_span *span = &spans->worst[i];

		snprintf(margin, sizeof(margin), span->states ? "%+lld" : "n/a",
			 (long long)span->worst_margin);
		snprintf(begin, sizeof(begin), span->begin_ns ? "%.6f" : "n/a",
			 (double)span->begin_ns / 1e9);
		columns_row(&columns, "%s\t%s\t%s-%u\t%u\t%s\t%u\t%s\t%s\t%s",
			    lm_show_time(took, span->latency_ns),
			    lm_show_time(reclaim, span->reclaim_ns),
			    lm_cleaned(comm, sizeof(comm), span->comm),
			    span->pid, span->order,
			    lm_enum_name(LOWMARK_KIND_E_result, span->result),
			    span->attempts, margin,
			    lm_zone_label(zone, report->names,
					  span->worst_zone),
			    begin);
	}
	columns_print(&columns, out);
}

/**
 * view_slow() - print how long the slow path took
 * @report: the report
 * @out: where to
 */
void view_slow(const struct lm_report *report, FILE *out)
{
	const struct lm_spans *spans = &report->model.spans;

	if (!spans->all.hist.count) {
		fputs("  No run of it ended.\n", out);
	} else {
		view_orders(spans, out);
		fputc('\n', out);
		view_blame(report, out);
		fputs("\n  The longest (margin to low in pages, at entry):\n",
		      out);
		view_worst(report, out);
	}
	if (spans->unbegun || spans->unended)
		fprintf(out,
			"  %llu without a recorded begin, %llu without a recorded end\n",
			spans->unbegun, spans->unended);
	if (spans->unseen)
		fprintf(out,
			"  %llu could not be followed inside: attempts and stages are lower bounds\n",
			spans->unseen);
}

/**
 * view_attempts() - print scans of the zonelist
 * @report: the report
 * @out: where to
 */
void view_attempts(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "<attempt", "found a page",
					      "failed", NULL };
	const struct lm_spans *spans = &report->model.spans;
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < LM_NR_ATTEMPTS; i++) {
		const __u64 *n = spans->attempts[i];

		if (n[LOWMARK_RESULT_PAGE] || n[LOWMARK_RESULT_FAILED])
			columns_row(&columns, "%s\t%llu\t%llu",
				    lm_enum_name(LOWMARK_KIND_E_attempt, i),
				    n[LOWMARK_RESULT_PAGE],
				    n[LOWMARK_RESULT_FAILED]);
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  none recorded\n", out);
}

/**
 * view_reclaim() - print direct reclaim
 * @report: the report
 * @out: where to
 */
void view_reclaim(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"begun",	   LATENCY_TITLES, "sum", "scanned",
		"reclaimed pages", "reclaimed",	   NULL
	};
	const struct lm_spans *spans = &report->model.spans;
	char sum[LM_UNIT_SIZE], part[LM_UNIT_SIZE];
	struct columns columns;
	struct latency l;

	if (!spans->reclaim_begins && !spans->reclaims.count) {
		fputs("  There was none.\n", out);
		return;
	}
	columns_init(&columns, titles);
	show_latency(&l, &spans->reclaims);
	columns_row(&columns, "%llu\t" LATENCY_CELLS "\t%s\t%llu\t%llu\t%s",
		    spans->reclaim_begins, spans->reclaims.count, l.p50, l.p90,
		    l.p99, l.max, lm_show_time(sum, spans->reclaims.sum),
		    spans->scanned, spans->reclaimed,
		    percent_text(part, spans->reclaimed, spans->scanned));
	columns_print(&columns, out);
}
