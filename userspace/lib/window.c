// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of a recording that is wanted: from one time to another.
 */
#include "window.h"

#include <errno.h>
#include <string.h>

#include "loss.h"
#include "merge.h"
#include "units.h"

#define LONGEST 64

/* "12.5s", or "+2s" since the begin; nothing leaves the value as it is. */
static int parse_side(const char *text, size_t len, __u64 *ns, bool *since)
{
	char side[LONGEST];

	if (len >= sizeof(side))
		return -EINVAL;
	memcpy(side, text, len);
	side[len] = '\0';
	if (!len)
		return 0;
	*since = side[0] == '+';
	return lm_parse_time(side + *since, ns);
}

/**
 * lm_window_parse() - read a window
 * @window: set to it
 * @text: two times with a comma between, for example "12.5s,13s" on the
 *	recording's clock, or "+2s,+2.5s" since its begin; either may be missing
 *
 * Return: 0 or a negative errno if it is none
 */
int lm_window_parse(struct lm_window *window, const char *text)
{
	const char *comma = strchr(text, ',');
	int ret;

	if (!comma)
		return -EINVAL;
	*window = (struct lm_window){ .given = true, .to_ns = LM_FOREVER };
	ret = parse_side(text, (size_t)(comma - text), &window->from_ns,
			 &window->from_start);
	if (!ret)
		ret = parse_side(comma + 1, strlen(comma + 1), &window->to_ns,
				 &window->to_start);
	if (!ret && window->from_start == window->to_start &&
	    window->to_ns <= window->from_ns)
		ret = -ERANGE;
	return ret;
}

/**
 * lm_window_settle() - put a window on the recording's clock
 * @window: the window
 * @start_ns: when recording began, on that clock
 */
void lm_window_settle(struct lm_window *window, __u64 start_ns)
{
	if (!window->given)
		window->to_ns = LM_FOREVER;
	if (window->from_start)
		window->from_ns += start_ns;
	if (window->to_start)
		window->to_ns += start_ns;
	window->from_start = false;
	window->to_start = false;
}

/**
 * lm_window_where() - tell where an event lies
 * @window: the window, settled
 * @event: the event
 *
 * Return: before the window, in it or after it
 */
enum lm_where lm_window_where(const struct lm_window *window,
			      const struct lm_event *event)
{
	__u64 first = event->loss ? event->loss->from_ns : event->time_ns;

	if (event->time_ns < window->from_ns)
		return LM_BEFORE;
	return first < window->to_ns ? LM_INSIDE : LM_BEHIND;
}

/**
 * lm_window_begin() - when what is looked at begins
 * @window: the window, settled
 * @start_ns: when recording began, 0 if unknown
 *
 * Return: the later of both
 */
__u64 lm_window_begin(const struct lm_window *window, __u64 start_ns)
{
	return window->from_ns > start_ns ? window->from_ns : start_ns;
}

/**
 * lm_window_end() - when what is looked at ends
 * @window: the window, settled
 * @end_ns: when recording ended, 0 if unknown
 *
 * Return: the earlier of both
 */
__u64 lm_window_end(const struct lm_window *window, __u64 end_ns)
{
	return window->to_ns < end_ns ? window->to_ns : end_ns;
}
