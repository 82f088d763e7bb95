// SPDX-License-Identifier: GPL-2.0-only
/*
 * Seeing the entries of a kernel function, by an ftrace_ops of our own.
 */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "look.h"
#include "symbols.h"

#ifdef LOWMARK_HAS_REPLACE

/**
 * lowmark_ftrace_find() - where calls of a function can be seen
 * @symbol: the function
 * @at: set to its ftrace site
 *
 * A clone that the compiler has made may take other arguments, and beside the
 * function itself it has some of its calls.
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: 0, -ENOENT without the function, -EADDRNOTAVAIL if there are clones,
 * -EINVAL without an ftrace site there, or why it cannot be probed
 */
int lowmark_ftrace_find(const char *symbol, unsigned long *at)
{
	struct lowmark_symbol found[LOWMARK_CLONES];
	int count;

	count = lowmark_symbols_find(symbol, found, ARRAY_SIZE(found));
	if (count < 0)
		return count;
	if (count > 1 || strcmp(found[0].name, symbol))
		return -EADDRNOTAVAIL;
	*at = lowmark_ftrace_site(found[0].begin);
	return *at ? 0 : -EINVAL;
}

/**
 * lowmark_ftrace_place() - arm an ftrace_ops on one function
 * @ops: has its callback; its flags are set here
 * @at: its ftrace site
 *
 * It is permanent: nobody can switch ftrace off and what it sees with it.
 *
 * Context: process context
 *
 * Return: 0, or -EBUSY if another has it replaced or ftrace is off
 */
int lowmark_ftrace_place(struct ftrace_ops *ops, unsigned long at)
{
	int ret;

	ops->flags |= FTRACE_OPS_FL_PERMANENT | LOWMARK_FTRACE_FLAGS;
	ret = ftrace_set_filter_ip(ops, at, 0, 0);
	if (ret)
		return ret;
	ret = register_ftrace_function(ops);
	if (ret)
		ftrace_set_filter_ip(ops, at, 1, 0);
	return ret;
}

/**
 * lowmark_look_place() - see the entries of a function
 * @look: has the callback
 * @symbol: the function
 *
 * Context: process context
 *
 * Return: as lowmark_ftrace_find() and lowmark_ftrace_place()
 */
int lowmark_look_place(struct lowmark_look *look, const char *symbol)
{
	unsigned long at;
	int ret;

	ret = lowmark_ftrace_find(symbol, &at);
	if (!ret)
		ret = lowmark_ftrace_place(&look->ops, at);
	if (!ret)
		look->at = at;
	return ret;
}

/**
 * lowmark_look_remove() - end it
 * @look: what was placed, or not
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
