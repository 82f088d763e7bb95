/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A watermark check, as the hook has seen it.
 */
#ifndef LOWMARK_MODULE_CHECK_H
#define LOWMARK_MODULE_CHECK_H

#include <linux/mmzone.h>
#include <linux/percpu.h>

#include "watermark.h"

struct lowmark_flight;

/**
 * struct lowmark_check - a call of __zone_watermark_ok() that has returned
 * @zone: zone checked
 * @facts: what it compares
 * @margin: by how many pages it passes
 * @boost: boost of the zone's watermarks, in pages
 * @id: number of the zone, see lowmark_zone_id()
 * @highest: highest zone index of the request
 * @caller: enum lowmark_caller
 * @function: enum lowmark_function it came through
 * @why: enum lowmark_why, if it failed
 * @verdict: what it returned
 * @derived: the same recomputed
 * @assumed: the return was not seen: @verdict is @derived
 */
struct lowmark_check {
	struct zone *zone;
	struct lowmark_watermark facts;
	long margin;
	unsigned long boost;
	u16 id;
	u8 highest;
	u8 caller;
	u8 function;
	u8 why;
	bool verdict;
	bool derived;
	bool assumed;
};

/**
 * struct lowmark_through - zone_watermark_ok() or its _safe variant was entered
 *	on this CPU
 * @task: by whom; NULL: its check has come
 * @moves: of that task between CPUs
 * @caller: who called it
 * @function: enum lowmark_function
 * @level: LOWMARK_CTX_* level
 */
struct lowmark_through {
	struct task_struct *task;
	u64 moves;
	unsigned long caller;
	u8 function;
	u8 level;
};

DECLARE_PER_CPU(struct lowmark_through, lowmark_through);

unsigned int lowmark_check_through_take(unsigned long *caller);
unsigned int lowmark_check_which_other(struct zone *zone, unsigned long unboosted,
				       unsigned long mark);
bool lowmark_check_is_high(const struct lowmark_check *check);
void lowmark_check_follow(const struct lowmark_check *check,
			  struct lowmark_flight *flight, unsigned int level,
			  unsigned int which, bool recorded);
void lowmark_check_write_slowly(struct lowmark_check *check, unsigned int which,
				unsigned int ctx, unsigned int flags);
void lowmark_check_write_kept(struct lowmark_check *check);

#endif
