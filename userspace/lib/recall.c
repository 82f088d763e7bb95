// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stories of the longest stalls, gathered while events pass by: what came
 * before a stall is taken from the latest events, which are kept.
 */
#include "recall.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather_parts.h"
#include "merge.h"
#include "why.h"

#define FAST_NS 1000000 /* so early an allocation may have begun before */

/**
 * lm_recall_init() - start
 * @recall: what to initialise; keeps pointing to @names
 * @names: names of the traced kernel
 * @zones: text of "zones" now
 * @caps: text of "caps"
 * @meta: text with the events that are recorded, of META or "status"
 *
 * Return: 0 or -ENOMEM; to be ended by lm_recall_deinit() in any case
 */
int lm_recall_init(struct lm_recall *recall, const struct lm_names *names,
		   const char *zones, const char *caps, const char *meta)
{
	struct lm_target ever = { .question = LM_WHY_STALL,
				  .begin_ns = LM_FOREVER,
				  .end_ns = LM_FOREVER };
	unsigned int i;

	memset(recall, 0, sizeof(*recall));
	recall->names = names;
	for (i = 0; i < LM_FACT_NODES; i++) {
		ever.node = (__u16)i;
		lm_gather_init(&recall->before[i], &ever, names,
			       i ? "" : zones);
		if (!i)
			lm_gather_missing(&recall->before[i], caps, meta);
		else
			recall->before[i].missing = recall->before[0].missing;
	}
	recall->moments = calloc(LM_RECALL_EVENTS, sizeof(*recall->moments));
	return recall->moments ? 0 : -ENOMEM;
}

/**
 * lm_recall_deinit() - give back all memory
 * @recall: what to end
 */
void lm_recall_deinit(struct lm_recall *recall)
{
	free(recall->moments);
}

/* What an event told of the state of things is all that stays of it. */
static void forget(struct lm_recall *recall, const struct lm_event *event)
{
	unsigned int i;

	if (event->loss) {
		for (i = 0; i < LM_FACT_NODES; i++)
			lm_gather_loss(&recall->before[i], event->loss);
		return;
	}
	lm_gather_zones(&recall->before[0], event);
	for (i = 0; i < LM_FACT_NODES; i++) {
		lm_gather_settings(&recall->before[i], event);
		lm_gather_kswapd(&recall->before[i], event);
	}
}

static void keep(struct lm_recall *recall, const struct lm_event *event)
{
	struct lm_moment *moment =
		&recall->moments[recall->passed++ % LM_RECALL_EVENTS];

	if (recall->passed > LM_RECALL_EVENTS)
		forget(recall, &moment->event);
	moment->event = *event;
	snprintf(moment->comm, sizeof(moment->comm), "%s", event->comm);
	moment->event.comm = moment->comm;
	if (event->loss) {
		moment->loss = *event->loss;
		moment->event.loss = &moment->loss;
		return;
	}
	memcpy(moment->bytes, event->record,
	       lm_event_bytes[event->record->type]);
	moment->event.record = (const void *)moment->bytes;
}

static __u64 latency_of(const struct lm_gather *gather)
{
	return gather->facts.target.end_ns - gather->facts.target.begin_ns;
}

/* Where to gather a stall: a free place, or that of a shorter one. */
static struct lm_gather *place_for(struct lm_recall *recall, __u64 latency)
{
	struct lm_gather *shortest = recall->stalls;
	unsigned int i;

	if (recall->nr_stalls < LM_RECALL_STALLS)
		return &recall->stalls[recall->nr_stalls++];
	for (i = 1; i < LM_RECALL_STALLS; i++)
		if (latency_of(&recall->stalls[i]) < latency_of(shortest))
			shortest = &recall->stalls[i];
	return latency > latency_of(shortest) ? shortest : NULL;
}

/* Has something of a stall been forgotten, or of the fast path before it? */
static bool is_forgotten(const struct lm_recall *recall, __u64 begin_ns)
{
	const struct lm_moment *oldest =
		&recall->moments[recall->passed % LM_RECALL_EVENTS];

	return recall->passed > LM_RECALL_EVENTS &&
	       oldest->event.time_ns + FAST_NS > begin_ns;
}

/* Start with what was known when the oldest event came. */
static void begin(const struct lm_recall *recall, struct lm_gather *gather,
		  const struct lm_target *target)
{
	const struct lm_facts *before = &recall->before[0].facts;
	struct lm_facts *facts = &gather->facts;

	lm_gather_init(gather, target, recall->names, "");
	memcpy(facts->zones, before->zones, sizeof(facts->zones));
	facts->nr_zones = before->nr_zones;
	facts->raised_ns = before->raised_ns;
	facts->raised_by = before->raised_by;
	gather->missing = recall->before[0].missing;
	if (target->node < LM_FACT_NODES)
		facts->kswapd = recall->before[target->node].facts.kswapd;
}

/* A stall has ended: look back at what is known of it. */
static void look_back(struct lm_recall *recall, const struct lm_event *event)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;
	unsigned int zones_per_node = recall->names->names.zones_per_node;
	struct lm_target target =
		lm_slow_target(LM_WHY_STALL, event, zones_per_node);
	struct lm_gather *gather;
	__u64 i = 0;

	if (rec->latency > event->time_ns ||
	    is_forgotten(recall, target.begin_ns))
		return;
	gather = place_for(recall, rec->latency);
	if (!gather)
		return;
	begin(recall, gather, &target);
	if (recall->passed > LM_RECALL_EVENTS)
		i = recall->passed - LM_RECALL_EVENTS;
	for (; i < recall->passed; i++)
		lm_gather_event(gather,
				&recall->moments[i % LM_RECALL_EVENTS].event);
}

/**
 * lm_recall_event() - an event passes by
 * @recall: what it belongs to
 * @event: the event, later than those before
 */
void lm_recall_event(struct lm_recall *recall, const struct lm_event *event)
{
	const struct lm_target *target;
	unsigned int i;

	for (i = 0; i < recall->nr_stalls; i++) {
		target = &recall->stalls[i].facts.target;
		if (event->time_ns <= target->end_ns + LM_RECALL_AFTER_NS)
			lm_gather_event(&recall->stalls[i], event);
	}
	keep(recall, event);
	if (!event->loss && event->record->type == LOWMARK_REC_SLOW_END)
		look_back(recall, event);
}

/**
 * lm_recall_story() - tell the story of a stall
 * @recall: where from
 * @span: the stall
 * @of: how many there are
 *
 * Return: the text, to be freed; NULL if the stall was not among the longest,
 *	or its begin had been forgotten when it ended
 */
char *lm_recall_story(const struct lm_recall *recall, __u64 span, __u64 of)
{
	static struct lm_gather gather;
	static struct lm_why why;
	unsigned int i;

	for (i = 0; i < recall->nr_stalls; i++) {
		if (recall->stalls[i].facts.target.span != span)
			continue;
		gather = recall->stalls[i];
		lm_gather_end(&gather);
		why.facts = gather.facts;
		why.facts.target.of = of;
		why.names = recall->names;
		lm_findings_make(&why.findings, &why.facts, why.names);
		return lm_why_text(&why);
	}
	return NULL;
}
