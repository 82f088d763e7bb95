// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as JSON: watermark checks, zones over time, changes of watermarks.
 */
#include <stdio.h>

#include "flags.h"
#include "json.h"
#include "report_json.h"

static void add_named(struct json_object *object, const char *key,
		      unsigned int kind, const __u64 *counts, unsigned int nr)
{
	struct json_object *named = lm_json_object(object, key);
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (counts[i])
			lm_json_u64(named, lm_enum_name(kind, i), counts[i]);
}

static void add_mark(struct json_object *array, const struct lm_report *report,
		     unsigned int zone, unsigned int mark,
		     const struct lm_mark_checks *checks)
{
	struct json_object *item;

	if (!checks->passed && !checks->failed)
		return;
	item = lm_json_item(array);
	lm_json_zone(item, "zone", report->names, zone);
	lm_json_text(item, "mark", lm_enum_name(LOWMARK_KIND_E_mark, mark));
	lm_json_u64(item, "passed", checks->passed);
	lm_json_u64(item, "failed", checks->failed);
	add_named(item, "why", LOWMARK_KIND_E_why, checks->whys, LM_NR_WHYS);
	add_named(item, "callers", LOWMARK_KIND_E_caller, checks->callers,
		  LM_NR_CALLERS);
	lm_json_s64(item, "worst_margin_pages", checks->worst);
	lm_json_u64(item, "worst_margin_time_ns", checks->worst_ns);
	lm_json_u64(item, "disagreed", checks->disagreed);
}

/**
 * lm_json_checks() - add watermark checks
 * @doc: where to
 * @report: the report
 */
void lm_json_checks(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_CHECKS]);
	const struct lm_zone_model *zone;
	unsigned int i, mark;

	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		for (mark = 0; zone && mark < LM_NR_MARKS; mark++)
			add_mark(array, report, i, mark, &zone->marks[mark]);
	}
}

/**
 * lm_json_part() - add a part of a sum, in percent
 * @object: where to
 * @key: its key; null if there is no sum
 * @part: the part
 * @all: the sum
 */
void lm_json_part(struct json_object *object, const char *key, __u64 part,
		  __u64 all)
{
	json_object_object_add(
		object, key,
		all ? json_object_new_double((double)part * 100 / (double)all) :
		      NULL);
}

/**
 * lm_json_blocks() - add checks that failed for want of a block alone
 * @doc: where to
 * @report: the report
 */
void lm_json_blocks(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_BLOCKS]);
	const struct lm_zone_model *zone;
	struct json_object *item;
	unsigned int i, order;

	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		for (order = 0; zone && order < LM_NR_ORDERS; order++) {
			if (!zone->blocks[order].failed)
				continue;
			item = lm_json_item(array);
			lm_json_zone(item, "zone", report->names, i);
			lm_json_u64(item, "order", order);
			lm_json_u64(item, "failed", zone->blocks[order].failed);
			lm_json_u64(item, "of_allocations",
				    zone->blocks[order].allocating);
			lm_json_s64(item, "largest_margin_pages",
				    zone->blocks[order].most);
		}
	}
}

static void add_zone(struct json_object *array, const struct lm_report *report,
		     unsigned int number, const struct lm_zonetime *zone)
{
	struct json_object *item = lm_json_item(array);
	char key[32];
	unsigned int i;

	lm_json_zone(item, "zone", report->names, number);
	lm_json_u64(item, "samples", zone->samples);
	if (!zone->marked)
		return;
	lm_json_u64(item, "min_pages", zone->min);
	lm_json_u64(item, "low_pages", zone->low);
	lm_json_u64(item, "high_pages", zone->high);
	lm_json_u64(item, "boost_pages", zone->boost);
	lm_json_u64(item, "observed_ns",
		    lm_zonetime_below(zone, LM_DEPTH_NONE));
	lm_json_u64(item, "below_high_ns",
		    lm_zonetime_below(zone, LM_DEPTH_HIGH));
	lm_json_u64(item, "below_low_ns",
		    lm_zonetime_below(zone, LM_DEPTH_LOW));
	lm_json_u64(item, "below_min_ns",
		    lm_zonetime_below(zone, LM_DEPTH_MIN));
	lm_json_u64(item, "falls_below_low", zone->falls);
	if (!zone->worst_ns)
		return;
	for (i = 0; i < LM_NR_MARGINS; i++) {
		snprintf(key, sizeof(key), "margin_p%u_pages", lm_margins[i]);
		lm_json_s64(item, key,
			    lm_signed_hist_percentile(&zone->margins,
						      lm_margins[i]));
	}
	lm_json_s64(item, "worst_margin_pages", zone->worst);
	lm_json_u64(item, "worst_margin_time_ns", zone->worst_ns);
	lm_json_u64(item, "worst_free_pages", zone->worst_free);
}

/**
 * lm_json_zones() - add zones over time
 * @doc: where to
 * @report: the report
 */
void lm_json_zones(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_ZONES]);
	const struct lm_zone_model *zone;
	unsigned int i;

	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		if (zone)
			add_zone(array, report, i, &zone->time);
	}
}

/**
 * lm_json_wmarks() - add changes of watermarks
 * @doc: where to
 * @report: the report
 */
void lm_json_wmarks(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_WMARKS]);
	const struct lm_zone_model *zone;
	struct json_object *item;
	unsigned int i;

	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		if (!zone)
			continue;
		item = lm_json_item(array);
		lm_json_zone(item, "zone", report->names, i);
		add_named(item, "causes", LOWMARK_KIND_E_cause,
			  zone->time.changes, LM_NR_CAUSES);
	}
}
