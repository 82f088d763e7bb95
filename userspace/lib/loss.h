/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Losses of one CPU, computed from the headers of its chunks.
 */
#ifndef LOWMARK_LIB_LOSS_H
#define LOWMARK_LIB_LOSS_H

#include <stdbool.h>

#include "lowmark_record.h"

#define LM_STRUCTURAL(type)                                          \
	((type) == LOWMARK_REC_TIME || (type) == LOWMARK_REC_TASK || \
	 (type) == LOWMARK_REC_KEPT)

/**
 * struct lm_loss - what was lost between two chunks of a CPU
 * @cpu: the CPU
 * @from_ns: end of the chunk before
 * @to_ns: begin of the chunk after
 * @total: records lost, structural ones apart
 * @chunks: whole chunks that are missing
 * @restart: the ring was made anew in between: what was lost then is unknown
 * @counts: records lost, by type; 0 for structural ones
 */
struct lm_loss {
	__u32 cpu;
	__u64 from_ns;
	__u64 to_ns;
	__u64 total;
	__u64 chunks;
	bool restart;
	__u64 counts[LOWMARK_KINDS];
};

/**
 * struct lm_loss_state - what is known of a CPU's stream so far
 * @begun: a chunk has been seen
 * @seq: number of that chunk
 * @time_ns: its end
 * @seen: records that had been produced by its end, by type
 *
 * Start with all zero.
 */
struct lm_loss_state {
	bool begun;
	__u64 seq;
	__u64 time_ns;
	__u64 seen[LOWMARK_KINDS];
};

/**
 * lm_loss_hides() - may records of a type be among what was lost?
 * @loss: what was lost
 * @type: the type, not a structural one
 *
 * Return: true if so
 */
static inline bool lm_loss_hides(const struct lm_loss *loss, unsigned int type)
{
	return loss->counts[type] || loss->restart;
}

bool lm_loss_enter(struct lm_loss_state *state,
		   const struct lowmark_chunk *head, struct lm_loss *loss);
void lm_loss_leave(struct lm_loss_state *state,
		   const struct lowmark_chunk *head,
		   const __u32 counts[LOWMARK_KINDS]);

#endif
