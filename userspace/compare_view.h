/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Two groups of recordings side by side: what is known of each, and the view.
 */
#ifndef LOWMARK_COMPARE_VIEW_H
#define LOWMARK_COMPARE_VIEW_H

#include "lib/compare.h"

#define COMPARED_RUNS 32 /* most recordings of a side */

struct json_object;

/**
 * struct compared_side - one side
 * @nr: its recordings
 * @meta: text of the META section of the first
 * @zones: text of "zones" when that began
 * @values: figures of all
 */
struct compared_side {
	unsigned int nr;
	char *meta;
	char *zones;
	double values[LM_NR_COMPARED][COMPARED_RUNS];
};

typedef void tell_setting_t(void *to, const char *key, const char *a,
			    const char *b);
void compare_settings(const struct compared_side sides[2], tell_setting_t *tell,
		      void *to);
void compare_print(struct compared_side sides[2]);
struct json_object *compare_json(struct compared_side sides[2]);

#endif
