// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attempts: walks of get_page_from_freelist() over the zonelist.
 */
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/sched.h>
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
	struct lowmark_scan attempt;
};

const size_t lowmark_attempt_bytes = sizeof(struct attempt_data);

/* Who makes the attempts of the slow path; most of it is inlined in one. */
const char *const lowmark_attempt_callers[] = {
	"__alloc_pages_slowpath",
	"__alloc_pages_direct_compact",
	"__alloc_pages_may_oom",
	"__alloc_pages_cpuset_fallback",
	NULL,
};

/*
 * Source: the flags of each call in __alloc_pages_slowpath(), 5.10 to 7.3. The
 * last resort's are fixed. Other attempts without watermarks are those of who
 * may use all reserves. Other attempts at half the mark are those of urgent
 * requests and realtime tasks, with ALLOC_CPUSET; and with ALLOC_KSWAPD if the
 * gfp mask lets them ask for kswapd. Without it nothing tells the two apart.
 */
static notrace bool is_last_resort(u32 flags, u32 gfp)
{
	if (!(gfp & (__force u32)__GFP_NOFAIL) ||
	    !(flags & LOWMARK_LAST_RESORT) || flags & LOWMARK_ALLOC_KSWAPD)
		return false;
	if (flags & LOWMARK_ALLOC_NO_WATERMARKS)
		return !(gfp & (__force u32)__GFP_MEMALLOC) &&
		       !(current->flags & PF_MEMALLOC);
	if (gfp & (__force u32)__GFP_KSWAPD_RECLAIM ||
	    !(flags & LOWMARK_ALLOC_CPUSET))
		return true;
	return !(gfp & (__force u32)__GFP_HIGH) &&
	       current->prio >= MAX_RT_PRIO;
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

/* What this kernel does not have, or does not show, is n/a. */
static notrace u8 skipped(const struct lowmark_walk *walk,
			  enum lowmark_skip reason)
{
	u8 count = walk->skips[reason];

	return count ? count : lowmark_walk_no_skips[reason];
}

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
	rec->fair = skipped(walk, LOWMARK_SKIP_FAIR);
	rec->zlc = skipped(walk, LOWMARK_SKIP_ZLC);
	rec->nofragment = skipped(walk, LOWMARK_SKIP_NOFRAGMENT);
	rec->busy = skipped(walk, LOWMARK_SKIP_BUSY);
	rec->reclaim_off = skipped(walk, LOWMARK_SKIP_RECLAIM_OFF);
	rec->reclaim_far = skipped(walk, LOWMARK_SKIP_RECLAIM_FAR);
	rec->reclaim_none = skipped(walk, LOWMARK_SKIP_RECLAIM_NONE);
	rec->rmqueue = skipped(walk, LOWMARK_SKIP_RMQUEUE);
}

/**
 * lowmark_attempt_write() - record an attempt
 * @walk: its walk, which has ended
 * @kind: enum lowmark_attempt
 * @latency: time it took, in ns; 0: not taken
 * @page: what it found, or NULL
 */
