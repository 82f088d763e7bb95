// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests to wake kswapd, by the zone they were made for.
 */
#include "wakes.h"

/**
 * lm_order_slot() - where an order is counted
 * @order: the order
 *
 * Return: index in an array of LM_NR_ORDERS
 */
unsigned int lm_order_slot(unsigned int order)
{
	return order < LM_NR_ORDERS ? order : LM_NR_ORDERS - 1;
}

/**
 * lm_wakes_add() - count a request
 * @wakes: the zone's requests
 * @rec: the request
 */
void lm_wakes_add(struct lm_wakes *wakes, const struct lowmark_rec_wake *rec)
{
	if (rec->verdict >= LM_NR_WAKES) {
		wakes->verdicts[LOWMARK_WAKE_UNKNOWN]++;
		return;
	}
	wakes->verdicts[rec->verdict]++;
	if (rec->verdict != LOWMARK_WAKE_WOKEN)
		return;
	wakes->orders[lm_order_slot(rec->order)]++;
	lm_signed_hist_add(&wakes->margins, rec->margin);
}
