/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is kept of each node between its kswapd's runs.
 */
#ifndef LOWMARK_NODE_H
#define LOWMARK_NODE_H

#include <linux/mmzone.h>

#include "compat_args.h"
#include "lowmark_record.h"

void lowmark_node_note_wake(struct zone *zone, u32 order, u32 highest);
void lowmark_node_note_throttle(struct zone *zone);
void lowmark_node_take_wake(int nid, struct lowmark_rec_balance_begin *rec);
void lowmark_node_runs(int nid);
void lowmark_node_hopeless(pg_data_t *pgdat, enum lowmark_cleared by);

void lowmark_wake_not_asked(const struct lowmark_request *request);
void lowmark_wake_throttle(pg_data_t *pgdat);

#endif
