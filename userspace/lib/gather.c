// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gathering the facts about one incident from the stream of events: which
 * events concern it, and what they tell of its zones.
 */
#include "gather_parts.h"

#include <stdlib.h>
#include <string.h>

#include "figures.h"
#include "zones.h"

static void take_start(struct lm_gather *gather, const char *text)
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);
	struct lm_fact_zone *zone;

	for (i = 0; i < nr; i++) {
		const struct lm_zone *row = &zones[i];
		__u32 boost = row->boost < row->min ? row->boost : row->min;

		zone = lm_fact_zone(&gather->facts, row->id);
		if (!zone || !row->managed)
			continue;
		zone->known = row->free != LOWMARK_PAGES_NONE;
		zone->free = zone->known ? row->free : 0;
		zone->min = row->min - boost;
		zone->low = row->low - boost;
		zone->high = row->high - boost;
		zone->boost = boost;
	}
	free(zones);
}

/**
 * lm_gather_init() - start to gather
 * @gather: what to initialise; keeps pointing to @names
 * @target: the incident
 * @names: names of the traced kernel
 * @zones: text of "zones" when recording began, "" if unknown
 */
void lm_gather_init(struct lm_gather *gather, const struct lm_target *target,
		    const struct lm_names *names, const char *zones)
{
	memset(gather, 0, sizeof(*gather));
	gather->names = names;
	gather->facts.target = *target;
	gather->facts.target.entered_ns = target->begin_ns;
	gather->facts.zones_per_node = names->names.zones_per_node;
	take_start(gather, zones);
}

static __u32 or_zero(__u32 pages)
{
	return pages == LOWMARK_PAGES_NONE ? 0 : pages;
}

/* Whether a zone's state was recorded with the incident. */
static bool with_it(const struct lm_gather *gather,
		    const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	const struct lm_target *target = &gather->facts.target;
	bool wake = target->question == LM_WHY_WAKE ||
		    target->question == LM_WHY_ASLEEP;

	if (target->question == LM_WHY_AWAKE ||
	    event->time_ns < target->entered_ns || event->pid != target->pid)
		return false;
	if (wake)
		return rec->when == LOWMARK_SAMPLE_WAKE &&
		       !gather->facts.kswapd.run_ns;
	return rec->when == LOWMARK_SAMPLE_SLOW && !gather->depth &&
	       event->time_ns <= target->end_ns;
}

static bool above_high(const struct lm_fact_zone *zone, __u32 free)
{
	return free > (__u64)zone->high + zone->boost + zone->reserve;
}

static void see_after(const struct lm_gather *gather, struct lm_fact_zone *zone,
		      __u64 time_ns, __u32 free)
{
	if (zone->above_ns || time_ns <= gather->facts.target.entered_ns ||
	    !zone->known)
		return;
	if (!above_high(zone, free)) {
		zone->under = true;
	} else if (zone->under || !above_high(zone, zone->free)) {
		zone->above_ns = time_ns;
		zone->above_free = free;
	}
}

static void take_zone(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	struct lm_fact_zone *zone = lm_fact_zone(&gather->facts, rec->zone);
	bool own = with_it(gather, event);

	if (!zone || rec->free == LOWMARK_PAGES_NONE ||
	    rec->low == LOWMARK_PAGES_NONE || rec->high == LOWMARK_PAGES_NONE)
		return;
	if (!own && event->time_ns >= gather->facts.target.entered_ns) {
		see_after(gather, zone, event->time_ns, rec->free);
		return;
	}
	if (zone->told)
		return;
	zone->told = own;
	zone->known = true;
	zone->free = rec->free;
	zone->min = or_zero(rec->min);
	zone->low = rec->low;
	zone->high = rec->high;
	zone->boost = or_zero(rec->boost);
	if (own)
		zone->reserve = or_zero(rec->reserve);
}

