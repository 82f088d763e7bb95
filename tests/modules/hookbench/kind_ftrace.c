// SPDX-License-Identifier: GPL-2.0-only
/*
 * An empty ftrace_ops, with the arguments or with all registers.
 */
#include <linux/ftrace.h>
#include <linux/string.h>

#include "kinds.h"

static notrace void hit(unsigned long ip, unsigned long parent_ip,
			struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
}

static struct ftrace_ops ops = { .func = hit };

/**
 * place_ftrace() - an ftrace_ops that is given the arguments
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_ftrace(const char *symbol)
{
	char name[64];
	int ret;

	strscpy(name, symbol, sizeof(name));
	ret = ftrace_set_filter(&ops, name, strlen(name), 1);
	return ret ? ret : register_ftrace_function(&ops);
}

/**
 * place_ftrace_regs() - an ftrace_ops that is given all registers
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_ftrace_regs(const char *symbol)
{
	ops.flags = FTRACE_OPS_FL_SAVE_REGS;
	return place_ftrace(symbol);
}

/**
 * remove_ftrace() - take it away
 */
void remove_ftrace(void)
{
	unregister_ftrace_function(&ops);
}
