/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Table of tasks, each with counters of something it did.
 */
#ifndef LOWMARK_LIB_TASKS_H
#define LOWMARK_LIB_TASKS_H

#include "lowmark_record.h"

#define LM_MOST_TASKS 2048

/**
 * struct lm_task - one task
 * @next: the next one of the same hash
 * @group: what the table is divided by, for example the node
 * @pid: the thread
 * @comm: its name; after an exec it counts as another task
 * @count: how often it did it
 */
struct lm_task {
	struct lm_task *next;
	__u32 group;
	__u32 pid;
	char comm[LOWMARK_COMM_LEN];
	__u64 count;
};

/**
 * struct lm_tasks - the table
 * @nr: tasks in the table
 * @left_out: how often a task found no more place and was not counted
 * @hash: the tasks, by hash
 *
 * Start with all zero.
 */
struct lm_tasks {
	unsigned int nr;
	__u64 left_out;
	struct lm_task *hash[LM_MOST_TASKS];
};

struct lm_task *lm_tasks_get(struct lm_tasks *tasks, __u32 group, __u32 pid,
			     const char *comm);
unsigned int lm_tasks_top(const struct lm_tasks *tasks, int group,
			  const struct lm_task *top[], unsigned int most);
void lm_tasks_deinit(struct lm_tasks *tasks);

#endif
