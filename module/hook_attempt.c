// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attempts: walks of get_page_from_freelist() over the zonelist.
 */
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "attempt.h"
#include "caller.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "inlined.h"
#include "kept.h"
#include "lowmark.h"
#include "ring.h"
#include "walk.h"
#include "watermark.h"
#include "zone.h"

struct attempt_data {
	struct lowmark_flight *flight;
	bool nested; /* made by what a scan does, such as node reclaim */
	struct lowmark_walk walk;
	u64 begin;
	u8 kind;
};

const size_t lowmark_attempt_bytes = sizeof(struct attempt_data);

/*
 * The last attempt of a fast path, per CPU and context level: it is recorded
 * only if the slow path follows.
 */
struct fast {
	struct task_struct *task;
	pid_t pid;
	u32 number; /* of attempts noted here */
	u64 moves; /* of the task between CPUs, when it began */
	struct lowmark_walk walk;
};

static DEFINE_PER_CPU(struct fast[LOWMARK_CTX_NMI + 1], fasts);

/* Source: the flags of each call in __alloc_pages_slowpath(), 5.10 to 7.3. */
static notrace bool is_last_resort(u32 flags, u32 gfp)
{
	return gfp & (__force u32)__GFP_NOFAIL &&
	       flags & LOWMARK_LAST_RESORT &&
	       !(gfp & (__force u32)(__GFP_HIGH | __GFP_MEMALLOC)) &&
	       !(current->flags & PF_MEMALLOC) &&
	       !(flags & LOWMARK_ALLOC_KSWAPD);
}

static notrace unsigned int attempt_kind(const struct lowmark_request *request,
					 struct lowmark_span *span,
					 unsigned long caller)
{
	u32 flags = request->alloc_flags;
	u32 mark = flags & LOWMARK_ALLOC_WMARK_MASK;

	if (!span)
		return mark == WMARK_LOW ? LOWMARK_ATTEMPT_FAST :
					   LOWMARK_ATTEMPT_OTHER;
	if (mark == WMARK_HIGH)
		return LOWMARK_ATTEMPT_OOM;
	if (is_last_resort(flags, request->gfp))
		return LOWMARK_ATTEMPT_NOFAIL;
	if (lowmark_caller_compacts(caller) || span->compacted)
		return LOWMARK_ATTEMPT_COMPACT;
	if (span->progress)
		return LOWMARK_ATTEMPT_RECLAIM;
	return flags & LOWMARK_ALLOC_NO_WATERMARKS ? LOWMARK_ATTEMPT_RESERVE :
						     LOWMARK_ATTEMPT_SLOW;
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
	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
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

static notrace void note_fast(struct pt_regs *regs)
{
	struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);
	struct lowmark_request request;

	lowmark_args_scan(&request, regs);
	lowmark_walk_begin(&fast->walk, &request);
	fast->number++;
	fast->task = current;
	fast->pid = current->pid;
	fast->moves = current->se.nr_migrations;
}

/* The run that an attempt belongs to; none of what a scan allocates itself. */
static notrace struct lowmark_span *span_of(struct lowmark_flight *flight)
{
	return flight && flight->walk ? NULL : lowmark_flight_own_span(flight);
}

static notrace bool is_recorded(const struct lowmark_span *span)
{
	return lowmark_wants(LOWMARK_EVENT_ATTEMPT) &&
	       (span || READ_ONCE(lowmark.checks) == LOWMARK_CHECKS_ALL);
}

/**
 * lowmark_attempt_entry() - get_page_from_freelist() was entered
 * @ri: keeps the walk
 * @regs: registers at entry
 *
 * Return: 0, or 1 for an attempt whose end is not looked at
 */
notrace int lowmark_attempt_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	struct attempt_data *data = (struct attempt_data *)ri->data;
	struct lowmark_request request;
	struct lowmark_flight *flight;
	struct lowmark_span *span;
	bool nested;

	lowmark_hit(LOWMARK_HOOK_ATTEMPT);
	flight = lowmark_inlined_scan(lowmark_flight_find(), regs);
	span = span_of(flight);
	nested = flight && flight->walk;
	if (!span && !nested && lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		note_fast(regs);
	if (!span && !nested && !is_recorded(span))
		return 1;
	lowmark_args_scan(&request, regs);
	lowmark_walk_begin(&data->walk, &request);
	data->flight = lowmark_flight_enter();
	lowmark_chain_begin(data->flight, LOWMARK_CHAIN_ATTEMPT,
			    lowmark_facts_of(request.preferred, request.order,
					     request.gfp));
	data->begin = ktime_get_mono_fast_ns();
	data->kind = attempt_kind(&request, span, lowmark_return_address(regs));
	data->walk.live = is_recorded(span);
	if (span) {
		data->walk.number = ++span->attempts;
		span->progress -= !!span->progress;
		span->compacted = false;
		lowmark_span_goes_round(span, data->kind, request.alloc_flags);
	}
	if (data->flight) {
		data->walk.outer = data->flight->walk;
		data->flight->walk = &data->walk;
	}
	return 0;
}

