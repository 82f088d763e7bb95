// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why a walk over a zonelist went past a zone: what the state of zone, task and
 * settings says of it.
 */
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/sched.h>
#include <linux/topology.h>

#include "compat_scan.h"
#include "hooks.h"
#include "lowmark.h"
#include "walk.h"
#include "watermark.h"
#include "zone.h"

/* What no zone passed over for a reason means: none, or that nothing tells */
u8 lowmark_walk_no_skips[LOWMARK_NR_SKIPS] __read_mostly;

/* vm.zone_reclaim_mode, as far as it has shown */
static bool node_reclaim_is_on;

/* vm.defrag_mode, as far as it has shown */
enum defrag { DEFRAG_UNKNOWN, DEFRAG_OFF, DEFRAG_ON };

static u8 defrag_mode;

/*
 * Would the zone pass the mark wanted now? Of order 0 that leaves no check, if
 * it is so without lowering the mark. Source: zone_watermark_fast(),
 * mm/page_alloc.c, 5.10 to 7.3.
 */
static notrace bool passes_unseen(const struct lowmark_walk *walk,
				  struct zone *zone)
{
	unsigned int mark = walk->flags & LOWMARK_ALLOC_WMARK_MASK;
	u32 highest = lowmark_checks_as(&walk->request);
	struct lowmark_watermark facts = {
		.free = lowmark_zone_free(zone),
		.reserve = lowmark_zone_reserve(zone, highest),
		.highatomic = lowmark_zone_highatomic(zone),
		.order = walk->request.order,
		.alloc_flags = walk->flags,
	};

	if (mark >= NR_WMARK)
		return true;
	facts.mark = lowmark_zone_mark(zone, mark) + lowmark_zone_boost(zone);
#ifdef CONFIG_CMA
	facts.cma = zone_page_state(zone, NR_FREE_CMA_PAGES);
#endif
	return lowmark_margin(&facts, LOWMARK_RULES) >
	       facts.mark - lowmark_lowered_mark(facts.mark, walk->flags,
						 LOWMARK_RULES);
}

/*
 * Why node reclaim was not tried for a zone that is short. A node nearer than
 * the least of all limits tells that it has been switched off; the limit itself,
 * node_reclaim_distance, is not exported and may be higher. Nor is the mode: it
 * is what such zones have shown last, "off" before; one that was left for
 * something that is not seen shows it wrongly, until the next that is reclaimed
 * from. Source:
 * zone_allows_reclaim(), mm/page_alloc.c, 3.18 to 7.3.
 */
static notrace enum lowmark_skip
why_not_reclaimed(const struct lowmark_walk *walk, struct zone *zone)
{
	if (lowmark_walk_no_skips[LOWMARK_SKIP_RECLAIM_OFF])
		return LOWMARK_SKIP_UNKNOWN;
	if (!READ_ONCE(node_reclaim_is_on))
		return LOWMARK_SKIP_RECLAIM_OFF;
	if (node_distance(zone_to_nid(walk->request.preferred),
			  zone_to_nid(zone)) > RECLAIM_DISTANCE)
		return LOWMARK_SKIP_RECLAIM_FAR;
	WRITE_ONCE(node_reclaim_is_on, false);
	return LOWMARK_SKIP_RECLAIM_OFF;
}

/**
 * lowmark_walk_why_left() - why the scan left a zone whose check was seen
 * @walk: the walk
 * @zone: the zone
 *
 * Return: the reason
 */
notrace enum lowmark_skip lowmark_walk_why_left(const struct lowmark_walk *walk,
						struct zone *zone)
{
	if (walk->passed || walk->flags & LOWMARK_ALLOC_NO_WATERMARKS)
		return LOWMARK_SKIP_RMQUEUE;
	if (walk->at_high && passes_unseen(walk, zone))
		return LOWMARK_SKIP_RMQUEUE;
	if (walk->reclaimed)
		return LOWMARK_SKIP_RECLAIM_NONE;
	return why_not_reclaimed(walk, zone);
}

/**
 * lowmark_walk_forbids() - does the task's cpuset keep the scan from a zone
 * @walk: the walk
 * @zone: the zone
 *
 * Return: true if so, by the hard wall
 */
notrace bool lowmark_walk_forbids(const struct lowmark_walk *walk,
				  struct zone *zone)
{
	return walk->flags & LOWMARK_ALLOC_CPUSET &&
	       lowmark_level() == LOWMARK_CTX_TASK &&
	       !node_isset(zone_to_nid(zone), current->mems_allowed);
}

/**
 * lowmark_walk_why_unseen() - why the scan passed a zone over without a check
 * @walk: the walk
 * @zone: the zone
 *
 * Return: the reason
 */
