/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What followed each wake of kswapd, until it went to sleep again.
 */
#ifndef LOWMARK_LIB_EPISODES_H
#define LOWMARK_LIB_EPISODES_H

#include <stdbool.h>

#include "chunk.h"
#include "format.h"

#define LM_WORST_WAKES 16

/**
 * struct lm_zone_then - a zone when kswapd was woken, in pages
 * @zone: number of the zone
 * @ended: @free_after is known
 * @free: free pages
 * @low: low watermark, boost included
 * @high: high watermark, boost included
 * @reserve: lowmem reserve at the highest zone index of the request
 * @free_after: free pages when kswapd had balanced
 */
struct lm_zone_then {
	__u16 zone;
	bool ended;
	__u32 free;
	__u32 low;
	__u32 high;
	__u32 reserve;
	__u32 free_after;
};

/**
 * struct lm_episode - a wake of kswapd and what followed
 * @node: node of kswapd
 * @zone: zone that the wake was asked for
 * @order: order asked for
 * @highest: highest zone index asked for
 * @caller: enum lowmark_caller: who asked
 * @gfp: gfp mask of the request
 * @free: free pages of the zone; LOWMARK_PAGES_NONE if not taken
 * @margin: of the zone to low
 * @wake_ns: when
 * @cpu: where
 * @pid: thread that asked
 * @comm: its name
 * @wakers: requests that woke kswapd before it ran, this one included
 * @zones: zones of the node then
 * @nr_zones: entries of @zones
 * @told: @zones were recorded with the wake, not known from before
 * @run_ns: when kswapd began to run; 0 if that was not recorded
 * @run_order: order it was to reclaim for
 * @run_highest: highest zone index it was to balance
 * @passes: balance runs
 * @balance_ns: their time
 * @scanned: LRU pages scanned
 * @reclaimed: LRU pages reclaimed
 * @order_done: order that the last one ended with
 * @failures: runs in a row that reclaimed nothing, after the last one
 * @awake_requests: requests that found kswapd awake
 * @stalls: runs of the slow path that ended on any node in the meantime
 * @longest_stall_ns: the longest of them
 * @above_ns: when @zone was first seen above high again; 0 if never
 * @above_free: its free pages then
 * @sleep_ns: when kswapd went to sleep; 0 if that was not recorded
 * @napped: it was woken again before it slept, after having balanced
 * @complete: from the wake to sleep or nap, with a balance run
 * @lossy: records were lost in the meantime
 */
struct lm_episode {
	__u16 node;
	__u16 zone;
	__u8 order;
	__u8 highest;
	__u8 caller;
	__u32 gfp;
	__u32 free;
	__s32 margin;
	__u64 wake_ns;
	__u32 cpu;
	__u32 pid;
	char comm[LOWMARK_COMM_LEN];
	__u32 wakers;
	struct lm_zone_then zones[LM_MOST_ZONES];
	unsigned int nr_zones;
	bool told;
	__u64 run_ns;
	__u8 run_order;
	__u8 run_highest;
	__u32 passes;
	__u64 balance_ns;
	__u64 scanned;
	__u64 reclaimed;
	__u8 order_done;
	__u32 failures;
	__u64 awake_requests;
	__u64 stalls;
	__u64 longest_stall_ns;
	__u64 above_ns;
	__u32 above_free;
	__u64 sleep_ns;
	bool napped;
	bool complete;
	bool lossy;
};

/**
 * struct lm_worst_wakes - the wakes with the smallest margins
 * @list: complete ones first, then by margin
 * @nr: entries of @list
 */
struct lm_worst_wakes {
	struct lm_episode list[LM_WORST_WAKES];
	unsigned int nr;
};

void lm_episode_begin(struct lm_episode *episode, unsigned int node,
		      const struct lm_event *event);
void lm_episode_state(struct lm_episode *episode,
		      const struct lm_zone_then *then);
void lm_episode_zone(struct lm_episode *episode, const struct lm_event *event);
void lm_episode_free(struct lm_episode *episode, __u64 time_ns,
		     unsigned int zone, __u32 free);
void lm_episode_run(struct lm_episode *episode, const struct lm_event *event);
void lm_episode_balanced(struct lm_episode *episode,
			 const struct lowmark_rec_balance_end *rec);
void lm_episode_stall(struct lm_episode *episode, __u64 latency_ns);
void lm_worst_wakes_add(struct lm_worst_wakes *worst,
			const struct lm_episode *episode);

#endif
