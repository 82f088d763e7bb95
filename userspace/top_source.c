// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the figures of "top" come from: the loaded module, or a recording that
 * is replayed.
 */
#include "top_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "lib/debugfs.h"
#include "lib/holders.h"
#include "lib/keys.h"
#include "live.h"

#define MOST_HOLDERS 16
#define MOST_IDLE_NS (3600 * 1000000000ull)

static void take_event(struct top_source *source, const struct lm_event *event)
{
	lm_watch_event(&source->watch, event);
	if (source->stories)
		lm_recall_event(&source->recall, event);
}

/* Take the events of a recording up to a time. Return: 1, 0 at its end */
static int replay(struct top_source *source, __u64 time_ns)
{
	__u64 limit_ns = time_ns;
	int ret = 1;

	if (source->end_ns && time_ns >= source->end_ns) {
		time_ns = source->end_ns;
		limit_ns = LM_FOREVER;
	}
	while (ret > 0) {
		if (!source->ahead)
			ret = lm_merge_next(&source->input.merge, LM_FOREVER,
					    &source->ahead);
		if (ret <= 0 || source->ahead->time_ns > limit_ns)
			break;
		take_event(source, source->ahead);
		source->ahead = NULL;
	}
	lm_watch_until(&source->watch, time_ns);
	source->shown_ns = time_ns;
	return ret ? ret : time_ns < source->end_ns;
}

/* The time of the next step; hours in which nothing happens are left out. */
static __u64 next_step(const struct top_source *source, __u64 step_ns)
{
	__u64 next_ns = source->ahead ? source->ahead->time_ns : source->end_ns;
	__u64 time_ns = source->shown_ns + step_ns;

	if (time_ns < step_ns)
		return LM_FOREVER;
	if (next_ns > time_ns && next_ns - time_ns > MOST_IDLE_NS)
		time_ns += (next_ns - time_ns) / step_ns * step_ns;
	return time_ns;
}

static int take_events(struct top_source *source)
{
	const struct lm_event *event;
	int ret = feed_fill(&source->feed);

	while (!ret &&
	       (ret = lm_merge_next(&source->feed.merge, source->feed.horizon,
				    &event)) > 0) {
		take_event(source, event);
		ret = 0;
	}
	return ret;
}

static void look_at_cost(struct top_source *source)
{
	free(source->own_stats);
	if (lm_debugfs_read("stats", &source->own_stats, NULL))
		source->own_stats = NULL;
	source->stats = source->own_stats ? source->own_stats : "";
}

static int look(struct top_source *source)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	char *zones;
	int ret = lm_debugfs_read("zones", &zones, NULL);

	if (ret) {
		source->gone = ret == -ENOENT || ret == -ENODEV;
		return ret;
	}
	if (source->has_feed)
		ret = take_events(source);
	lm_watch_until(&source->watch, now);
	lm_watch_state(&source->watch, zones, now);
	free(zones);
	look_at_cost(source);
	source->shown_ns = now;
	return ret ? ret : 1;
}

/**
 * top_source_step() - bring the figures up to now, or on in the recording
 * @source: the source
 * @step_ns: how far, in a recording
 *
 * Return: 1, 0 at the end of a recording, or negative errno
 */
int top_source_step(struct top_source *source, __u64 step_ns)
{
	return source->path ? replay(source, next_step(source, step_ns)) :
			      look(source);
}

/**
 * top_source_drain() - take what the rings hold, before they overflow
 * @source: the source
 *
 * Return: 1 or negative errno
 */
int top_source_drain(struct top_source *source)
{
	int ret = source->has_feed ? take_events(source) : 0;

	return ret ? ret : 1;
}

static int start(struct top_source *source, const char *zones, const char *caps,
		 const char *meta)
{
	int ret = lm_watch_init(&source->watch,
				source->names->names.zones_per_node,
				source->start_ns, zones);

	lm_model_first_settings(&source->watch.model, meta);
	source->shown_ns = source->start_ns;
	if (!ret && source->stories)
		ret = lm_recall_init(&source->recall, source->names, zones,
				     caps, meta);
	if (!ret)
		return EXIT_OK;
	print_error("out of memory");
	return EXIT_ERROR;
}

