// SPDX-License-Identifier: GPL-2.0-only
/*
 * Retracing the walk of get_page_from_freelist() over its zonelist.
 *
 * Seen are the watermark checks that fail or are not of order 0, node
 * reclaim, and what cpusets and dirty limits refuse. Every other zone between
 * two that are seen is accounted for by the state that made the function pass
 * it over. Source: get_page_from_freelist(), mm/page_alloc.c, 3.18 to 7.3.
 */
#include <linux/bitops.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/topology.h>
#include <linux/wait.h>

#include "compat_scan.h"
#include "lowmark.h"
#include "walk.h"
#include "watermark.h"
#include "zone.h"

#define BIT_OF(reason) (1u << LOWMARK_RESCAN_##reason)

static notrace void skip(struct lowmark_walk *walk, struct zone *zone,
			 enum lowmark_skip reason, bool observed)
{
	const struct lowmark_step step = {
		.zone = lowmark_zone_id(zone),
		.skip = reason,
		.scan = walk->scan,
		.observed = observed,
	};

	walk->zones++;
	if (walk->skips[reason] < LOWMARK_COUNT_NONE - 1)
		walk->skips[reason]++;
	if (reason == LOWMARK_SKIP_BUSY)
		walk->busy |= BIT_ULL(zone_to_nid(zone) % 64);
	lowmark_walk_take_step(walk, &step);
}

/* The next zone of the list that is not accounted for; NULL at its end. */
static notrace struct zone *next_zone_of(struct lowmark_walk *walk)
{
	struct zone *zone;

	while (walk->at && (zone = READ_ONCE(walk->at->zone))) {
		if (lowmark_is_listed(&walk->request, walk->at, zone))
			return zone;
		walk->at++;
	}
	return NULL;
}

static notrace void to_begin(struct lowmark_walk *walk)
{
	const struct zoneref *ref = walk->request.zonelist->_zonerefs;

	while (LOWMARK_SCANS_FROM_PREFERRED && ref->zone &&
	       ref->zone != walk->request.preferred)
		ref++;
	walk->at = ref;
	walk->checked = NULL;
}

static notrace bool is_remote(const struct lowmark_walk *walk,
			      struct zone *zone)
{
	return zone != walk->request.preferred &&
	       zone_to_nid(zone) != zone_to_nid(walk->request.preferred);
}

static notrace void pass_over(struct lowmark_walk *walk, struct zone *zone)
{
	if (zone == walk->checked)
		skip(walk, zone, lowmark_walk_why_left(walk, zone),
		     walk->passed || walk->reclaimed);
	else
		skip(walk, zone, lowmark_walk_why_unseen(walk, zone), false);
	walk->checked = NULL;
	walk->at++;
}

/*
 * Passes over what comes before @zone, or all that is left if it is NULL.
 * Returns false if @zone does not come any more in this scan.
 */
static notrace bool pass_until(struct lowmark_walk *walk, struct zone *zone)
{
	const struct zoneref *ref = walk->at;
	struct zone *next;

	while (zone && ref && ref->zone && ref->zone != zone)
		ref++;
	if (zone && (!ref || !ref->zone))
		return false;
	while ((next = next_zone_of(walk)) && next != zone)
		pass_over(walk, next);
	return true;
}

static notrace void rescan(struct lowmark_walk *walk, struct zone *zone,
			   unsigned int reasons, bool observed)
{
	const struct lowmark_step step = {
		.zone = zone ? lowmark_zone_id(zone) : LOWMARK_ZONE_NONE,
		.rescan = true,
		.reasons = reasons,
		.scan = walk->scan,
		.observed = observed,
	};

	walk->rescans |= reasons;
	lowmark_walk_take_step(walk, &step);
	walk->scan++;
	to_begin(walk);
}

/* The scan that must not fragment turns back at the first remote zone. */
static notrace void end_nofragment(struct lowmark_walk *walk, bool observed)
{
	struct zone *zone;

	walk->flags &= ~LOWMARK_SCAN_NOFRAGMENT;
	while ((zone = next_zone_of(walk))) {
		if (nr_online_nodes > 1 && is_remote(walk, zone) &&
		    zone != walk->checked) {
			skip(walk, zone, LOWMARK_SKIP_NOFRAGMENT, observed);
			rescan(walk, zone, BIT_OF(NOFRAGMENT_REMOTE), observed);
			return;
		}
		pass_over(walk, zone);
	}
	rescan(walk, NULL, BIT_OF(NOFRAGMENT_END), observed);
}

