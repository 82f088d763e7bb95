// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a stream of events adds up to: hands each event to the parts that
 * keep account of it.
 */
#include "model_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MOST_NODES 1024 /* as kernels have it */
#define MOST_ZONES (MOST_NODES * LM_MOST_ZONES)

/**
 * lm_model_make_zone() - make the model of a zone that has none
 * @model: the model
 * @zone: number of the zone
 *
 * Return: the model of the zone, NULL if there is no such zone or no memory
 */
struct lm_zone_model *lm_model_make_zone(struct lm_model *model,
					 unsigned int zone)
{
	struct lm_zone_model *made;

	if (zone >= MOST_ZONES)
		return NULL;
	made = lm_slots_make(&model->zones, zone);
	model->no_memory |= !made;
	if (made)
		made->node = lm_model_node(model, zone);
	return made;
}

/**
 * lm_model_get_node() - find or make the model of a node
 * @model: the model
 * @node: the node
 *
 * Return: the model of the node, NULL if there is no such node or no memory
 */
struct lm_node_model *lm_model_get_node(struct lm_model *model,
					unsigned int node)
{
	struct lm_node_model *found;

	if (node >= MOST_NODES)
		return NULL;
	found = lm_slots_get(&model->nodes, node);
	model->no_memory |= !found;
	return found;
}

/**
 * lm_model_node() - node of a zone
 * @model: the model
 * @zone: number of the zone
 *
 * Return: the node, 0 if the number of zones per node is not known
 */
unsigned int lm_model_node(const struct lm_model *model, unsigned int zone)
{
	return model->zones_per_node ? zone / model->zones_per_node : 0;
}

static void take_zones(struct lm_model *model, const char *text)
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);

	for (i = 0; i < nr; i++) {
		struct lm_zone_model *zone =
			lm_model_get_zone(model, zones[i].id);

		if (!zone)
			continue;
		lm_zonetime_start(&zone->time, &zones[i], model->start_ns);
		memcpy(zone->reserves, zones[i].reserves,
		       sizeof(zone->reserves));
	}
	free(zones);
}

/**
 * lm_model_init() - start
 * @model: what to initialise
 * @zones_per_node: MAX_NR_ZONES of the traced kernel, 0 if unknown
 * @start_ns: when recording began, 0 if unknown
 * @zones: text of "zones" then, "" if unknown
 *
 * Return: 0 or -ENOMEM; to be ended by lm_model_deinit() in any case
 */
int lm_model_init(struct lm_model *model, unsigned int zones_per_node,
		  __u64 start_ns, const char *zones)
{
	memset(model, 0, sizeof(*model));
	model->zones_per_node = zones_per_node;
	model->start_ns = start_ns;
	model->zones.bytes = sizeof(struct lm_zone_model);
	model->nodes.bytes = sizeof(struct lm_node_model);
	model->cpus.bytes = sizeof(struct lm_cpu_model);
	take_zones(model, zones);
	return lm_spans_init(&model->spans);
}

/**
 * lm_model_deinit() - give back all memory
 * @model: the model
 */
void lm_model_deinit(struct lm_model *model)
{
	lm_slots_deinit(&model->zones);
	lm_slots_deinit(&model->nodes);
	lm_slots_deinit(&model->cpus);
	lm_tasks_deinit(&model->wakers);
	lm_spans_deinit(&model->spans);
}

static void take_check(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_check *rec = (const void *)event->record;
	struct lm_zone_model *zone = lm_model_get_zone(model, rec->zone);

	if (!zone)
		return;
	lm_checks_add(zone->marks, event->time_ns, rec);
	if (rec->why == LOWMARK_WHY_BLOCK && !rec->verdict)
		lm_blocks_add(&zone->blocks[lm_order_slot(rec->order)], rec);
	if (lm_check_sees_free(rec))
		lm_model_see_free(model, zone, rec->zone, event->time_ns,
				  (__u32)rec->free, rec->boost);
}

static void take_waits(struct lm_model *model, const struct lm_event *event)
{
	lm_spans_waits(&model->spans, (const void *)event->record);
}

