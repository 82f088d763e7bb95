// SPDX-License-Identifier: GPL-2.0-only
/*
 * The figures of "top" as JSON: a line for each picture.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "lib/json.h"
#include "lib/report_json.h"
#include "output.h"
#include "top_screen.h"

#define MOST_WAKERS 5
#define ROUND_MS 100 /* rings are emptied so often */

static void add_zones(struct json_object *array,
		      const struct top_source *source)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	const struct lm_zonetime *time;
	struct json_object *item;
	unsigned int i, nr;

	nr = lm_watch_zones(&source->watch, LM_WATCH_BY_ZONE, list);
	for (i = 0; i < nr; i++) {
		time = &list[i].model->time;
		item = lm_json_item(array);
		lm_json_zone(item, "zone", source->names, list[i].id);
		lm_json_u64(item, "free_pages", time->free);
		lm_json_u64(item, "min_pages", time->min);
		lm_json_u64(item, "low_pages", time->low);
		lm_json_u64(item, "high_pages", time->high);
		lm_json_u64(item, "boost_pages", time->boost);
		lm_json_s64(item, "margin_pages", list[i].margin);
		lm_json_u64(item, "wakes",
			    list[i].model->wakes.verdicts[LOWMARK_WAKE_WOKEN]);
	}
}

static void add_nodes(struct json_object *array,
		      const struct top_source *source)
{
	const struct lm_slots *nodes = &source->watch.model.nodes;
	const struct lm_node_model *node;
	struct json_object *item;
	unsigned int i;

	for (i = 0; i < nodes->nr; i++) {
		node = lm_slots_find(nodes, i);
		if (!node)
			continue;
		item = lm_json_item(array);
		lm_json_u64(item, "node", i);
		lm_json_text(item, "kswapd",
			     lm_watch_kswapd(&source->watch, i));
		lm_json_u64(item, "scanned", node->kswapd.scanned);
		lm_json_u64(item, "reclaimed", node->kswapd.reclaimed);
	}
}

/* Of the last second that is over; null before the first is. */
static struct json_object *rates(const struct top_source *source)
{
	const struct lm_pulse *last = &source->watch.last;
	struct json_object *item;

	if (!source->watch.windows)
		return NULL;
	item = json_object_new_object();
	lm_json_u64(item, "wakes", last->wakes);
	lm_json_u64(item, "refused", last->refused);
	lm_json_u64(item, "stalls", last->stalls.count);
	json_object_object_add(
		item, "stall_max_ns",
		last->stalls.count ?
			json_object_new_int64((int64_t)last->stalls.max) :
			NULL);
	return item;
}

static void add_stalls(struct json_object *array,
		       const struct top_source *source)
{
	const struct lm_spans *spans = &source->watch.model.spans;
	unsigned int i;

	for (i = 0; i < spans->nr_worst; i++)
		lm_json_span(array, source->names, &spans->worst[i]);
}

static void add_wakers(struct json_object *array,
		       const struct top_source *source)
{
	const struct lm_task *top[MOST_WAKERS];
	struct json_object *item;
	unsigned int i, nr;

	nr = lm_tasks_top(&source->watch.model.wakers, -1, top, MOST_WAKERS);
	for (i = 0; i < nr; i++) {
		item = lm_json_item(array);
		lm_json_text(item, "comm", top[i]->comm);
		lm_json_u64(item, "pid", top[i]->pid);
		lm_json_u64(item, "node", top[i]->group);
		lm_json_u64(item, "wakes", top[i]->count);
	}
}

static struct json_object *picture(const struct top_source *source)
{
	struct json_object *doc = json_object_new_object();

	lm_json_u64(doc, "time_ns", source->shown_ns);
	if (!source->path && source->note[0])
		lm_json_text(doc, "note", source->note);
	json_object_object_add(doc, "last_second", rates(source));
	lm_json_u64(doc, "lost", source->watch.model.total_lost);
	lm_json_cost(doc, source->stats);
	add_nodes(lm_json_array(doc, "nodes"), source);
	add_zones(lm_json_array(doc, "zones"), source);
	add_stalls(lm_json_array(doc, "stalls"), source);
	add_wakers(lm_json_array(doc, "wakers"), source);
	return doc;
}

/* Wait until the next line is due. Return: false to end */
static bool wait_for(struct top_source *source, int signals, __u64 due_ns,
		     int *ret)
{
	struct pollfd fd = { .fd = signals, .events = POLLIN };
	__u64 now;

	while (*ret > 0 && (now = clock_ns(CLOCK_MONOTONIC)) < due_ns) {
		__u64 left_ms = (due_ns - now) / 1000000 + 1;

		if (poll(&fd, 1, left_ms < ROUND_MS ? (int)left_ms : ROUND_MS))
			return false;
		*ret = top_source_drain(source);
	}
	return *ret > 0 && poll(&fd, 1, 0) <= 0;
}

/* Lines that are late are not made up for. */
static __u64 next_line(__u64 due_ns, __u64 step_ns)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);

	return due_ns + step_ns > now ? due_ns + step_ns : now + step_ns;
}

/**
 * top_json() - print the figures, a line of JSON each time
 * @source: where they come from, already open
 * @signals: of end_signals()
 * @step_ns: time from one line to the next; a recording does not wait for it
 * @ret: set to the last answer of top_source_step()
 *
 * Return: EXIT_OK
 */
int top_json(struct top_source *source, int signals, __u64 step_ns, int *ret)
{
	__u64 due_ns = source->path ? 0 : clock_ns(CLOCK_MONOTONIC);

	do {
		*ret = top_source_step(source, step_ns);
		if (*ret >= 0)
			print_json_line(picture(source));
		if (!source->path)
			due_ns = next_line(due_ns, step_ns);
	} while (!ferror(stdout) && wait_for(source, signals, due_ns, ret));
	return EXIT_OK;
}
