/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kswapd of one node did.
 */
#ifndef LOWMARK_LIB_KSWAPD_H
#define LOWMARK_LIB_KSWAPD_H

#include <stdbool.h>

#include "hist.h"
#include "lowmark_record.h"

/**
 * struct lm_kswapd - the kswapd of one node
 * @wakes: how often it began to run
 * @sleeps: how often it went to sleep
 * @unfinished: balance runs whose begin or end was not recorded
 * @runs: time of each balance run
 * @scanned: LRU pages scanned
 * @reclaimed: LRU pages reclaimed
 * @fruitless: balance runs that reclaimed nothing
 * @most_failures: most runs in a row that reclaimed nothing;
 *	LOWMARK_COUNT_NONE if the kernel does not count them
 * @awake_ns: time from beginning to run to sleep, the end of recording, or when it
 *	went out of sight
 * @unseen: it woke when it might go to sleep unseen; that is not in @awake_ns
 * @awake: it is awake
 * @asleep: it was seen to go to sleep
 * @awake_since_ns: since when
 * @balancing: it balances
 * @hidden: it went out of sight, and has not begun anything since
 */
struct lm_kswapd {
	__u64 wakes;
	__u64 sleeps;
	__u64 unfinished;
	struct lm_hist runs;
	__u64 scanned;
	__u64 reclaimed;
	__u64 fruitless;
	__u32 most_failures;
	__u64 awake_ns;
	bool unseen;
	bool awake;
	bool asleep;
	__u64 awake_since_ns;
	bool balancing;
	bool hidden;
};

void lm_kswapd_wake(struct lm_kswapd *kswapd, __u64 time_ns, bool blind);
void lm_kswapd_begin(struct lm_kswapd *kswapd);
void lm_kswapd_end(struct lm_kswapd *kswapd,
		   const struct lowmark_rec_balance_end *rec);
void lm_kswapd_sleep(struct lm_kswapd *kswapd, __u64 time_ns);
void lm_kswapd_lose(struct lm_kswapd *kswapd, __u64 time_ns);
void lm_kswapd_stop(struct lm_kswapd *kswapd, __u64 time_ns);

#endif
