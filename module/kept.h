/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Chains that are kept until their end tells whether they are recorded.
 */
#ifndef LOWMARK_KEPT_H
#define LOWMARK_KEPT_H

#include "filter.h"

int lowmark_kept_create(void);
void lowmark_kept_destroy(void);
void lowmark_kept_stop(u64 end);
void lowmark_kept_open(struct lowmark_flight *flight, enum lowmark_chain chain,
		       const struct lowmark_filter *filter);
void lowmark_kept_since(const struct lowmark_flight *flight, u64 now);
void lowmark_kept_decide(struct lowmark_flight *flight);
void *lowmark_kept_begin(struct lowmark_write *write,
			 const struct lowmark_flight *flight, unsigned int type,
			 unsigned int bytes);
void lowmark_kept_end(struct lowmark_write *write);
void lowmark_kept_close(struct lowmark_flight *flight, u64 latency,
			bool failed);

/*
 * The latency of the run that a chain is begins.
 * @outer_fate is that of a chain around it.
 */
static inline void lowmark_chain_since(const struct lowmark_flight *flight,
				       u8 outer_fate, u64 now)
{
	if (unlikely(flight && flight->fate == LOWMARK_FATE_KEEP) &&
	    outer_fate != LOWMARK_FATE_KEEP)
		lowmark_kept_since(flight, now);
}

/*
 * The chain that is kept ends.
 * @latency and @failed tell of the slow path run or attempt that it is.
 */
static inline void lowmark_chain_end(struct lowmark_flight *flight, u64 latency,
				     bool failed)
{
	if (unlikely(flight->fate == LOWMARK_FATE_KEEP))
		lowmark_kept_close(flight, latency, failed);
}

#endif