static void take_wmark(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_wmark *rec = (const void *)event->record;
	struct lm_facts *facts = &gather->facts;
	struct lm_fact_zone *zone = lm_fact_zone(facts, rec->zone);
	bool before = event->time_ns <= facts->target.entered_ns;

	if (!zone || !before)
		return;
	if ((rec->cause == LOWMARK_CAUSE_SETUP ||
	     rec->cause >= LOWMARK_CAUSE_SYSCTL) &&
	    rec->low != zone->low)
		zone->low_once = zone->low;
	zone->min = rec->min;
	zone->low = rec->low;
	zone->high = rec->high;
	zone->boost = or_zero(rec->boost);
	if (rec->cause != LOWMARK_CAUSE_SETUP &&
	    rec->cause < LOWMARK_CAUSE_SYSCTL)
		return;
	facts->raised_ns = event->time_ns;
	facts->raised_by = rec->cause;
}

static void take_free(struct lm_gather *gather, __u64 time_ns, unsigned int nr,
		      __u32 free, __u32 boost)
{
	struct lm_fact_zone *zone = lm_fact_zone(&gather->facts, nr);

	if (!zone)
		return;
	if (time_ns > gather->facts.target.entered_ns) {
		see_after(gather, zone, time_ns, free);
		return;
	}
	zone->free = free;
	zone->boost = or_zero(boost);
}

/**
 * lm_gather_zones() - take what an event tells of a zone
 * @gather: the gathering
 * @event: the event, of anybody
 */
void lm_gather_zones(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_check *check = (const void *)event->record;
	const struct lowmark_rec_wake *wake = (const void *)event->record;

	switch (event->record->type) {
	case LOWMARK_REC_ZONE:
		take_zone(gather, event);
		break;
	case LOWMARK_REC_WMARK:
		take_wmark(gather, event);
		break;
	case LOWMARK_REC_WAKE:
		if (wake->free != LOWMARK_PAGES_NONE)
			take_free(gather, event->time_ns, wake->zone,
				  wake->free, wake->boost);
		break;
	case LOWMARK_REC_CHECK:
		if (check->free >= 0 && check->caller != LOWMARK_CALLER_RETRY &&
		    check->caller != LOWMARK_CALLER_COMPACTION)
			take_free(gather, event->time_ns, check->zone,
				  (__u32)check->free, check->boost);
		break;
	default:
		break;
	}
}

static bool own_event(const struct lm_target *target,
		      const struct lm_event *event)
{
	__u8 level = event->record->ctx & LOWMARK_CTX_LEVEL;

	return target->question != LM_WHY_AWAKE && event->pid == target->pid &&
	       level == target->level && (!level || event->cpu == target->cpu);
}

/**
 * lm_gather_event() - take what an event tells of the incident
 * @gather: the gathering
 * @event: the event, later than those before
 */
void lm_gather_event(struct lm_gather *gather, const struct lm_event *event)
{
	struct lm_facts *facts = &gather->facts;
	const struct lm_target *target = &facts->target;

	if (event->loss) {
		lm_gather_loss(gather, event->loss);
		return;
	}
	if (own_event(target, event) && event->time_ns <= target->end_ns)
		lm_gather_own(gather, event);
	lm_gather_zones(gather, event);
	lm_gather_settings(gather, event);
	lm_gather_kswapd(gather, event);
	if (event->record->type == LOWMARK_REC_SLOW_END &&
	    event->time_ns > target->entered_ns && event->pid != target->pid &&
	    (event->time_ns <= target->end_ns ||
	     (target->question == LM_WHY_WAKE && !facts->kswapd.sleep_ns &&
	      !gather->missing.lost && !gather->missing.unsure)))
		facts->stalls++;
}

/* Names in "format" come with their prefix or without. */
static bool gfp_has(const struct lm_names *names, __u32 gfp, const char *name)
{
	const struct lowmark_bit *bit;
	const char *known;

	for (bit = names->format.gfp; bit->mask; bit++) {
		known = bit->name;
		if (!strncmp(known, "GFP_", 4))
			known += 4;
		if (!strcmp(known, name))
			return (gfp & bit->mask) == bit->mask;
	}
	return false;
}

/**
 * lm_gather_missing() - learn what the recording cannot tell
 * @gather: the gathering, just begun
 * @caps: text of "caps"
 * @meta: text with the events that are recorded, of META or "status"
 */
void lm_gather_missing(struct lm_gather *gather, const char *caps,
		       const char *meta)
{
	struct lm_missing *missing = &gather->missing;

	missing->wakes =
		lm_figures_missing(caps, "", LM_FIGURES_WAKES, NULL, 0);
	missing->runs = lm_figures_missing(caps, "", LM_FIGURES_RUNS, NULL, 0);
	missing->off = lm_events_off_first(meta);
	missing->off_then = missing->off;
	missing->blind = lm_sleep_unseen_first(meta);
}

