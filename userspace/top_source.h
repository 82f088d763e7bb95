/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the figures of "top" come from: the loaded module, or a recording that
 * is replayed.
 */
#ifndef LOWMARK_TOP_SOURCE_H
#define LOWMARK_TOP_SOURCE_H

#include "feed.h"
#include "input.h"
#include "lib/recall.h"
#include "lib/watch.h"

/**
 * struct top_source - everything that is under way
 * @path: the recording; NULL for the loaded module
 * @only: filters to record with
 * @stories: keep the events that stories are told from
 * @names: names of the traced kernel
 * @watch: the figures
 * @recall: the stories of stalls
 * @start_ns: when it began
 * @shown_ns: time of the figures
 * @note: line about where they come from
 * @stats: text of the file "stats", of the time of the figures when live, else of
 *	the end of the recording
 * @gone: the module was unloaded
 * @session: the rings; in use if @has_feed
 * @feed: their events
 * @has_feed: nobody else reads the rings
 * @own_names: memory of @names when live
 * @own_stats: memory of @stats when live
 * @input: the recording
 * @ahead: its next event, later than @shown_ns
 * @end_ns: its end; 0 if it does not tell
 */
struct top_source {
	const char *path;
	const char *only;
	bool stories;
	const struct lm_names *names;
	struct lm_watch watch;
	struct lm_recall recall;
	__u64 start_ns;
	__u64 shown_ns;
	char note[160];
	const char *stats;
	bool gone;
	struct session session;
	struct feed feed;
	bool has_feed;
	struct lm_names own_names;
	char *own_stats;
	struct input input;
	const struct lm_event *ahead;
	__u64 end_ns;
};

int top_source_open(struct top_source *source);
int top_source_step(struct top_source *source, __u64 step_ns);
int top_source_drain(struct top_source *source);
int top_source_close(struct top_source *source, int ret);

#endif
