/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of a report as text, one function per group of figures.
 */
#ifndef LOWMARK_REPORT_VIEWS_H
#define LOWMARK_REPORT_VIEWS_H

#include <stdio.h>

#include "lib/report.h"
#include "lib/units.h"

void print_report(const struct lm_report *report, const char *path, FILE *out);

void view_head(const struct lm_report *report, const char *path, FILE *out);
void view_cost(const struct lm_report *report, FILE *out);
void view_hooks(const char *stats, FILE *out);
void view_losses(const struct lm_report *report, FILE *out);
void view_wakes(const struct lm_report *report, FILE *out);
void view_refused(const struct lm_report *report, FILE *out);
const char *percent_text(char buf[LM_UNIT_SIZE], __u64 part, __u64 all);
void view_runs(const struct lm_report *report, FILE *out);
void view_slow(const struct lm_report *report, FILE *out);
void view_blame(const struct lm_report *report, FILE *out);
void view_attempts(const struct lm_report *report, FILE *out);
void view_decisions(const struct lm_report *report, FILE *out);
void view_reclaim(const struct lm_report *report, FILE *out);
void view_checks(const struct lm_report *report, FILE *out);
void view_blocks(const struct lm_report *report, FILE *out);
void view_zones(const struct lm_report *report, FILE *out);
void view_wmarks(const struct lm_report *report, FILE *out);

#endif
