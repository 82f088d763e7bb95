// SPDX-License-Identifier: GPL-2.0-only
/*
 * Facts about an incident that kswapd of its node recorded, or those who
 * asked for it.
 */
#include "gather_parts.h"

static bool of_node(const struct lm_gather *gather,
		    const struct lm_event *event)
{
	const struct lowmark_rec_kswapd_wake *any = (const void *)event->record;
	const struct lowmark_rec_wake *wake = (const void *)event->record;
	const struct lm_facts *facts = &gather->facts;

	if (event->record->type == LOWMARK_REC_WAKE)
		return lm_fact_node(facts, wake->zone) == facts->target.node;
	return any->node == facts->target.node;
}

static void take_run(struct lm_fact_kswapd *kswapd,
		     const struct lm_event *event)
{
	const struct lowmark_rec_balance_begin *rec =
		(const void *)event->record;

	if (rec->cause < LM_NR_RUNS)
		kswapd->causes[rec->cause]++;
	if (rec->boost != LOWMARK_PAGES_NONE && rec->boost > kswapd->boost)
		kswapd->boost = rec->boost;
	if (rec->order > kswapd->order)
		kswapd->order = rec->order;
}

static void take_run_end(struct lm_fact_kswapd *kswapd,
			 const struct lm_event *event)
{
	const struct lowmark_rec_balance_end *rec = (const void *)event->record;

	kswapd->runs++;
	kswapd->balance_ns += rec->latency;
	kswapd->scanned += rec->scanned;
	kswapd->reclaimed += rec->reclaimed;
	kswapd->order_done = rec->order_done;
	if (rec->failures != LOWMARK_COUNT_NONE &&
	    rec->failures > kswapd->failures)
		kswapd->failures = rec->failures;
}

/*
 * Before the incident only whether kswapd is awake, since when, and whether it
 * gave up.
 */
static void take_before(struct lm_gather *gather, const struct lm_event *event)
{
	struct lm_fact_kswapd *kswapd = &gather->facts.kswapd;
	const struct lowmark_rec_hopeless *rec = (const void *)event->record;
	const struct lowmark_rec_wake *wake = (const void *)event->record;

	if (event->record->type == LOWMARK_REC_WAKE &&
	    wake->verdict == LOWMARK_WAKE_WOKEN) {
		/* For how long is known if its sleep would be recorded. */
		kswapd->awake = !(gather->missing.off & LM_EVENT_BIT(KSWAPD));
		kswapd->woken_ns = event->time_ns;
		kswapd->early_runs = 0;
	} else if (event->record->type == LOWMARK_REC_BALANCE_END) {
		kswapd->early_runs++;
	} else if (event->record->type == LOWMARK_REC_KSWAPD_WAKE) {
		kswapd->awake = !gather->missing.blind;
		kswapd->hidden = gather->missing.blind;
	} else if (event->record->type == LOWMARK_REC_KSWAPD_SLEEP) {
		kswapd->awake = false;
		kswapd->hidden = gather->missing.blind;
	} else if (event->record->type == LOWMARK_REC_HOPELESS) {
		kswapd->hopeless = rec->cleared == LOWMARK_CLEARED_NOT;
	}
}

/* Which sleep ends it is known as long as it is in sight. */
static void take_sleep(struct lm_gather *gather, __u64 time_ns)
{
	const struct lm_missing *missing = &gather->missing;
	struct lm_fact_kswapd *kswapd = &gather->facts.kswapd;

	if ((kswapd->run_ns || kswapd->awake) && !missing->lost &&
	    !missing->unsure)
		kswapd->sleep_ns = time_ns;
}

static void take_after(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lowmark_rec_wake *wake = (const void *)event->record;
	const struct lowmark_rec_pass *pass = (const void *)event->record;
	const struct lowmark_rec_rest *rest = (const void *)event->record;
	const struct lowmark_rec_hopeless *hopeless =
		(const void *)event->record;
	struct lm_fact_kswapd *kswapd = &gather->facts.kswapd;

	switch (event->record->type) {
	case LOWMARK_REC_WAKE:
		if (wake->verdict < LM_NR_VERDICTS)
			kswapd->requests[wake->verdict]++;
		break;
	case LOWMARK_REC_KSWAPD_WAKE:
		if (kswapd->run_ns)
			break;
		kswapd->run_ns = event->time_ns;
		gather->missing.unsure = gather->missing.blind;
		break;
	case LOWMARK_REC_KSWAPD_SLEEP:
		take_sleep(gather, event->time_ns);
		break;
	case LOWMARK_REC_BALANCE_BEGIN:
		take_run(kswapd, event);
		break;
	case LOWMARK_REC_BALANCE_END:
		take_run_end(kswapd, event);
		break;
	case LOWMARK_REC_PASS:
		kswapd->passes++;
		kswapd->balanced += pass->balanced != 0;
		break;
	case LOWMARK_REC_REST:
		if (rest->rest < LM_NR_RESTS)
			kswapd->rests[rest->rest]++;
		break;
	case LOWMARK_REC_HOPELESS:
		kswapd->hopeless |= hopeless->cleared == LOWMARK_CLEARED_NOT;
		break;
	default:
		break;
	}
}

static bool is_kswapd(unsigned int type)
{
	return type == LOWMARK_REC_WAKE || type == LOWMARK_REC_KSWAPD_WAKE ||
	       type == LOWMARK_REC_KSWAPD_SLEEP ||
	       type == LOWMARK_REC_BALANCE_BEGIN ||
	       type == LOWMARK_REC_BALANCE_END || type == LOWMARK_REC_PASS ||
	       type == LOWMARK_REC_REST || type == LOWMARK_REC_HOPELESS;
}

/* A wake's story goes on until kswapd sleeps, any to a run's end. */
static bool goes_on(const struct lm_gather *gather,
		    const struct lm_event *event)
{
	const struct lm_target *target = &gather->facts.target;
	const struct lm_missing *missing = &gather->missing;
	unsigned int type = event->record->type;

	if (target->question == LM_WHY_AWAKE)
		return false;
	if (missing->lost && type != LOWMARK_REC_WAKE &&
	    type != LOWMARK_REC_HOPELESS)
		return false;
	return (target->question == LM_WHY_WAKE && !missing->unsure) ||
	       !gather->facts.kswapd.runs ||
	       event->time_ns <= target->end_ns + LM_AFTER_NS;
}

/**
 * lm_gather_kswapd() - take what an event tells of kswapd of the node
 * @gather: the gathering
 * @event: the event, of anybody
 */
void lm_gather_kswapd(struct lm_gather *gather, const struct lm_event *event)
{
	const struct lm_target *target = &gather->facts.target;

	if (!is_kswapd(event->record->type) || !of_node(gather, event))
		return;
	if (event->time_ns < target->entered_ns) {
		take_before(gather, event);
		return;
	}
	if (gather->facts.kswapd.sleep_ns)
		return;
	if (event->time_ns <= target->end_ns || goes_on(gather, event))
		take_after(gather, event);
}
