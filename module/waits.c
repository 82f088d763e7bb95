// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a slow path run waits for: a CPU, or to be woken. Between its stages it
 * lets others run, and sleeps: for another's OOM kill, as a kworker that is to let
 * others run, and up to 5.15 for writeback.
 */
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "compat_sched.h"
#include "lowmark.h"
#include "ring.h"
#include "waits.h"

/**
 * lowmark_waits_begin() - the running task's run begins
 * @waits: zeroed; what is known of it from here on
 * @now: clock when it began
 */
notrace void lowmark_waits_begin(struct lowmark_waits *waits, u64 now)
{
	lowmark_waits_leave_stage(waits, now);
	waits->begun = now;
	waits->entered = waits->delay;
}

/*
 * Of the time since its last stage all that it did not wait for a CPU counts as
 * sleep, if it slept. A wait begins by the clock of the run queue, which may stand
 * since the interrupt that wanted the CPU for another: it is no longer than that.
 *
 * Source: sched_info_arrive(), kernel/sched/stats.h; __schedule(),
 * kernel/sched/core.c, 3.18 to 7.3.
 */
static notrace void passed_between(struct lowmark_waits *waits, u64 passed)
{
	u64 queued = min(lowmark_run_delay() - waits->delay, passed);

	waits->queued_between += queued;
	if (current->nvcsw != waits->switches)
		waits->slept_between += passed - queued;
}

/**
 * lowmark_waits_enter_stage() - the run enters a stage, or ends
 * @waits: what is known of it
 *
 * Return: clock at which the time since its last stage ends
 */
notrace u64 lowmark_waits_enter_stage(struct lowmark_waits *waits)
{
	u64 now;

	/* Tracepoints do not forbid it since 7.x. */
	preempt_disable_notrace();
	now = ktime_get_mono_fast_ns();
	if (waits->outside)
		passed_between(waits, now - waits->since);
	waits->outside = false;
	preempt_enable_notrace();
	return now;
}

/**
 * lowmark_waits_leave_stage() - a stage of the run ends
 * @waits: what is known of it
 * @now: clock when it ended; what lowmark has done since is no part of the stage
 *
 * Context: the task had its CPU since @now
 */
notrace void lowmark_waits_leave_stage(struct lowmark_waits *waits, u64 now)
{
	waits->since = now;
	waits->delay = lowmark_run_delay();
	waits->switches = current->nvcsw;
	waits->outside = true;
}

/**
 * lowmark_waits_end() - the run ends; tell what it waited for
 * @waits: what is known of it
 * @span: its id
 */
notrace void lowmark_waits_end(struct lowmark_waits *waits, u64 span)
{
	struct lowmark_rec_waits *rec;
	struct lowmark_write write;
	u64 now = lowmark_waits_enter_stage(waits);

	if (!LOWMARK_HAVE_RUN_DELAY || !lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, WAITS, waits);
	if (!rec)
		return;
	rec->span = span;
	rec->queued = min(lowmark_run_delay() - waits->entered,
			  now - waits->begun);
	rec->queued_between = waits->queued_between;
	rec->slept_between = waits->slept_between;
	lowmark_end(&write);
}
