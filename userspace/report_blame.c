// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as text: who or what the time in the slow path belongs to.
 */
#include <stdio.h>

#include "columns.h"
#include "lib/clean.h"
#include "lib/flags.h"
#include "lib/units.h"
#include "report_views.h"

#define NAME_SIZE LM_FLAGS_SIZE

static const char *name_of(char name[NAME_SIZE], const struct lm_report *report,
			   const struct lm_blame *row)
{
	char comm[LOWMARK_COMM_LEN + 1];

	switch (report->by) {
	case LM_BY_TASK:
		snprintf(name, NAME_SIZE, "%s-%llu",
			 lm_cleaned(comm, sizeof(comm), row->comm), row->key);
		break;
	case LM_BY_CGROUP:
		if (row->key == LM_CGROUP_NONE)
			return "n/a";
		snprintf(name, NAME_SIZE, "%llu", row->key);
		break;
	case LM_BY_ORDER:
		snprintf(name, NAME_SIZE, "%llu", row->key);
		break;
	default:
		lm_gfp_text(name, report->names, (__u32)row->key);
		break;
	}
	return name;
}

static int add_share(char *buf, size_t size, int used, const char *name,
		     __u64 part, __u64 all)
{
	double percent = all ? (double)part * 100 / (double)all : 0;

	if (percent < 1 || used >= (int)size)
		return used;
	return used + snprintf(buf + used, size - (size_t)used, "%s%s %.0f %%",
			       used ? ", " : "", name, percent);
}

/* "direct reclaim 62 %, attempts 20 %": stages of at least 1 % */
static const char *shares_text(char *buf, size_t size,
			       const struct lm_blame *row)
{
	unsigned int i;
	int used = 0;

	if (!lm_stages_told(&row->stages))
		return "n/a";
	buf[0] = '\0';
	for (i = 0; i < LM_NR_STAGES; i++)
		used = add_share(buf, size, used, lm_stage_names[i],
				 row->stages.ns[i], row->hist.sum);
	add_share(buf, size, used, LM_STAGE_NONE, lm_stages_rest(&row->stages),
		  row->hist.sum);
	return buf;
}

static void add_row(struct columns *columns, const struct lm_report *report,
		    const struct lm_blame *row)
{
	char p50[LM_UNIT_SIZE], p90[LM_UNIT_SIZE], p99[LM_UNIT_SIZE];
	char max[LM_UNIT_SIZE], sum[LM_UNIT_SIZE];
	char name[NAME_SIZE], shares[256];

	columns_row(columns, "%s\t%llu\t%s\t%s\t%s\t%s\t%s\t%llu\t%s",
		    name_of(name, report, row), row->hist.count,
		    lm_show_time(p50, lm_hist_percentile(&row->hist, 50)),
		    lm_show_time(p90, lm_hist_percentile(&row->hist, 90)),
		    lm_show_time(p99, lm_hist_percentile(&row->hist, 99)),
		    lm_show_time(max, row->hist.max),
		    lm_show_time(sum, row->hist.sum), row->failed,
		    shares_text(shares, sizeof(shares), row));
}

/**
 * view_blame() - print who or what the time in the slow path belongs to
 * @report: the report
 * @out: where to
 */
void view_blame(const struct lm_report *report, FILE *out)
{
	static const char *const heads[LM_NR_BY] = {
		[LM_BY_TASK] = "<task",
		[LM_BY_CGROUP] = "<cgroup",
		[LM_BY_ORDER] = "<order",
		[LM_BY_GFP] = "<gfp",
	};
	const char *titles[10] = { heads[report->by],
				   "count",
				   "p50",
				   "p90",
				   "p99",
				   "max",
				   "sum",
				   "failed",
				   "<its time went to",
				   NULL };
	const struct lm_blames *blames =
		&report->model.spans.blames[report->by];
	const struct lm_blame *top[LM_MOST_TOP];
	struct columns columns;
	unsigned int i, nr;

	columns_init(&columns, titles);
	nr = lm_blames_top(blames, report->sort, top, report->top);
	for (i = 0; i < nr; i++)
		add_row(&columns, report, top[i]);
	columns_print(&columns, out);
	if (nr < blames->nr)
		fprintf(out, "  and %u more, by %s\n", blames->nr - nr,
			lm_blame_sort[report->sort]);
	if (blames->left_out)
		fprintf(out, "  %llu runs found no room in this table\n",
			blames->left_out);
}
