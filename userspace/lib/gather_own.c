// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about an incident that its own task recorded.
 */
#include <string.h>

#include "gather_parts.h"

static bool began(const struct lm_gather *gather, const struct lm_event *event)
{
	return event->time_ns >= gather->facts.target.entered_ns &&
	       (gather->facts.has_begin || !gather->facts.target.span);
}

static void add_stage(struct lm_stage *stage, __u64 time_ns, __u64 took_ns)
{
	if (!stage->count++)
		stage->first_ns = time_ns;
	stage->time_ns += took_ns;
}

static void request(struct lm_facts *facts, __u8 order, __u8 highest, __u32 gfp)
{
	facts->order = order;
	facts->highest = highest;
	facts->gfp = gfp;
	facts->requested = true;
}

static void keep_check(struct lm_fact_zone *zone,
		       const struct lowmark_rec_check *rec)
{
	zone->checked = true;
	zone->why = rec->verdict ? LOWMARK_WHY_OK : rec->why;
	zone->mark = rec->which;
	zone->margin = rec->margin;
}

/* The first attempt comes before the entry: its checks wait for that. */
static void take_check(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_check *rec = (const void *)event->record;
	struct lm_fact_zone *zone;

	if (rec->caller == LOWMARK_CALLER_FAST && !began(gather, event)) {
		if (gather->nr_early == LM_FACT_ZONES)
			return;
		zone = &gather->early[gather->nr_early++];
		*zone = (struct lm_fact_zone){ .zone = rec->zone };
		keep_check(zone, rec);
		return;
	}
	if (rec->caller != LOWMARK_CALLER_FAST &&
	    rec->caller != LOWMARK_CALLER_SLOW)
		return;
	zone = lm_fact_zone(&gather->facts, rec->zone);
	if (began(gather, event) && zone &&
	    (!zone->checked || zone->why == LOWMARK_WHY_OK))
		keep_check(zone, rec);
}

static void use_early(struct lm_gather *gather)
{
	struct lm_fact_zone *zone;
	unsigned int i;

	for (i = 0; i < gather->nr_early; i++) {
		zone = lm_fact_zone(&gather->facts, gather->early[i].zone);
		if (!zone || zone->checked)
			continue;
		zone->checked = true;
		zone->why = gather->early[i].why;
		zone->mark = gather->early[i].mark;
		zone->margin = gather->early[i].margin;
	}
}

/* A first attempt may be that of the incident, or not even be the last. */
static void start_over(struct lm_gather *gather,
		       const struct lowmark_rec_attempt *rec)
{
	struct lm_facts *facts = &gather->facts;

	memset(facts->skips, 0, sizeof(facts->skips));
	facts->rescans = 0;
	facts->fast = rec->result != LOWMARK_RESULT_PAGE;
	if (!facts->fast)
		gather->nr_early = 0;
}

static void take_attempt(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_attempt *rec = (const void *)event->record;
	struct lm_facts *facts = &gather->facts;
	__u8 counts[LM_NR_SKIPS];
	unsigned int i;

	if (began(gather, event)) {
		/* Of an allocation inside that needs no slow path */
		if (!rec->number)
			return;
		add_stage(&facts->attempts, event->time_ns, rec->latency);
	} else if (rec->kind == LOWMARK_ATTEMPT_FAST) {
		start_over(gather, rec);
		if (rec->result == LOWMARK_RESULT_PAGE)
			return;
	} else {
		return;
	}
	lm_attempt_skips(rec, counts);
	for (i = 0; i < LM_NR_SKIPS; i++) {
		if (counts[i] == LOWMARK_COUNT_NONE)
			continue;
		facts->skips[i].known = true;
		facts->skips[i].n += counts[i];
	}
	facts->rescans |= rec->rescans;
}

static void take_begin(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_slow_begin *rec = (const void *)event->record;
	struct lm_facts *facts = &gather->facts;

	if (rec->span != facts->target.span || !facts->target.span) {
		if (facts->has_begin)
			gather->depth++;
		gather->nr_early = 0;
		return;
	}
	facts->has_begin = true;
	facts->begin = *rec;
	facts->target.entered_ns = event->time_ns;
	if (rec->zone != LOWMARK_ZONE_NONE)
		facts->target.node = (__u16)lm_fact_node(facts, rec->zone);
	request(facts, rec->order, rec->highest, rec->gfp);
	use_early(gather);
}

static void take_end(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;
	struct lm_facts *facts = &gather->facts;

	if (rec->span != facts->target.span || !facts->target.span) {
		if (gather->depth)
			gather->depth--;
		return;
	}
	facts->has_end = true;
	facts->end = *rec;
	memcpy(facts->comm, event->comm,
	       strnlen(event->comm, sizeof(facts->comm) - 1));
	if (!facts->has_begin)
		request(facts, rec->order, facts->highest, rec->gfp);
}

/* It naps between runs, too, which only these verdicts tell. */
static bool found_asleep(__u8 verdict)
{
	return verdict == LOWMARK_WAKE_WOKEN ||
	       verdict == LOWMARK_WAKE_HOPELESS ||
	       verdict == LOWMARK_WAKE_BALANCED;
}

