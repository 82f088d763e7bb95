/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests to wake kswapd, by the zone they were made for.
 */
#ifndef LOWMARK_LIB_WAKES_H
#define LOWMARK_LIB_WAKES_H

#include <stdbool.h>

#include "hist.h"
#include "lowmark_record.h"

#define LM_NR_WAKES (LOWMARK_WAKE_NOT_ASKED + 1)
#define LM_NR_ORDERS 16 /* the last one stands for all above */

/**
 * struct lm_wakes - requests made for one zone
 * @verdicts: requests, by enum lowmark_wake
 * @orders: those that woke kswapd, by order
 * @margins: their margins to low
 * @has_failures: the kernel counts kswapd's failures, so that there are
 *	hopeless nodes
 */
struct lm_wakes {
	__u64 verdicts[LM_NR_WAKES];
	__u64 orders[LM_NR_ORDERS];
	struct lm_signed_hist margins;
	bool has_failures;
};

void lm_wakes_add(struct lm_wakes *wakes, const struct lowmark_rec_wake *rec);
bool lm_wakes_knows(const struct lm_wakes *wakes, unsigned int verdict);
unsigned int lm_order_slot(unsigned int order);

#endif
