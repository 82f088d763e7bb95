// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a slow path run waits for: a CPU, or to be woken. Between its stages it
 * lets others run, and sleeps: for another's OOM kill, as a kworker that is to let
 * others run, and up to 5.15 for writeback.
 */
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/timekeeping.h>

#include "compat_task.h"
#include "lowmark.h"
#include "ring.h"
#include "waits.h"

/**
 * lowmark_waits_begin() - the running task's run begins
 * @waits: zeroed; what is known of it from here on
 */
notrace void lowmark_waits_begin(struct lowmark_waits *waits)
{
	lowmark_waits_leave_stage(waits);
	waits->entered = waits->delay;
}

/**
 * lowmark_waits_enter_stage() - the run enters a stage, or ends
 * @waits: what is known of it
 *
 * Of the time since its last stage all that it did not wait for a CPU counts as
 * sleep, if it slept.
 *
 * Source: sched_info_arrive(), kernel/sched/stats.h; __schedule(),
 * kernel/sched/core.c, 3.18 to 7.3.
 *
 * Context: before the stage's own clock is read
 */
notrace void lowmark_waits_enter_stage(struct lowmark_waits *waits)
{
	u64 queued, passed;

	if (!waits->outside)
		return;
	/* Tracepoints do not forbid it since 7.x. */
	preempt_disable_notrace();
	waits->outside = false;
	queued = lowmark_run_delay() - waits->delay;
	waits->queued_between += queued;
	if (current->nvcsw != waits->switches) {
		passed = ktime_get_mono_fast_ns() - waits->since;
		waits->slept_between += passed > queued ? passed - queued : 0;
	}
	preempt_enable_notrace();
}

/**
 * lowmark_waits_leave_stage() - a stage of the run ends
 * @waits: what is known of it
 */
notrace void lowmark_waits_leave_stage(struct lowmark_waits *waits)
{
	preempt_disable_notrace();
	waits->since = ktime_get_mono_fast_ns();
	waits->delay = lowmark_run_delay();
	waits->switches = current->nvcsw;
	waits->outside = true;
	preempt_enable_notrace();
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

	lowmark_waits_enter_stage(waits);
	if (!LOWMARK_HAVE_RUN_DELAY || !lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, WAITS, waits);
	if (!rec)
		return;
	rec->span = span;
	rec->queued = lowmark_run_delay() - waits->entered;
	rec->queued_between = waits->queued_between;
	rec->slept_between = waits->slept_between;
	lowmark_end(&write);
}
