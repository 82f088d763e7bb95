// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks: __zone_watermark_ok() and the functions before it.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/mm.h>

#include "attempt.h"
#include "caller.h"
#include "compat_check.h"
#include "filter.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "watermark.h"
#include "wmark.h"
#include "zone.h"

struct check_data {
	struct zone *zone;
	struct lowmark_watermark facts;
	long margin;
	unsigned int highest;
	unsigned int caller;
	unsigned int function;
	bool scan;
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
	lowmark_hit(LOWMARK_HOOK_CHECK_OK);
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
	lowmark_hit(LOWMARK_HOOK_CHECK_SAFE);
	return note_through(LOWMARK_FN_SAFE, regs);
}

/* Through which function the check was asked, and from where. */
static notrace unsigned int take_through(struct pt_regs *regs,
					 unsigned long *caller)
{
	unsigned int function;

	*caller = lowmark_return_address(regs);
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

static notrace bool derive(const struct check_data *data)
{
	const struct lowmark_watermark *facts = &data->facts;
	long free = facts->free - ((1L << facts->order) - 1);
	long cma = facts->alloc_flags & LOWMARK_ALLOC_CMA ? 0 : facts->cma;

	if (data->margin <= 0 || !facts->order)
		return data->margin > 0;
	if (LOWMARK_HALVES_MARKS)
		return lowmark_halves_ok(data->zone, facts->order, free,
					 free - cma - facts->reserve -
						 data->margin);
	return has_block(data->zone, facts->order, facts->alloc_flags);
}

static notrace bool is_wanted(const struct check_data *data,
			      const struct lowmark_flight *flight)
{
	unsigned int checks = READ_ONCE(lowmark.checks);

	if (checks == LOWMARK_CHECKS_ALL)
		return true;
	if (checks == LOWMARK_CHECKS_MATTER &&
	    (flight || current->flags & PF_KSWAPD))
		return true;
	return !derive(data);
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
	struct check_data *data = (struct check_data *)ri->data;
	struct lowmark_flight *flight;
	unsigned long caller;
	struct zone *zone;

	lowmark_hit(LOWMARK_HOOK_CHECK);
	if (!lowmark_wants(LOWMARK_EVENT_CHECK))
		return 1;
	flight = lowmark_flight_find();
	if (lowmark_filter_drops(flight, regs_get_kernel_argument(regs, 1)))
		return 1;
	zone = (struct zone *)regs_get_kernel_argument(regs, 0);
	data->zone = zone;
	data->function = take_through(regs, &caller);
	data->highest = (u32)regs_get_kernel_argument(regs, 3);
	data->facts = (struct lowmark_watermark){
		.order = (u32)regs_get_kernel_argument(regs, 1),
		.mark = regs_get_kernel_argument(regs, 2),
		.alloc_flags = (u32)regs_get_kernel_argument(regs, 4),
		.free = regs_get_kernel_argument(regs, 5),
		.reserve = lowmark_zone_reserve(zone, data->highest),
		.highatomic = lowmark_zone_highatomic(zone),
#ifdef CONFIG_CMA
		.cma = zone_page_state(zone, NR_FREE_CMA_PAGES),
#endif
	};
	data->margin = lowmark_margin(&data->facts, rules);
	if (!is_wanted(data, flight))
		return 1;
	data->caller = lowmark_caller_check(caller, flight);
	data->scan = data->caller == LOWMARK_CALLER_FAST ||
		     data->caller == LOWMARK_CALLER_SLOW;
	return 0;
}

/* Which watermark the mark is; the one that the flags name comes first. */
static notrace unsigned int which_mark(const struct check_data *data)
{
	struct zone *zone = data->zone;
	unsigned long boost = lowmark_zone_boost(zone);
	unsigned long mark = data->facts.mark;
	unsigned int named = data->facts.alloc_flags & LOWMARK_ALLOC_WMARK_MASK;
	unsigned int i;

	if (named < NR_WMARK && mark == lowmark_zone_mark(zone, named) + boost)
		return named;
	for (i = 0; i < NR_WMARK; i++)
		if (mark == lowmark_zone_mark(zone, i) + boost)
			return i;
	if (mark == lowmark_zone_mark(zone, WMARK_MIN))
		return LOWMARK_MARK_MIN_UNBOOSTED;
	return LOWMARK_MARK_OTHER;
}

static notrace unsigned int find_why(const struct check_data *data,
				     bool verdict, bool derived)
{
	if (verdict)
		return LOWMARK_WHY_OK;
	if (data->margin <= 0)
		return lowmark_why_short(&data->facts, rules);
	return derived ? LOWMARK_WHY_RACE : LOWMARK_WHY_BLOCK;
}

/* A scan's check is a step of its walk. */
static notrace void follow(const struct check_data *data, bool verdict)
{
	unsigned int mark = data->facts.alloc_flags & LOWMARK_ALLOC_WMARK_MASK;
	struct lowmark_walk *walk;

	if (!data->scan)
		return;
	walk = lowmark_walk_current(lowmark_flight_find());
	if (walk)
		lowmark_walk_check(walk, data->zone, data->facts.alloc_flags,
				   mark != WMARK_HIGH &&
					   which_mark(data) ==
						   LOWMARK_MARK_HIGH,
				   verdict);
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
	const struct check_data *data = (struct check_data *)ri->data;
	bool verdict = regs_return_value(regs) & 0xff;
	bool derived = derive(data);
	struct lowmark_rec_check *rec;
	struct lowmark_write write;

	lowmark_wmark_note(data->zone, LOWMARK_CAUSE_SEEN);
	follow(data, verdict);
	if (!lowmark_wants(LOWMARK_EVENT_CHECK))
		return 0;
	rec = lowmark_write_begin(&write, CHECK, check);
	if (!rec)
		return 0;
	rec->zone = lowmark_zone_id(data->zone);
	rec->order = lowmark_u8(data->facts.order);
	rec->which = which_mark(data);
	rec->free = lowmark_signed_pages(data->facts.free);
	rec->mark = lowmark_pages(data->facts.mark);
	rec->reserve = lowmark_pages(data->facts.reserve);
	rec->margin = lowmark_signed_pages(data->margin);
	rec->boost = lowmark_boost_pages(lowmark_zone_boost(data->zone));
	rec->verdict = verdict;
	rec->why = find_why(data, verdict, derived);
	rec->caller = data->caller;
	rec->highest = lowmark_u8(data->highest);
	rec->alloc_flags = data->facts.alloc_flags;
	rec->derived = derived;
	rec->function = data->function;
	lowmark_end(&write);
	return 0;
}
