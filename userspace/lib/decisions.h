/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the allocator decided, counted by reason, and where the slow path's time
 * went.
 */
#ifndef LOWMARK_LIB_DECISIONS_H
#define LOWMARK_LIB_DECISIONS_H

#include "facts.h"
#include "stages.h"

#define LM_NR_RESCANS (LOWMARK_RESCAN_BUSY + 1)

/**
 * struct lm_decisions - decisions of all attempts and slow path runs
 * @skips: zones that attempts passed over, by enum lowmark_skip
 * @idle: counts of an attempt that passed over nothing, by enum lowmark_skip
 * @idle_known: there was one
 * @rescanning: a kernel told how often it scanned
 * @rescans: attempts that scanned again, by enum lowmark_rescan
 * @retries: rounds of the slow path, by enum lowmark_retry
 * @stages: where the slow path's time went
 */
struct lm_decisions {
	struct lm_count skips[LM_NR_SKIPS];
	__u8 idle[LM_NR_SKIPS];
	bool idle_known;
	bool rescanning;
	__u64 rescans[LM_NR_RESCANS];
	__u64 retries[LM_NR_RETRIES];
	struct lm_stages stages;
};

void lm_decisions_attempt(struct lm_decisions *decisions,
			  const struct lowmark_rec_attempt *rec);
void lm_decisions_retry(struct lm_decisions *decisions,
			const struct lowmark_rec_retry *rec);

#endif
