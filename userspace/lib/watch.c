// SPDX-License-Identifier: GPL-2.0-only
/*
 * How things stand now: the model so far, and the rates of the last second.
 */
#include "watch.h"

#include <stdlib.h>
#include <string.h>

/**
 * lm_watch_init() - start
 * @watch: what to initialise
 * @zones_per_node: MAX_NR_ZONES of the kernel, 0 if unknown
 * @start_ns: now
 * @zones: text of "zones"
 *
 * Return: 0 or -ENOMEM; to be ended by lm_watch_deinit() in any case
 */
int lm_watch_init(struct lm_watch *watch, unsigned int zones_per_node,
		  __u64 start_ns, const char *zones)
{
	memset(watch, 0, sizeof(*watch));
	watch->window_ns = start_ns;
	return lm_model_init(&watch->model, zones_per_node, start_ns, zones);
}

/**
 * lm_watch_deinit() - give back all memory
 * @watch: what to end
 */
void lm_watch_deinit(struct lm_watch *watch)
{
	lm_model_deinit(&watch->model);
}

/**
 * lm_watch_until() - no event before some time comes any more
 * @watch: what to bring up to it
 * @time_ns: the time
 */
void lm_watch_until(struct lm_watch *watch, __u64 time_ns)
{
	__u64 passed;

	if (time_ns < watch->window_ns + LM_WATCH_WINDOW_NS)
		return;
	passed = (time_ns - watch->window_ns) / LM_WATCH_WINDOW_NS;
	watch->last = watch->window;
	memset(&watch->window, 0, sizeof(watch->window));
	if (passed > 1)
		watch->last = watch->window;
	watch->windows += passed;
	watch->window_ns += passed * LM_WATCH_WINDOW_NS;
}

/**
 * lm_watch_event() - take an event into account
 * @watch: what it belongs to
 * @event: the event, later than those before
 */
void lm_watch_event(struct lm_watch *watch, const struct lm_event *event)
{
	if (!watch->window_ns)
		watch->window_ns = event->time_ns;
	lm_watch_until(watch, event->time_ns);
	lm_pulse_event(&watch->window, event);
	lm_model_event(&watch->model, event);
}

/**
 * lm_watch_state() - take the state of all zones
 * @watch: what it belongs to
 * @zones: text of "zones"
 * @time_ns: when it was read
 */
void lm_watch_state(struct lm_watch *watch, const char *zones, __u64 time_ns)
{
	struct lm_zone *list;
	struct lm_zone_model *zone;
	int i, nr = lm_zones_parse(zones, &list);

	for (i = 0; i < nr; i++) {
		zone = lm_slots_get(&watch->model.zones, list[i].id);
		if (zone)
			lm_zonetime_start(&zone->time, &list[i], time_ns);
	}
	free(list);
}

static bool goes_before(const struct lm_watch_zone *a,
			const struct lm_watch_zone *b, enum lm_watch_sort sort)
{
	__u64 x = a->model->wakes.verdicts[LOWMARK_WAKE_WOKEN];
	__u64 y = b->model->wakes.verdicts[LOWMARK_WAKE_WOKEN];

	if (sort == LM_WATCH_BY_MARGIN && a->margin != b->margin)
		return a->margin < b->margin;
	if (sort == LM_WATCH_BY_WAKES && x != y)
		return x > y;
	return a->id < b->id;
}

/**
 * lm_watch_zones() - list the zones of which free pages and marks are known
 * @watch: where from
 * @sort: their order
 * @list: set to them
 *
 * Return: entries of @list that were set
 */
unsigned int lm_watch_zones(const struct lm_watch *watch,
			    enum lm_watch_sort sort,
			    struct lm_watch_zone list[LM_WATCH_ZONES])
{
	unsigned int i, at, nr = 0;

	for (i = 0; i < watch->model.zones.nr && nr < LM_WATCH_ZONES; i++) {
		const struct lm_zone_model *zone =
			lm_slots_find(&watch->model.zones, i);
		struct lm_watch_zone entry = { .id = i, .model = zone };

		if (!zone || !zone->time.seen || !zone->time.marked)
			continue;
		entry.margin = (__s64)zone->time.free - zone->time.low -
			       zone->time.boost;
		for (at = nr++; at && goes_before(&entry, &list[at - 1], sort);
		     at--)
			list[at] = list[at - 1];
		list[at] = entry;
	}
	return nr;
}

/**
 * lm_watch_kswapd() - what the kswapd of a node does
 * @watch: where from
 * @node: the node
 *
 * Return: "asleep", "awake", "balancing"; "n/a" if that is not known
 */
const char *lm_watch_kswapd(const struct lm_watch *watch, unsigned int node)
{
	const struct lm_node_model *model =
		lm_slots_find(&watch->model.nodes, node);
	const struct lm_kswapd *kswapd;

	if (!model)
		return "n/a";
	kswapd = &model->kswapd;
	if (kswapd->balancing && !kswapd->hidden)
		return "balancing";
	if (watch->model.blind)
		return "n/a";
	if (kswapd->awake)
		return "awake";
	return kswapd->asleep ? "asleep" : "n/a";
}
