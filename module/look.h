/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Seeing the entries of a function through an ftrace_ops of our own.
 */
#ifndef LOWMARK_LOOK_H
#define LOWMARK_LOOK_H

#include "compat_ftrace.h"

/**
 * struct lowmark_look - a function whose entries are seen through ftrace
 * @ops: has the callback
 * @at: the ftrace site; 0: not placed
 */
struct lowmark_look {
#ifdef LOWMARK_HAS_REPLACE
	struct ftrace_ops ops;
#endif
	unsigned long at;
};

int lowmark_look_place(struct lowmark_look *look, const char *symbol);
void lowmark_look_remove(struct lowmark_look *look);
#ifdef LOWMARK_HAS_REPLACE
int lowmark_ftrace_find(const char *symbol, unsigned long *at);
int lowmark_ftrace_place(struct ftrace_ops *ops, unsigned long at);
#endif

#endif
