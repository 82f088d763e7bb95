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
	wakes->has_failures |= rec->failures != LOWMARK_COUNT_NONE;
	if (rec->verdict != LOWMARK_WAKE_WOKEN)
		return;
	wakes->orders[lm_order_slot(rec->order)]++;
	lm_signed_hist_add(&wakes->margins, rec->margin);
}

/**
 * lm_wakes_knows() - can requests have a verdict
 * @wakes: the zone's requests
 * @verdict: enum lowmark_wake
 *
 * Return: false for one that the recorded kernel does not have: none of 0
 * requests is n/a
 */
bool lm_wakes_knows(const struct lm_wakes *wakes, unsigned int verdict)
{
	return verdict != LOWMARK_WAKE_HOPELESS || wakes->has_failures;
}
