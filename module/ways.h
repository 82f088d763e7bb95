/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The settings hooks= and verdict=.
 */
#ifndef LOWMARK_WAYS_H
#define LOWMARK_WAYS_H

#include <linux/types.h>

bool lowmark_ways_have(const char *name);
int lowmark_ways_set(const char *name, const char *text, char *why);

#endif
