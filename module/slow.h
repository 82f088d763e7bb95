/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A slow path run from begin to end, whichever probe sees these.
 */
#ifndef LOWMARK_SLOW_H
#define LOWMARK_SLOW_H

#include <linux/types.h>

struct lowmark_flight;
struct lowmark_request;
struct lowmark_walk;
struct page;
struct pt_regs;

/**
 * struct lowmark_slow - what a slow path run began with
 * @flight: what its context is doing, or NULL
 * @outer: scan that it allocates for, or NULL
 * @id: its name in the records
 * @begin: clock when that had been recorded
 * @gfp: gfp mask
 * @preferred: preferred zone
 * @order: order
 * @outer_fate: enum lowmark_fate of the chain around it
 */
struct lowmark_slow {
	struct lowmark_flight *flight;
	struct lowmark_walk *outer;
	u64 id;
	u64 begin;
	u32 gfp;
	u16 preferred;
	u8 order;
	u8 outer_fate;
};

u64 lowmark_spans_missed(void);
void lowmark_slow_begins(struct lowmark_slow *slow,
			 const struct lowmark_request *request,
			 struct pt_regs *regs);
void lowmark_slow_ends(const struct lowmark_slow *slow, struct page *page);

#endif
