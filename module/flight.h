/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is under way: one slot per task and context level that is inside the
 * slow path, wakeup_kswapd, direct reclaim or a run of kswapd.
 */
#ifndef LOWMARK_FLIGHT_H
#define LOWMARK_FLIGHT_H

#include <linux/types.h>

struct lowmark_wake_request;

#define LOWMARK_SPAN_DEPTH 3	/* slow path runs inside each other */

/**
 * struct lowmark_span - an open slow path run
 * @id: its name in the records
 * @attempts: attempts so far
 * @reclaims: direct reclaims so far
 * @wakes: wake requests so far
 * @progress: direct reclaim made progress since the last attempt
 */
struct lowmark_span {
	u64 id;
	u16 attempts;
	u16 reclaims;
	u16 wakes;
	bool progress;
};

/**
 * struct lowmark_flight - a slot
 * @key: task and context level; 0: free
 * @users: what is under way; only the owner of the key changes what follows
 * @depth: open slow path runs; those above LOWMARK_SPAN_DEPTH have no span
 * @spans: the open runs
 * @in_wake: inside wakeup_kswapd
 * @request: what it was asked for, valid while @in_wake
 * @woken: the wake was issued
 * @balanced: what pgdat_balanced() told wakeup_kswapd: 0, 1, or -1 not asked
 * @scanned: LRU pages scanned since the flight's reclaim began
 * @reclaimed: LRU pages reclaimed since then
 * @reclaim_begin: clock when direct reclaim began
 */
struct lowmark_flight {
	unsigned long key;
	u16 users;
	u16 depth;
	struct lowmark_span spans[LOWMARK_SPAN_DEPTH];
	bool in_wake;
	bool woken;
	s8 balanced;
	const struct lowmark_wake_request *request;
	u64 scanned;
	u64 reclaimed;
	u64 reclaim_begin;
};

void lowmark_flights_reset(void);
struct lowmark_flight *lowmark_flight_find(void);
struct lowmark_flight *lowmark_flight_enter(void);
void lowmark_flight_leave(struct lowmark_flight *flight);
struct lowmark_span *lowmark_flight_span(struct lowmark_flight *flight);
u64 lowmark_flights_missed(void);

#endif
