/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What "stat" prints: a line per interval, and a summary.
 */
#ifndef LOWMARK_STAT_LINES_H
#define LOWMARK_STAT_LINES_H

#include "lib/names.h"
#include "lib/pulse.h"

/**
 * struct stat_lines - where and how lines are printed, and what they add up to
 * @json: one JSON object per line
 * @names: names of the kernel
 * @caps: its text of "caps"
 * @meta: the META text, "" if live
 * @stats: text of "stats" at the end
 * @step_ns: length of an interval
 * @begin_ns: begin of the first one
 * @at_ns: begin of the current one
 * @now: the current one
 * @all: all of them
 * @lines: lines printed
 */
struct stat_lines {
	bool json;
	const struct lm_names *names;
	const char *caps;
	const char *meta;
	const char *stats;
	__u64 step_ns;
	__u64 begin_ns;
	__u64 at_ns;
	struct lm_pulse now;
	struct lm_pulse all;
	__u64 lines;
};

void stat_event(struct stat_lines *lines, const struct lm_event *event);
void stat_until(struct stat_lines *lines, __u64 time_ns);
void stat_end(struct stat_lines *lines, __u64 end_ns);

#endif
