// SPDX-License-Identifier: GPL-2.0-only
/*
 * What recording itself cost, as text.
 */
#include "report_views.h"

#include "columns.h"
#include "lib/cost.h"

/**
 * view_hooks() - print what the module measured of each hook
 * @stats: text of the file "stats"
 * @out: where to
 *
 * One call in 61 is timed: of a few calls maybe none was.
 */
void view_hooks(const char *stats, FILE *out)
{
	static const char *const titles[] = { "<hook", "calls", "missed",
					      "time",  "each",	NULL };
	struct lm_lines lines = { .rest = stats };
	char time[LM_UNIT_SIZE], each[LM_UNIT_SIZE];
	struct lm_hook_cost hook;
	struct columns columns;
	bool timed;

	fputs("  each hook since the module was loaded:\n", out);
	columns_init(&columns, titles);
	while (lm_next_hook_cost(&lines, &hook)) {
		timed = hook.hits && hook.ns;
		columns_row(&columns, "%s\t%llu\t%llu\t%s\t%s", hook.name,
			    hook.hits, hook.missed,
			    timed ? lm_show_time(time, hook.ns) : "-",
			    timed ? lm_show_time(each, hook.ns / hook.hits) :
				    "-");
	}
	columns_print(&columns, out);
}

/**
 * view_cost() - print what the module measured of its own cost
 * @report: the report
 * @out: where to
 */
void view_cost(const struct lm_report *report, FILE *out)
{
	char ns[LM_UNIT_SIZE], elapsed[LM_UNIT_SIZE];
	char value[LM_LINE_MAX];
	struct lm_cost cost;

	fputs("\nWhat recording cost", out);
	switch (lm_cost(report->stats, &cost)) {
	case LM_COST_ABSENT:
		fputs(": n/a (not recorded)\n", out);
		return;
	case LM_COST_WRONG:
		lm_key(report->stats, "cost", value, sizeof(value));
		fprintf(out, ": n/a (the numbers make no sense: %s)\n", value);
		return;
	case LM_COST_KNOWN:
		break;
	}
	fprintf(out,
		"\n  %.3f %% of %llu CPUs: %s in %s since recording was turned on\n",
		lm_cost_percent(&cost), cost.cpus, lm_show_time(ns, cost.ns),
		lm_show_time(elapsed, cost.elapsed_ns));
	view_hooks(report->stats, out);
}