static void take_slow_end(struct lm_model *model, const struct lm_event *event)
{
	struct lm_node_model *node;
	struct lm_span span;
	unsigned int i;

	lm_spans_end(&model->spans, event, &span);
	lm_stages_add(&model->decisions.stages, (const void *)event->record,
		      &span.waits);
	for (i = 0; (node = lm_slots_next(&model->nodes, &i));)
		if (node->open)
			lm_episode_stall(&node->episode, span.latency_ns);
}

static void take_zone(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	struct lm_zone_model *zone = lm_model_get_zone(model, rec->zone);
	struct lm_node_model *node;

	if (!zone)
		return;
	lm_zonetime_zone(&zone->time, event->time_ns, rec);
	if (rec->when == LOWMARK_SAMPLE_SLOW)
		lm_spans_zone(&model->spans, event);
	node = lm_slots_find(&model->nodes, zone->node);
	if (!node || !node->open)
		return;
	lm_episode_zone(&node->episode, event);
	if (rec->free != LOWMARK_PAGES_NONE)
		lm_episode_free(&node->episode, event->time_ns, rec->zone,
				rec->free);
}

static void take_wmark(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_wmark *rec = (const void *)event->record;
	struct lm_zone_model *zone = lm_model_get_zone(model, rec->zone);

	if (zone)
		lm_zonetime_wmark(&zone->time, event->time_ns, rec);
}

static void take_slow_begin(struct lm_model *model,
			    const struct lm_event *event)
{
	lm_spans_begin(&model->spans, event);
}

static void take_attempt(struct lm_model *model, const struct lm_event *event)
{
	lm_spans_attempt(&model->spans, event);
	lm_decisions_attempt(&model->decisions, (const void *)event->record);
}

static void take_retry(struct lm_model *model, const struct lm_event *event)
{
	lm_decisions_retry(&model->decisions, (const void *)event->record);
}

static void take_reclaim_begin(struct lm_model *model,
			       const struct lm_event *event)
{
	(void)event;
	model->spans.reclaim_begins++;
}

static void take_reclaim_end(struct lm_model *model,
			     const struct lm_event *event)
{
	lm_spans_reclaim(&model->spans, event);
}

const lm_model_taker lm_model_takers[LOWMARK_KINDS] = {
	[LOWMARK_REC_CHECK] = take_check,
	[LOWMARK_REC_WAKE] = lm_model_wake,
	[LOWMARK_REC_SLOW_BEGIN] = take_slow_begin,
	[LOWMARK_REC_SLOW_END] = take_slow_end,
	[LOWMARK_REC_ATTEMPT] = take_attempt,
	[LOWMARK_REC_RETRY] = take_retry,
	[LOWMARK_REC_ZONE] = take_zone,
	[LOWMARK_REC_KSWAPD_WAKE] = lm_model_kswapd_wake,
	[LOWMARK_REC_BALANCE_BEGIN] = lm_model_balance_begin,
	[LOWMARK_REC_BALANCE_END] = lm_model_balance_end,
	[LOWMARK_REC_KSWAPD_SLEEP] = lm_model_kswapd_sleep,
	[LOWMARK_REC_RECLAIM_BEGIN] = take_reclaim_begin,
	[LOWMARK_REC_RECLAIM_END] = take_reclaim_end,
	[LOWMARK_REC_WMARK] = take_wmark,
	[LOWMARK_REC_SETTINGS] = lm_model_settings,
	[LOWMARK_REC_WAITS] = take_waits,
};

static void stop_nodes(struct lm_model *model, __u64 time_ns)
{
	struct lm_node_model *node;
	unsigned int i;

	for (i = 0; (node = lm_slots_next(&model->nodes, &i));) {
		lm_kswapd_stop(&node->kswapd, time_ns);
		lm_model_close_wake(model, node);
	}
}

/**
 * lm_model_end() - no more events come
 * @model: the model
 * @end_ns: when recording ended, 0 if unknown
 */
void lm_model_end(struct lm_model *model, __u64 end_ns)
{
	struct lm_zone_model *zone;
	unsigned int i;

	if (end_ns > model->end_ns)
		model->end_ns = end_ns;
	for (i = 0; (zone = lm_slots_next(&model->zones, &i));)
		lm_zonetime_end(&zone->time, model->end_ns);
	stop_nodes(model, model->end_ns);
	lm_spans_stop(&model->spans);
}
