// SPDX-License-Identifier: GPL-2.0-only
/*
 * Places one empty probe, so that its bare cost can be measured.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/string.h>

#include "kinds.h"

static char *kind = "kprobe";
module_param(kind, charp, 0);
MODULE_PARM_DESC(kind, "kprobe, kretprobe, kretskip (entry handler returns 1), ftrace, ftrace-regs, fprobe, fprobe-exit or fprobe-skip");

static char *symbol = "__zone_watermark_ok";
module_param(symbol, charp, 0);
MODULE_PARM_DESC(symbol, "function to probe");

static const struct {
	const char *name;
	int (*place)(const char *symbol);
	void (*remove)(void);
} kinds[] = {
	{ "kprobe", place_kprobe, remove_kprobe },
	{ "kretprobe", place_kretprobe, remove_kretprobe },
	{ "kretskip", place_kretskip, remove_kretprobe },
	{ "ftrace", place_ftrace, remove_ftrace },
	{ "ftrace-regs", place_ftrace_regs, remove_ftrace },
	{ "fprobe", place_fprobe, remove_fprobe },
	{ "fprobe-exit", place_fprobe_exit, remove_fprobe },
	{ "fprobe-skip", place_fprobe_skip, remove_fprobe },
};

static size_t chosen;

static int __init hookbench_init(void)
{
	int ret;

	for (chosen = 0; chosen < ARRAY_SIZE(kinds); chosen++)
		if (!strcmp(kinds[chosen].name, kind))
			break;
	if (chosen == ARRAY_SIZE(kinds))
		return -EINVAL;
	ret = kinds[chosen].place(symbol);
	if (ret)
		pr_info("no %s on %s: error %d\n", kind, symbol, ret);
	return ret;
}

static void __exit hookbench_exit(void)
{
	kinds[chosen].remove();
}

module_init(hookbench_init);
module_exit(hookbench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Places an empty probe; for measuring only");
