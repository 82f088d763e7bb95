/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel stack at the entry of the slow path, and the setting stack=.
 */
#ifndef LOWMARK_STACK_H
#define LOWMARK_STACK_H

#include <linux/types.h>

struct pt_regs;

int lowmark_stack_set(const char *text, char *why);
void lowmark_stack_write(u64 span, struct pt_regs *regs);

#endif
