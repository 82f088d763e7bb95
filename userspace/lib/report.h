/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Everything that a report of a recording tells.
 */
#ifndef LOWMARK_LIB_REPORT_H
#define LOWMARK_LIB_REPORT_H

#include "figures.h"
#include "merge.h"
#include "model.h"
#include "names.h"
#include "recording.h"
#include "window.h"

#define LM_MOST_TOP 64 /* the longest list */
#define LM_NR_MARGINS 4 /* percentiles of margins that are told */

extern const unsigned int lm_margins[LM_NR_MARGINS];

struct json_object;
struct lm_expr;

/**
 * struct lm_report - what is reported
 * @meta: META text
 * @end: END text, "" if the recorder was cut off
 * @caps: "caps" text
 * @stats: "stats" text of the end, "" if the recorder was cut off
 * @names: names of the traced kernel
 * @unknown: records of types that this tool does not know
 * @top: how many tasks, stalls and wakes to list
 * @by: what the time of the slow path is told by
 * @sort: what these lists are sorted by
 * @window: the part of the recording that it is about
 * @model: the figures
 */
struct lm_report {
	const char *meta;
	const char *end;
	const char *caps;
	const char *stats;
	const struct lm_names *names;
	__u64 unknown;
	unsigned int top;
	enum lm_blame_by by;
	enum lm_blame_sort sort;
	struct lm_window window;
	struct lm_model model;
};

int lm_report_make(struct lm_report *report, const struct lm_recording *rec,
		   const struct lm_names *names, struct lm_merge *merge,
		   const struct lm_expr *expr, const struct lm_window *window);
void lm_report_deinit(struct lm_report *report);
struct json_object *lm_report_json(const struct lm_report *report);

#endif
