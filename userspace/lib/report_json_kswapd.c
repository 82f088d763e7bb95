// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as JSON: kswapd, who woke it, who could not, and what it did.
 */
#include <stdio.h>

#include "flags.h"
#include "json.h"
#include "report_json.h"

static void add_orders(struct json_object *object,
		       const __u64 orders[LM_NR_ORDERS])
{
	struct json_object *by_order = lm_json_object(object, "by_order");
	char key[8];
	unsigned int i;

	for (i = 0; i < LM_NR_ORDERS; i++) {
		if (!orders[i])
			continue;
		snprintf(key, sizeof(key), "%u", i);
		lm_json_u64(by_order, key, orders[i]);
	}
}

static void add_wakers(struct json_object *object,
		       const struct lm_report *report, unsigned int node)
{
	struct json_object *wakers = lm_json_array(object, "wakers");
	const struct lm_task *top[LM_MOST_TOP];
	unsigned int i, nr;

	nr = lm_tasks_top(&report->model.wakers, (int)node, top, report->top);
	for (i = 0; i < nr; i++) {
		struct json_object *item = lm_json_item(wakers);

		lm_json_u64(item, "pid", top[i]->pid);
		lm_json_text(item, "comm", top[i]->comm);
		lm_json_u64(item, "wakes", top[i]->count);
	}
}

static void add_zone_wakes(struct json_object *zones,
			   const struct lm_report *report, unsigned int number)
{
	const struct lm_zone_model *zone =
		lm_slots_find(&report->model.zones, number);
	const struct lm_wakes *wakes = zone ? &zone->wakes : NULL;
	struct json_object *item;

	if (!wakes || !wakes->verdicts[LOWMARK_WAKE_WOKEN])
		return;
	item = lm_json_item(zones);
	lm_json_zone(item, "zone", report->names, number);
	lm_json_u64(item, "wakes", wakes->verdicts[LOWMARK_WAKE_WOKEN]);
	lm_json_s64(item, "margin_min_pages",
		    lm_signed_hist_min(&wakes->margins));
	lm_json_s64(item, "margin_median_pages",
		    lm_signed_hist_median(&wakes->margins));
	add_orders(item, wakes->orders);
}

static void add_episode_zones(struct json_object *item,
			      const struct lm_report *report,
			      const struct lm_episode *episode)
{
	struct json_object *zones = lm_json_array(item, "zones");
	unsigned int i;

	for (i = 0; i < episode->nr_zones; i++) {
		const struct lm_zone_then *then = &episode->zones[i];
		struct json_object *zone = lm_json_item(zones);

		lm_json_zone(zone, "zone", report->names, then->zone);
		lm_json_u64(zone, "free_pages", then->free);
		lm_json_u64(zone, "low_pages", then->low);
		lm_json_u64(zone, "high_pages", then->high);
		lm_json_u64(zone, "reserve_pages", then->reserve);
		lm_json_s64(zone, "margin_pages",
			    (__s64)then->free - then->low - then->reserve);
		if (then->ended)
			lm_json_u64(zone, "free_after_pages", then->free_after);
	}
}

static void add_since(struct json_object *item, const char *key,
		      const struct lm_episode *episode, __u64 time_ns)
{
	if (time_ns)
		lm_json_u64(item, key, time_ns - episode->wake_ns);
	else
		json_object_object_add(item, key, NULL);
}

static void add_episode(struct json_object *array,
			const struct lm_report *report,
			const struct lm_episode *episode)
{
	struct json_object *item = lm_json_item(array);

	lm_json_u64(item, "time_ns", episode->wake_ns);
	lm_json_u64(item, "node", episode->node);
	lm_json_zone(item, "zone", report->names, episode->zone);
	lm_json_s64(item, "margin_pages", episode->margin);
	lm_json_u64(item, "order", episode->order);
	lm_json_gfp(item, report->names, episode->gfp);
	lm_json_text(item, "caller",
		     lm_enum_name(LOWMARK_KIND_E_caller, episode->caller));
	lm_json_u64(item, "cpu", episode->cpu);
	lm_json_u64(item, "pid", episode->pid);
	lm_json_text(item, "comm", episode->comm);
	lm_json_bool(item, "complete", episode->complete);
	lm_json_bool(item, "lossy", episode->lossy);
	add_since(item, "ran_after_ns", episode, episode->run_ns);
	lm_json_u64(item, "balance_runs", episode->passes);
	lm_json_u64(item, "balance_ns", episode->balance_ns);
	lm_json_u64(item, "scanned_pages", episode->scanned);
	lm_json_u64(item, "reclaimed_pages", episode->reclaimed);
	lm_json_u64(item, "awake_requests", episode->awake_requests);
	lm_json_u64(item, "stalls", episode->stalls);
	lm_json_u64(item, "longest_stall_ns", episode->longest_stall_ns);
	add_since(item, "above_high_after_ns", episode, episode->above_ns);
	add_since(item, "slept_after_ns", episode, episode->sleep_ns);
	add_episode_zones(item, report, episode);
}