/* The fair scan stays on the preferred node; the cpuset comes before that. */
static notrace void end_fair(struct lowmark_walk *walk, bool observed)
{
	unsigned int reasons = 0;
	struct zone *zone;

	while ((zone = next_zone_of(walk)) &&
	       (!is_remote(walk, zone) || lowmark_walk_forbids(walk, zone)))
		pass_over(walk, zone);
	walk->flags &= ~LOWMARK_ALLOC_FAIR;
	if (walk->skips[LOWMARK_SKIP_FAIR])
		reasons |= BIT_OF(FAIR_LOCAL);
	if (nr_online_nodes > 1)
		reasons |= BIT_OF(FAIR_REMOTE);
	if (walk->zlc)
		reasons |= BIT_OF(ZLC);
	walk->zlc = false;
	if (reasons)
		rescan(walk, zone, reasons, observed);
}

static notrace void end_zlc(struct lowmark_walk *walk, bool observed)
{
	pass_until(walk, NULL);
	walk->zlc = false;
	rescan(walk, NULL, BIT_OF(ZLC), observed);
}

static notrace void end_busy(struct lowmark_walk *walk, bool observed)
{
	pass_until(walk, NULL);
	walk->busy_seen = true;
	rescan(walk, NULL, BIT_OF(BUSY), observed);
}

/* The list is scanned again: a zone came up that lies behind. */
static notrace void begin_again(struct lowmark_walk *walk)
{
	if (walk->flags & LOWMARK_ALLOC_FAIR)
		end_fair(walk, true);
	else if (walk->zlc)
		end_zlc(walk, true);
	else if (!walk->busy_seen && LOWMARK_HAS_BUSY_SKIP &&
		 nr_online_nodes > 1)
		end_busy(walk, true);
	else if (walk->flags & LOWMARK_SCAN_NOFRAGMENT)
		end_nofragment(walk, true);
	else
		to_begin(walk);
}

/* A flag that is gone tells of a rescan. */
static notrace void follow_flags(struct lowmark_walk *walk, u32 flags)
{
	u32 gone = walk->flags & ~flags;

	if (gone & LOWMARK_ALLOC_FAIR)
		end_fair(walk, true);
	if (gone & LOWMARK_SCAN_NOFRAGMENT)
		end_nofragment(walk, true);
}

/**
 * lowmark_walk_begin() - an attempt begins
 * @walk: state of its walk
 * @request: what is asked for; its zonelist must stay until the end
 */
notrace void lowmark_walk_begin(struct lowmark_walk *walk,
				const struct lowmark_request *request)
{
	memset(walk, 0, offsetof(struct lowmark_walk, nodes));
	walk->request = *request;
	if (request->nodemask) {
		walk->nodes = *request->nodemask;
		walk->request.nodemask = &walk->nodes;
	}
	walk->flags = request->alloc_flags;
	if (request->preferred)
		to_begin(walk);
}

/**
 * lowmark_walk_join() - the first that was seen of an attempt
 * @walk: its walk, which has just begun
 * @zone: the zone it was seen at, or NULL for the first of the node
 * @nid: its node
 *
 * A check before it would have been seen, unless its begin was not; but not one
 * of an order 0 request that passed, which is inlined. Zones that lie before it
 * are left out of the account if not all of them were skipped for what still
 * holds.
 *
 * Return: true if the begin was seen
 */
notrace bool lowmark_walk_join(struct lowmark_walk *walk,
			       const struct zone *zone, int nid)
{
	const struct zoneref *begin = walk->at;
	struct zone *next;
	bool whole = true;

	while ((next = next_zone_of(walk)) &&
	       (zone ? next != zone : zone_to_nid(next) != nid)) {
		whole &= lowmark_walk_forbids(walk, next) || lowmark_is_busy(next);
		walk->at++;
	}
	if (whole || !next)
		walk->at = begin;
	return whole;
}

/* The first short zone of an attempt makes it use the zonelist cache. */
static notrace void take_up_zlc(struct lowmark_walk *walk)
{
	if (!LOWMARK_HAS_ZLC || walk->zlc_seen || nr_online_nodes < 2)
		return;
	walk->zlc = true;
	walk->zlc_seen = true;
}

/*
 * An earlier scan skipped this node, and its kswapd is still awake: the scan
 * that is going on would do so, too, so that it is over.
 */
static notrace bool would_be_skipped(const struct lowmark_walk *walk,
				     struct zone *zone)
{
	return walk->scan && !walk->busy_seen && lowmark_is_busy(zone) &&
	       walk->busy & BIT_ULL(zone_to_nid(zone) % 64);
}

/**
 * lowmark_walk_check() - the scan has checked a zone's watermark
 * @walk: the walk
 * @zone: the zone
 * @flags: allocator flags the check was given
 * @at_high: it asked for the high mark though another one is wanted
 * @passed: its verdict
 */