notrace enum lowmark_skip
lowmark_walk_why_unseen(const struct lowmark_walk *walk, struct zone *zone)
{
	if (lowmark_walk_forbids(walk, zone))
		return LOWMARK_SKIP_CPUSET;
	/*
	 * Every check is a call where zones are fair, so a zone without one is
	 * depleted. Its batch may be refilled by now.
	 */
	if (walk->flags & LOWMARK_ALLOC_FAIR)
		return LOWMARK_SKIP_FAIR;
	if (walk->dirty == zone->zone_pgdat)
		return LOWMARK_SKIP_DIRTY;
	if (!walk->busy_seen && lowmark_is_busy(zone))
		return LOWMARK_SKIP_BUSY;
	return passes_unseen(walk, zone) ? LOWMARK_SKIP_RMQUEUE :
					   LOWMARK_SKIP_UNKNOWN;
}

static u8 none_if(bool told)
{
	return told ? 0 : LOWMARK_COUNT_NONE;
}

/**
 * lowmark_walks_placed() - learn which skips are told, once hooks are placed
 *
 * Here rather than for each attempt.
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_walks_placed(void)
{
	u8 *none = lowmark_walk_no_skips;
	bool reclaim = lowmark_hooks_has(LOWMARK_HOOK_NODE_RECLAIM);
	/* Where there are no nodes it is off. */
	bool off = reclaim || !IS_ENABLED(CONFIG_NUMA);

	none[LOWMARK_SKIP_CPUSET] =
		none_if(lowmark_hooks_has(LOWMARK_HOOK_CPUSET));
	none[LOWMARK_SKIP_DIRTY] =
		none_if(lowmark_hooks_has(LOWMARK_HOOK_DIRTY));
	none[LOWMARK_SKIP_FAIR] = none_if(LOWMARK_ALLOC_FAIR);
	none[LOWMARK_SKIP_ZLC] = none_if(LOWMARK_HAS_ZLC);
	none[LOWMARK_SKIP_NOFRAGMENT] = none_if(LOWMARK_HAS_NOFRAGMENT);
	none[LOWMARK_SKIP_BUSY] = none_if(LOWMARK_HAS_BUSY_SKIP);
	none[LOWMARK_SKIP_RECLAIM_OFF] = none_if(off);
	none[LOWMARK_SKIP_RECLAIM_FAR] = none_if(reclaim);
	none[LOWMARK_SKIP_RECLAIM_NONE] = none_if(reclaim);
}

/**
 * lowmark_walks_reset() - forget what walks have shown of settings; no probe
 *	is armed
 */
void lowmark_walks_reset(void)
{
	defrag_mode = DEFRAG_UNKNOWN;
	node_reclaim_is_on = false;
	/* What is recorded while hooks are being placed does not tell, yet. */
	lowmark_walks_placed();
}

/**
 * lowmark_walk_learn() - the slow path makes its first attempt
 * @flags: its allocator flags
 *
 * Source: gfp_to_alloc_flags(), mm/page_alloc.c, 6.15 to 7.3: vm.defrag_mode
 * alone gives it ALLOC_NOFRAGMENT. Those that ignore watermarks have others.
 */
notrace void lowmark_walk_learn(u32 flags)
{
	u8 mode = flags & LOWMARK_SCAN_NOFRAGMENT ? DEFRAG_ON : DEFRAG_OFF;

	if (LOWMARK_HAS_DEFRAG_MODE && READ_ONCE(defrag_mode) != mode &&
	    !(flags & (LOWMARK_ALLOC_NO_WATERMARKS | LOWMARK_ALLOC_OOM)))
		WRITE_ONCE(defrag_mode, mode);
}

/**
 * lowmark_walk_may_fragment() - is the list gone over again without
 *	ALLOC_NOFRAGMENT, seen or not
 * @walk: the walk
 *
 * Return: true if so
 */
notrace bool lowmark_walk_may_fragment(const struct lowmark_walk *walk)
{
	return walk->flags & LOWMARK_SCAN_NOFRAGMENT &&
	       (!LOWMARK_HAS_DEFRAG_MODE ||
		READ_ONCE(defrag_mode) == DEFRAG_OFF);
}

/**
 * lowmark_walk_node_reclaim() - the scan has tried node reclaim for the zone
 *	it checked last
 * @walk: the walk
 */
notrace void lowmark_walk_node_reclaim(struct lowmark_walk *walk)
{
	walk->reclaimed = true;
	if (!READ_ONCE(node_reclaim_is_on))
		WRITE_ONCE(node_reclaim_is_on, true);
}
