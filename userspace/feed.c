// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events of the loaded module as they come, in order of time.
 */
#include "feed.h"

#include <stdlib.h>

#include "command.h"
#include "lib/debugfs.h"

#define HOLD_BACK_NS 10000000 /* for records not yet complete */

/**
 * feed_init() - begin to take events
 * @feed: what to initialise; must stay where it is
 * @session: the rings, already started
 *
 * Return: 0 or -ENOMEM; to be ended by feed_deinit() in any case
 */
int feed_init(struct feed *feed, struct session *session)
{
	int ret;

	*feed = (struct feed){ 0 };
	ret = live_source_init(&feed->live, session);
	if (!ret)
		ret = lm_merge_init(&feed->merge, &feed->live.source);
	return ret;
}

/**
 * feed_deinit() - end taking events
 * @feed: the feed
 */
void feed_deinit(struct feed *feed)
{
	lm_merge_deinit(&feed->merge);
	live_source_deinit(&feed->live);
}

/**
 * feed_fill() - read what the rings hold now
 * @feed: the feed; lm_merge_next() up to @horizon gives the events then
 *
 * Return: 0 or negative errno
 */
int feed_fill(struct feed *feed)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	int ret = live_source_drain(&feed->live);

	feed->horizon = now - HOLD_BACK_NS;
	return ret ? ret : lm_merge_refill(&feed->merge);
}

/**
 * feed_last() - read what the rings hold after recording was switched off
 * @feed: the feed
 *
 * Return: 0 or negative errno
 */
int feed_last(struct feed *feed)
{
	int ret = feed_fill(feed);

	feed->horizon = LM_FOREVER;
	return ret;
}

/**
 * feed_names() - get the names of the running kernel
 * @names: what to initialise
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int feed_names(struct lm_names *names)
{
	char *format = NULL, *zones = NULL;
	int ret;

	lm_debugfs_read("format", &format, NULL);
	lm_debugfs_read("zones", &zones, NULL);
	ret = lm_names_init(names, format ? format : "", zones ? zones : "");
	free(format);
	free(zones);
	if (!ret)
		return EXIT_OK;
	print_error("the loaded module and this tool do not fit: %s",
		    names->format.fault);
	return EXIT_UNAVAILABLE;
}