/* Nobody sees any more whether it goes to sleep, or what it does before. */
static void lose_kswapd(struct lm_fact_kswapd *kswapd)
{
	kswapd->hidden = true;
	kswapd->awake = false;
	kswapd->woken_ns = 0;
	kswapd->early_runs = 0;
}

/**
 * lm_gather_loss() - take what was lost into account
 * @gather: the gathering
 * @loss: the loss
 */
void lm_gather_loss(struct lm_gather *gather, const struct lm_loss *loss)
{
	struct lm_facts *facts = &gather->facts;
	const struct lm_target *target = &facts->target;

	if (loss->to_ns >= target->entered_ns &&
	    loss->from_ns <= target->end_ns)
		facts->lost += loss->total + loss->restart;
	if (!lm_loss_hides(loss, LOWMARK_REC_KSWAPD_SLEEP))
		return;
	if (loss->from_ns < target->entered_ns)
		lose_kswapd(&facts->kswapd);
	if (loss->to_ns >= target->entered_ns)
		gather->missing.lost = true;
}

/**
 * lm_gather_settings() - take which events are recorded from now on
 * @gather: the gathering
 * @event: the event; only one that tells settings matters
 */
void lm_gather_settings(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_settings *rec = (const void *)event->record;
	const struct lm_target *target = &gather->facts.target;
	struct lm_fact_kswapd *kswapd = &gather->facts.kswapd;
	struct lm_missing *missing = &gather->missing;

	if (rec->hdr.type != LOWMARK_REC_SETTINGS)
		return;
	missing->off = lm_events_off(rec);
	missing->blind = lm_sleep_unseen(rec);
	/* The record is made when all go by the settings, some time after. */
	if (missing->off & LM_EVENT_BIT(KSWAPD) &&
	    (event->time_ns < target->entered_ns ||
	     event->time_ns - target->entered_ns < LM_AFTER_NS))
		lose_kswapd(kswapd);
	if (event->time_ns < target->entered_ns) {
		missing->off_then = missing->off;
		/* Filters let pass that a node is hopeless, or not any more. */
		kswapd->hopeless &= !!(rec->events & LM_EVENT_BIT(KSWAPD));
		return;
	}
	missing->lost |= !!(missing->off & LM_EVENT_BIT(KSWAPD));
	if (event->time_ns <= target->end_ns + LM_AFTER_NS)
		missing->off_then |= missing->off;
}

/* What was seen is told, though there may have been more. */
static void settle_missing(struct lm_gather *gather)
{
	const struct lm_missing *missing = &gather->missing;
	struct lm_facts *facts = &gather->facts;
	unsigned int i;

	facts->no_wakes = missing->wakes ||
			  missing->off_then & LM_EVENT_BIT(WAKE);
	for (i = 0; i < LM_NR_VERDICTS; i++)
		facts->no_wakes &= !facts->wakes[i];
	facts->no_runs =
		(missing->runs || missing->off_then & LM_EVENT_BIT(KSWAPD)) &&
		!facts->kswapd.runs && !facts->kswapd.early_runs;
	facts->no_awake = !facts->kswapd.awake &&
			  (facts->kswapd.hidden ||
			   missing->off_then & LM_EVENT_BIT(KSWAPD));
}

/**
 * lm_gather_end() - no more events come
 * @gather: the gathering; its facts are whole now
 */
void lm_gather_end(struct lm_gather *gather)
{
	struct lm_facts *facts = &gather->facts;
	const struct lm_names *names = gather->names;

	settle_missing(gather);
	if (facts->raised_ns + LM_RAISED_NS < facts->target.entered_ns)
		facts->raised_ns = 0;
	if (!facts->requested)
		return;
	facts->direct = gfp_has(names, facts->gfp, "DIRECT_RECLAIM");
	facts->wakeful = gfp_has(names, facts->gfp, "KSWAPD_RECLAIM");
	facts->noretry = gfp_has(names, facts->gfp, "NORETRY");
	facts->thisnode = gfp_has(names, facts->gfp, "THISNODE");
}
