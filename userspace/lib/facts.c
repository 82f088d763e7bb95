// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking things up among the facts about an incident.
 */
#include "facts.h"

/**
 * lm_attempt_skips() - zones an attempt passed over
 * @rec: the attempt
 * @counts: set to the counts by enum lowmark_skip; LOWMARK_COUNT_NONE: n/a
 */
void lm_attempt_skips(const struct lowmark_rec_attempt *rec,
		      __u8 counts[LM_NR_SKIPS])
{
	counts[LOWMARK_SKIP_CPUSET] = rec->cpuset;
	counts[LOWMARK_SKIP_DIRTY] = rec->dirty;
	counts[LOWMARK_SKIP_FAIR] = rec->fair;
	counts[LOWMARK_SKIP_ZLC] = rec->zlc;
	counts[LOWMARK_SKIP_NOFRAGMENT] = rec->nofragment;
	counts[LOWMARK_SKIP_BUSY] = rec->busy;
	counts[LOWMARK_SKIP_RECLAIM_OFF] = rec->reclaim_off;
	counts[LOWMARK_SKIP_RECLAIM_FAR] = rec->reclaim_far;
	counts[LOWMARK_SKIP_RECLAIM_NONE] = rec->reclaim_none;
	counts[LOWMARK_SKIP_RMQUEUE] = rec->rmqueue;
	counts[LOWMARK_SKIP_UNKNOWN] = rec->unknown;
}

/**
 * lm_slow_target() - a slow path run as the incident a story is about
 * @question: what is asked
 * @event: its end
 * @zones_per_node: of the recording; 0 if not known
 *
 * Return: the incident
 */
struct lm_target lm_slow_target(enum lm_question question,
				const struct lm_event *event,
				unsigned int zones_per_node)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;
	__u64 latency = rec->latency < event->time_ns ? rec->latency : 0;
	struct lm_target target = {
		.question = question,
		.id = rec->span,
		.span = rec->span,
		.begin_ns = event->time_ns - latency,
		.end_ns = event->time_ns,
		.cpu = event->cpu,
		.pid = event->pid,
		.level = rec->hdr.ctx & LOWMARK_CTX_LEVEL,
	};

	if (rec->preferred == LOWMARK_ZONE_NONE)
		target.node = LM_NODE_NONE;
	else if (zones_per_node)
		target.node = (__u16)(rec->preferred / zones_per_node);
	return target;
}

/**
 * lm_fact_node() - node of a zone
 * @facts: the facts
 * @zone: number of the zone
 *
 * Return: the node, 0 if the number of zones per node is not known
 */
unsigned int lm_fact_node(const struct lm_facts *facts, unsigned int zone)
{
	return facts->zones_per_node ? zone / facts->zones_per_node : 0;
}

/**
 * lm_fact_zone() - find or add a zone
 * @facts: the facts
 * @zone: number of the zone
 *
 * Return: the zone, NULL if there is no more room
 */
struct lm_fact_zone *lm_fact_zone(struct lm_facts *facts, unsigned int zone)
{
	unsigned int i;

	for (i = 0; i < facts->nr_zones; i++)
		if (facts->zones[i].zone == zone)
			return &facts->zones[i];
	if (i == LM_FACT_ZONES)
		return NULL;
	facts->nr_zones++;
	facts->zones[i] = (struct lm_fact_zone){ .zone = (__u16)zone };
	return &facts->zones[i];
}
