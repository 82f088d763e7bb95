/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is kept of each node between its kswapd's runs.
 */
#ifndef LOWMARK_NODE_H
#define LOWMARK_NODE_H

#include <linux/mmzone.h>

#include "compat_args.h"
#include "lowmark_record.h"

/* MAX_RECLAIM_RETRIES, mm/internal.h, 5.10 to 7.3 */
#define LOWMARK_HOPELESS 16

/**
 * struct lowmark_run_cause - why a run of kswapd begins
 * @margin: margin to low of the request that woke it, in pages; 0 without one
 * @zone: zone of that request, or LOWMARK_ZONE_NONE
 * @cause: enum lowmark_run
 */
struct lowmark_run_cause {
	s32 margin;
	u16 zone;
	u8 cause;
};

/**
 * struct lowmark_wake_state - how short a zone is when kswapd is asked for it
 * @margin: margin to low, in pages
 * @boost: its boost, in pages
 * @free: its free pages
 *
 * Read once: the wake and the run that it causes are to tell the same.
 */
struct lowmark_wake_state {
	long margin;
	long boost;
	unsigned long free;
};

void lowmark_nodes_reset(void);
u32 lowmark_node_runs(const pg_data_t *pgdat);
void lowmark_node_note_wake(struct zone *zone, u32 runs, u32 order,
			    const struct lowmark_wake_state *state);
void lowmark_node_note_throttle(struct zone *zone, u32 runs,
				const struct lowmark_wake_state *state);
void lowmark_node_begins(int nid, struct lowmark_run_cause *why);
void lowmark_node_sleeps(int nid);
void lowmark_nodes_start(void);
void lowmark_node_hopeless(pg_data_t *pgdat, enum lowmark_cleared by);

void lowmark_wake_not_asked(const struct lowmark_request *request);
void lowmark_wake_throttle(pg_data_t *pgdat, u32 runs);

#endif
