// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: its frame, its head and what was lost.
 */
#include "report_views.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "columns.h"
#include "lib/clean.h"
#include "lib/filtered.h"
#include "lib/keys.h"
#include "lib/units.h"

static void (*const views[LM_NR_FIGURES])(const struct lm_report *report,
					  FILE *out) = {
	[LM_FIGURES_WAKES] = view_wakes,
	[LM_FIGURES_REFUSED] = view_refused,
	[LM_FIGURES_RUNS] = view_runs,
	[LM_FIGURES_SLOW] = view_slow,
	[LM_FIGURES_ATTEMPTS] = view_attempts,
	[LM_FIGURES_DECISIONS] = view_decisions,
	[LM_FIGURES_RECLAIM] = view_reclaim,
	[LM_FIGURES_CHECKS] = view_checks,
	[LM_FIGURES_BLOCKS] = view_blocks,
	[LM_FIGURES_ZONES] = view_zones,
	[LM_FIGURES_WMARKS] = view_wmarks,
};

static void view_figures(const struct lm_report *report,
			 enum lm_figures figures, FILE *out)
{
	const char *title = lm_figures_title[figures];
	char why[256];

	fprintf(out, "\n%c%s", toupper((unsigned char)title[0]), title + 1);
	if (lm_figures_missing(report->caps, report->meta, figures, why,
			       sizeof(why))) {
		fprintf(out, ": n/a (%s)\n", why);
		return;
	}
	if (lm_figures_lossy(&report->model, figures))
		fputs(" (records were lost: lower bounds)", out);
	fputc('\n', out);
	views[figures](report, out);
}

/**
 * print_report() - print a report as text
 * @report: the report
 * @path: name of the recording
 * @out: where to
 */
void print_report(const struct lm_report *report, const char *path, FILE *out)
{
	unsigned int i;

	view_head(report, path, out);
	for (i = 0; i < LM_NR_FIGURES; i++)
		view_figures(report, i, out);
	view_losses(report, out);
	view_cost(report, out);
}

/* The value of a key of META or END, "n/a" if it is not there. */
static const char *value_of(const char *text, const char *key,
			    char value[LM_LINE_MAX])
{
	return lm_key(text, key, value, LM_LINE_MAX) ? value : "n/a";
}

static void view_begin(const struct lm_report *report, FILE *out)
{
	char when[64];
	__s64 offset;
	struct tm utc;
	time_t second;

	if (!lm_key_s64(report->meta, "wall_offset_ns", &offset))
		return;
	second = (time_t)(((long long)report->model.start_ns + offset) /
			  1000000000);
	if (gmtime_r(&second, &utc) &&
	    strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &utc))
		fprintf(out, "  begin     %s, %llu.%06llu s after boot\n", when,
			report->model.start_ns / 1000000000,
			report->model.start_ns / 1000 % 1000000);
}

static void view_events(const struct lm_report *report, FILE *out)
{
	const struct lm_model *model = &report->model;
	const char *before = " (";
	unsigned int type;

	fprintf(out, "  events    %llu", model->total);
	for (type = 0; type < LOWMARK_KINDS; type++) {
		if (!model->events[type])
			continue;
		fprintf(out, "%s%s %llu", before, lowmark_records[type].name,
			model->events[type]);
		before = ", ";
	}
	fprintf(out, "%s, %llu lost\n", model->total ? ")" : "",
		model->total_lost);
	if (report->unknown)
		fprintf(out,
			"  unknown   %llu records of kinds that this version does not know\n",
			report->unknown);
	if (model->no_memory)
		fputs("  memory ran out: the figures are not whole\n", out);
}

/**
 * view_head() - print what was recorded
 * @report: the report
 * @path: name of the recording
 * @out: where to
 */
void view_head(const struct lm_report *report, const char *path, FILE *out)
{
	const struct lm_model *model = &report->model;
	char value[LM_LINE_MAX], span[LM_UNIT_SIZE];

	fprintf(out, "%s\n", lm_cleaned(value, sizeof(value), path));
	fprintf(out, "  kernel    %s ",
		value_of(report->meta, "kernel", value));
	fprintf(out, "%s, ", value_of(report->meta, "machine", value));
	fprintf(out, "host %s\n", value_of(report->meta, "hostname", value));
	if (lm_key(report->meta, "command", value, sizeof(value)))
		fprintf(out, "  command   %s\n", value);
	if (lm_key(report->meta, "trigger", value, sizeof(value)))
		fprintf(out, "  trigger   %s\n", value);
	view_begin(report, out);
	fprintf(out, "  duration  %s, ended by %s\n",
		lm_show_time(span, model->end_ns > model->start_ns ?
					   model->end_ns - model->start_ns :
					   0),
		*report->end ? value_of(report->end, "why", value) :
			       "a cut: the end is missing");
	if (lm_filtered(report, value, sizeof(value)))
		fprintf(out,
			"  filter    recorded with %s: figures are of what passed\n",
			lm_clean(value));
	fprintf(out, "  CPUs      %s\n", value_of(report->meta, "cpus", value));
	view_events(report, out);
}

static void view_cpu_losses(const struct lm_model *model, FILE *out)
{
	static const char *const titles[] = { "CPU", "gaps", "records",
					      "<of them", NULL };
	const struct lm_cpu_model *cpu;
	struct columns columns;
	unsigned int i, type;
	char kinds[512];
	int used;

	columns_init(&columns, titles);
	for (i = 0; i < model->cpus.nr; i++) {
		cpu = lm_slots_find(&model->cpus, i);
		if (!cpu)
			continue;
		used = 0;
		kinds[0] = '\0';
		for (type = 0; type < LOWMARK_KINDS; type++)
			if (cpu->counts[type] && lowmark_records[type].name &&
			    used < (int)sizeof(kinds) - 48)
				used += snprintf(kinds + used,
						 sizeof(kinds) - (size_t)used,
						 "%s%s %llu", used ? ", " : "",
						 lowmark_records[type].name,
						 cpu->counts[type]);
		columns_row(&columns, "%u\t%llu\t%llu\t%s%s", i, cpu->gaps,
			    cpu->total, kinds,
			    cpu->restarts ? " (and a new ring: unknown)" : "");
	}
	columns_print(&columns, out);
}

/**
 * view_losses() - print what was lost and what that means
 * @report: the report
 * @out: where to
 */
void view_losses(const struct lm_report *report, FILE *out)
{
	const struct lm_model *model = &report->model;
	const char *before = "  ";
	unsigned int i;

	fputs("\nLosses\n", out);
	if (!model->total_lost && !model->restarts) {
		fputs("  none\n", out);
		return;
	}
	view_cpu_losses(model, out);
	fputs("  Counts, times and extremes of these are lower bounds, and\n"
	      "  percentiles may be off:\n",
	      out);
	for (i = 0; i < LM_NR_FIGURES; i++) {
		if (!lm_figures_lossy(model, i))
			continue;
		fprintf(out, "%s%s", before, lm_figures_title[i]);
		before = ", ";
	}
	fputc('\n', out);
}
