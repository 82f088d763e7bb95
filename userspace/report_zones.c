// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: watermark checks, zones over time, changes of watermarks.
 */
#include <stdio.h>

#include "columns.h"
#include "lib/flags.h"
#include "lib/units.h"
#include "report_views.h"

/* "pages 12, block 3" */
static const char *named_counts(char *buf, size_t size, unsigned int kind,
				const __u64 *counts, unsigned int nr)
{
	unsigned int i;
	int used = 0;

	buf[0] = '\0';
	for (i = 0; i < nr && used < (int)size - 48; i++)
		if (counts[i])
			used += snprintf(buf + used, size - (size_t)used,
					 "%s%s %llu", used ? ", " : "",
					 lm_enum_name(kind, i), counts[i]);
	return buf;
}

static void add_checks(struct columns *columns, const struct lm_report *report,
		       unsigned int number, unsigned int mark)
{
	const struct lm_zone_model *zone =
		lm_slots_find(&report->model.zones, number);
	const struct lm_mark_checks *checks = &zone->marks[mark];
	char label[LM_ZONE_LABEL], whys[256];

	if (!checks->passed && !checks->failed)
		return;
	columns_row(columns, "%s\t%s\t%llu\t%llu\t%+d\t%.6f\t%s",
		    lm_zone_label(label, report->names, number),
		    lm_enum_name(LOWMARK_KIND_E_mark, mark), checks->passed,
		    checks->failed, checks->worst,
		    (double)checks->worst_ns / 1e9,
		    named_counts(whys, sizeof(whys), LOWMARK_KIND_E_why,
				 checks->whys, LM_NR_WHYS));
}

/**
 * view_checks() - print watermark checks
 * @report: the report
 * @out: where to
 */
void view_checks(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "<zone",
					      "<mark",
					      "passed",
					      "failed",
					      "worst margin (pages)",
					      "at (s)",
					      "<failed for",
					      NULL };
	struct columns columns;
	unsigned int i, mark;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		if (!lm_slots_find(&report->model.zones, i))
			continue;
		for (mark = 0; mark < LM_NR_MARKS; mark++)
			add_checks(&columns, report, i, mark);
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  none recorded\n", out);
}

/**
 * view_blocks() - print checks that failed for want of a block alone
 * @report: the report
 * @out: where to
 */
void view_blocks(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "<zone",
					      "order",
					      "failed",
					      "of allocations",
					      "largest margin (pages)",
					      NULL };
	const struct lm_zone_model *zone;
	char label[LM_ZONE_LABEL];
	struct columns columns;
	unsigned int i, order;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		for (order = 0; zone && order < LM_NR_ORDERS; order++)
			if (zone->blocks[order].failed)
				columns_row(&columns, "%s\t%u\t%llu\t%llu\t%+d",
					    lm_zone_label(label, report->names,
							  i),
					    order, zone->blocks[order].failed,
					    zone->blocks[order].allocating,
					    zone->blocks[order].most);
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  no check failed for that alone\n", out);
}

static void add_zone(struct columns *columns, const struct lm_report *report,
		     unsigned int number, const struct lm_zonetime *zone)
{
	char label[LM_ZONE_LABEL], low[LM_UNIT_SIZE], min[LM_UNIT_SIZE];
	char observed[LM_UNIT_SIZE], high[LM_UNIT_SIZE];

	lm_zone_label(label, report->names, number);
	if (!zone->marked) {
		columns_row(
			columns,
			"%s\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a\tn/a",
			label);
		return;
	}
	columns_row(
		columns,
		"%s\t%u\t%u\t%u\t%s\t%s\t%s\t%s\t%+lld\t%+lld\t%+lld\t%+lld\t%.6f",
		label, zone->min, zone->low, zone->high,
		lm_show_time(high, lm_zonetime_below(zone, LM_DEPTH_HIGH)),
		lm_show_time(low, lm_zonetime_below(zone, LM_DEPTH_LOW)),
		lm_show_time(min, lm_zonetime_below(zone, LM_DEPTH_MIN)),
		lm_show_time(observed, lm_zonetime_below(zone, LM_DEPTH_NONE)),
		(long long)lm_signed_hist_percentile(&zone->margins, 50),
		(long long)lm_signed_hist_percentile(&zone->margins, 10),
		(long long)lm_signed_hist_percentile(&zone->margins, 1),
		(long long)zone->worst, (double)zone->worst_ns / 1e9);
}

/**
 * view_zones() - print how zones stood against their watermarks
 * @report: the report
 * @out: where to
 */
void view_zones(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = {
		"<zone",      "min",	   "low",	"high",
		"below high", "below low", "below min", "observed",
		"margin p50", "p10",	   "p1",	"worst",
		"at (s)",     NULL
	};
	const struct lm_zone_model *zone;
	struct columns columns;
	unsigned int i;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		if (zone)
			add_zone(&columns, report, i, &zone->time);
	}
	if (!columns.nr_rows) {
		fputs("  no zone was seen\n", out);
		return;
	}
	columns_print(&columns, out);
	fputs("  Marks without boost, and margin = free - (low + boost), in pages. What was\n"
	      "  seen of a zone is taken to hold until it was seen again, at most 1 s.\n"
	      "  Percentiles are of the times it was seen, and that is most often when short.\n",
	      out);
}

/**
 * view_wmarks() - print how often watermarks changed
 * @report: the report
 * @out: where to
 */
void view_wmarks(const struct lm_report *report, FILE *out)
{
	static const char *const titles[] = { "<zone", "changes", "<cause",
					      NULL };
	char label[LM_ZONE_LABEL], causes[256];
	struct columns columns;
	unsigned int i, cause;
	__u64 nr;

	columns_init(&columns, titles);
	for (i = 0; i < report->model.zones.nr; i++) {
		const struct lm_zone_model *zone =
			lm_slots_find(&report->model.zones, i);
		const __u64 *n = zone ? zone->time.changes : NULL;

		/* The first values after recording began are no change. */
		for (nr = 0, cause = LOWMARK_CAUSE_START + 1;
		     n && cause < LM_NR_CAUSES; cause++)
			nr += n[cause];
		if (nr)
			columns_row(&columns, "%s\t%llu\t%s",
				    lm_zone_label(label, report->names, i), nr,
				    named_counts(causes, sizeof(causes),
						 LOWMARK_KIND_E_cause, n,
						 LM_NR_CAUSES));
	}
	if (columns.nr_rows)
		columns_print(&columns, out);
	else
		fputs("  none\n", out);
}