static notrace u8 skipped(const struct lowmark_walk *walk,
			  enum lowmark_skip reason)
{
	return walk->skips[reason];
}

/* What this kernel does not have is n/a. */
static notrace void fill_walk(struct lowmark_rec_attempt *rec,
			      const struct lowmark_walk *walk)
{
	rec->number = walk->number;
	rec->unknown = skipped(walk, LOWMARK_SKIP_UNKNOWN);
	rec->zones = walk->zones;
	rec->rescans = walk->rescans;
	rec->scans = walk->scan + 1;
	rec->checks = walk->checks;
	rec->cpuset = skipped(walk, LOWMARK_SKIP_CPUSET);
	rec->dirty = skipped(walk, LOWMARK_SKIP_DIRTY);
	rec->fair = LOWMARK_ALLOC_FAIR ? skipped(walk, LOWMARK_SKIP_FAIR) :
					 LOWMARK_COUNT_NONE;
	rec->zlc = LOWMARK_HAS_ZLC ? skipped(walk, LOWMARK_SKIP_ZLC) :
				     LOWMARK_COUNT_NONE;
	rec->nofragment = LOWMARK_HAS_NOFRAGMENT ?
				  skipped(walk, LOWMARK_SKIP_NOFRAGMENT) :
				  LOWMARK_COUNT_NONE;
	rec->busy = LOWMARK_HAS_BUSY_SKIP ? skipped(walk, LOWMARK_SKIP_BUSY) :
					    LOWMARK_COUNT_NONE;
	rec->reclaim_off = skipped(walk, LOWMARK_SKIP_RECLAIM_OFF);
	rec->reclaim_far = skipped(walk, LOWMARK_SKIP_RECLAIM_FAR);
	rec->reclaim_none = skipped(walk, LOWMARK_SKIP_RECLAIM_NONE);
	rec->rmqueue = skipped(walk, LOWMARK_SKIP_RMQUEUE);
}

static notrace void write_attempt(const struct lowmark_walk *walk,
				  unsigned int kind, u64 latency,
				  struct page *page)
{
	const struct lowmark_request *request = &walk->request;
	struct lowmark_rec_attempt *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return;
	rec = lowmark_write_begin(&write, ATTEMPT, attempt);
	if (!rec)
		return;
	rec->kind = kind;
	rec->result = page ? LOWMARK_RESULT_PAGE : LOWMARK_RESULT_FAILED;
	rec->order = lowmark_u8(request->order);
	rec->highest = lowmark_u8(request->highest);
	rec->zone = lowmark_page_zone(page);
	rec->preferred = lowmark_zone_id_or_none(request->preferred);
	rec->migratetype = lowmark_u8(request->migratetype);
	rec->alloc_flags = request->alloc_flags;
	rec->gfp = request->gfp;
	rec->latency = min_t(u64, latency, U32_MAX);
	fill_walk(rec, walk);
	lowmark_end(&write);
}

/**
 * lowmark_attempt_return() - get_page_from_freelist() returns
 * @ri: has the walk
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_attempt_return(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	struct attempt_data *data = (struct attempt_data *)ri->data;
	struct page *page = (struct page *)regs_return_value(regs);
	u64 latency = ktime_get_mono_fast_ns() - data->begin;
	struct lowmark_span *span;

	lowmark_walk_end(&data->walk, page);
	if (data->walk.live)
		write_attempt(&data->walk, data->kind, latency, page);
	if (!data->flight)
		return 0;
	data->flight->walk = data->walk.outer;
	span = span_of(data->flight);
	lowmark_span_spent(span, LOWMARK_STAGE_SCAN, latency);
	if (data->flight->users == 1)
		lowmark_chain_end(data->flight, 0, !page);
	lowmark_flight_leave(data->flight);
	return 0;
}

/**
 * lowmark_attempt_fast_failed() - the slow path was entered: record the
 *	attempt of the fast path before it, unless it has been
 * @request: what the slow path is asked for
 *
 * A fast path that moved to another CPU meanwhile is missed.
 */
notrace void lowmark_attempt_fast_failed(const struct lowmark_request *request)
{
	struct fast *fast = this_cpu_ptr(&fasts[lowmark_level()]);
	struct lowmark_walk *walk = &fast->walk;

	if (!is_current(fast) ||
	    READ_ONCE(lowmark.checks) == LOWMARK_CHECKS_ALL ||
	    walk->request.zonelist != request->zonelist ||
	    walk->request.order != request->order ||
	    walk->request.preferred != request->preferred ||
	    walk->request.highest != request->highest ||
	    !walk->request.nodemask != !request->nodemask)
		return;
	fast->task = NULL;
	lowmark_walk_end(walk, NULL);
	lowmark_walk_write_steps(walk);
	write_attempt(walk, LOWMARK_ATTEMPT_FAST, 0, NULL);
}
