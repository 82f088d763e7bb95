/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Seeing a function through ftrace: its calls are sent to a function of the
 * module, which calls the kernel's own.
 */
#ifndef LOWMARK_REPLACE_H
#define LOWMARK_REPLACE_H

#include <linux/ftrace.h>
#include <linux/types.h>

#include "compat_ftrace.h"

/**
 * struct lowmark_replace - a function that is seen through ftrace
 * @symbol: its name
 * @to: the module's function
 * @aim: makes the static call in it lead to an address
 * @ops: sends calls there
 * @at: the ftrace site
 * @placed: calls are sent
 */
struct lowmark_replace {
	const char *symbol;
	unsigned long to;
	void (*aim)(unsigned long address);
#ifdef LOWMARK_HAS_REPLACE
	struct ftrace_ops ops;
#endif
	unsigned long at;
	bool placed;
};

#ifdef LOWMARK_HAS_REPLACE
#include <linux/static_call.h>

/*
 * Defines lowmark_<name>_replace. A direct call leads to what follows the site
 * of the kernel's function, static_call(lowmark_<name>_kernels): an indirect
 * one would need an endbr64 there, and a retpoline. @unplaced has the type.
 */
#define LOWMARK_REPLACE(name, function, replacement, unplaced)             \
	DEFINE_STATIC_CALL(lowmark_##name##_kernels, unplaced);            \
	static void aim_##name(unsigned long address)                      \
	{                                                                  \
		static_call_update(lowmark_##name##_kernels,               \
				   (typeof(unplaced) *)address);          \
	}                                                                  \
	struct lowmark_replace lowmark_##name##_replace = {                \
		.symbol = (function),                                      \
		.to = (unsigned long)(replacement),                        \
		.aim = aim_##name,                                         \
	}
#endif

int lowmark_replace_place(struct lowmark_replace *replace);
void lowmark_replace_remove(struct lowmark_replace *replace);
void lowmark_replaces_wait(void);

#endif
