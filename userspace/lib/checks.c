// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks of one zone, counted.
 */
#include "checks.h"

/**
 * lm_blocks_add() - count a check that failed for want of a block alone
 * @checks: those of its zone and order
 * @rec: the check
 */
void lm_blocks_add(struct lm_block_checks *checks,
		   const struct lowmark_rec_check *rec)
{
	if (!checks->failed || rec->margin > checks->most)
		checks->most = rec->margin;
	checks->failed++;
	checks->allocating += rec->caller == LOWMARK_CALLER_FAST ||
			      rec->caller == LOWMARK_CALLER_SLOW;
}
