// SPDX-License-Identifier: GPL-2.0-only
/*
 * The story of one incident as JSON.
 */
#include <stdio.h>

#include "flags.h"
#include "json.h"
#include "report_json.h"
#include "rules_parts.h"
#include "why.h"

static void add_counts(struct json_object *object, const char *key,
		       unsigned int kind, const __u64 *counts, unsigned int nr)
{
	struct json_object *item = lm_json_object(object, key);
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (counts[i])
			lm_json_u64(item, lm_enum_name(kind, i), counts[i]);
}

static void add_zones(struct json_object *doc, const struct lm_why *why)
{
	struct json_object *array = lm_json_array(doc, "zones");
	struct json_object *item;
	unsigned int i;

	for (i = 0; i < why->facts.nr_zones; i++) {
		const struct lm_fact_zone *zone = &why->facts.zones[i];

		if (!zone->told && !zone->checked)
			continue;
		item = lm_json_item(array);
		lm_json_zone(item, "zone", why->names, zone->zone);
		if (zone->known) {
			lm_json_u64(item, "free_pages", zone->free);
			lm_json_u64(item, "min_pages", zone->min);
			lm_json_u64(item, "low_pages", zone->low);
			lm_json_u64(item, "high_pages", zone->high);
			lm_json_u64(item, "boost_pages", zone->boost);
			lm_json_u64(item, "reserve_pages", zone->reserve);
		}
		if (zone->checked) {
			lm_json_text(item, "mark",
				     lm_enum_name(LOWMARK_KIND_E_mark,
						  zone->mark));
			lm_json_text(item, "why",
				     lm_enum_name(LOWMARK_KIND_E_why,
						  zone->why));
			lm_json_s64(item, "margin_pages", zone->margin);
		}
		if (zone->above_ns)
			lm_json_u64(item, "above_high_ns", zone->above_ns);
	}
}

static void add_stage(struct json_object *doc, const char *key, __u64 count,
		      __u64 time_ns)
{
	struct json_object *item = lm_json_object(doc, key);

	lm_json_u64(item, "count", count);
	lm_json_u64(item, "time_ns", time_ns);
}

static void add_wait(struct json_object *doc, const char *key,
		     const struct lm_facts *facts, __u64 time_ns)
{
	if (facts->waits.known)
		lm_json_u64(doc, key, time_ns);
	else
		json_object_object_add(doc, key, NULL);
}

static void add_stages(struct json_object *doc, const struct lm_facts *facts)
{
	struct json_object *stages = lm_json_object(doc, "stages");

	add_stage(stages, "attempts", lm_attempts(facts),
		  lm_attempts_ns(facts));
	add_stage(stages, "node_reclaim", facts->node_reclaim.count,
		  facts->node_reclaim.time_ns);
	add_stage(stages, "compaction", facts->compact.count,
		  lm_compact_ns(facts));
	add_stage(stages, "throttling", facts->throttle.count,
		  lm_throttle_ns(facts));
	add_stage(stages, "reclaim", facts->reclaim.count,
		  lm_reclaim_ns(facts));
	lm_json_u64(stages, "scanned_pages", facts->scanned);
	lm_json_u64(stages, "reclaimed_pages", facts->reclaimed);
	add_stage(stages, "oom", facts->oom.count, lm_oom_ns(facts));
	if (lm_is_told(facts)) {
		add_stage(stages, "wakes", facts->end.wakes, facts->end.waking);
		add_wait(stages, "queued_ns", facts, facts->waits.queued);
		add_wait(stages, lm_stage_keys[LM_STAGE_queued_between], facts,
			 facts->waits.queued_between);
		add_wait(stages, lm_stage_keys[LM_STAGE_slept_between], facts,
			 facts->waits.slept_between);
		lm_json_u64(stages, lm_rest_key, lm_none_ns(facts));
	}
	add_counts(doc, "retries", LOWMARK_KIND_E_retry, facts->retries,
		   LM_NR_RETRIES);
	if (facts->no_wakes)
		json_object_object_add(doc, "wakes", NULL);
	else
		add_counts(doc, "wakes", LOWMARK_KIND_E_wake, facts->wakes,
			   LM_NR_VERDICTS);
}

static void add_kswapd(struct json_object *doc, const struct lm_facts *facts)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;
	struct json_object *item;

	if (facts->target.node == LM_NODE_NONE || facts->no_runs) {
		json_object_object_add(doc, "kswapd", NULL);
		return;
	}
	item = lm_json_object(doc, "kswapd");
	lm_json_u64(item, "node", facts->target.node);
	if (facts->no_awake)
		json_object_object_add(item, "was_awake", NULL);
	else
		lm_json_bool(item, "was_awake", kswapd->awake);
	lm_json_u64(item, "runs", kswapd->runs);
	lm_json_u64(item, "balance_ns", kswapd->balance_ns);
	lm_json_u64(item, "scanned_pages", kswapd->scanned);
	lm_json_u64(item, "reclaimed_pages", kswapd->reclaimed);
	lm_json_u64(item, "failures", kswapd->failures);
	add_counts(item, "ran_for", LOWMARK_KIND_E_run, kswapd->causes,
		   LM_NR_RUNS);
	if (kswapd->sleep_ns)
		lm_json_u64(item, "sleep_ns", kswapd->sleep_ns);
}

static void add_findings(struct json_object *doc,
			 const struct lm_findings *findings)
{
	struct json_object *array, *item;
	unsigned int i;

	if (findings->decided)
		lm_json_text(doc, "cause", findings->list[0].rule->id);
	else
		json_object_object_add(doc, "cause", NULL);
	array = lm_json_array(doc, "findings");
	for (i = 0; i < findings->nr; i++) {
		const struct lm_finding *finding = &findings->list[i];

		item = lm_json_item(array);
		lm_json_text(item, "cause", finding->rule->id);
		lm_json_text(item, "meaning", finding->rule->cause);
		lm_json_text(item, "evidence", finding->evidence);
		lm_json_text(item, "points_to", finding->rule->advice);
		lm_json_text(item, "confidence", lm_confidence(finding->score));
		lm_json_u64(item, "score", (__u64)finding->score);
	}
}

/**
 * lm_why_json() - tell a story as JSON
 * @why: the story
 *
 * Return: the document
 */
struct json_object *lm_why_json(const struct lm_why *why)
{
	struct json_object *doc = json_object_new_object();
	const struct lm_facts *facts = &why->facts;
	const struct lm_target *target = &facts->target;
	char id[24];

	lm_json_text(doc, "question", lm_questions[target->question]);
	snprintf(id, sizeof(id), target->span == target->id ? "0x%llx" : "%llu",
		 target->id);
	lm_json_text(doc, "id", id);
	lm_json_u64(doc, "of", target->of);
	lm_json_u64(doc, "time_ns", target->begin_ns);
	lm_json_u64(doc, "latency_ns", target->end_ns - target->begin_ns);
	if (target->question != LM_WHY_AWAKE) {
		lm_json_u64(doc, "pid", target->pid);
		lm_json_text(doc, "comm", facts->comm);
	}
	if (facts->requested) {
		lm_json_u64(doc, "order", facts->order);
		lm_json_gfp(doc, why->names, facts->gfp);
	}
	if (facts->has_end)
		lm_json_text(doc, "result",
			     lm_enum_name(LOWMARK_KIND_E_result,
					  facts->end.result));
	add_zones(doc, why);
	lm_json_skips(doc, facts->skips);
	add_stages(doc, facts);
	add_kswapd(doc, facts);
	lm_json_u64(doc, "lost", facts->lost);
	add_findings(doc, &why->findings);
	return doc;
}
