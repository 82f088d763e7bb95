/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Choosing the incident that a story is to be told of.
 */
#ifndef LOWMARK_LIB_PICK_H
#define LOWMARK_LIB_PICK_H

#include "facts.h"

/**
 * struct lm_choice - which incident is wanted
 * @question: of which kind
 * @by_id: @id counts
 * @by_pid: @pid counts
 * @by_time: @time_ns counts: the nearest one
 * @id: its name
 * @pid: its thread
 * @time_ns: its time
 */
struct lm_choice {
	enum lm_question question;
	bool by_id;
	bool by_pid;
	bool by_time;
	__u64 id;
	__u32 pid;
	__u64 time_ns;
};

/**
 * struct lm_rated - an incident
 * @target: what it is
 * @score: how bad it is; the worst is told of
 * @distance: to the wanted time
 */
struct lm_rated {
	struct lm_target target;
	__s64 score;
	__u64 distance;
};

#define LM_PICK_EARLIER 32

/**
 * struct lm_pick - the choosing, event by event
 * @choice: which one is wanted
 * @zones_per_node: of the kernel
 * @found: @best is one
 * @best: the best so far
 * @earlier: the best before, the first ones and the last ones, the latest at the end
 * @nr_earlier: entries of that
 * @number: incidents seen that are counted
 * @awake_ns: per node, when its kswapd began to run; 0 if it sleeps
 * @blind: now kswapd that was seen to wake may go to sleep unseen
 * @oom: an OOM whose slow path run has not ended yet is the best
 */
struct lm_pick {
	struct lm_choice choice;
	unsigned int zones_per_node;
	bool found;
	struct lm_rated best;
	struct lm_rated earlier[LM_PICK_EARLIER];
	unsigned int nr_earlier;
	__u64 number;
	__u64 awake_ns[LM_FACT_NODES];
	bool blind;
	bool oom;
};

void lm_pick_event(struct lm_pick *pick, const struct lm_event *event);
void lm_pick_end(struct lm_pick *pick, __u64 end_ns);

#endif
