// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks through kprobes: __zone_watermark_ok() and the functions
 * before it; and what is rare of every check, however it is seen.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/preempt.h>

#include "check_path.h"
#include "compat_scan.h"

struct check_data {
	struct lowmark_check check;
	struct lowmark_here here;
};

const size_t lowmark_check_bytes = sizeof(struct check_data);

DEFINE_PER_CPU(struct lowmark_through, lowmark_through);

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

	lowmark_check_note(LOWMARK_FN_OK, lowmark_return_address(regs));
	return 0;
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

	lowmark_check_note(LOWMARK_FN_SAFE, lowmark_return_address(regs));
	return 0;
}

/**
 * lowmark_check_through_take() - the rest of lowmark_check_through(): the
 *	running task has a note on this CPU
 * @caller: who called the check; moved to who called the function before it
 *
 * An interrupt does not take the note of what it interrupts. One that was left
 * behind when the task moved says nothing of a later check.
 *
 * Return: enum lowmark_function
 */
notrace unsigned int lowmark_check_through_take(unsigned long *caller)
{
	unsigned int function = LOWMARK_FN_CHECK;
	struct lowmark_through *through;

	preempt_disable_notrace();
	through = this_cpu_ptr(&lowmark_through);
	if (through->task == current && through->level == lowmark_level()) {
		through->task = NULL;
		if (through->moves == current->se.nr_migrations)
			function = through->function;
		/* Who asks for exact counters is told by that function itself. */
		if (function == LOWMARK_FN_OK)
			*caller = through->caller;
	}
	preempt_enable_notrace();
	return function;
}

/**
 * lowmark_check_which_other() - which watermark is asked for, if not the one
 *	that the allocator's flags name
 * @zone: the zone
 * @unboosted: the mark without the zone's boost
 * @mark: the mark
 *
 * Return: enum lowmark_mark
 */
notrace unsigned int lowmark_check_which_other(struct zone *zone,
					       unsigned long unboosted,
					       unsigned long mark)
{
	unsigned int i;

	for (i = 0; i < NR_WMARK; i++)
		if (unboosted == lowmark_zone_mark(zone, i))
			return i;
	if (mark == lowmark_zone_mark(zone, WMARK_MIN))
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
	return is_high(check, lowmark_check_which(check));
}

/**
 * lowmark_check_write_slowly() - record a check that filters have to see, or
 *	whose pages may not fit
 * @check: the check; what does not fit is cut down
 * @which: enum lowmark_mark
 * @ctx: see lowmark_context()
 * @flags: LOWMARK_FLAG_*
 */
notrace void lowmark_check_write_slowly(struct lowmark_check *check,
					unsigned int which, unsigned int ctx,
					unsigned int flags)
{
	struct lowmark_rec_check *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin_in(&write, CHECK, check, ctx);
	if (!rec)
		return;
	check->facts.order = lowmark_u8(check->facts.order);
	check->facts.free = lowmark_signed_pages(check->facts.free);
	check->facts.mark = lowmark_pages(check->facts.mark);
	check->facts.reserve = lowmark_pages(check->facts.reserve);
	check->margin = lowmark_signed_pages(check->margin);
	check->boost = lowmark_pages(check->boost);
	lowmark_check_fill(rec, check, which, rec->hdr.flags | flags);
	lowmark_end(&write);
}

/**
 * lowmark_check_write_kept() - record a check of a fast path now that the slow
 *	path follows
 * @check: the check, as lowmark_fast_slot() kept it
 */
notrace void lowmark_check_write_kept(struct lowmark_check *check)
{
	if (!lowmark_wants(LOWMARK_EVENT_CHECK) ||
	    READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_MATTER)
		return;
	check->id = lowmark_zone_id(check->zone);
	/* Which blocks there were cannot be told any more. */
	check->margin = lowmark_margin(&check->facts, LOWMARK_RULES);
	check->derived = check->margin > 0;
	if (!check->verdict)
		check->why = lowmark_check_why(check);
	lowmark_check_write_slowly(check, lowmark_check_which(check),
				   lowmark_context(), LOWMARK_FLAG_LATE);
}

/**
 * lowmark_check_follow() - a scan's check is a step of its walk, if it is one
 *	that is known, or else of the fast path
 * @check: the check
 * @flight: what is under way, or NULL
 * @level: LOWMARK_CTX_* level
 * @which: enum lowmark_mark
 * @recorded: it is in the ring, or will be at once
 */
notrace void lowmark_check_follow(const struct lowmark_check *check,
				  struct lowmark_flight *flight,
				  unsigned int level, unsigned int which,
				  bool recorded)
{
	struct lowmark_walk *walk = lowmark_walk_current(flight);
	struct lowmark_check *slot = NULL;

	if (walk && walk->request.order == check->facts.order &&
	    lowmark_checks_as(&walk->request) == check->highest)
		lowmark_walk_check(walk, check->zone, check->facts.alloc_flags,
				   is_high(check, which), check->verdict);
	else if (lowmark_sites_placed() &&
		 READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_ALL)
		slot = lowmark_fast_slot(level, recorded);
	if (slot)
		*slot = *check;
}

static __always_inline void read_arguments(struct lowmark_check *check,
					   unsigned long *caller,
					   struct pt_regs *regs)
{
	check->zone = (struct zone *)regs_get_kernel_argument(regs, 0);
	check->facts.order = (u32)regs_get_kernel_argument(regs, 1);
	check->facts.mark = regs_get_kernel_argument(regs, 2);
	check->highest = (u32)regs_get_kernel_argument(regs, 3);
	check->facts.alloc_flags = (u32)regs_get_kernel_argument(regs, 4);
	check->facts.free = regs_get_kernel_argument(regs, 5);
	*caller = lowmark_return_address(regs);
	check->function = lowmark_check_through(caller);
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

	read_arguments(check, &data->here.caller, regs);
	check->assumed = false;
	if (!lowmark_check_begins(check, &data->here))
		return 1;
	lowmark_check_recompute(check);
	if (lowmark_check_matters(&data->here) || !check->derived)
		return 0;
	check->verdict = true;
	lowmark_check_pass(check, &data->here);
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

	/* The task may have been preempted since its entry. */
	data->here.events = READ_ONCE(lowmark.wanted);
	data->here.checks = READ_ONCE(lowmark.checks);
	data->check.verdict = regs_return_value(regs) & 0xff;
	data->check.derived = lowmark_check_derive(&data->check);
	lowmark_check_done(&data->check, &data->here);
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
	struct lowmark_check check __uninitialized;
	unsigned long caller;

	read_arguments(&check, &caller, regs);
	lowmark_check_asked(&check, caller);
	return 0;
}
