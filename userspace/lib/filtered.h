/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which filters of the kernel's side a recording was made with.
 */
#ifndef LOWMARK_LIB_FILTERED_H
#define LOWMARK_LIB_FILTERED_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

struct lm_report;

__u32 lm_filters_first(const char *meta);

bool lm_filtered(const struct lm_report *report, char *text, size_t size);

#endif
