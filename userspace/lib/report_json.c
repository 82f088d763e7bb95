// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as one JSON document. Figures that the recording cannot tell are
 * null, and "unavailable" tells why.
 */
#include "report.h"

#include <stdio.h>

#include "flags.h"
#include "json.h"
#include "keys.h"
#include "filtered.h"
#include "report_json.h"

static void add_window(struct json_object *doc, const struct lm_window *window)
{
	struct json_object *object;

	if (!window->given)
		return;
	object = lm_json_object(doc, "window");
	lm_json_u64(object, "from_ns", window->from_ns);
	if (window->to_ns == LM_FOREVER)
		json_object_object_add(object, "to_ns", NULL);
	else
		lm_json_u64(object, "to_ns", window->to_ns);
}

static void add_head(struct json_object *doc, const struct lm_report *report)
{
	static const char *const keys[] = { "tool",    "module",   "kernel",
					    "machine", "hostname", "cpus",
					    "mode",    "command",  "trigger" };
	const struct lm_model *model = &report->model;
	char value[LM_LINE_MAX];
	__s64 offset;
	unsigned int i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (lm_key_raw(report->meta, keys[i], value, sizeof(value)))
			lm_json_text(doc, keys[i], value);
	lm_json_text(doc, "filter",
		     lm_filtered(report, value, sizeof(value)) ? value :
								 "none");
	lm_json_u64(doc, "start_ns", model->start_ns);
	lm_json_u64(doc, "end_ns", model->end_ns);
	lm_json_u64(doc, "duration_ns",
		    model->end_ns > model->start_ns ?
			    model->end_ns - model->start_ns :
			    0);
	if (lm_key_s64(report->meta, "wall_offset_ns", &offset))
		lm_json_s64(doc, "wall_offset_ns", offset);
	add_window(doc, &report->window);
	lm_json_bool(doc, "complete", *report->end);
	if (lm_key(report->end, "why", value, sizeof(value)))
		lm_json_text(doc, "ended_by", value);
	lm_json_u64(doc, "sample_hold_ns", LM_SAMPLE_HOLD_NS);
}

static void add_by_event(struct json_object *parent, const char *key,
			 const __u64 counts[LOWMARK_KINDS])
{
	struct json_object *object = lm_json_object(parent, key);
	unsigned int type;

	for (type = 0; type < LOWMARK_KINDS; type++)
		if (!LM_STRUCTURAL(type) && lowmark_records[type].name)
			lm_json_u64(object, lowmark_records[type].name,
				    counts[type]);
}

static void add_losses(struct json_object *doc, const struct lm_report *report)
{
	const struct lm_model *model = &report->model;
	struct json_object *lost = lm_json_object(doc, "lost");
	struct json_object *cpus, *figures, *item;
	const struct lm_cpu_model *cpu;
	unsigned int i;

	lm_json_u64(lost, "records", model->total_lost);
	lm_json_u64(lost, "ring_restarts", model->restarts);
	add_by_event(lost, "by_event", model->lost);
	cpus = lm_json_array(lost, "cpus");
	for (i = 0; i < model->cpus.nr; i++) {
		cpu = lm_slots_find(&model->cpus, i);
		if (!cpu)
			continue;
		item = lm_json_item(cpus);
		lm_json_u64(item, "cpu", i);
		lm_json_u64(item, "records", cpu->total);
		lm_json_u64(item, "gaps", cpu->gaps);
		lm_json_u64(item, "ring_restarts", cpu->restarts);
		add_by_event(item, "by_event", cpu->counts);
	}
	figures = lm_json_array(lost, "lower_bounds");
	for (i = 0; i < LM_NR_FIGURES; i++)
		if (lm_figures_lossy(model, i))
			json_object_array_add(
				figures,
				json_object_new_string(lm_figures_key[i]));
}

static void (*const adders[LM_NR_FIGURES])(struct json_object *doc,
					   const struct lm_report *report) = {
	[LM_FIGURES_WAKES] = lm_json_wakes,
	[LM_FIGURES_REFUSED] = lm_json_refused,
	[LM_FIGURES_RUNS] = lm_json_runs,
	[LM_FIGURES_SLOW] = lm_json_slow,
	[LM_FIGURES_ATTEMPTS] = lm_json_attempts,
	[LM_FIGURES_DECISIONS] = lm_json_decisions,
	[LM_FIGURES_RECLAIM] = lm_json_reclaim,
	[LM_FIGURES_CHECKS] = lm_json_checks,
	[LM_FIGURES_BLOCKS] = lm_json_blocks,
	[LM_FIGURES_ZONES] = lm_json_zones,
	[LM_FIGURES_WMARKS] = lm_json_wmarks,
};

/**
 * lm_report_json() - make a JSON document of a report
 * @report: the report
 *
 * Return: the document, to be given back with json_object_put()
 */
struct json_object *lm_report_json(const struct lm_report *report)
{
	struct json_object *doc = json_object_new_object();
	struct json_object *unavailable;
	char why[256];
	unsigned int i;

	add_head(doc, report);
	lm_json_u64(doc, "events", report->model.total);
	lm_json_u64(doc, "unknown_records", report->unknown);
	add_by_event(doc, "by_event", report->model.events);
	add_losses(doc, report);
	lm_json_costs(doc, report->stats);
	unavailable = lm_json_object(doc, "unavailable");
	for (i = 0; i < LM_NR_FIGURES; i++) {
		if (lm_figures_missing(report->caps, report->meta, i, why,
				       sizeof(why))) {
			json_object_object_add(doc, lm_figures_key[i], NULL);
			lm_json_text(unavailable, lm_figures_key[i], why);
		} else {
			adders[i](doc, report);
		}
	}
	return doc;
}
