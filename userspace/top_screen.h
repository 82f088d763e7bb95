/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The figures of "top" on a terminal, or as JSON.
 */
#ifndef LOWMARK_TOP_SCREEN_H
#define LOWMARK_TOP_SCREEN_H

#include "top_source.h"

int top_screen(struct top_source *source, int signals, __u64 step_ns, int *ret);
int top_json(struct top_source *source, int signals, __u64 step_ns, int *ret);

#endif
