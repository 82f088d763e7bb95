/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way of a watermark check from its arguments into the ring. It is inlined
 * into every way of seeing one, since checks come in thousands; what is rare
 * is in hook_check.c, and gets a copy, so that the facts stay in registers.
 */
#ifndef LOWMARK_CHECK_PATH_H
#define LOWMARK_CHECK_PATH_H

#include "attempt.h"
#include "caller.h"
#include "check_facts.h"
#include "fast.h"
#include "filter.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring_write.h"
#include "wmark.h"

/**
 * struct lowmark_here - what runs as a check is made
 * @flight: what is under way, or NULL
 * @caller: where the check returns to
 * @level: LOWMARK_CTX_* level
 * @events: what is recorded, as it was when the check was judged
 * @checks: enum lowmark_checks, likewise
 */
struct lowmark_here {
	struct lowmark_flight *flight;
	unsigned long caller;
	unsigned int level;
	unsigned int events;
	unsigned int checks;
};

static __always_inline bool lowmark_here_wants(const struct lowmark_here *here,
					       enum lowmark_event event)
{
	return here->events & (1u << event);
}

/*
 * zone_watermark_ok() and its _safe variant end in a jump to the real check,
 * or a call where the kernel keeps frame pointers, so that the next check of
 * the same task came through them. An interrupt's note is whole, or none.
 * Context: preemption is off
 */
static __always_inline void lowmark_check_note(unsigned int function,
					       unsigned long caller)
{
	struct lowmark_through *through = this_cpu_ptr(&lowmark_through);
	unsigned long flags;

	local_irq_save(flags);
	through->function = function;
	through->caller = caller;
	through->moves = current->se.nr_migrations;
	through->level = lowmark_level();
	through->task = current;
	local_irq_restore(flags);
}

/*
 * Through which function the check is asked; moves @caller to who asked it.
 * Context: preemption may be on
 */
static __always_inline unsigned int
lowmark_check_through(unsigned long *caller)
{
	if (likely(this_cpu_read(lowmark_through.task) != current))
		return LOWMARK_FN_CHECK;
	return lowmark_check_through_take(caller);
}

static __always_inline void lowmark_check_fill(struct lowmark_rec_check *rec,
					       const struct lowmark_check *check,
					       unsigned int which,
					       unsigned int flags)
{
	rec->hdr.flags = flags | (check->assumed ? LOWMARK_FLAG_ASSUMED : 0);
	rec->zone = check->id;
	rec->order = check->facts.order;
	rec->which = which;
	rec->free = check->facts.free;
	rec->mark = check->facts.mark;
	rec->reserve = check->facts.reserve;
	rec->margin = check->margin;
	rec->boost = LOWMARK_HAS_BOOST ? check->boost : LOWMARK_PAGES_NONE;
	rec->verdict = check->verdict;
	rec->why = check->verdict ? LOWMARK_WHY_OK : check->why;
	rec->caller = check->caller;
	rec->highest = check->highest;
	rec->alloc_flags = check->facts.alloc_flags;
	rec->derived = check->derived;
	rec->function = check->function;
}

/* Do its pages fit into a record? Those of a zone of less than 8 TiB do. */
static __always_inline bool
lowmark_check_fits(const struct lowmark_check *check)
{
	const struct lowmark_watermark *facts = &check->facts;

	return !((facts->free | facts->mark | facts->reserve |
		  (long)check->boost) >> 31) &&
	       check->margin == (s32)check->margin &&
	       facts->order <= U8_MAX;
}

static __always_inline void lowmark_check_write(const struct lowmark_check *check,
						unsigned int which,
						unsigned int ctx)
{
	struct lowmark_write write __uninitialized;
	struct lowmark_rec_check *rec;

	if (unlikely(READ_ONCE(lowmark_filtering) ||
		     !lowmark_check_fits(check))) {
		struct lowmark_check copy __uninitialized;

		copy = *check;
		lowmark_check_write_slowly(&copy, which, ctx, 0);
		return;
	}
	rec = lowmark_ring_begin_here(&write, LOWMARK_REC_CHECK, sizeof(*rec),
				      ctx);
	if (!rec)
		return;
	lowmark_check_fill(rec, check, which, 0);
	lowmark_ring_end_here(&write, LOWMARK_REC_CHECK, sizeof(*rec));
}

/* Is it recorded whatever its verdict? */
static __always_inline bool
lowmark_check_matters(const struct lowmark_here *here)
{
	return here->checks == LOWMARK_CHECKS_ALL ||
	       (here->checks == LOWMARK_CHECKS_MATTER &&
		(here->flight || current->flags & PF_KSWAPD));
}

