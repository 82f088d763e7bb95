// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks: __zone_watermark_ok() and the functions before it.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/mm.h>

#include "attempt.h"
#include "caller.h"
#include "check.h"
#include "compat_check.h"
#include "fast.h"
#include "filter.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "wmark.h"
#include "zone.h"

struct check_data {
	struct lowmark_check check;
	struct lowmark_flight *flight;
	unsigned long caller;
};

static const enum lowmark_rules rules = LOWMARK_RULES;

const size_t lowmark_check_bytes = sizeof(struct check_data);

/*
 * zone_watermark_ok() and its _safe variant end in a jump to the real check,
 * or a call where the kernel keeps frame pointers, so that the next check of
 * the same task came through them.
 */
struct through {
	struct task_struct *task;
	unsigned long caller;
	unsigned int function;
};

static DEFINE_PER_CPU(struct through, through);

static notrace int note_through(unsigned int function, struct pt_regs *regs)
{
	__this_cpu_write(through.function, function);
	__this_cpu_write(through.caller, lowmark_return_address(regs));
	__this_cpu_write(through.task, current);
	return 0;
}

/**
 * lowmark_check_ok_hit() - zone_watermark_ok() was entered
 * @kp: the probe
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_check_ok_hit(struct kprobe *kp, struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(CHECK_OK);

	return note_through(LOWMARK_FN_OK, regs);
}

/**
 * lowmark_check_safe_hit() - zone_watermark_ok_safe() was entered
 * @kp: the probe
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_check_safe_hit(struct kprobe *kp, struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(CHECK_SAFE);

	return note_through(LOWMARK_FN_SAFE, regs);
}

/* Through which function the check was asked; moves @caller to who asked it. */
static __always_inline unsigned int take_through(unsigned long *caller)
{
	unsigned int function;

	if (__this_cpu_read(through.task) != current)
		return LOWMARK_FN_CHECK;
	__this_cpu_write(through.task, NULL);
	function = __this_cpu_read(through.function);
	/* Who asks for exact counters is told by that function itself. */
	if (function == LOWMARK_FN_OK)
		*caller = __this_cpu_read(through.caller);
	return function;
}

/* Source: the end of __zone_watermark_ok(), 5.10 to 7.3. */
static notrace bool has_block(struct zone *zone, unsigned int order,
			      unsigned int flags)
{
	unsigned int highatomic = LOWMARK_ALLOC_OOM |
				  (rules == LOWMARK_RULES_HARDER ?
					   LOWMARK_ALLOC_NON_BLOCK :
					   LOWMARK_ALLOC_HIGHATOMIC);
	int mt;

	for (; order < ARRAY_SIZE(zone->free_area); order++) {
		struct free_area *area = &zone->free_area[order];

		if (!READ_ONCE(area->nr_free))
			continue;
		for (mt = 0; mt < MIGRATE_PCPTYPES; mt++)
			if (!list_empty(&area->free_list[mt]))
				return true;
#ifdef CONFIG_CMA
		if (flags & LOWMARK_ALLOC_CMA &&
		    !list_empty(&area->free_list[MIGRATE_CMA]))
			return true;
#endif
		if (flags & highatomic &&
		    !list_empty(&area->free_list[MIGRATE_HIGHATOMIC]))
			return true;
	}
	return false;
}

static __always_inline bool derive(const struct lowmark_check *check)
{
	const struct lowmark_watermark *facts = &check->facts;
	long free = facts->free - ((1L << facts->order) - 1);
	long cma = facts->alloc_flags & LOWMARK_ALLOC_CMA ? 0 : facts->cma;

	if (check->margin <= 0 || !facts->order)
		return check->margin > 0;
	if (LOWMARK_HALVES_MARKS)
		return lowmark_halves_ok(check->zone, facts->order, free,
					 free - cma - facts->reserve -
						 check->margin);
	return has_block(check->zone, facts->order, facts->alloc_flags);
}

/* What the kernel compares besides what it was given. */
static __always_inline void read_facts(struct lowmark_check *check)
{
	struct zone *zone = check->zone;

	check->facts.reserve = lowmark_zone_reserve(zone, check->highest);
	check->facts.highatomic = lowmark_zone_highatomic(zone);
#ifdef CONFIG_CMA
	check->facts.cma = zone_page_state(zone, NR_FREE_CMA_PAGES);
#else
	check->facts.cma = 0;
#endif
	check->boost = lowmark_zone_boost(zone);
}

static __always_inline void recompute(struct lowmark_check *check)
{
	check->margin = lowmark_margin(&check->facts, rules);
	check->derived = derive(check);
}

