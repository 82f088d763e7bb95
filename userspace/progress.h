/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How far something that takes long has come, told to a terminal, unless
 * nobody wants to know.
 */
#ifndef LOWMARK_PROGRESS_H
#define LOWMARK_PROGRESS_H

#include <stdbool.h>

#include <linux/types.h>

void be_quiet(void);
bool is_quiet(void);
void progress_tell(__u64 done, __u64 total);
void progress_end(void);

#endif
