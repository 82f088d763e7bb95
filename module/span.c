// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stages of a slow path run: when each begins, and the time spent in it.
 */
#include <linux/ktime.h>

#include "compat_sched.h"
#include "flight.h"
#include "waits.h"

/**
 * lowmark_span_enters() - a stage of a slow path run begins
 * @span: the run, or NULL
 *
 * What it waited for since its last stage is known then.
 *
 * Return: clock when it begins
 */
notrace u64 lowmark_span_enters(struct lowmark_span *span)
{
	return span ? lowmark_waits_enter_stage(&span->waits) :
		      ktime_get_mono_fast_ns();
}

/**
 * lowmark_span_asks() - a slow path run asks for kswapd
 * @span: the run
 *
 * It does so where a round begins, right after it has looked whether its cpuset
 * has changed. Source: __alloc_pages_slowpath(), 5.10 to 7.3.
 */
notrace void lowmark_span_asks(struct lowmark_span *span)
{
	lowmark_count(&span->wakes);
	if (span->asking)
		return;
	span->asking = true;
	span->mems_asked = lowmark_mems_sequence();
}

/**
 * lowmark_span_spent() - a stage of a slow path run has ended
 * @span: the run, or NULL
 * @stage: the stage
 * @begin: clock when it began
 * @time: ns it took
 *
 * Context: the task had its CPU since the stage's end
 */
notrace void lowmark_span_spent(struct lowmark_span *span,
				enum lowmark_stage stage, u64 begin, u64 time)
{
	if (!span)
		return;
	span->spent[stage] += time;
	/* It asks for kswapd right after it has begun anew. */
	if (stage != LOWMARK_STAGE_WAKE)
		span->mems_late = lowmark_mems_copied(lowmark_mems_sequence());
	lowmark_waits_leave_stage(&span->waits, begin + time);
	span->stage |= 1u << stage;
}