notrace void lowmark_attempt_write(const struct lowmark_walk *walk,
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

static notrace void begin(struct lowmark_scan *attempt,
			  struct lowmark_span *span, struct pt_regs *regs,
			  unsigned long caller)
{
	struct lowmark_request request;

	lowmark_args_scan(&request, regs);
	lowmark_walk_begin(&attempt->walk, &request);
	attempt->begin = lowmark_span_enters(span);
	attempt->kind = attempt_kind(&request, span, caller);
	attempt->walk.live = is_recorded(span);
	if (!span)
		return;
	attempt->walk.number = lowmark_count(&span->attempts);
	if (span->attempts == 1)
		lowmark_walk_learn(request.alloc_flags);
	span->progress -= !!span->progress;
	span->compacted = false;
	lowmark_span_goes_round(span, attempt->kind, request.alloc_flags);
}

static notrace void end(struct lowmark_scan *attempt,
			struct lowmark_flight *flight, struct page *page)
{
	u64 latency = ktime_get_mono_fast_ns() - attempt->begin;

	lowmark_walk_end(&attempt->walk, page);
	/* 0 is one that was not taken; a coarse clock may not have moved. */
	if (attempt->walk.live)
		lowmark_attempt_write(&attempt->walk, attempt->kind,
				      latency ?: 1, page);
	if (!flight)
		return;
	flight->walk = attempt->walk.outer;
	lowmark_span_spent(span_of(flight), LOWMARK_STAGE_SCAN,
			   attempt->begin, latency);
}

static notrace int entered(struct attempt_data *data, struct pt_regs *regs,
			   unsigned long caller, struct lowmark_flight *flight)
{
	LOWMARK_TIMED_ENTRY(ATTEMPT);
	const struct lowmark_request *request;
	struct lowmark_span *span;

	flight = lowmark_inlined_scan(flight, regs);
	span = span_of(flight);
	if (!span && !(flight && flight->walk) && !lowmark_sites_placed())
		lowmark_attempt_note_fast(regs);
	/* A run counts its attempts whether they are recorded or not. */
	if (!(flight && flight->walk) && !span && !is_recorded(NULL))
		return 1;
	data->flight = lowmark_flight_enter();
	begin(&data->attempt, span, regs, caller);
	request = &data->attempt.walk.request;
	lowmark_chain_begin(data->flight, LOWMARK_CHAIN_ATTEMPT,
			    lowmark_facts_of(request->preferred, request->order,
					     request->gfp));
	if (data->flight) {
		data->attempt.walk.outer = data->flight->walk;
		data->flight->walk = &data->attempt.walk;
	}
	return 0;
}

/**
 * lowmark_attempt_entry() - get_page_from_freelist() was entered
 * @ri: keeps the attempt
 * @regs: registers at entry
 *
 * Return: 0, or 1 for an attempt whose end is not looked at here
 */
notrace int lowmark_attempt_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	unsigned long caller = lowmark_return_address(regs);
	struct lowmark_flight *flight = lowmark_flight_find();

	/* The probes at the call see it, and count it. */
	if (flight && flight->depth && lowmark_sites_have(caller))
		return 1;
	return entered((struct attempt_data *)ri->data, regs, caller, flight);
}

/**
 * lowmark_attempt_return() - get_page_from_freelist() returns
 * @ri: has the attempt
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_attempt_return(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	LOWMARK_TIMED(ATTEMPT);
	struct attempt_data *data = (struct attempt_data *)ri->data;
	struct page *page = (struct page *)regs_return_value(regs);

	end(&data->attempt, data->flight, page);
	if (!data->flight)
		return 0;
	if (data->flight->users == 1)
		lowmark_chain_end(data->flight, 0, !page);
	lowmark_flight_leave(data->flight);
	return 0;
}

static notrace void site_begins(struct kprobe *kp, struct pt_regs *regs)
{
	struct lowmark_flight *flight = lowmark_flight_find();
	struct lowmark_span *span = lowmark_flight_own_span(flight);

	/* It may have begun before the probes were armed. */
	if (!span)
		return;
	flight->walk = NULL;
	begin(&span->attempt, span, regs,
	      (unsigned long)kp->addr + LOWMARK_CALL_BYTES);
	flight->walk = &span->attempt.walk;
}

static notrace void site_ends(struct pt_regs *regs)
{
	struct lowmark_flight *flight = lowmark_flight_find();
	struct lowmark_span *span = lowmark_flight_own_span(flight);

	if (span && flight->walk == &span->attempt.walk)
		end(&span->attempt, flight,
		    (struct page *)regs_return_value(regs));
}

/* The slow path calls get_page_from_freelist(); the trap may be an int3. */
static notrace int site_call(struct kprobe *kp, struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(ATTEMPT);

	lowmark_trap_begins();
	site_begins(kp, regs);
	lowmark_trap_ends();
	return 0;
}

/* It has returned. */
static notrace int site_after(struct kprobe *kp, struct pt_regs *regs)
{
	lowmark_trap_begins();
	site_ends(regs);
	lowmark_trap_ends();
	return 0;
}

const struct lowmark_site_handlers lowmark_attempt_sites = {
	.call = site_call,
	.after = site_after,
};
