/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the allocator decided, counted by reason, and where the slow path's
 * time went.
 */
#ifndef LOWMARK_LIB_DECISIONS_H
#define LOWMARK_LIB_DECISIONS_H

#include "facts.h"

#define LM_NR_RESCANS (LOWMARK_RESCAN_BUSY + 1)

/* clang-format off */
/* S(field of slow_end, name) */
#define LM_STAGES(S)			\
	S(waking, "asking for kswapd")	\
	S(scanning, "attempts")		\
	S(reclaiming, "direct reclaim")	\
	S(compacting, "direct compaction") \
	S(throttled, "throttling")	\
	S(killing, "out_of_memory")

#define LM_DECLARE_STAGE(field, name) LM_STAGE_##field,
enum lm_stages { LM_STAGES(LM_DECLARE_STAGE) LM_NR_STAGES };
#undef LM_DECLARE_STAGE
/* clang-format on */

extern const char *const lm_stage_names[LM_NR_STAGES];
extern const char *const lm_stage_keys[LM_NR_STAGES];
extern const char lm_rest_key[]; /* of what they leave of the time */

#define LM_STAGE_NONE "none of these" /* name of the time outside of stages */

/**
 * struct lm_decisions - decisions of all attempts and slow path runs
 * @skips: zones that attempts passed over, by enum lowmark_skip
 * @idle: counts of an attempt that passed over nothing, by enum lowmark_skip
 * @idle_known: there was one
 * @rescanning: a kernel told how often it scanned
 * @rescans: attempts that scanned again, by enum lowmark_rescan
 * @retries: rounds of the slow path, by enum lowmark_retry
 * @stages: time of the slow path, by enum lm_stages
 * @latency_ns: time of the slow path in all
 */
struct lm_decisions {
	struct lm_count skips[LM_NR_SKIPS];
	__u8 idle[LM_NR_SKIPS];
	bool idle_known;
	bool rescanning;
	__u64 rescans[LM_NR_RESCANS];
	__u64 retries[LM_NR_RETRIES];
	__u64 stages[LM_NR_STAGES];
	__u64 latency_ns;
};

void lm_decisions_attempt(struct lm_decisions *decisions,
			  const struct lowmark_rec_attempt *rec);
void lm_decisions_retry(struct lm_decisions *decisions,
			const struct lowmark_rec_retry *rec);
void lm_decisions_slow(struct lm_decisions *decisions,
		       const struct lowmark_rec_slow_end *rec);
__u64 lm_unstaged(const __u64 stages[LM_NR_STAGES], __u64 latency_ns);
bool lm_decisions_staged(const struct lm_decisions *decisions);

#endif
