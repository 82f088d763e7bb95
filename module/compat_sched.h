/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the running task's task_struct tells, as every kernel has it.
 */
#ifndef LOWMARK_COMPAT_SCHED_H
#define LOWMARK_COMPAT_SCHED_H

#include <linux/sched.h>
#include <linux/version.h>

/*
 * Changes whenever what the running task's cpuset allows does; read without
 * the lock it is written under. That became part of its type in v5.9. Drop the
 * version when the minimum is 5.10.
 */
static inline u32 lowmark_mems_sequence(void)
{
#ifndef CONFIG_CPUSETS
	return 0;
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(5, 9, 0)
	return READ_ONCE(current->mems_allowed_seq.seqcount.sequence);
#else
	return READ_ONCE(current->mems_allowed_seq.sequence);
#endif
}

/* What the kernel waits for when it copies that sequence: no change under way. */
static inline u32 lowmark_mems_copied(u32 sequence)
{
	return (sequence + 1) & ~1u;
}

/*
 * How long the running task has waited for a CPU, ns. Without CONFIG_SCHEDSTATS
 * kernels up to v5.13 count it only if delay accounting is on. Drop the version
 * when the minimum is 5.14.
 */
#if defined(CONFIG_SCHEDSTATS) || (defined(CONFIG_SCHED_INFO) && \
	LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0))
#define LOWMARK_HAVE_RUN_DELAY 1
static inline u64 lowmark_run_delay(void)
{
	return current->sched_info.run_delay;
}
#else
#define LOWMARK_HAVE_RUN_DELAY 0
static inline u64 lowmark_run_delay(void)
{
	return 0;
}
#endif

#endif
