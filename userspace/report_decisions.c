// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: skips, rescans and retries by reason, stages by time.
 */
#include <stdio.h>

#include "columns.h"
#include "lib/flags.h"
#include "lib/units.h"
#include "report_views.h"

/* What never happened gets a row as well, with @none. */
static void add_counts(struct columns *columns, const char *what,
		       unsigned int kind, const __u64 *counts, unsigned int nr,
		       const char *none)
{
	bool any = false;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (!counts[i])
			continue;
		columns_row(columns, "%s\t%s\t%llu", what,
			    lm_enum_name(kind, i), counts[i]);
		any = true;
	}
	if (!any)
		columns_row(columns, "%s\t%s", what, none);
}

static void add_skips(struct columns *columns,
		      const struct lm_decisions *decisions)
{
	unsigned int i;

	for (i = 0; i < LM_NR_SKIPS; i++) {
		const char *name = lm_enum_name(LOWMARK_KIND_E_skip, i);

		if (!decisions->skips[i].known)
			columns_row(columns, "zones skipped\t%s\tn/a", name);
		else if (decisions->skips[i].n)
			columns_row(columns, "zones skipped\t%s\t%llu", name,
				    decisions->skips[i].n);
	}
}

static void add_stage(struct columns *columns, const char *name, __u64 time_ns,
		      __u64 latency_ns)
{
	char took[LM_UNIT_SIZE];

	columns_row(columns, "%s\t%s\t%.1f", name, lm_show_time(took, time_ns),
		    (double)time_ns * 100 / (double)latency_ns);
}

static void view_stages(const struct lm_stages *stages, FILE *out)
{
	static const char *const titles[] = { "<stage", "time", "% of all",
					      NULL };
	char took[LM_UNIT_SIZE];
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < LM_NR_STAGES; i++)
		if (lm_stages_know(stages, i))
			add_stage(&columns, lm_stage_names[i], stages->ns[i],
				  stages->latency_ns);
		else
			columns_row(&columns, "%s\tn/a\tn/a",
				    lm_stage_names[i]);
	add_stage(&columns, LM_STAGE_NONE, lm_stages_rest(stages),
		  stages->latency_ns);
	columns_print(&columns, out);
	if (stages->waits_known)
		fprintf(out,
			"\n  Of all this, in stages or between them, it waited for a CPU: %s (%.1f %%)\n",
			lm_show_time(took, stages->queued_ns),
			(double)stages->queued_ns * 100 /
				(double)stages->latency_ns);
}

/**
 * view_decisions() - print what was decided and where the time went
 * @report: the report
 * @out: where to
 */
void view_decisions(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "<decision", "<reason", "count",
					      NULL };
	const struct lm_decisions *decisions = &report->model.decisions;
	struct columns columns;

	columns_init(&columns, titles);
	if (report->model.events[LOWMARK_REC_ATTEMPT]) {
		add_skips(&columns, decisions);
		if (decisions->rescanning)
			add_counts(&columns, "scanned again",
				   LOWMARK_KIND_E_rescan, decisions->rescans,
				   LM_NR_RESCANS, "any\t0");
		else
			columns_row(&columns, "scanned again\tall\tn/a");
	}
	/* Not every kernel lets its retries be seen. */
	add_counts(&columns, "slow path retried", LOWMARK_KIND_E_retry,
		   decisions->retries, LM_NR_RETRIES, "none recorded\t-");
	columns_print(&columns, out);
	if (!decisions->stages.latency_ns)
		return;
	fputs("\n  Where the slow path's time went:", out);
	if (!lm_stages_told(&decisions->stages)) {
		fputs(" n/a (its stages were not told)\n", out);
		return;
	}
	fputc('\n', out);
	view_stages(&decisions->stages, out);
}
