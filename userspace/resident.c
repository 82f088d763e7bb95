// SPDX-License-Identifier: GPL-2.0-only
/*
 * Staying in memory. Memory runs short while lowmark records: what it needs is
 * not to be swapped out, or the rings overflow until it is back.
 */
#include "resident.h"

#include <linux/capability.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool may_lock_all(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct caps[_LINUX_CAPABILITY_U32S_3] = { 0 };
	struct rlimit limit;

	if (!getrlimit(RLIMIT_MEMLOCK, &limit) &&
	    limit.rlim_cur == RLIM_INFINITY)
		return true;
	return !syscall(SYS_capget, &head, caps) &&
	       caps[0].effective & 1u << CAP_IPC_LOCK;
}

/**
 * stay_in_memory() - have no page of this process swapped out
 *
 * That it cannot be had is no fault. Below a limit, to want it of future pages
 * would make malloc() fail.
 */
void stay_in_memory(void)
{
	mlockall(MCL_CURRENT | MCL_ONFAULT | (may_lock_all() ? MCL_FUTURE : 0));
}

/**
 * leave_memory() - end it
 */
void leave_memory(void)
{
	munlockall();
}
