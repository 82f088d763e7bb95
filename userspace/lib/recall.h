/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The stories of the longest stalls, gathered while events pass by.
 */
#ifndef LOWMARK_LIB_RECALL_H
#define LOWMARK_LIB_RECALL_H

#include "gather.h"

#define LM_RECALL_EVENTS 65536
#define LM_RECALL_STALLS 16
#define LM_RECALL_AFTER_NS 10000000000ull /* how long after it is looked at */

/**
 * struct lm_moment - an event that has passed
 * @event: the event; what it points to is below
 * @comm: name of the task
 * @loss: what was lost
 * @bytes: the record
 */
struct lm_moment {
	struct lm_event event;
	char comm[LOWMARK_COMM_LEN + 1];
	union {
		struct lm_loss loss;
		__u64 bytes[32];
	};
};

/**
 * struct lm_recall - the latest events, and the stalls a story can be told of
 * @names: names of the traced kernel
 * @moments: the latest events, a ring
 * @passed: events so far
 * @before: what events told that are not kept any more: of the zones in the
 *	first, of kswapd in that of its node
 * @stalls: gatherings of the longest stalls, in no order
 * @nr_stalls: entries of @stalls
 */
struct lm_recall {
	const struct lm_names *names;
	struct lm_moment *moments;
	__u64 passed;
	struct lm_gather before[LM_FACT_NODES];
	struct lm_gather stalls[LM_RECALL_STALLS];
	unsigned int nr_stalls;
};

int lm_recall_init(struct lm_recall *recall, const struct lm_names *names,
		   const char *zones, const char *caps, const char *meta);
void lm_recall_deinit(struct lm_recall *recall);
void lm_recall_event(struct lm_recall *recall, const struct lm_event *event);
char *lm_recall_story(const struct lm_recall *recall, __u64 span, __u64 of);

#endif
