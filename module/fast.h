/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What fast paths do, kept until the slow path follows or it is overwritten.
 */
#ifndef LOWMARK_FAST_H
#define LOWMARK_FAST_H

#include "check.h"
#include "compat_args.h"
#include "lowmark_record.h"

/**
 * struct lowmark_fast_stats - what became of the fast paths before slow paths
 * @retraced: recorded
 * @unseen: nothing of them was seen on the CPU where the slow path began
 * @truncated: of those recorded, the log may not have held all
 * @partial: of those recorded, the begin was not seen
 */
struct lowmark_fast_stats {
	u64 retraced;
	u64 unseen;
	u64 truncated;
	u64 partial;
};

/**
 * struct lowmark_fast_stage - where the log was when a stage of a scan began
 * @number: of the next entry
 * @cut: allocations of the CPU
 */
struct lowmark_fast_stage {
	u32 number;
	u64 cut;
};

int lowmark_fast_create(void);
void lowmark_fast_destroy(void);
void lowmark_fast_reset(void);
void lowmark_fast_sum(struct lowmark_fast_stats *sum);

struct lowmark_check *lowmark_fast_slot(unsigned int level, bool recorded);
void lowmark_fast_skip(int nid, enum lowmark_skip reason);
void lowmark_fast_stage_begins(struct lowmark_fast_stage *stage);
void lowmark_fast_stage_ends(const struct lowmark_fast_stage *stage);
void lowmark_fast_failed(const struct lowmark_request *request);

#endif