static notrace void read_arguments(struct lowmark_check *check,
				   struct pt_regs *regs)
{
	check->zone = (struct zone *)regs_get_kernel_argument(regs, 0);
	check->facts.order = (u32)regs_get_kernel_argument(regs, 1);
	check->facts.mark = regs_get_kernel_argument(regs, 2);
	check->highest = (u32)regs_get_kernel_argument(regs, 3);
	check->facts.alloc_flags = (u32)regs_get_kernel_argument(regs, 4);
	check->facts.free = regs_get_kernel_argument(regs, 5);
}

/* Which watermark the mark is; the one that the flags name comes first. */
static __always_inline unsigned int
which_mark(const struct lowmark_check *check)
{
	struct zone *zone = check->zone;
	unsigned long mark = check->facts.mark - check->boost;
	unsigned int named = check->facts.alloc_flags &
			     LOWMARK_ALLOC_WMARK_MASK;
	unsigned int i;

	if (named < NR_WMARK && mark == lowmark_zone_mark(zone, named))
		return named;
	for (i = 0; i < NR_WMARK; i++)
		if (mark == lowmark_zone_mark(zone, i))
			return i;
	if (check->facts.mark == lowmark_zone_mark(zone, WMARK_MIN))
		return LOWMARK_MARK_MIN_UNBOOSTED;
	return LOWMARK_MARK_OTHER;
}

static notrace bool is_high(const struct lowmark_check *check,
			    unsigned int which)
{
	return which == LOWMARK_MARK_HIGH &&
	       (check->facts.alloc_flags & LOWMARK_ALLOC_WMARK_MASK) !=
		       WMARK_HIGH;
}

/**
 * lowmark_check_is_high() - was the high mark asked for before the one wanted
 * @check: the check
 *
 * Return: true if so
 */
notrace bool lowmark_check_is_high(const struct lowmark_check *check)
{
	return is_high(check, which_mark(check));
}

static notrace unsigned int find_why(const struct lowmark_check *check)
{
	if (check->verdict)
		return LOWMARK_WHY_OK;
	if (check->margin <= 0)
		return lowmark_why_short(&check->facts, rules);
	return check->derived ? LOWMARK_WHY_RACE : LOWMARK_WHY_BLOCK;
}

static notrace void write_check(const struct lowmark_check *check,
				unsigned int which, unsigned int ctx,
				unsigned int flags)
{
	struct lowmark_rec_check *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin_in(&write, CHECK, check, ctx);
	if (!rec)
		return;
	rec->hdr.flags |= flags | (check->assumed ? LOWMARK_FLAG_ASSUMED : 0);
	rec->zone = lowmark_zone_id(check->zone);
	rec->order = lowmark_u8(check->facts.order);
	rec->which = which;
	rec->free = lowmark_signed_pages(check->facts.free);
	rec->mark = lowmark_pages(check->facts.mark);
	rec->reserve = lowmark_pages(check->facts.reserve);
	rec->margin = lowmark_signed_pages(check->margin);
	rec->boost = lowmark_boost_pages(check->boost);
	rec->verdict = check->verdict;
	rec->why = find_why(check);
	rec->caller = check->caller;
	rec->highest = check->highest;
	rec->alloc_flags = check->facts.alloc_flags;
	rec->derived = check->derived;
	rec->function = check->function;
	lowmark_end(&write);
}

/**
 * lowmark_check_write_kept() - record a check of a fast path now that the slow
 *	path follows
 * @check: the check
 */
notrace void lowmark_check_write_kept(const struct lowmark_check *check)
{
	struct lowmark_check late = *check;

	if (!lowmark_wants(LOWMARK_EVENT_CHECK) ||
	    READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_MATTER)
		return;
	/* Which blocks there were cannot be told any more. */
	late.margin = lowmark_margin(&late.facts, rules);
	late.derived = late.margin > 0;
	write_check(&late, which_mark(&late), lowmark_context(),
		    LOWMARK_FLAG_LATE);
}

static __always_inline bool is_looked_at(void)
{
	return READ_ONCE(lowmark.events) &
	       (1u << LOWMARK_EVENT_CHECK | 1u << LOWMARK_EVENT_ATTEMPT);
}

/* Is it recorded whatever its verdict? */
static __always_inline bool matters(const struct lowmark_flight *flight)
{
	unsigned int checks = READ_ONCE(lowmark.checks);

	return checks == LOWMARK_CHECKS_ALL ||
	       (checks == LOWMARK_CHECKS_MATTER &&
		(flight || current->flags & PF_KSWAPD));
}

