// SPDX-License-Identifier: GPL-2.0-only
/*
 * Table of tasks, each with counters of something it did.
 */
#include "tasks.h"

#include <stdlib.h>
#include <string.h>

static unsigned int hash_of(__u32 group, __u32 pid)
{
	return (pid * 2654435761u + group * 40503u) % LM_MOST_TASKS;
}

static struct lm_task *add_task(struct lm_tasks *tasks, __u32 group, __u32 pid,
				const char *comm)
{
	struct lm_task **head = &tasks->hash[hash_of(group, pid)];
	struct lm_task *task;

	if (tasks->nr == LM_MOST_TASKS)
		return NULL;
	task = calloc(1, sizeof(*task));
	if (!task)
		return NULL;
	task->group = group;
	task->pid = pid;
	memcpy(task->comm, comm, strnlen(comm, sizeof(task->comm) - 1));
	task->next = *head;
	*head = task;
	tasks->nr++;
	return task;
}

/**
 * lm_tasks_get() - find a task, or add it
 * @tasks: the table
 * @group: what the table is divided by
 * @pid: the thread
 * @comm: its name
 *
 * Return: the task, NULL if the table is full
 */
struct lm_task *lm_tasks_get(struct lm_tasks *tasks, __u32 group, __u32 pid,
			     const char *comm)
{
	struct lm_task *task = tasks->hash[hash_of(group, pid)];

	for (; task; task = task->next)
		if (task->pid == pid && task->group == group &&
		    !strncmp(task->comm, comm, sizeof(task->comm) - 1))
			return task;
	task = add_task(tasks, group, pid, comm);
	if (!task)
		tasks->left_out++;
	return task;
}

/* By count, then by task. */
static int ranks_before(const struct lm_task *a, const struct lm_task *b)
{
	if (a->count != b->count)
		return a->count > b->count;
	if (a->pid != b->pid)
		return a->pid < b->pid;
	return strncmp(a->comm, b->comm, sizeof(a->comm)) < 0;
}

static unsigned int insert(const struct lm_task *top[], unsigned int nr,
			   unsigned int most, const struct lm_task *task)
{
	unsigned int at = nr;

	if (nr == most) {
		if (!nr || !ranks_before(task, top[nr - 1]))
			return nr;
		at = --nr;
	}
	for (; at && ranks_before(task, top[at - 1]); at--)
		top[at] = top[at - 1];
	top[at] = task;
	return nr + 1;
}

/**
 * lm_tasks_top() - find the tasks that did most
 * @tasks: the table
 * @group: only this group, -1 for all
 * @top: set to the tasks, the first did most
 * @most: entries of @top
 *
 * Return: entries of @top that were set
 */
unsigned int lm_tasks_top(const struct lm_tasks *tasks, int group,
			  const struct lm_task *top[], unsigned int most)
{
	const struct lm_task *task;
	unsigned int i, nr = 0;

	for (i = 0; i < LM_MOST_TASKS; i++)
		for (task = tasks->hash[i]; task; task = task->next)
			if (group < 0 || task->group == (__u32)group)
				nr = insert(top, nr, most, task);
	return nr;
}

/**
 * lm_tasks_deinit() - give back all tasks
 * @tasks: the table
 */
void lm_tasks_deinit(struct lm_tasks *tasks)
{
	struct lm_task *task;
	unsigned int i;

	for (i = 0; i < LM_MOST_TASKS; i++) {
		while ((task = tasks->hash[i])) {
			tasks->hash[i] = task->next;
			free(task);
		}
	}
	tasks->nr = 0;
}
