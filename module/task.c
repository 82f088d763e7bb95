// SPDX-License-Identifier: GPL-2.0-only
/*
 * The allocating task: its cgroup and its NUMA policy.
 */
#include <linux/cgroup.h>
#include <linux/mempolicy.h>
#include <linux/nodemask.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "compat_task.h"
#include "lowmark.h"
#include "lowmark_record.h"
#include "task.h"

/**
 * lowmark_task_cgroup() - the cgroup (v2) of the running task
 *
 * Context: probe handler, preemption is off
 *
 * Return: its id, as the inode number of its directory; 0 outside of a task
 */
notrace u64 lowmark_task_cgroup(void)
{
	struct cgroup *cgroup;

	if (lowmark_level() != LOWMARK_CTX_TASK)
		return 0;
	/*
	 * The task may be moved to another cgroup meanwhile. What it was in
	 * stays until preemption is on again, which RCU waits for.
	 */
	cgroup = rcu_dereference_raw(current->cgroups)->dfl_cgrp;
	return cgroup ? lowmark_cgroup_id(cgroup) : 0;
}

/**
 * lowmark_task_within() - is the running task in a cgroup (v2) or below it?
 * @id: id of the cgroup
 *
 * Context: probe handler, preemption is off
 *
 * Return: true if so; false outside of a task
 */
notrace bool lowmark_task_within(u64 id)
{
	struct cgroup *cgroup;

	if (lowmark_level() != LOWMARK_CTX_TASK)
		return false;
	/* As in lowmark_task_cgroup(); it holds its parents. */
	cgroup = rcu_dereference_raw(current->cgroups)->dfl_cgrp;
	for (; cgroup; cgroup = lowmark_cgroup_parent(cgroup))
		if (lowmark_cgroup_id(cgroup) == id)
			return true;
	return false;
}

/**
 * lowmark_task_policy() - the NUMA policy of the running task
 * @node: set to the first node of the policy, or LOWMARK_ZONE_NONE
 *
 * A policy of the memory area that is faulted in is not seen.
 *
 * Return: enum lowmark_policy
 */
notrace u8 lowmark_task_policy(u16 *node)
{
#ifdef CONFIG_NUMA
	const struct mempolicy *policy = NULL;
	u8 mode;

	*node = LOWMARK_ZONE_NONE;
	/* Only the task itself frees its policy; its cpuset may change it. */
	if (lowmark_level() == LOWMARK_CTX_TASK)
		policy = current->mempolicy;
	if (!policy)
		return LOWMARK_POLICY_DEFAULT;
	mode = lowmark_policy_mode(policy);
	*node = lowmark_policy_node(policy, mode);
	return mode;
#else
	*node = LOWMARK_ZONE_NONE;
	return LOWMARK_POLICY_DEFAULT;
#endif
}
