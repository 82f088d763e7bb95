// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as JSON: the slow path, attempts and direct reclaim.
 */
#include <stdio.h>

#include "flags.h"
#include "json.h"
#include "report_json.h"

static void add_sum(struct json_object *object, const struct lm_span_sum *sum)
{
	lm_json_latency(object, &sum->hist);
	lm_json_u64(object, "failed", sum->failed);
	lm_json_u64(object, "attempts", sum->attempts);
	lm_json_u64(object, "reclaims", sum->reclaims);
	lm_json_u64(object, "wakes", sum->wakes);
}

static void add_orders(struct json_object *slow, const struct lm_spans *spans)
{
	struct json_object *array = lm_json_array(slow, "by_order");
	struct json_object *item;
	unsigned int i;

	for (i = 0; i < LM_NR_ORDERS; i++) {
		if (!spans->orders[i])
			continue;
		item = lm_json_item(array);
		lm_json_u64(item, "order", i);
		add_sum(item, spans->orders[i]);
	}
}

static void add_key(struct json_object *item, const struct lm_report *report,
		    enum lm_blame_by by, const struct lm_blame *row)
{
	switch (by) {
	case LM_BY_TASK:
		lm_json_u64(item, "pid", row->key);
		lm_json_text(item, "comm", row->comm);
		break;
	case LM_BY_CGROUP:
		if (row->key == LM_CGROUP_NONE)
			json_object_object_add(item, "cgroup", NULL);
		else
			lm_json_u64(item, "cgroup", row->key);
		break;
	case LM_BY_ORDER:
		lm_json_u64(item, "order", row->key);
		break;
	default:
		lm_json_gfp(item, report->names, (__u32)row->key);
		break;
	}
}

static void add_blame(struct json_object *blame, const struct lm_report *report,
		      enum lm_blame_by by)
{
	const struct lm_blames *blames = &report->model.spans.blames[by];
	struct json_object *array = lm_json_array(blame, lm_blame_by[by]);
	const struct lm_blame *top[LM_MOST_TOP];
	struct json_object *item;
	unsigned int i, nr;

	nr = lm_blames_top(blames, report->sort, top, report->top);
	for (i = 0; i < nr; i++) {
		item = lm_json_item(array);
		add_key(item, report, by, top[i]);
		lm_json_latency(item, &top[i]->hist);
		lm_json_u64(item, "failed", top[i]->failed);
		if (lm_stages_told(&top[i]->stages))
			lm_json_stages(lm_json_object(item, "stages"),
				       &top[i]->stages);
		else
			json_object_object_add(item, "stages", NULL);
	}
}

static void add_blames(struct json_object *slow, const struct lm_report *report)
{
	struct json_object *blame = lm_json_object(slow, "blame");
	struct json_object *left_out;
	unsigned int by;

	for (by = 0; by < LM_NR_BY; by++)
		add_blame(blame, report, by);
	left_out = lm_json_object(slow, "not_blamed");
	for (by = 0; by < LM_NR_BY; by++)
		lm_json_u64(left_out, lm_blame_by[by],
			    report->model.spans.blames[by].left_out);
}

/**
 * lm_json_span() - add a run of the slow path
 * @array: where to
 * @names: names of the traced kernel
 * @span: the run
 */
void lm_json_span(struct json_object *array, const struct lm_names *names,
		  const struct lm_span *span)
{
	struct json_object *item = lm_json_item(array);
	char id[24];

	snprintf(id, sizeof(id), "0x%llx", span->id);
	lm_json_text(item, "span", id);
	if (span->begin_ns)
		lm_json_u64(item, "time_ns", span->begin_ns);
	else
		json_object_object_add(item, "time_ns", NULL);
	lm_json_u64(item, "latency_ns", span->latency_ns);
	lm_json_u64(item, "cpu", span->cpu);
	lm_json_u64(item, "pid", span->pid);
	lm_json_text(item, "comm", span->comm);
	lm_json_u64(item, "order", span->order);
	lm_json_gfp(item, names, span->gfp);
	lm_json_text(item, "result",
		     lm_enum_name(LOWMARK_KIND_E_result, span->result));
	lm_json_zone(item, "preferred", names, span->preferred);
	lm_json_zone(item, "zone", names, span->zone);
	lm_json_u64(item, "attempts", span->attempts);
	lm_json_u64(item, "reclaims", span->reclaims);
	lm_json_u64(item, "reclaim_ns", span->reclaim_ns);
	lm_json_u64(item, "reclaimed_pages", span->reclaimed);
	lm_json_u64(item, "wakes", span->wakes);
	if (!span->states)
		return;
	lm_json_u64(item, "zones_seen", span->states);
	lm_json_u64(item, "zones_short", span->short_zones);
	lm_json_zone(item, "worst_zone", names, span->worst_zone);
	lm_json_s64(item, "worst_margin_pages", span->worst_margin);
}

/**
 * lm_json_slow() - add the slow path
 * @doc: where to
 * @report: the report
 */
void lm_json_slow(struct json_object *doc, const struct lm_report *report)
{
	const struct lm_spans *spans = &report->model.spans;
	struct json_object *slow =
		lm_json_object(doc, lm_figures_key[LM_FIGURES_SLOW]);
	struct json_object *worst;
	unsigned int i;

	add_sum(slow, &spans->all);
	lm_json_u64(slow, "begins", spans->begun);
	lm_json_u64(slow, "without_begin", spans->unbegun);
	lm_json_u64(slow, "without_end", spans->unended);
	lm_json_u64(slow, "without_stages", spans->unseen);
	add_orders(slow, spans);
	add_blames(slow, report);
	worst = lm_json_array(slow, "worst");
	for (i = 0; i < spans->nr_worst && i < report->top; i++)
		lm_json_span(worst, report->names, &spans->worst[i]);
}

/**
 * lm_json_attempts() - add scans of the zonelist
 * @doc: where to
 * @report: the report
 */
void lm_json_attempts(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_ATTEMPTS]);
	const struct lm_spans *spans = &report->model.spans;
	struct json_object *item;
	unsigned int i;

	for (i = 0; i < LM_NR_ATTEMPTS; i++) {
		const __u64 *counts = spans->attempts[i];

		if (!counts[LOWMARK_RESULT_PAGE] &&
		    !counts[LOWMARK_RESULT_FAILED])
			continue;
		item = lm_json_item(array);
		lm_json_text(item, "kind",
			     lm_enum_name(LOWMARK_KIND_E_attempt, i));
		lm_json_u64(item, "page", counts[LOWMARK_RESULT_PAGE]);
		lm_json_u64(item, "failed", counts[LOWMARK_RESULT_FAILED]);
	}
}

/**
 * lm_json_reclaim() - add direct reclaim
 * @doc: where to
 * @report: the report
 */
void lm_json_reclaim(struct json_object *doc, const struct lm_report *report)
{
	const struct lm_spans *spans = &report->model.spans;
	struct json_object *item =
		lm_json_object(doc, lm_figures_key[LM_FIGURES_RECLAIM]);

	lm_json_u64(item, "begins", spans->reclaim_begins);
	lm_json_latency(item, &spans->reclaims);
	lm_json_u64(item, "scanned_pages", spans->scanned);
	lm_json_u64(item, "reclaimed_pages", spans->reclaimed);
	lm_json_part(item, "reclaimed_percent", spans->reclaimed,
		     spans->scanned);
}
