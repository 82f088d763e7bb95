/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Seeing watermark checks through ftrace.
 */
#ifndef LOWMARK_CHECK_FTRACE_H
#define LOWMARK_CHECK_FTRACE_H

#include <linux/types.h>

#include "replace.h"

extern struct lowmark_replace lowmark_check_replace;

int lowmark_check_ftrace_place(bool real);
void lowmark_check_ftrace_remove(void);

#endif