/* Begin and end as the file tells them, as far as that can be. */
static int find_times(struct top_source *source)
{
	int ret;

	lm_key_u64(lm_recording_text(&source->input.rec, LOWMARK_SECTION_META),
		   "start_ns", &source->start_ns);
	lm_key_u64(lm_recording_text(&source->input.rec, LOWMARK_SECTION_END),
		   "end_ns", &source->end_ns);
	ret = lm_merge_next(&source->input.merge, LM_FOREVER, &source->ahead);
	if (ret < 0)
		return ret;
	if (!source->start_ns)
		source->start_ns = ret ? source->ahead->time_ns :
					 source->end_ns;
	if (source->end_ns < source->start_ns)
		source->end_ns = 0;
	return 0;
}

static int open_file(struct top_source *source)
{
	int ret, code = input_open(&source->input, source->path);
	const struct lm_recording *rec = &source->input.rec;

	if (code != EXIT_OK)
		return code;
	input_along(&source->input);
	ret = find_times(source);
	if (ret < 0)
		return input_close(&source->input, ret);
	snprintf(source->note, sizeof(source->note), "replay: n steps");
	source->names = &source->input.names;
	source->stats = lm_recording_text(rec, LOWMARK_SECTION_STATS);
	return start(source,
		     lm_recording_text(rec, LOWMARK_SECTION_ZONES_START),
		     lm_recording_text(rec, LOWMARK_SECTION_CAPS),
		     lm_recording_text(rec, LOWMARK_SECTION_META));
}

static void tell_reader(struct top_source *source)
{
	struct lm_holder list[MOST_HOLDERS];
	int i, nr = lm_holders(list, MOST_HOLDERS);

	snprintf(source->note, sizeof(source->note),
		 "no events: the rings have another reader");
	for (i = 0; i < nr; i++)
		if (strstr(list[i].file, "/ring"))
			snprintf(source->note, sizeof(source->note),
				 "no events: %.31s-%d reads the rings",
				 list[i].comm, (int)list[i].pid);
}

/* The rings may have a reader already: then there are only zones. */
static int open_rings(struct top_source *source)
{
	struct lm_rings rings;
	unsigned int cpu;
	int code;

	if (lm_rings_open(&rings, 65536, &cpu) == -EBUSY) {
		tell_reader(source);
		return EXIT_OK;
	}
	lm_rings_close(&rings);
	code = session_open(&source->session);
	if (code != EXIT_OK)
		return code;
	source->session.wanted[SESSION_FILTER] = source->only;
	code = session_start(&source->session);
	if (code != EXIT_OK) {
		session_close(&source->session);
		return code;
	}
	source->has_feed = true;
	if (!feed_init(&source->feed, &source->session))
		return EXIT_OK;
	print_error("out of memory");
	return EXIT_ERROR;
}

static int open_module(struct top_source *source)
{
	char *zones, *caps = NULL, *status = NULL;
	int code = read_module_file("zones", &zones);

	if (code != EXIT_OK)
		return code;
	code = feed_names(&source->own_names);
	source->names = &source->own_names;
	if (code == EXIT_OK)
		code = open_rings(source);
	source->start_ns = clock_ns(CLOCK_MONOTONIC);
	if (code == EXIT_OK) {
		/* What is observed is only known while it is. */
		lm_debugfs_read("caps", &caps, NULL);
		lm_debugfs_read("status", &status, NULL);
		code = start(source, zones, caps ? caps : "",
			     status ? status : "");
	}
	free(status);
	free(caps);
	free(zones);
	return code;
}

/**
 * top_source_open() - begin
 * @source: with @path or @only, and @stories set, the rest zero
 *
 * Return: EXIT_OK, or another exit code after saying why; to be ended by
 *	top_source_close() in any case
 */
int top_source_open(struct top_source *source)
{
	source->stats = "";
	return source->path ? open_file(source) : open_module(source);
}

/**
 * top_source_close() - end
 * @source: the source
 * @ret: of the last step
 *
 * Return: EXIT_OK, or another exit code after saying what went wrong
 */
int top_source_close(struct top_source *source, int ret)
{
	lm_recall_deinit(&source->recall);
	lm_watch_deinit(&source->watch);
	free(source->own_stats);
	if (source->has_feed) {
		feed_deinit(&source->feed);
		session_close(&source->session);
	}
	/* What was not stepped to was not read, and is not at fault. */
	if (source->path && source->names)
		return input_close(&source->input, ret > 0 ? -EPIPE : ret);
	if (source->gone) {
		print_error("the lowmark module was unloaded");
		return EXIT_UNAVAILABLE;
	}
	if (ret >= 0)
		return EXIT_OK;
	print_error("cannot go on: %s", strerror(-ret));
	return EXIT_ERROR;
}
