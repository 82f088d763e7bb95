// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of the model that follows kswapd: requests, wakes, runs, sleep.
 */
#include "model_parts.h"

#define RUNS_WITHIN_NS 1000000000ull /* after it was woken */

/**
 * lm_model_close_wake() - a wake of kswapd has ended, one way or another
 * @model: the model
 * @node: the node
 */
void lm_model_close_wake(struct lm_model *model, struct lm_node_model *node)
{
	struct lm_episode *episode = &node->episode;

	if (!node->open)
		return;
	node->open = false;
	episode->complete = episode->run_ns && episode->passes &&
			    (episode->sleep_ns || episode->napped);
	lm_worst_wakes_add(&model->worst, episode);
}

/* What is known of the node's zones, until it is told with the wake. */
static void guess_zones(struct lm_model *model, struct lm_episode *episode)
{
	unsigned int first = episode->node * model->zones_per_node;
	unsigned int i;

	for (i = first; i < first + model->zones_per_node; i++) {
		const struct lm_zone_model *zone =
			lm_slots_find(&model->zones, i);
		struct lm_zone_then then = { .zone = (__u16)i };

		if (!zone || !zone->time.marked || !zone->time.seen)
			continue;
		then.free = zone->time.free;
		then.low = zone->time.low + zone->time.boost;
		then.high = zone->time.high + zone->time.boost;
		if (episode->highest < LM_MOST_RESERVES)
			then.reserve = zone->reserves[episode->highest];
		lm_episode_state(episode, &then);
	}
}

static void open_episode(struct lm_model *model, unsigned int number,
			 const struct lm_event *event)
{
	struct lm_node_model *node = lm_model_get_node(model, number);

	if (!node)
		return;
	if (node->open && !node->episode.run_ns &&
	    event->time_ns - node->episode.wake_ns < RUNS_WITHIN_NS) {
		node->episode.wakers++;
		return;
	}
	node->episode.napped = node->episode.passes;
	lm_model_close_wake(model, node);
	lm_episode_begin(&node->episode, number, event);
	guess_zones(model, &node->episode);
	node->open = true;
}

/**
 * lm_model_wake() - somebody asked for a wake of kswapd
 * @model: the model
 * @event: the request
 */
void lm_model_wake(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_wake *rec = (const void *)event->record;
	struct lm_zone_model *zone = lm_model_get_zone(model, rec->zone);
	struct lm_node_model *node;
	struct lm_task *task;
	unsigned int number;

	if (!zone)
		return;
	number = zone->node;
	lm_wakes_add(&zone->wakes, rec);
	if (rec->free != LOWMARK_PAGES_NONE)
		lm_model_see_free(model, zone, rec->zone, event->time_ns,
				  rec->free, rec->boost);
	if (rec->verdict == LOWMARK_WAKE_WOKEN) {
		task = lm_tasks_get(&model->wakers, number, event->pid,
				    event->comm);
		if (task)
			task->count++;
		open_episode(model, number, event);
	} else if (rec->verdict == LOWMARK_WAKE_AWAKE) {
		node = lm_slots_find(&model->nodes, number);
		if (node && node->open)
			node->episode.awake_requests++;
	}
}

/**
 * lm_model_kswapd_wake() - kswapd begins to run
 * @model: the model
 * @event: its record
 */
void lm_model_kswapd_wake(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_kswapd_wake *rec = (const void *)event->record;
	struct lm_node_model *node = lm_model_get_node(model, rec->node);

	if (!node)
		return;
	lm_kswapd_wake(&node->kswapd, event->time_ns, model->blind);
	if (node->open)
		lm_episode_run(&node->episode, event);
}

/**
 * lm_model_balance_begin() - kswapd begins to balance
 * @model: the model
 * @event: its record
 */
void lm_model_balance_begin(struct lm_model *model,
			    const struct lm_event *event)
{
	const struct lowmark_rec_balance_begin *rec =
		(const void *)event->record;
	struct lm_node_model *node = lm_model_get_node(model, rec->node);

	if (node)
		lm_kswapd_begin(&node->kswapd);
}

/**
 * lm_model_balance_end() - kswapd ends balancing
 * @model: the model
 * @event: its record
 */
void lm_model_balance_end(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_balance_end *rec = (const void *)event->record;
	struct lm_node_model *node = lm_model_get_node(model, rec->node);

	if (!node)
		return;
	lm_kswapd_end(&node->kswapd, rec);
	if (node->open && node->episode.run_ns)
		lm_episode_balanced(&node->episode, rec);
}

/**
 * lm_model_kswapd_sleep() - kswapd goes to sleep
 * @model: the model
 * @event: its record
 */
void lm_model_kswapd_sleep(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_kswapd_sleep *rec =
		(const void *)event->record;
	struct lm_node_model *node = lm_model_get_node(model, rec->node);

	if (!node)
		return;
	lm_kswapd_sleep(&node->kswapd, event->time_ns);
	if (!node->open || !node->episode.run_ns)
		return;
	node->episode.sleep_ns = event->time_ns;
	lm_model_close_wake(model, node);
}
