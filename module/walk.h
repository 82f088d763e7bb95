/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The walk of one attempt over its zonelist, retraced from what is seen of it.
 */
#ifndef LOWMARK_WALK_H
#define LOWMARK_WALK_H

#include <linux/mmzone.h>

#include "compat_args.h"
#include "lowmark_record.h"

#define LOWMARK_NR_SKIPS 11 /* values of enum lowmark_skip */
#define LOWMARK_WALK_LOG 12

/**
 * struct lowmark_step - a skip or rescan that is recorded later
 * @zone: its zone
 * @rescan: the decision on a rescan, not a skip
 * @reasons: those of a rescan; none if the attempt ends instead
 * @skip: enum lowmark_skip
 * @scan: scan it was in
 * @observed: it was seen, not derived
 */
struct lowmark_step {
	u16 zone;
	u16 reasons;
	u8 skip;
	u8 scan;
	bool observed;
	bool rescan;
};

/**
 * struct lowmark_walk - a walk under way
 * @outer: walk of the same context that this one interrupted, or NULL
 * @request: what is asked for
 * @at: the next entry of the zonelist that is not accounted for
 * @checked: zone whose check was seen last and that is not settled yet, or NULL
 * @dirty: node found to have its share of dirty pages, or NULL
 * @busy: nodes skipped for their kswapd, a bit each, modulo 64
 * @flags: allocator flags now; a rescan drops some
 * @number: which attempt of its slow path run
 * @zones: zones passed or taken so far, in all scans
 * @rescans: reasons of its rescans so far
 * @scan: scan it is in, from 0
 * @checks: checks seen
 * @skips: zones passed over, by reason
 * @steps: entries of @log
 * @passed: verdict of the check of @checked
 * @at_high: that check asked for the high mark before the one wanted
 * @reclaimed: node reclaim was tried for @checked
 * @busy_seen: nodes with awake kswapd are not skipped any more
 * @zlc: the zonelist cache is in use
 * @zlc_seen: it has been in use
 * @live: steps are recorded at once, not logged
 * @cut: @log did not hold all
 * @nodes: copy of its nodemask, which need not outlive the scan
 * @log: steps that are not recorded yet
 */
struct lowmark_walk {
	struct lowmark_walk *outer;
	struct lowmark_request request;
	const struct zoneref *at;
	struct zone *checked;
	pg_data_t *dirty;
	u64 busy;
	u32 flags;
	u16 number;
	u16 zones;
	u16 rescans;
	u8 scan;
	u8 checks;
	u8 skips[LOWMARK_NR_SKIPS];
	u8 steps;
	bool passed;
	bool at_high;
	bool reclaimed;
	bool busy_seen;
	bool zlc;
	bool zlc_seen;
	bool live;
	bool cut;
	nodemask_t nodes;
	struct lowmark_step log[LOWMARK_WALK_LOG];
};

extern u8 lowmark_walk_no_skips[LOWMARK_NR_SKIPS];

void lowmark_walk_begin(struct lowmark_walk *walk,
			const struct lowmark_request *request);
void lowmark_walks_reset(void);
void lowmark_walks_placed(void);
void lowmark_walk_learn(u32 flags);
bool lowmark_walk_may_fragment(const struct lowmark_walk *walk);
bool lowmark_walk_forbids(const struct lowmark_walk *walk, struct zone *zone);
enum lowmark_skip lowmark_walk_why_left(const struct lowmark_walk *walk,
					struct zone *zone);
enum lowmark_skip lowmark_walk_why_unseen(const struct lowmark_walk *walk,
					  struct zone *zone);
bool lowmark_walk_join(struct lowmark_walk *walk, const struct zone *zone,
		       int nid);
void lowmark_walk_check(struct lowmark_walk *walk, struct zone *zone, u32 flags,
			bool at_high, bool passed);
void lowmark_walk_skip(struct lowmark_walk *walk, int nid,
		       enum lowmark_skip reason);
void lowmark_walk_skip_full(struct lowmark_walk *walk, struct zone *zone);
void lowmark_walk_drop_fair(struct lowmark_walk *walk);
void lowmark_walk_node_reclaim(struct lowmark_walk *walk);
void lowmark_walk_end(struct lowmark_walk *walk, struct page *page);
void lowmark_walk_take_step(struct lowmark_walk *walk,
			    const struct lowmark_step *step);
void lowmark_walk_write_steps(struct lowmark_walk *walk);

#endif
