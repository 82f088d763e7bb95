/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of a recording that is wanted: from one time to another.
 */
#ifndef LOWMARK_LIB_WINDOW_H
#define LOWMARK_LIB_WINDOW_H

#include <stdbool.h>

#include "chunk.h"

/**
 * struct lm_window - from when to when
 * @given: it was asked for; else all of the recording is in it
 * @from_ns: begin; 0 if there is none
 * @to_ns: end, itself not in it; LM_FOREVER if there is none
 * @from_start: @from_ns counts from the recording's begin
 * @to_start: @to_ns counts from there
 *
 * Start with all zero.
 */
struct lm_window {
	bool given;
	__u64 from_ns;
	__u64 to_ns;
	bool from_start;
	bool to_start;
};

/**
 * enum lm_where - where an event lies
 * @LM_BEFORE: before the window
 * @LM_INSIDE: in it; so is a loss that a part of may be in it
 * @LM_BEHIND: after it
 */
enum lm_where { LM_BEFORE, LM_INSIDE, LM_BEHIND };

int lm_window_parse(struct lm_window *window, const char *text);
void lm_window_settle(struct lm_window *window, __u64 start_ns);
enum lm_where lm_window_where(const struct lm_window *window,
			      const struct lm_event *event);
__u64 lm_window_begin(const struct lm_window *window, __u64 start_ns);
__u64 lm_window_end(const struct lm_window *window, __u64 end_ns);

#endif
