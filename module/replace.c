// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sending the calls of a kernel function to one of the module, by an
 * ftrace_ops of our own.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/rcupdate.h>

#include "look.h"
#include "replace.h"

#ifdef LOWMARK_HAS_REPLACE

static notrace void redirect(unsigned long ip, unsigned long parent,
			     struct ftrace_ops *ops, lowmark_ftrace_regs *fregs)
{
	const struct lowmark_replace *replace;

	replace = container_of(ops, struct lowmark_replace, ops);
	if (likely(ip == replace->at))
		lowmark_ftrace_go(fregs, replace->to);
}

/**
 * lowmark_replace_place() - see a function through ftrace
 * @replace: which, and how
 *
 * Context: process context
 *
 * Return: as lowmark_ftrace_find() and lowmark_ftrace_place(); -EOPNOTSUPP on a
 * processor whose calls are counted by the kernel
 */
int lowmark_replace_place(struct lowmark_replace *replace)
{
	int ret = lowmark_ftrace_find(replace->symbol, &replace->at);

	if (ret)
		return ret;
	if (lowmark_counts_calls())
		return -EOPNOTSUPP;
	replace->aim(replace->at + MCOUNT_INSN_SIZE);
	replace->ops.func = redirect;
	replace->ops.flags |= FTRACE_OPS_FL_IPMODIFY;
	ret = lowmark_ftrace_place(&replace->ops, replace->at);
	replace->placed = !ret;
	return ret;
}

/**
 * lowmark_replace_remove() - end it, see lowmark_replaces_wait()
 * @replace: which
 *
 * Context: process context
 */
void lowmark_replace_remove(struct lowmark_replace *replace)
{
	if (!replace->placed)
		return;
	unregister_ftrace_function(&replace->ops);
	ftrace_set_filter_ip(&replace->ops, replace->at, 1, 0);
	replace->placed = false;
}

/**
 * lowmark_replaces_wait() - wait until nobody is in a function of the module
 *	that has been removed
 *
 * A task that has slept since is not: neither such a function sleeps nor the
 * kernel's that it calls. With PREEMPT_RT that is so of watermark checks alone,
 * which take no lock.
 *
 * Context: process context
 */
void lowmark_replaces_wait(void)
{
	synchronize_rcu_tasks();
}

#else
int lowmark_replace_place(struct lowmark_replace *replace)
{
	return -EOPNOTSUPP;
}

void lowmark_replace_remove(struct lowmark_replace *replace)
{
}

void lowmark_replaces_wait(void)
{
}
#endif
