// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgdat_balanced() through ftrace: a function that stands in for the kernel's.
 */
#include <linux/mmzone.h>
#include <linux/preempt.h>

#include "balanced.h"

#ifdef LOWMARK_HAS_REPLACE

static bool unplaced(pg_data_t *pgdat, int order, int highest)
{
	return true;
}

static bool stand_in(pg_data_t *pgdat, int order, int highest);

LOWMARK_REPLACE(balanced, "pgdat_balanced", stand_in, unplaced);

static notrace noinline bool stand_in(pg_data_t *pgdat, int order, int highest)
{
	unsigned long caller = (unsigned long)__builtin_return_address(0);
	const struct lowmark_node_args args = {
		.pgdat = pgdat,
		.order = order,
		.highest = highest,
	};
	enum lowmark_asker asker;
	bool balanced;

	preempt_disable_notrace();
	asker = lowmark_balanced_begins(caller);
	preempt_enable_notrace();
	balanced = static_call(lowmark_balanced_kernels)(pgdat, order, highest);
	if (asker == LOWMARK_ASKER_OTHER)
		return balanced;
	preempt_disable_notrace();
	lowmark_balanced_ends(&args, asker, balanced);
	preempt_enable_notrace();
	return balanced;
}

#else
struct lowmark_replace lowmark_balanced_replace;
#endif
