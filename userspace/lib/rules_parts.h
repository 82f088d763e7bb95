/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What rules look at in common.
 */
#ifndef LOWMARK_LIB_RULES_PARTS_H
#define LOWMARK_LIB_RULES_PARTS_H

#include <stdio.h>

#include "decisions.h"
#include "rules_list.h"
#include "units.h"

#define TELL(evidence, ...) snprintf(evidence, LM_EVIDENCE, __VA_ARGS__)

/* Whether the request could have taken pages of a zone. */
static inline bool lm_listed(const struct lm_fact_zone *zone)
{
	return zone->told || zone->checked;
}

/* free - (low + boost + reserve) */
static inline __s64 lm_fact_margin(const struct lm_fact_zone *zone)
{
	return (__s64)zone->free - zone->low - zone->boost - zone->reserve;
}

/* A damaged recording may tell of parts far larger than the whole. */
static inline int lm_percent(__u64 part, __u64 all)
{
	double percent = all ? (double)part * 100 / (double)all : 0;

	return percent < 1000 ? (int)percent : 1000;
}

/* Share of the stall that a stage took, in percent. */
static inline int lm_share(const struct lm_facts *facts, __u64 time_ns)
{
	return lm_percent(time_ns,
			  facts->target.end_ns - facts->target.begin_ns);
}

/* "1 time", "2 times" */
static inline const char *lm_plural(__u64 n)
{
	return n == 1 ? "" : "s";
}

static inline __u64 lm_most(__u64 a, __u64 b)
{
	return a > b ? a : b;
}

/* Time in direct reclaim, as the slow path told at its end, or its parts. */
static inline __u64 lm_reclaim_ns(const struct lm_facts *facts)
{
	return lm_most(facts->has_end ? facts->end.reclaiming : 0,
		       facts->reclaim.time_ns);
}

/* The run's end was recorded, and tells what it did. */
static inline bool lm_is_told(const struct lm_facts *facts)
{
	return facts->has_end && !(facts->end.hdr.flags & LOWMARK_FLAG_UNSEEN);
}

static inline __u64 lm_compact_ns(const struct lm_facts *facts)
{
	return lm_most(facts->has_end ? facts->end.compacting : 0,
		       facts->compact.time_ns);
}

/* Attempts of the run; those recorded where its end does not tell. */
static inline __u64 lm_attempts(const struct lm_facts *facts)
{
	return lm_most(lm_is_told(facts) ? facts->end.attempts : 0,
		       facts->attempts.count);
}

/* Node reclaim is part of them. */
static inline __u64 lm_attempts_ns(const struct lm_facts *facts)
{
	__u64 recorded =
		lm_most(facts->attempts.time_ns, facts->node_reclaim.time_ns);

	return lm_most(facts->has_end ? facts->end.scanning : 0, recorded);
}

/* Time in attempts but for node reclaim. */
static inline __u64 lm_scanning_ns(const struct lm_facts *facts)
{
	__u64 inside = lm_attempts_ns(facts);
	__u64 reclaim = facts->node_reclaim.time_ns;

	return inside > reclaim ? inside - reclaim : 0;
}

static inline __u64 lm_throttle_ns(const struct lm_facts *facts)
{
	/* Looking whether to throttle takes time, too, and has no record. */
	if (!facts->throttle.count && facts->reclaim.count)
		return 0;
	return lm_most(facts->has_end ? facts->end.throttled : 0,
		       facts->throttle.time_ns);
}

static inline __u64 lm_oom_ns(const struct lm_facts *facts)
{
	return lm_most(facts->has_end ? facts->end.killing : 0,
		       facts->oom.time_ns);
}

/*
 * Time of the slow path in none of these: with it and that of asking for kswapd
 * all adds up.
 */
static inline __u64 lm_none_ns(const struct lm_facts *facts)
{
	const struct lm_stages stages = {
		.ns = {
			[LM_STAGE_waking] = facts->end.waking,
			[LM_STAGE_scanning] = lm_attempts_ns(facts),
			[LM_STAGE_reclaiming] = lm_reclaim_ns(facts),
			[LM_STAGE_compacting] = lm_compact_ns(facts),
			[LM_STAGE_throttled] = lm_throttle_ns(facts),
			[LM_STAGE_killing] = lm_oom_ns(facts),
			[LM_STAGE_queued_between] = facts->waits.queued_between,
			[LM_STAGE_slept_between] = facts->waits.slept_between,
		},
		.latency_ns = facts->end.latency,
	};

	return lm_is_told(facts) ? lm_stages_rest(&stages) : 0;
}

/* For most of the time it could have run, had there been a CPU. */
static inline bool lm_lacked_cpu(const struct lm_facts *facts)
{
	return lm_share(facts, facts->waits.queued) >= 50;
}

#define LM_EFFECTIVE_PERCENT 10 /* of the scanned pages, reclaimed */

/* Direct reclaim was tried, and in vain. */
static inline bool lm_reclaim_in_vain(const struct lm_facts *facts)
{
	return facts->reclaim.count &&
	       lm_percent(facts->reclaimed, facts->scanned) <
		       LM_EFFECTIVE_PERCENT;
}

/* The zone of the request, or that of the wake it is about. */
static inline const struct lm_fact_zone *
lm_main_zone(const struct lm_facts *facts)
{
	unsigned int i, zone = LOWMARK_ZONE_NONE;

	if (facts->has_begin)
		zone = facts->begin.zone;
	else if (facts->has_wake)
		zone = facts->wake.zone;
	for (i = 0; i < facts->nr_zones; i++)
		if (facts->zones[i].zone == zone && facts->zones[i].known)
			return &facts->zones[i];
	return NULL;
}

#endif
