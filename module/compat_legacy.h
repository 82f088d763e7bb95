/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernels of the fair zone policy, 3.18 and 4.4: the newer names they lack.
 * Goes when the minimum is 5.10.
 */
#ifndef LOWMARK_COMPAT_LEGACY_H
#define LOWMARK_COMPAT_LEGACY_H

#include <linux/cpu.h>
#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/ptrace.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

/* READ_ONCE(), WRITE_ONCE(): v3.19 */
#ifndef READ_ONCE
#define READ_ONCE(x) ACCESS_ONCE(x)
#define WRITE_ONCE(x, value) (ACCESS_ONCE(x) = (value))
#endif

/* strscpy(): v4.3; strreplace(): v4.3 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 3, 0)
#define strscpy(to, from, size) strlcpy(to, from, size)

static inline char *strreplace(char *s, char old, char new)
{
	for (; *s; s++)
		if (*s == old)
			*s = new;
	return s;
}
#endif

/* kstrtobool(): v4.6 */
#define kstrtobool(s, value) strtobool(s, value)

/* managed_zone(): v4.9; zone_managed_pages(): v5.0 */
static inline unsigned long zone_managed_pages(struct zone *zone)
{
	return zone->managed_pages;
}

static inline bool managed_zone(struct zone *zone)
{
	return zone_managed_pages(zone);
}

/* kvmalloc(): v4.12, kvcalloc(): v4.18, array_size(): v4.18 */
#define array_size(count, bytes) ((size_t)(count) * (bytes))
#define kvmalloc(bytes, gfp) vmalloc(bytes)
#define kvcalloc(count, bytes, gfp) vzalloc(array_size(count, bytes))

/* cpus_read_lock(): v4.13 */
#define cpus_read_lock() get_online_cpus()
#define cpus_read_unlock() put_online_cpus()

/* __poll_t, EPOLLIN: v4.16 */
typedef unsigned int __poll_t;
#define EPOLLIN POLLIN
#define EPOLLRDNORM POLLRDNORM

/* stream_open(): v5.1 */
#define stream_open(inode, file) nonseekable_open(inode, file)

/* debugfs_remove() takes what is below, too: v5.6 */
#define debugfs_remove(dir) debugfs_remove_recursive(dir)

/* RCU waits for interrupts that are off: v5.0 */
#define synchronize_rcu() synchronize_sched()

/* static_assert(): v5.1 */
#define static_assert(condition) _Static_assert(condition, #condition)

/* __sysfs_match_string(): v4.14 */
static inline int __sysfs_match_string(const char *const *names, size_t count,
				       const char *text)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (sysfs_streq(names[i], text))
			return i;
	return -EINVAL;
}

/* regs_get_kernel_argument(): v4.20 */
static inline unsigned long regs_get_kernel_argument(struct pt_regs *regs,
						     unsigned int n)
{
	switch (n) {
	case 0:
		return regs->di;
	case 1:
		return regs->si;
	case 2:
		return regs->dx;
	case 3:
		return regs->cx;
	case 4:
		return regs->r8;
	case 5:
		return regs->r9;
	default:
		/* The stack begins with the return address. */
		return regs_get_kernel_stack_nth(regs, n - 5);
	}
}

/* gfp bits, for names: v4.15, v4.13, v4.10; v4.4 */
#define LOWMARK_GFP_NEVER ((__force gfp_t)~0u)
#ifndef __GFP_RETRY_MAYFAIL
#define __GFP_RETRY_MAYFAIL __GFP_REPEAT
#endif
#ifndef __GFP_ACCOUNT
#define __GFP_ACCOUNT LOWMARK_GFP_NEVER
#define GFP_KERNEL_ACCOUNT LOWMARK_GFP_NEVER
#endif
#define GFP_TRANSHUGE_LIGHT LOWMARK_GFP_NEVER
#ifndef __GFP_DIRECT_RECLAIM
#define __GFP_DIRECT_RECLAIM __GFP_WAIT
#define __GFP_KSWAPD_RECLAIM LOWMARK_GFP_NEVER
#define MIGRATE_HIGHATOMIC MIGRATE_RESERVE
#define LOWMARK_NO_HIGHATOMIC
#endif

/* Arguments of tracepoints that came later: v4.7, v4.8, v4.9 */
struct reclaim_stat;
enum compact_result { LOWMARK_NO_COMPACT_RESULT };
enum compact_priority { LOWMARK_NO_COMPACT_PRIORITY };

/* mm_vmscan_wakeup_kswapd() got a gfp, kswapd_wake() a zone index: v4.17, v4.13 */
#define LOWMARK_SHORT_WAKE_EVENTS

/* wakeup_kswapd() got a gfp mask, and the cpuset looked at it: v4.17 */
#define LOWMARK_WAKE_HAS_GFP 0
#define LOWMARK_WAKE_IS_HARDWALL 1

/*
 * si_mem_available() came with v4.6; before, what is free is a lower bound.
 * Drop when the minimum is 4.6.
 */
#include <linux/mm.h>

static inline long si_mem_available(void)
{
	struct sysinfo memory;

	si_meminfo(&memory);
	return memory.freeram;
}

#endif
