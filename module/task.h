/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of the allocating task beyond its name.
 */
#ifndef LOWMARK_TASK_H
#define LOWMARK_TASK_H

#include <linux/types.h>

u64 lowmark_task_cgroup(void);
bool lowmark_task_within(u64 id);
u8 lowmark_task_policy(u16 *node);

#endif
