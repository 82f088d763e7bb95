// SPDX-License-Identifier: GPL-2.0-only
/*
 * Slow path runs where __alloc_pages_slowpath() is inlined, as it is in most
 * builds of 3.18 and 4.4: __alloc_pages_nodemask() is in it from its first
 * request for kswapd, or its first scan at another mark than low, until it
 * tells the tracepoint of its page. One that gives up without either, as
 * requests for one node may that must not block, is not seen.
 */
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "attempt.h"
#include "caller.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "flight.h"
#include "hooks.h"
#include "inlined.h"
#include "lowmark.h"
#include "slow.h"

/* The last allocation that began. */
struct begun {
	struct task_struct *task;
	u32 gfp;
	bool followed; /* recording had begun */
};

/* Per CPU: of each context level, and there apart what reclaim allocates. */
static DEFINE_PER_CPU(struct begun[LOWMARK_CTX_NMI + 1][2], begun);

static notrace struct begun *begun_here(void)
{
	return this_cpu_ptr(&begun[lowmark_level()]
				  [!!(current->flags & PF_MEMALLOC)]);
}

/**
 * lowmark_inlined_seen() - are runs of an inlined slow path followed
 *
 * Return: true if so
 */
notrace bool lowmark_inlined_seen(void)
{
	return lowmark_hooks_has(LOWMARK_HOOK_ALLOC) &&
	       lowmark_hooks_has(LOWMARK_HOOK_ALLOC_END);
}

/**
 * lowmark_inlined_reset() - forget which allocations have begun; no probe is
 *	armed
 */
void lowmark_inlined_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu(begun, cpu), 0, sizeof(begun));
}

/**
 * lowmark_inlined_derived() - what is known of a function without its hook
 * @hook: enum lowmark_hook_id, of one that is not placed
 *
 * Return: from what it is derived, or NULL if it is not
 */
const char *lowmark_inlined_derived(int hook)
{
	if (hook == LOWMARK_HOOK_SLOW && !lowmark_inlined_seen())
		return NULL;
	switch (hook) {
	case LOWMARK_HOOK_SLOW:
		return "inlined: derived from wake requests, scans and mm_page_alloc";
	case LOWMARK_HOOK_BATCHES:
		return "inlined: derived from rescans for local zones";
	case LOWMARK_HOOK_WAKE_ALL:
		return "inlined: derived from wake requests";
	case LOWMARK_HOOK_HIGH_PRIORITY:
	case LOWMARK_HOOK_MAY_OOM:
		return "inlined: derived from attempts";
	default:
		return NULL;
	}
}

/**
 * lowmark_inlined_spare() - is a hook of no use
 * @hook: enum lowmark_hook_id
 *
 * Context: the hook of the slow path has been placed, if that can be
 *
 * Return: true if it serves what that hook sees better
 */
bool lowmark_inlined_spare(int hook)
{
	return (hook == LOWMARK_HOOK_ALLOC || hook == LOWMARK_HOOK_ALLOC_END) &&
	       lowmark_hooks_has(LOWMARK_HOOK_SLOW);
}

/**
 * lowmark_alloc_hit() - __alloc_pages_nodemask() was entered
 * @kp: not used
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_alloc_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct begun *note = begun_here();

	lowmark_hit(LOWMARK_HOOK_ALLOC);
	note->task = current;
	note->followed = lowmark_is_on();
	note->gfp = (u32)regs_get_kernel_argument(regs, 0);
	return 0;
}

/* The run that the running context is in; none of what a scan allocates. */
static notrace struct lowmark_span *run_of(struct lowmark_flight *flight)
{
	return flight && !flight->walk ? lowmark_flight_own_span(flight) : NULL;
}

/*
 * A run begins right after its fast path: then the last allocation noted here is its
 * own. What node reclaim allocates in between has a note of its own.
 */
static notrace bool may_begin(const struct begun *note,
			      struct lowmark_flight *flight,
			      struct pt_regs *regs)
{
	return note->task == current && note->followed &&
	       lowmark_is_on() && lowmark_inlined_seen() &&
	       lowmark_caller_allocates(lowmark_return_address(regs)) &&
	       !run_of(flight) &&
	       !(flight && flight->depth >= LOWMARK_SPAN_DEPTH);
}

static notrace void begin(const struct lowmark_request *request)
{
	struct lowmark_slow slow;
	struct lowmark_span *span;

	lowmark_slow_begins(&slow, request, NULL);
	span = lowmark_flight_span(slow.flight);
	if (!span)
		return;
	span->slow = slow;
	span->inlined = true;
}

/* Source: memalloc_noio_flags(), include/linux/sched.h. */
static notrace u32 allowed_gfp(u32 gfp)
{
	return current->flags & PF_MEMALLOC_NOIO ?
		       gfp & ~(__force u32)(__GFP_IO | __GFP_FS) :
		       gfp;
}

/**
 * lowmark_inlined_wake() - wakeup_kswapd() was entered
 * @regs: registers at entry
 */
notrace void lowmark_inlined_wake(struct pt_regs *regs)
{
	const struct begun *note = begun_here();
	struct lowmark_request request;

	if (!may_begin(note, lowmark_flight_find(), regs) ||
	    !lowmark_attempt_fast_request(&request))
		return;
	/* The fast path adds a flag of its own. */
	request.gfp = allowed_gfp(note->gfp);
	begin(&request);
}

/**
 * lowmark_inlined_scan() - get_page_from_freelist() was entered
 * @flight: what the running context is doing, or NULL
 * @regs: registers at entry
 *
 * Return: what it is doing now
 */
notrace struct lowmark_flight *
lowmark_inlined_scan(struct lowmark_flight *flight, struct pt_regs *regs)
{
	const struct begun *note = begun_here();
	struct lowmark_request request;

	lowmark_args_scan(&request, regs);
	if ((request.alloc_flags & LOWMARK_ALLOC_WMARK_MASK) == WMARK_LOW ||
	    !may_begin(note, flight, regs))
		return flight;
	begin(&request);
	return lowmark_flight_find();
}

static notrace void probe_alloc_end(void *unused, struct page *page,
				    unsigned int order, gfp_t gfp,
				    int migratetype)
{
	struct lowmark_span *span = run_of(lowmark_flight_find());
	struct lowmark_slow slow;

	lowmark_hit(LOWMARK_HOOK_ALLOC_END);
	if (!span || !span->inlined)
		return;
	slow = span->slow;
	lowmark_slow_ends(&slow, page);
}

void *const lowmark_alloc_end_probe = probe_alloc_end;
