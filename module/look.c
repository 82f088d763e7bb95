// SPDX-License-Identifier: GPL-2.0-only
/*
 * Seeing the entries of a kernel function, by an ftrace_ops of our own.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>

#include "look.h"
#include "symbols.h"

#ifdef LOWMARK_HAS_REPLACE

/**
 * lowmark_ftrace_place() - arm an ftrace_ops on one function
 * @ops: has its callback; its flags are set here
 * @symbol: the function
 * @at: its ftrace site, or 0 to have it filled
 *
 * It is permanent: nobody can switch ftrace off and what it sees with it.
 *
 * Context: process context
 *
 * Return: 0, -ENOENT without the function, -EINVAL without an ftrace site
 * there, -EBUSY if another has it replaced or ftrace is off
 */
int lowmark_ftrace_place(struct ftrace_ops *ops, const char *symbol,
			 unsigned long *at)
{
	struct lowmark_symbol found;
	int ret;

	if (!*at) {
		ret = lowmark_symbols_find(symbol, &found, 1);
		if (ret < 0)
			return ret;
		*at = lowmark_ftrace_site(found.begin);
	}
	if (!*at)
		return -EINVAL;
	ops->flags |= FTRACE_OPS_FL_PERMANENT | LOWMARK_FTRACE_FLAGS;
	ret = ftrace_set_filter_ip(ops, *at, 0, 0);
	if (ret)
		return ret;
	ret = register_ftrace_function(ops);
	if (ret)
		ftrace_set_filter_ip(ops, *at, 1, 0);
	return ret;
}

/**
 * lowmark_look_place() - see the entries of a function
 * @look: has the callback
 * @symbol: the function
 *
 * Context: process context
 *
 * Return: as lowmark_ftrace_place()
 */
int lowmark_look_place(struct lowmark_look *look, const char *symbol)
{
	int ret = lowmark_ftrace_place(&look->ops, symbol, &look->at);

	if (ret)
		look->at = 0;
	return ret;
}

/**
 * lowmark_look_remove() - end it
 * @look: what was placed, or not
 *
 * The callback may run until lowmark_replaces_wait() returns.
 *
 * Context: process context
 */
void lowmark_look_remove(struct lowmark_look *look)
{
	if (!look->at)
		return;
	unregister_ftrace_function(&look->ops);
	ftrace_set_filter_ip(&look->ops, look->at, 1, 0);
	look->at = 0;
}

#else
int lowmark_look_place(struct lowmark_look *look, const char *symbol)
{
	return -EOPNOTSUPP;
}

void lowmark_look_remove(struct lowmark_look *look)
{
}
#endif
