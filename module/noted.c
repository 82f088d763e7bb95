// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last attempt of a fast path, noted at its entry: where the calls of the
 * slow path are not probed, so that every attempt meets a probe.
 */
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "attempt.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "fast.h"
#include "flight.h"
#include "inlined.h"
#include "lowmark.h"
#include "site.h"
#include "walk.h"

/*
 * The last attempt of a fast path, per CPU and context level: it is recorded
 * only if the slow path follows.
 */
struct fast {
	struct task_struct *task;
	pid_t pid;
	u32 number; /* of attempts noted here */
	u64 moves; /* of the task between CPUs, when it began */
	bool walked; /* attempts were wanted: the walk has been followed */
	struct lowmark_walk walk;
};

static DEFINE_PER_CPU(struct fast[LOWMARK_CTX_NMI + 1], fasts);
static DEFINE_PER_CPU(struct lowmark_fast_stats, noted_stats);

/**
 * lowmark_attempts_add() - what became of fast paths that were noted
 * @sum: that of all CPUs is added to it
 */
void lowmark_attempts_add(struct lowmark_fast_stats *sum)
{
	int cpu;

	for_each_possible_cpu(cpu) {
		const struct lowmark_fast_stats *one;

		one = &per_cpu(noted_stats, cpu);
		sum->retraced += one->retraced;
		sum->unseen += one->unseen;
		sum->truncated += one->truncated;
	}
}

/**
 * lowmark_attempts_reset() - forget the attempts of fast paths; no probe is
 *	armed
 */
void lowmark_attempts_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu(fasts, cpu), 0, sizeof(fasts));
}

/*
 * A task that went on elsewhere and came back has made other attempts there;
 * the end of a fast path that succeeds is not seen.
 */
static notrace bool is_current(const struct fast *fast)
{
	return fast->task == current && fast->pid == current->pid &&
	       fast->moves == current->se.nr_migrations;
}

/**
 * lowmark_walk_current() - the walk that a probe inside a scan belongs to
 * @flight: what the running context is doing, or NULL
 *
 * Return: it, or NULL
 */
notrace struct lowmark_walk *
lowmark_walk_current(const struct lowmark_flight *flight)
{
	struct fast *fast;

	if (flight && flight->walk)
		return flight->walk;
	if (lowmark_sites_placed() || !lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return NULL;
	fast = this_cpu_ptr(&fasts[lowmark_level()]);
	return is_current(fast) ? &fast->walk : NULL;
}

/**
 * lowmark_attempt_fast_request() - what the fast path asked for that has just
 *	failed in this context
 * @request: filled
 *
 * Return: true if it is known
 */
notrace bool lowmark_attempt_fast_request(struct lowmark_request *request)
{
	const struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);

	if (!is_current(fast))
		return false;
	*request = fast->walk.request;
	return true;
}

/**
 * lowmark_attempt_fast_number() - which fast path is noted in this context
 *
 * Return: a number for lowmark_attempt_fast_forget()
 */
notrace u32 lowmark_attempt_fast_number(void)
{
	return this_cpu_ptr(&fasts[lowmark_level()])->number;
}

/**
 * lowmark_attempt_fast_forget() - a stage of a scan ends that may allocate
 * @number: lowmark_attempt_fast_number() at its begin
 *
 * What it has noted is not the scan's; the scan itself is missed then.
 */
notrace void lowmark_attempt_fast_forget(u32 number)
{
	struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);

	if (fast->number != number)
		fast->task = NULL;
}

/**
 * lowmark_attempt_note_fast() - an attempt outside of the slow path begins
 * @regs: registers at entry
 */
notrace void lowmark_attempt_note_fast(struct pt_regs *regs)
{
	struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);
	struct lowmark_request request;

	fast->task = NULL;
	fast->walked = lowmark_wants(LOWMARK_EVENT_ATTEMPT);
	/* An inlined slow path is known by the fast path before it. */
	if (!fast->walked && !lowmark_inlined_seen())
		return;
	lowmark_args_scan(&request, regs);
	lowmark_walk_begin(&fast->walk, &request);
	fast->number++;
	fast->task = current;
	fast->pid = current->pid;
	fast->moves = current->se.nr_migrations;
}

/**
 * lowmark_attempt_fast_failed() - the slow path was entered: record the
 *	attempt of the fast path before it, unless it has been
 * @request: what the slow path is asked for
 *
 * A fast path that moved to another CPU meanwhile is missed; that is counted.
 */
notrace void lowmark_attempt_fast_failed(const struct lowmark_request *request)
{
	struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);
	struct lowmark_walk *walk = &fast->walk;

	if (READ_ONCE(lowmark.checks) == LOWMARK_CHECKS_ALL ||
	    !lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return;
	if (!is_current(fast) || !fast->walked ||
	    walk->request.zonelist != request->zonelist ||
	    walk->request.order != request->order ||
	    walk->request.preferred != request->preferred ||
	    walk->request.highest != request->highest ||
	    !walk->request.nodemask != !request->nodemask) {
		this_cpu_inc(noted_stats.unseen);
		return;
	}
	this_cpu_inc(noted_stats.retraced);
	fast->task = NULL;
	lowmark_walk_end(walk, NULL);
	if (walk->cut)
		this_cpu_inc(noted_stats.truncated);
	lowmark_walk_write_steps(walk);
	lowmark_attempt_write(walk, LOWMARK_ATTEMPT_FAST, 0, NULL);
}
