// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only kernels before 4.8 have: the refill of the fair batches, the
 * zonelist cache, the balance of single zones, and steps of the slow path that
 * later ones inline or lack.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>

#include "attempt.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "walk.h"
#include "zone.h"

struct zlc_data {
	struct zone *zone;
};

const size_t lowmark_zlc_bytes = sizeof(struct zlc_data);
const size_t lowmark_zone_balanced_bytes;

static notrace unsigned int count_depleted(struct zone *last)
{
	struct zone *zone = last->zone_pgdat->node_zones;
	unsigned int count = 0;

	for (; zone <= last; zone++)
		count += lowmark_is_depleted(zone);
	return count;
}

/**
 * lowmark_batches_hit() - reset_alloc_batches() was entered, by a scan
 * @kp: not used
 * @regs: registers at entry
 *
 * It refills the zones of the preferred zone's node, up to that one.
 *
 * Return: 0
 */
notrace int lowmark_batches_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct zone *last = (struct zone *)regs_get_kernel_argument(regs, 0);
	struct lowmark_walk *walk = lowmark_walk_current(lowmark_flight_find());
	struct lowmark_rec_batches *rec;
	struct lowmark_write write;

	lowmark_hit(LOWMARK_HOOK_BATCHES);
	if (walk)
		lowmark_walk_drop_fair(walk);
	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return 0;
	rec = lowmark_write_begin(&write, BATCHES, batches);
	if (!rec)
		return 0;
	rec->zone = lowmark_zone_id(last);
	rec->depleted = count_depleted(last);
	rec->pad = 0;
	lowmark_end(&write);
	return 0;
}

/**
 * lowmark_zlc_entry() - the zonelist cache is asked whether a zone is full
 * @ri: keeps the zone
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_zlc_entry(struct kretprobe_instance *ri,
			      struct pt_regs *regs)
{
	struct zlc_data *data = (struct zlc_data *)ri->data;
	const struct zoneref *ref;

	lowmark_hit(LOWMARK_HOOK_ZLC);
	ref = (const struct zoneref *)regs_get_kernel_argument(regs, 1);
	data->zone = ref->zone;
	return 0;
}

/**
 * lowmark_zlc_return() - the zonelist cache answers
 * @ri: has the zone
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_zlc_return(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	const struct zlc_data *data = (struct zlc_data *)ri->data;
	struct lowmark_walk *walk;

	/* An int. */
	if ((u32)regs_return_value(regs))
		return 0;
	/* The task may have moved since the question. */
	walk = lowmark_walk_current(lowmark_flight_find());
	if (walk)
		lowmark_walk_skip_full(walk, data->zone);
	return 0;
}

/**
 * lowmark_zone_balanced_entry() - zone_balanced() was entered
 * @ri: not used
 * @regs: registers at entry
 *
 * Return: 0 if wakeup_kswapd() asks, else 1
 */
notrace int lowmark_zone_balanced_entry(struct kretprobe_instance *ri,
					struct pt_regs *regs)
{
	struct lowmark_flight *flight = lowmark_flight_find();

	lowmark_hit(LOWMARK_HOOK_ZONE_BALANCED);
	return !flight || !flight->in_wake;
}

/**
 * lowmark_zone_balanced_return() - zone_balanced() answers wakeup_kswapd()
 * @ri: not used
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_zone_balanced_return(struct kretprobe_instance *ri,
					 struct pt_regs *regs)
{
	struct lowmark_flight *flight = lowmark_flight_find();

	if (flight && flight->in_wake)
		flight->balanced = regs_return_value(regs) & 0xff;
	return 0;
}

/**
 * lowmark_wake_all_hit() - wake_all_kswapds() was entered
 * @kp: not used
 * @regs: not used
 *
 * Its requests are seen one by one.
 *
 * Return: 0
 */
notrace int lowmark_wake_all_hit(struct kprobe *kp, struct pt_regs *regs)
{
	lowmark_hit(LOWMARK_HOOK_WAKE_ALL);
	return 0;
}

/**
 * lowmark_high_priority_hit() - __alloc_pages_high_priority() was entered
 * @kp: not used
 * @regs: not used
 *
 * Return: 0
 */
notrace int lowmark_high_priority_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct lowmark_span *span;

	lowmark_hit(LOWMARK_HOOK_HIGH_PRIORITY);
	span = lowmark_flight_own_span(lowmark_flight_find());
	if (span)
		span->reserves = true;
	return 0;
}

/**
 * lowmark_may_oom_hit() - __alloc_pages_may_oom() was entered
 * @kp: not used
 * @regs: not used
 *
 * Whatever it does, a slow path run that goes on goes round for its sake.
 *
 * Return: 0
 */
notrace int lowmark_may_oom_hit(struct kprobe *kp, struct pt_regs *regs)
{
	struct lowmark_span *span;

	lowmark_hit(LOWMARK_HOOK_MAY_OOM);
	span = lowmark_flight_own_span(lowmark_flight_find());
	if (span)
		span->asked = LOWMARK_RETRY_OOM + 1;
	return 0;
}