/**
 * lm_json_wakes() - add why kswapd woke
 * @doc: where to
 * @report: the report
 */
void lm_json_wakes(struct json_object *doc, const struct lm_report *report)
{
	const struct lm_model *model = &report->model;
	struct json_object *object =
		lm_json_object(doc, lm_figures_key[LM_FIGURES_WAKES]);
	struct json_object *nodes = lm_json_array(object, "nodes");
	struct json_object *item, *zones, *worst;
	unsigned int node = ~0u, i;

	zones = lm_json_array(object, "zones");
	for (i = 0; i < model->zones.nr; i++)
		add_zone_wakes(zones, report, i);
	for (i = 0; i < model->zones.nr; i++) {
		if (!lm_slots_find(&model->zones, i) ||
		    node == lm_model_node(model, i))
			continue;
		node = lm_model_node(model, i);
		item = lm_json_item(nodes);
		lm_json_u64(item, "node", node);
		add_wakers(item, report, node);
	}
	worst = lm_json_array(object, "worst");
	for (i = 0; i < model->worst.nr && i < report->top; i++)
		add_episode(worst, report, &model->worst.list[i]);
}

static void add_verdict(struct json_object *item, const struct lm_wakes *wakes,
			unsigned int verdict)
{
	const char *key = lm_enum_name(LOWMARK_KIND_E_wake, verdict);

	if (lm_wakes_knows(wakes, verdict))
		lm_json_u64(item, key, wakes->verdicts[verdict]);
	else
		json_object_object_add(item, key, NULL);
}

/**
 * lm_json_refused() - add wake requests that were refused
 * @doc: where to
 * @report: the report
 */
void lm_json_refused(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_REFUSED]);
	const struct lm_zone_model *zone;
	struct json_object *item;
	unsigned int i, verdict;
	__u64 requests;

	for (i = 0; i < report->model.zones.nr; i++) {
		zone = lm_slots_find(&report->model.zones, i);
		if (!zone)
			continue;
		requests = 0;
		for (verdict = 0; verdict < LM_NR_WAKES; verdict++)
			requests += verdict == LOWMARK_WAKE_NOT_ASKED ?
					    0 :
					    zone->wakes.verdicts[verdict];
		if (!requests && !zone->wakes.verdicts[LOWMARK_WAKE_NOT_ASKED])
			continue;
		item = lm_json_item(array);
		lm_json_zone(item, "zone", report->names, i);
		lm_json_u64(item, "requests", requests);
		for (verdict = 1; verdict < LM_NR_WAKES; verdict++)
			add_verdict(item, &zone->wakes, verdict);
	}
}

/**
 * lm_json_runs() - add what kswapd did
 * @doc: where to
 * @report: the report
 */
void lm_json_runs(struct json_object *doc, const struct lm_report *report)
{
	struct json_object *array =
		lm_json_array(doc, lm_figures_key[LM_FIGURES_RUNS]);
	unsigned int i;

	for (i = 0; i < report->model.nodes.nr; i++) {
		const struct lm_node_model *node =
			lm_slots_find(&report->model.nodes, i);
		struct json_object *item;

		if (!node)
			continue;
		item = lm_json_item(array);
		lm_json_u64(item, "node", i);
		lm_json_u64(item, "wakes", node->kswapd.wakes);
		lm_json_u64(item, "sleeps", node->kswapd.sleeps);
		if (lm_model_knows_awake(&report->model, &node->kswapd))
			lm_json_u64(item, "awake_ns", node->kswapd.awake_ns);
		else
			json_object_object_add(item, "awake_ns", NULL);
		lm_json_latency(lm_json_object(item, "balance"),
				&node->kswapd.runs);
		lm_json_u64(item, "unfinished", node->kswapd.unfinished);
		lm_json_u64(item, "scanned_pages", node->kswapd.scanned);
		lm_json_u64(item, "reclaimed_pages", node->kswapd.reclaimed);
		lm_json_part(item, "reclaimed_percent", node->kswapd.reclaimed,
			     node->kswapd.scanned);
		lm_json_u64(item, "fruitless_runs", node->kswapd.fruitless);
		if (node->kswapd.most_failures == LOWMARK_COUNT_NONE)
			json_object_object_add(item, "most_failures", NULL);
		else
			lm_json_u64(item, "most_failures",
				    node->kswapd.most_failures);
	}
}
