/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cgroups and mempolicies, as every kernel has them.
 */
#ifndef LOWMARK_COMPAT_TASK_H
#define LOWMARK_COMPAT_TASK_H

#include <linux/cgroup.h>
#include <linux/mempolicy.h>
#include <linux/oom.h>
#include <linux/sched.h>
#include <linux/version.h>

#include "lowmark_record.h"

struct oom_control; /* since v4.2 */

/* cgroup_id() came with v5.5. Drop when the minimum is 5.10. */
static inline u64 lowmark_cgroup_id(struct cgroup *cgroup)
{
#ifdef LOWMARK_HAVE_CGROUP_ID
	return cgroup_id(cgroup);
#else
	return cgroup_ino(cgroup);
#endif
}

/*
 * cgroup_parent() is kernel/cgroup.c's own in v4.4, and for all in v5.10. Drop when
 * the minimum is 5.10.
 */
static inline struct cgroup *lowmark_cgroup_parent(struct cgroup *cgroup)
{
#ifdef LOWMARK_HAVE_CGROUP_PARENT
	return cgroup_parent(cgroup);
#else
	struct cgroup_subsys_state *parent = cgroup->self.parent;

	return parent ? container_of(parent, struct cgroup, self) : NULL;
#endif
}

/*
 * out_of_memory() has chosen a victim; its struct tells since v4.9. Of the
 * kernels before it is known only that the call was not in vain. Drop when the
 * minimum is 4.9.
 */
static inline bool lowmark_oom_chose(const struct oom_control *oc, bool verdict)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 9, 0)
	return verdict;
#else
	/* -1: a victim is dying already */
	return verdict && oc->chosen && oc->chosen != (void *)-1l;
#endif
}

#ifdef CONFIG_NUMA
/*
 * The nodes of a policy moved out of a union in v5.14 ("mm/mempolicy: use unified
 * 'nodes' for bind/interleave/prefer policies"); a preferred node stood alone
 * before. "Local" became a mode of its own in the same release; before it was a
 * flag of MPOL_PREFERRED, whose node then means nothing. Drop when the minimum
 * is 5.14.
 */
static inline u8 lowmark_policy_mode(const struct mempolicy *policy)
{
#ifdef LOWMARK_HAVE_POLICY_UNION
	if (policy->mode == MPOL_PREFERRED &&
	    READ_ONCE(policy->flags) & MPOL_F_LOCAL)
		return MPOL_LOCAL;
#endif
	return policy->mode;
}

static inline u16 lowmark_policy_node(const struct mempolicy *policy, u8 mode)
{
	const nodemask_t *nodes;

	if (mode == MPOL_DEFAULT || mode == MPOL_LOCAL)
		return LOWMARK_ZONE_NONE;
#ifdef LOWMARK_HAVE_POLICY_UNION
	if (mode == MPOL_PREFERRED)
		return policy->v.preferred_node;
	nodes = &policy->v.nodes;
#else
	nodes = &policy->nodes;
#endif
	return nodes_empty(*nodes) ? LOWMARK_ZONE_NONE : first_node(*nodes);
}
#endif

#endif
