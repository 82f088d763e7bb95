/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Gathering the facts about one incident from the stream of events.
 */
#ifndef LOWMARK_LIB_GATHER_H
#define LOWMARK_LIB_GATHER_H

#include "facts.h"
#include "names.h"

/**
 * struct lm_missing - what is not recorded
 * @wakes: requests to wake kswapd, ever
 * @runs: runs of kswapd, ever
 * @off: events that are not recorded now, or not all, a bit per enum lowmark_event
 * @off_then: those that were not at some time of the incident
 * @blind: now kswapd that was seen to wake may go to sleep unseen
 * @lost: kswapd went out of sight since; what it does later is of another story
 * @unsure: it was seen to wake when it might go to sleep unseen
 */
struct lm_missing {
	bool wakes;
	bool runs;
	__u32 off;
	__u32 off_then;
	bool blind;
	bool lost;
	bool unsure;
};

/**
 * struct lm_gather - the gathering, event by event
 * @facts: what has been gathered
 * @names: names of the traced kernel
 * @depth: slow path runs of the task that are nested inside
 * @early: zones checked by the task's first attempt so far, before its entry
 * @nr_early: entries of @early
 * @missing: what is not recorded
 */
struct lm_gather {
	struct lm_facts facts;
	const struct lm_names *names;
	unsigned int depth;
	struct lm_fact_zone early[LM_FACT_ZONES];
	unsigned int nr_early;
	struct lm_missing missing;
};

void lm_gather_init(struct lm_gather *gather, const struct lm_target *target,
		    const struct lm_names *names, const char *zones);
void lm_gather_missing(struct lm_gather *gather, const char *caps,
		       const char *meta);
void lm_gather_event(struct lm_gather *gather, const struct lm_event *event);
void lm_gather_end(struct lm_gather *gather);

#endif
