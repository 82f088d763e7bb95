/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which names the kernel has at all, where asking for one takes long.
 */
#ifndef LOWMARK_PRESENT_H
#define LOWMARK_PRESENT_H

#include <linux/types.h>

void lowmark_present_learn(void);
void lowmark_present_forget(void);
bool lowmark_is_absent(const char *name);

#endif
