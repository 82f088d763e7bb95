// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks through ftrace: with their verdicts by a function that
 * stands in for the kernel's, or at the entry alone; and the functions before it.
 */
#include <linux/mmzone.h>
#include <linux/preempt.h>

#include "check_ftrace.h"
#include "check_path.h"
#include "look.h"
#include "replace.h"

#ifdef LOWMARK_HAS_REPLACE

static bool unplaced(struct zone *zone, unsigned int order, unsigned long mark,
		     int highest, unsigned int flags, long free)
{
	return true;
}

static bool stand_in(struct zone *zone, unsigned int order, unsigned long mark,
		     int highest, unsigned int flags, long free);

LOWMARK_REPLACE(check, "__zone_watermark_ok", stand_in, unplaced);

static notrace noinline bool stand_in(struct zone *zone, unsigned int order,
				      unsigned long mark, int highest,
				      unsigned int flags, long free)
{
	unsigned long caller = (unsigned long)__builtin_return_address(0);
	unsigned int function = lowmark_check_through(&caller);
	struct lowmark_check check __uninitialized;
	bool verdict;

	verdict = static_call(lowmark_check_kernels)(zone, order, mark, highest,
						     flags, free);
	preempt_disable_notrace();
	check.zone = zone;
	check.facts.order = order;
	check.facts.mark = mark;
	check.facts.alloc_flags = flags;
	check.facts.free = free;
	check.highest = highest;
	check.function = function;
	check.verdict = verdict;
	lowmark_check_answered(&check, caller);
	preempt_enable_notrace();
	return verdict;
}

static notrace void look(unsigned long ip, unsigned long parent,
			 struct ftrace_ops *ops, lowmark_ftrace_regs *fregs)
{
	struct lowmark_check check __uninitialized;

	preempt_disable_notrace();
	check.zone = (struct zone *)lowmark_ftrace_argument(fregs, 0);
	check.facts.order = (u32)lowmark_ftrace_argument(fregs, 1);
	check.facts.mark = lowmark_ftrace_argument(fregs, 2);
	check.highest = (u32)lowmark_ftrace_argument(fregs, 3);
	check.facts.alloc_flags = (u32)lowmark_ftrace_argument(fregs, 4);
	check.facts.free = lowmark_ftrace_argument(fregs, 5);
	check.function = lowmark_check_through(&parent);
	lowmark_check_asked(&check, parent);
	preempt_enable_notrace();
}

static struct lowmark_look looking = { .ops.func = look };

static __always_inline void note_ok(unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK_OK);

	lowmark_check_note(LOWMARK_FN_OK, caller);
}

static notrace void look_ok(unsigned long ip, unsigned long parent,
			    struct ftrace_ops *ops, lowmark_ftrace_regs *fregs)
{
	preempt_disable_notrace();
	note_ok(parent);
	preempt_enable_notrace();
}

struct lowmark_look lowmark_check_ok_look = { .ops.func = look_ok };

static __always_inline void note_safe(unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(CHECK_SAFE);

	lowmark_check_note(LOWMARK_FN_SAFE, caller);
}

static notrace void look_safe(unsigned long ip, unsigned long parent,
			      struct ftrace_ops *ops,
			      lowmark_ftrace_regs *fregs)
{
	preempt_disable_notrace();
	note_safe(parent);
	preempt_enable_notrace();
}

struct lowmark_look lowmark_check_safe_look = { .ops.func = look_safe };

/**
 * lowmark_check_ftrace_place() - see the checks through ftrace
 * @real: with their verdicts, else at their entry alone
 *
 * Context: process context
 *
 * Return: 0 or a negative errno, see lowmark_replace_place()
 */
int lowmark_check_ftrace_place(bool real)
{
	return real ? lowmark_replace_place(&lowmark_check_replace) :
		      lowmark_look_place(&looking, "__zone_watermark_ok");
}

/**
 * lowmark_check_ftrace_remove() - end it, see lowmark_replaces_wait()
 *
 * Context: process context
 */
void lowmark_check_ftrace_remove(void)
{
	lowmark_replace_remove(&lowmark_check_replace);
	lowmark_look_remove(&looking);
}

#else
struct lowmark_look lowmark_check_ok_look;
struct lowmark_look lowmark_check_safe_look;

int lowmark_check_ftrace_place(bool real)
{
	return -EOPNOTSUPP;
}

void lowmark_check_ftrace_remove(void)
{
}
#endif