/* One that is not recorded, but may be if the slow path follows. */
static __always_inline void lowmark_check_pass(struct lowmark_check *check,
					       const struct lowmark_here *here)
{
	struct lowmark_check *slot;

	if (!lowmark_sites_placed() ||
	    (!lowmark_caller_is_scan(here->caller) &&
	     !lowmark_caller_scans(here->caller)))
		return;
	check->caller = LOWMARK_CALLER_FAST;
	slot = lowmark_fast_slot(here->level, false);
	if (slot)
		*slot = *check;
}

/* Is a scan's check a step of a walk, or kept for the walk it may become? */
static __always_inline bool
lowmark_check_is_followed(const struct lowmark_here *here)
{
	if (here->flight && here->flight->walk)
		return true;
	return lowmark_sites_placed() ?
		       here->checks != LOWMARK_CHECKS_ALL :
		       lowmark_here_wants(here, LOWMARK_EVENT_ATTEMPT);
}

static __always_inline unsigned int
lowmark_check_caller(const struct lowmark_here *here)
{
	if (!here->flight && lowmark_caller_is_scan(here->caller))
		return LOWMARK_CALLER_FAST;
	return lowmark_caller_check(here->caller, here->flight);
}

static __always_inline unsigned int
lowmark_check_why(const struct lowmark_check *check)
{
	struct lowmark_watermark facts = check->facts;

	if (check->margin <= 0)
		return lowmark_why_short(&facts, LOWMARK_RULES);
	return check->derived ? LOWMARK_WHY_RACE : LOWMARK_WHY_BLOCK;
}

static __always_inline void lowmark_check_record(struct lowmark_check *check,
						 const struct lowmark_here *here)
{
	unsigned int which = lowmark_check_which(check);
	bool wanted = lowmark_here_wants(here, LOWMARK_EVENT_CHECK);

	check->id = lowmark_zone_id(check->zone);
	check->caller = lowmark_check_caller(here);
	if (!check->verdict)
		check->why = lowmark_check_why(check);
	if (lowmark_here_wants(here, LOWMARK_EVENT_WMARK))
		lowmark_wmark_seen(check->zone, check->id);
	/* The zones that the scan passed over come before. */
	if ((check->caller == LOWMARK_CALLER_FAST ||
	     check->caller == LOWMARK_CALLER_SLOW) &&
	    lowmark_check_is_followed(here)) {
		struct lowmark_check copy __uninitialized;

		copy = *check;
		lowmark_check_follow(&copy, here->flight, here->level, which,
				     wanted);
	}
	if (wanted)
		lowmark_check_write(check, which,
				    lowmark_context_at(here->level,
						       here->flight));
}

/*
 * Its verdict is known, and what it is derived from: record it, or keep it for the
 * slow path. lowmark_check_answered() decides the same before that is worked out.
 */
static __always_inline void lowmark_check_done(struct lowmark_check *check,
					       const struct lowmark_here *here)
{
	if (check->verdict && !lowmark_check_matters(here))
		lowmark_check_pass(check, here);
	else
		lowmark_check_record(check, here);
}

/* Returns false for a check that nobody wants to know of. */
static __always_inline bool lowmark_check_begins(struct lowmark_check *check,
						 struct lowmark_here *here)
{
	here->events = READ_ONCE(lowmark.wanted);
	if (!(here->events &
	      (1u << LOWMARK_EVENT_CHECK | 1u << LOWMARK_EVENT_ATTEMPT)))
		return false;
	here->checks = READ_ONCE(lowmark.checks);
	here->level = lowmark_level();
	here->flight = lowmark_flight_find_at(here->level);
	if (lowmark_filter_drops(here->flight, check->facts.order))
		return false;
	lowmark_check_read(check);
	return true;
}

/*
 * A check is about to be made, whose verdict is taken to be what its facts say.
 * @check has the arguments and through which function it came.
 * Context: preemption is off
 */
static __always_inline void lowmark_check_asked(struct lowmark_check *check,
						unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK);
	struct lowmark_here here __uninitialized;

	here.caller = caller;
	check->assumed = true;
	if (!lowmark_check_begins(check, &here))
		return;
	lowmark_check_recompute(check);
	check->verdict = check->derived;
	lowmark_check_done(check, &here);
}

/* The same of a check that was made, and has its verdict. */
static __always_inline void lowmark_check_answered(struct lowmark_check *check,
						   unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK);
	struct lowmark_here here __uninitialized;

	here.caller = caller;
	check->assumed = false;
	if (!lowmark_check_begins(check, &here))
		return;
	if (check->verdict && !lowmark_check_matters(&here)) {
		lowmark_check_pass(check, &here);
		return;
	}
	lowmark_check_recompute(check);
	lowmark_check_record(check, &here);
}

#endif
