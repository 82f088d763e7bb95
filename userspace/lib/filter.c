// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which events are wanted.
 */
#include "filter.h"

#include <errno.h>
#include <string.h>

#include "lowmark_describe.h"

static bool add_event(struct lm_filter *filter, const char *name, size_t len)
{
	unsigned int type;

	for (type = 0; type < LOWMARK_KINDS; type++) {
		const char *known = lowmark_records[type].name;

		if (known && strlen(known) == len &&
		    !memcmp(known, name, len)) {
			filter->events[type] = true;
			return true;
		}
	}
	return false;
}

/**
 * lm_filter_events() - want only some kinds of events
 * @filter: the filter
 * @list: names of records, separated by commas
 * @bad: on failure set to the name that does not exist
 * @bad_len: characters of @bad
 *
 * Return: 0 or -EINVAL
 */
int lm_filter_events(struct lm_filter *filter, const char *list,
		     const char **bad, size_t *bad_len)
{
	filter->by_event = true;
	for (;; list++) {
		size_t len = strcspn(list, ",");

		if (!add_event(filter, list, len)) {
			*bad = list;
			*bad_len = len;
			return -EINVAL;
		}
		list += len;
		if (!*list)
			return 0;
	}
}

/**
 * lm_filter_wants() - whether an event is wanted
 * @filter: the filter
 * @event: the event
 *
 * Return: true if so
 */
bool lm_filter_wants(const struct lm_filter *filter,
		     const struct lm_event *event)
{
	if (filter->by_cpu && !filter->cpus[event->cpu])
		return false;
	if (event->loss)
		return true;
	if (filter->by_event && !filter->events[event->record->type])
		return false;
	return !filter->by_pid || event->pid == filter->pid ||
	       event->tgid == filter->pid;
}