notrace void lowmark_walk_check(struct lowmark_walk *walk, struct zone *zone,
				u32 flags, bool at_high, bool passed)
{
	if (!walk->request.preferred)
		return;
	follow_flags(walk, flags);
	if (would_be_skipped(walk, zone))
		end_busy(walk, true);
	if (walk->checks < LOWMARK_COUNT_NONE - 1)
		walk->checks++;
	/* Once more without node reclaim: the only zone of another scan. */
	if (walk->zlc && zone == walk->checked && !walk->reclaimed)
		begin_again(walk);
	if (!pass_until(walk, zone)) {
		begin_again(walk);
		pass_until(walk, zone);
	}
	if (walk->checked != zone)
		walk->reclaimed = false;
	walk->checked = zone;
	walk->at_high = at_high;
	walk->passed = passed;
	if (!passed && !(flags & LOWMARK_ALLOC_NO_WATERMARKS))
		take_up_zlc(walk);
}

/* Does this scan still come to a zone of a node that it has not checked? */
static notrace bool comes_again(const struct lowmark_walk *walk, int nid)
{
	const struct zoneref *ref = walk->at;
	struct zone *zone;

	for (; ref && (zone = READ_ONCE(ref->zone)); ref++)
		if (lowmark_is_listed(&walk->request, ref, zone) &&
		    zone != walk->checked && zone_to_nid(zone) == nid)
			return true;
	return false;
}

/**
 * lowmark_walk_skip() - the scan was refused a zone before its check
 * @walk: the walk
 * @nid: node of the zone
 * @reason: LOWMARK_SKIP_CPUSET or LOWMARK_SKIP_DIRTY
 */
notrace void lowmark_walk_skip(struct lowmark_walk *walk, int nid,
			       enum lowmark_skip reason)
{
	struct zone *zone;

	if (!walk->request.preferred)
		return;
	if (!comes_again(walk, nid))
		begin_again(walk);
	while ((zone = next_zone_of(walk)) &&
	       (zone == walk->checked || zone_to_nid(zone) != nid))
		pass_over(walk, zone);
	if (!zone)
		return;
	if (reason == LOWMARK_SKIP_DIRTY && LOWMARK_DIRTY_IS_OF_NODE)
		walk->dirty = zone->zone_pgdat;
	skip(walk, zone, reason, true);
	walk->at++;
}

/**
 * lowmark_walk_skip_full() - the zonelist cache refuses the scan a zone
 * @walk: the walk
 * @zone: the zone
 */
notrace void lowmark_walk_skip_full(struct lowmark_walk *walk,
				    struct zone *zone)
{
	if (!walk->request.preferred || !pass_until(walk, zone) || !walk->at ||
	    walk->at->zone != zone)
		return;
	walk->checked = NULL;
	skip(walk, zone, LOWMARK_SKIP_ZLC, true);
	walk->at++;
}

/**
 * lowmark_walk_drop_fair() - the fair scan ends, and the batches of the local
 *	zones it has skipped are about to be refilled
 * @walk: the walk
 */
notrace void lowmark_walk_drop_fair(struct lowmark_walk *walk)
{
	if (walk->request.preferred && walk->flags & LOWMARK_ALLOC_FAIR)
		end_fair(walk, true);
}

static notrace bool turns_back(const struct lowmark_walk *walk)
{
	const struct zoneref *ref = walk->at;
	struct zone *zone;

	if (!lowmark_walk_may_fragment(walk) || nr_online_nodes < 2)
		return false;
	for (; ref && (zone = READ_ONCE(ref->zone)); ref++)
		if (lowmark_is_listed(&walk->request, ref, zone) &&
		    is_remote(walk, zone))
			return true;
	return false;
}

/* Rescans that the function makes before it fails, and that nothing showed. */
static notrace void finish_failed(struct lowmark_walk *walk)
{
	struct lowmark_step none = { .zone = LOWMARK_ZONE_NONE,
				     .rescan = true };

	if (walk->flags & LOWMARK_ALLOC_FAIR)
		end_fair(walk, false);
	if (turns_back(walk))
		end_nofragment(walk, false);
	pass_until(walk, NULL);
	if (walk->zlc)
		end_zlc(walk, false);
	pass_until(walk, NULL);
	if (walk->skips[LOWMARK_SKIP_BUSY] && !walk->busy_seen)
		end_busy(walk, false);
	if (lowmark_walk_may_fragment(walk))
		end_nofragment(walk, false);
	pass_until(walk, NULL);
	none.scan = walk->scan;
	lowmark_walk_take_step(walk, &none);
}

/**
 * lowmark_walk_end() - the attempt ends
 * @walk: the walk
 * @page: what it found, or NULL
 */
notrace void lowmark_walk_end(struct lowmark_walk *walk, struct page *page)
{
	struct zone *zone = page ? page_zone(page) : NULL;

	if (!walk->request.preferred)
		return;
	if (!zone) {
		finish_failed(walk);
		return;
	}
	if (!pass_until(walk, zone)) {
		begin_again(walk);
		pass_until(walk, zone);
	}
	walk->zones++;
}
