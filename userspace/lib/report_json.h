/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of a report as JSON, one function per group of figures; each
 * adds the key that figures.h names.
 */
#ifndef LOWMARK_LIB_REPORT_JSON_H
#define LOWMARK_LIB_REPORT_JSON_H

#include "report.h"

void lm_json_wakes(struct json_object *doc, const struct lm_report *report);
void lm_json_refused(struct json_object *doc, const struct lm_report *report);
void lm_json_runs(struct json_object *doc, const struct lm_report *report);
void lm_json_span(struct json_object *array, const struct lm_names *names,
		  const struct lm_span *span);
void lm_json_slow(struct json_object *doc, const struct lm_report *report);
void lm_json_attempts(struct json_object *doc, const struct lm_report *report);
void lm_json_skips(struct json_object *doc,
		   const struct lm_count skips[LM_NR_SKIPS]);
void lm_json_stages(struct json_object *object, const struct lm_stages *stages);
void lm_json_decisions(struct json_object *doc, const struct lm_report *report);
void lm_json_reclaim(struct json_object *doc, const struct lm_report *report);
void lm_json_checks(struct json_object *doc, const struct lm_report *report);
void lm_json_blocks(struct json_object *doc, const struct lm_report *report);
void lm_json_part(struct json_object *object, const char *key, __u64 part,
		  __u64 all);
void lm_json_zones(struct json_object *doc, const struct lm_report *report);
void lm_json_wmarks(struct json_object *doc, const struct lm_report *report);

#endif
