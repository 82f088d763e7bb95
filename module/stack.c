// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who asked for the pages: the kernel stack of a task that enters the slow
 * path, recorded when the setting stack= says so.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/ptrace.h>
#include <linux/string.h>

#include "caller.h"
#include "lowmark.h"
#include "ring.h"
#include "stack.h"

/**
 * lowmark_stack_set() - change the setting
 * @text: "0" or "1"
 * @why: 160 bytes for what is wrong
 *
 * Return: 0 or -EINVAL
 */
int lowmark_stack_set(const char *text, char *why)
{
	bool yes = sysfs_streq(text, "1");

	if (yes || sysfs_streq(text, "0")) {
		WRITE_ONCE(lowmark.stack, yes);
		return 0;
	}
	snprintf(why, 160, "stack: \"%.40s\" is not 0 or 1", text);
	return -EINVAL;
}

static int set_parameter(const char *text, const struct kernel_param *kp)
{
	char why[160];
	int ret = lowmark_stack_set(text, why);

	if (ret)
		pr_err("parameter %s\n", why);
	return ret;
}

static const struct kernel_param_ops stack_ops = { .set = set_parameter };

module_param_cb(stack, &stack_ops, NULL, 0);
MODULE_PARM_DESC(stack, "1: record the kernel stack of each slow path run; 0 (default): do not");

/**
 * lowmark_stack_write() - record who called a function
 * @span: slow path run that it begins
 * @regs: registers at its entry
 *
 * Context: a probe's handler
 */
notrace void lowmark_stack_write(u64 span, struct pt_regs *regs)
{
	unsigned long frames[LOWMARK_STACK_DEPTH] __uninitialized;
	struct lowmark_rec_stack *rec;
	struct lowmark_write write;
	unsigned int i, nr;

	nr = lowmark_caller_chain(frames, ARRAY_SIZE(frames), regs);
	if (!nr)
		return;
	rec = lowmark_write_begin(&write, STACK, stack);
	if (!rec)
		return;
	rec->span = span;
	for (i = 0; i < LOWMARK_STACK_DEPTH; i++)
		rec->frames[i] = i < nr ? frames[i] : 0;
	lowmark_end(&write);
}