static void take_wake(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_wake *rec = (const void *)event->record;
	struct lm_facts *facts = &gather->facts;
	bool refused = rec->verdict != LOWMARK_WAKE_WOKEN &&
		       rec->verdict != LOWMARK_WAKE_THROTTLE;
	bool want = facts->target.question == LM_WHY_ASLEEP;

	if (!began(gather, event))
		return;
	if (rec->verdict < LM_NR_VERDICTS)
		facts->wakes[rec->verdict]++;
	if (found_asleep(rec->verdict) &&
	    lm_fact_node(facts, rec->zone) == facts->target.node)
		facts->kswapd.awake = false;
	if (facts->has_wake || (!facts->target.span && want != refused))
		return;
	facts->has_wake = true;
	facts->wake = *rec;
	if (facts->target.span)
		return;
	request(facts, rec->order, rec->highest, rec->gfp);
	memcpy(facts->comm, event->comm,
	       strnlen(event->comm, sizeof(facts->comm) - 1));
	use_early(gather);
}

static void take_skip(struct lm_facts *facts, const struct lm_event *event)
{
	const struct lowmark_rec_skip *rec = (const void *)event->record;
	struct lm_fact_zone *zone = lm_fact_zone(facts, rec->zone);

	if (zone && rec->reason < LM_NR_SKIPS)
		zone->skips[rec->reason]++;
}

static void take_compact(struct lm_facts *facts, const struct lm_event *event)
{
	const struct lowmark_rec_compact *rec = (const void *)event->record;

	add_stage(&facts->compact, event->time_ns, rec->latency);
	if (rec->result < LM_NR_COMPACTED)
		facts->compacted[rec->result]++;
}

static void take_oom(struct lm_facts *facts, const struct lm_event *event)
{
	const struct lowmark_rec_oom *rec = (const void *)event->record;

	add_stage(&facts->oom, event->time_ns, rec->latency);
	facts->oom_killed |= rec->verdict;
	facts->oom_memcg |= rec->memcg;
	if (!facts->requested)
		request(facts, rec->order, facts->highest, rec->gfp);
	if (!facts->comm[0])
		memcpy(facts->comm, event->comm,
		       strnlen(event->comm, sizeof(facts->comm) - 1));
}

static void take_node_reclaim(struct lm_facts *facts,
			      const struct lm_event *event)
{
	const struct lowmark_rec_node_reclaim *rec =
		(const void *)event->record;

	add_stage(&facts->node_reclaim, event->time_ns, rec->latency);
	if (rec->reclaimed == LOWMARK_PAGES_NONE)
		return;
	facts->node_reclaimed.known = true;
	facts->node_reclaimed.n += rec->reclaimed;
}

/* What the slow path spent its time on. */
static void take_stage(struct lm_facts *facts, const struct lm_event *event)
{
	const struct lowmark_rec_reclaim_end *reclaim =
		(const void *)event->record;
	const struct lowmark_rec_throttle *throttle =
		(const void *)event->record;
	const struct lowmark_rec_retry *retry = (const void *)event->record;

	switch (event->record->type) {
	case LOWMARK_REC_RECLAIM_END:
		add_stage(&facts->reclaim, event->time_ns, reclaim->latency);
		facts->scanned += reclaim->scanned;
		facts->reclaimed += reclaim->reclaimed;
		break;
	case LOWMARK_REC_THROTTLE:
		if (throttle->throttled)
			add_stage(&facts->throttle, event->time_ns,
				  throttle->latency);
		break;
	case LOWMARK_REC_RETRY:
		if (retry->reason < LM_NR_RETRIES)
			facts->retries[retry->reason]++;
		break;
	case LOWMARK_REC_COMPACT:
		take_compact(facts, event);
		break;
	case LOWMARK_REC_OOM:
		take_oom(facts, event);
		break;
	case LOWMARK_REC_NODE_RECLAIM:
		take_node_reclaim(facts, event);
		break;
	case LOWMARK_REC_SKIP:
		take_skip(facts, event);
		break;
	default:
		break;
	}
}

static void take_waits(struct lm_facts *facts,
		       const struct lowmark_rec_waits *rec)
{
	if (rec->span == facts->target.span)
		facts->waits = lm_waits_of(rec);
}

/**
 * lm_gather_own() - take what the task of the incident recorded
 * @gather: the gathering
 * @event: its event, up to the incident's end
 */
void lm_gather_own(struct lm_gather *gather, const struct lm_event *event)
{
	unsigned int type = event->record->type;

	if (type == LOWMARK_REC_SLOW_BEGIN)
		take_begin(gather, event);
	else if (type == LOWMARK_REC_SLOW_END)
		take_end(gather, event);
	else if (type == LOWMARK_REC_WAITS)
		take_waits(&gather->facts, (const void *)event->record);
	else if (gather->depth)
		return;
	else if (type == LOWMARK_REC_CHECK)
		take_check(gather, event);
	else if (type == LOWMARK_REC_ATTEMPT)
		take_attempt(gather, event);
	else if (type == LOWMARK_REC_WAKE)
		take_wake(gather, event);
	else if (began(gather, event))
		take_stage(&gather->facts, event);
}
