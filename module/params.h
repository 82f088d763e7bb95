/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading settings, for parameters and for "control".
 */
#ifndef LOWMARK_PARAMS_H
#define LOWMARK_PARAMS_H

#include <linux/types.h>

int lowmark_parse_kib(const char *text, unsigned int *value, char *why);
int lowmark_parse_mode(const char *text, bool *value, char *why);
int lowmark_parse_checks(const char *text, unsigned int *value, char *why);
int lowmark_parse_events(const char *text, unsigned int *value, char *why);

#endif
