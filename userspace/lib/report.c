// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that a report of a recording tells, gathered in one pass.
 */
#include "report.h"

#include "expr.h"
#include "keys.h"
#include "window.h"

#define USUAL_TOP 10

/* The low ones tell of pressure. */
const unsigned int lm_margins[LM_NR_MARGINS] = { 1, 10, 50, 90 };

/* A report for which not all events count. */
struct choosy {
	struct lm_report *report;
	const struct lm_expr *expr;
};

static void take_any(void *to, const struct lm_event *event)
{
	struct lm_report *report = to;

	lm_model_event(&report->model, event);
}

static void take_wanted(void *to, const struct lm_event *event)
{
	const struct choosy *choosy = to;
	const struct lm_expr *expr = choosy->expr;
	struct lm_report *report = choosy->report;
	enum lm_where where = LM_INSIDE;

	if (report->window.given)
		where = lm_window_where(&report->window, event);
	if (where == LM_BEFORE)
		lm_model_before(&report->model, event);
	else if (where != LM_INSIDE)
		return;
	else if (!expr || lm_expr_wants(expr, event, report->names))
		lm_model_event(&report->model, event);
	else if (event->record->type == LOWMARK_REC_SETTINGS)
		lm_model_settings(&report->model, event);
}

static int take_events(struct lm_report *report, struct lm_merge *merge,
		       const struct lm_expr *expr)
{
	struct choosy choosy = { report, expr };

	if (report->window.given || expr)
		return lm_merge_each(merge, take_wanted, &choosy);
	return lm_merge_each(merge, take_any, report);
}

/**
 * lm_report_make() - read a recording to its end
 * @report: what to initialise; keeps pointing to @rec and @names
 * @rec: the recording
 * @names: names of the traced kernel
 * @merge: the events of @rec
 * @expr: which of them count; NULL for all
 * @window: when they count; NULL for always
 *
 * Return: 0 or negative errno, then @report covers what was read before; to
 * be ended by lm_report_deinit() in any case
 */
int lm_report_make(struct lm_report *report, const struct lm_recording *rec,
		   const struct lm_names *names, struct lm_merge *merge,
		   const struct lm_expr *expr, const struct lm_window *window)
{
	__u64 start_ns = 0, end_ns = 0;
	int ret;

	*report = (struct lm_report){
		.meta = lm_recording_text(rec, LOWMARK_SECTION_META),
		.end = lm_recording_text(rec, LOWMARK_SECTION_END),
		.caps = lm_recording_text(rec, LOWMARK_SECTION_CAPS),
		.stats = lm_recording_text(rec, LOWMARK_SECTION_STATS),
		.names = names,
		.top = USUAL_TOP,
	};
	lm_key_u64(report->meta, "start_ns", &start_ns);
	lm_key_u64(report->end, "end_ns", &end_ns);
	ret = lm_model_init(
		&report->model, names->names.zones_per_node, start_ns,
		lm_recording_text(rec, LOWMARK_SECTION_ZONES_START));
	if (ret)
		return ret;
	lm_model_first_settings(&report->model, report->meta);
	if (window) {
		report->window = *window;
		lm_window_settle(&report->window, start_ns);
		end_ns = lm_window_end(&report->window, end_ns);
	}
	if (report->window.from_ns > start_ns)
		lm_model_begin_at(&report->model, report->window.from_ns);
	ret = take_events(report, merge, expr);
	if (report->window.given && report->model.end_ns > report->window.to_ns)
		report->model.end_ns = report->window.to_ns;
	lm_model_end(&report->model, end_ns);
	report->unknown = merge->unknown;
	return ret;
}

/**
 * lm_report_deinit() - give back all memory
 * @report: the report
 */
void lm_report_deinit(struct lm_report *report)
{
	lm_model_deinit(&report->model);
}
