/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The figures of one interval of time: how hard the allocator had it then.
 */
#ifndef LOWMARK_LIB_PULSE_H
#define LOWMARK_LIB_PULSE_H

#include <stdbool.h>

#include "chunk.h"
#include "hist.h"

/**
 * struct lm_pulse - what happened in an interval
 * @wakes: requests that woke kswapd
 * @refused: requests that did not
 * @stalls: latency of the runs of the slow path that ended
 * @failed: those that found no page
 * @reclaims: direct reclaims that ended
 * @runs: balance runs of kswapd that ended
 * @scanned: LRU pages kswapd scanned in them
 * @reclaimed: LRU pages it reclaimed
 * @margin_seen: @margin and @zone are known
 * @margin: smallest margin to low recorded, in pages
 * @zone: zone that had it
 * @events: records
 * @lost: records lost
 *
 * Start with all zero.
 */
struct lm_pulse {
	__u64 wakes;
	__u64 refused;
	struct lm_hist stalls;
	__u64 failed;
	__u64 reclaims;
	__u64 runs;
	__u64 scanned;
	__u64 reclaimed;
	bool margin_seen;
	__s64 margin;
	unsigned int zone;
	__u64 events;
	__u64 lost;
};

void lm_pulse_event(struct lm_pulse *pulse, const struct lm_event *event);

#endif
