/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Quantities as people write and read them.
 */
#ifndef LOWMARK_LIB_UNITS_H
#define LOWMARK_LIB_UNITS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#define LM_UNIT_SIZE 32 /* holds any quantity as text */

int lm_parse_time(const char *text, __u64 *ns);
int lm_parse_size(const char *text, __u64 *bytes);
int lm_parse_list(const char *text, bool set[], unsigned int size);
const char *lm_show_time(char buf[LM_UNIT_SIZE], __u64 ns);
const char *lm_show_size(char buf[LM_UNIT_SIZE], __u64 bytes);

#endif
