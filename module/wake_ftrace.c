// SPDX-License-Identifier: GPL-2.0-only
/*
 * wakeup_kswapd() through ftrace: a function that stands in for the kernel's.
 */
#include <linux/gfp.h>
#include <linux/mmzone.h>
#include <linux/preempt.h>

#include "replace.h"
#include "wake.h"

#ifdef LOWMARK_HAS_REPLACE

static void unplaced(struct zone *zone, gfp_t gfp, int order,
		     enum zone_type highest)
{
}

static void stand_in(struct zone *zone, gfp_t gfp, int order,
		     enum zone_type highest);

LOWMARK_REPLACE(wake, "wakeup_kswapd", stand_in, unplaced);

static notrace noinline void stand_in(struct zone *zone, gfp_t gfp, int order,
				      enum zone_type highest)
{
	struct lowmark_wake_request request = {
		.args = {
			.zone = zone,
			.gfp = (__force u32)gfp,
			.order = order,
			.highest = highest,
		},
	};

	preempt_disable_notrace();
	lowmark_wake_begins(&request,
			    (unsigned long)__builtin_return_address(0));
	preempt_enable_notrace();
	static_call(lowmark_wake_kernels)(zone, gfp, order, highest);
	preempt_disable_notrace();
	lowmark_wake_ends(&request);
	preempt_enable_notrace();
}

#else
struct lowmark_replace lowmark_wake_replace;
#endif
