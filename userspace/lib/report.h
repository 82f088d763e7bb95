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

struct json_object;
struct lm_expr;

/**
 * struct lm_report - what is reported
 * @meta: META text
 * @end: END text, "" if the recorder was cut off
 * @caps: "caps" text
 * @names: names of the traced kernel
 * @unknown: records of types that this tool does not know
 * @top: how many tasks, stalls and wakes to list
 * @window: the part of the recording that it is about
 * @model: the figures
 */
struct lm_report {
	const char *meta;
	const char *end;
	const char *caps;
	const struct lm_names *names;
	__u64 unknown;
	unsigned int top;
	struct lm_window window;
	struct lm_model model;
};

int lm_report_make(struct lm_report *report, const struct lm_recording *rec,
		   const struct lm_names *names, struct lm_merge *merge,
		   const struct lm_expr *expr, const struct lm_window *window);
void lm_report_deinit(struct lm_report *report);
struct json_object *lm_report_json(const struct lm_report *report);

#endif
