/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where the slow path's time went: its stages, and what it waited for between
 * them.
 */
#ifndef LOWMARK_LIB_STAGES_H
#define LOWMARK_LIB_STAGES_H

#include <stdbool.h>

#include "lowmark_record.h"

/* clang-format off */
/* S(field of slow_end, name) */
#define LM_STAGES(S)			\
	S(waking, "asking for kswapd")	\
	S(scanning, "attempts")		\
	S(reclaiming, "direct reclaim")	\
	S(compacting, "direct compaction") \
	S(throttled, "throttling")	\
	S(killing, "out_of_memory")

/* S(field of waits, name): outside of those */
#define LM_WAITS(S)			\
	S(queued_between, "waiting for a CPU between them") \
	S(slept_between, "asleep between them")

#define LM_DECLARE_STAGE(field, name) LM_STAGE_##field,
enum lm_stage_id {
	LM_STAGES(LM_DECLARE_STAGE)
	LM_WAITS(LM_DECLARE_STAGE)
	LM_NR_STAGES
};
#undef LM_DECLARE_STAGE
/* clang-format on */

extern const char *const lm_stage_names[LM_NR_STAGES];
extern const char *const lm_stage_keys[LM_NR_STAGES];
extern const char lm_rest_key[]; /* of what they leave of the time */

#define LM_STAGE_NONE "none of these" /* name of the time outside of stages */

/**
 * struct lm_waits - what a run waited for
 * @known: it was told
 * @queued: for a CPU
 * @queued_between: that outside of the stages
 * @slept_between: time outside of them in which it slept
 */
struct lm_waits {
	bool known;
	__u64 queued;
	__u64 queued_between;
	__u64 slept_between;
};

/**
 * struct lm_stages - time of runs
 * @ns: by enum lm_stage_id
 * @latency_ns: in all
 * @queued_ns: of that, time without a CPU, in stages or between them
 * @waits_known: a run told what it waited for
 */
struct lm_stages {
	__u64 ns[LM_NR_STAGES];
	__u64 latency_ns;
	__u64 queued_ns;
	bool waits_known;
};

void lm_stages_add(struct lm_stages *stages,
		   const struct lowmark_rec_slow_end *end,
		   const struct lm_waits *waits);
bool lm_stages_told(const struct lm_stages *stages);
bool lm_stages_know(const struct lm_stages *stages, enum lm_stage_id id);
__u64 lm_stages_rest(const struct lm_stages *stages);
struct lm_waits lm_waits_of(const struct lowmark_rec_waits *rec);

#endif