/* A scan's check is a step of its walk, if it is one that is known. */
static notrace void follow(const struct lowmark_check *check,
			   struct lowmark_flight *flight, unsigned int which,
			   bool recorded)
{
	struct lowmark_walk *walk = lowmark_walk_current(flight);

	if (walk && walk->request.order == check->facts.order &&
	    walk->request.highest == check->highest)
		lowmark_walk_check(walk, check->zone, check->facts.alloc_flags,
				   is_high(check, which), check->verdict);
	else if (lowmark_sites_placed() &&
		 READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_ALL)
		lowmark_fast_check(check, recorded);
}

/* One that is not recorded, but may be if the slow path follows. */
static __always_inline void pass(struct lowmark_check *check,
				 unsigned long caller)
{
	if (!lowmark_sites_placed() || !lowmark_caller_scans(caller))
		return;
	check->caller = LOWMARK_CALLER_FAST;
	lowmark_fast_check(check, false);
}

static __always_inline void record(struct lowmark_check *check,
				   struct lowmark_flight *flight,
				   unsigned long caller)
{
	unsigned int which = which_mark(check);
	bool wanted = lowmark_wants(LOWMARK_EVENT_CHECK);

	check->caller = lowmark_caller_check(caller, flight);
	lowmark_wmark_note(check->zone, LOWMARK_CAUSE_SEEN);
	/* The zones that the scan passed over come before. */
	if (check->caller == LOWMARK_CALLER_FAST ||
	    check->caller == LOWMARK_CALLER_SLOW)
		follow(check, flight, which, wanted);
	if (wanted)
		write_check(check, which, lowmark_context_of(flight), 0);
}

/* Returns false for a check that nobody wants to know of. */
static __always_inline bool begins(struct lowmark_check *check,
				   unsigned long *caller,
				   struct lowmark_flight **flight)
{
	if (!is_looked_at())
		return false;
	check->function = take_through(caller);
	*flight = lowmark_flight_find();
	if (lowmark_filter_drops(*flight, check->facts.order))
		return false;
	read_facts(check);
	return true;
}

/**
 * lowmark_check_entry() - __zone_watermark_ok() was entered
 * @ri: keeps the facts of the check
 * @regs: registers at entry
 *
 * Return: 0, or 1 if this check is not recorded and its return not needed
 */
notrace int lowmark_check_entry(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(CHECK);
	struct check_data *data = (struct check_data *)ri->data;
	struct lowmark_check *check = &data->check;

	read_arguments(check, regs);
	data->caller = lowmark_return_address(regs);
	check->assumed = false;
	if (!begins(check, &data->caller, &data->flight))
		return 1;
	recompute(check);
	if (matters(data->flight) || !check->derived)
		return 0;
	check->verdict = true;
	pass(check, data->caller);
	return 1;
}

/**
 * lowmark_check_return() - __zone_watermark_ok() returns
 * @ri: has the facts from its entry
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_check_return(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	LOWMARK_TIMED(CHECK);
	struct check_data *data = (struct check_data *)ri->data;

	data->check.verdict = regs_return_value(regs) & 0xff;
	data->check.derived = derive(&data->check);
	record(&data->check, data->flight, data->caller);
	return 0;
}

/**
 * lowmark_check_hit() - __zone_watermark_ok() was entered, its return is not
 *	seen
 * @kp: the probe
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_check_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct lowmark_check check;

	read_arguments(&check, regs);
	lowmark_check_asked(&check, lowmark_return_address(regs));
	return 0;
}

/**
 * lowmark_check_asked() - a check is about to be made, whose verdict is
 *	taken to be what its facts say
 * @check: has the arguments
 * @caller: where it returns to
 *
 * Context: preemption is off
 */
notrace void lowmark_check_asked(struct lowmark_check *check,
				 unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK);
	struct lowmark_flight *flight;

	check->assumed = true;
	if (!begins(check, &caller, &flight))
		return;
	recompute(check);
	check->verdict = check->derived;
	if (!check->verdict || matters(flight))
		record(check, flight, caller);
	else
		pass(check, caller);
}

/**
 * lowmark_check_answered() - a check was made
 * @check: has the arguments and the verdict
 * @caller: where it returns to
 *
 * Context: preemption is off
 */
notrace void lowmark_check_answered(struct lowmark_check *check,
				    unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK);
	struct lowmark_flight *flight;

	check->assumed = false;
	if (!begins(check, &caller, &flight))
		return;
	if (check->verdict && !matters(flight)) {
		pass(check, caller);
		return;
	}
	recompute(check);
	record(check, flight, caller);
}
