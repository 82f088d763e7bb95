// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermark checks of one zone, counted.
 */
#include "checks.h"

/**
 * lm_checks_add() - count a check
 * @marks: the zone's checks
 * @time_ns: when
 * @rec: the check
 */
void lm_checks_add(struct lm_mark_checks marks[LM_NR_MARKS], __u64 time_ns,
		   const struct lowmark_rec_check *rec)
{
	struct lm_mark_checks *checks =
		&marks[rec->which < LM_NR_MARKS ? rec->which :
						  LOWMARK_MARK_OTHER];

	if (!(checks->passed + checks->failed) || rec->margin < checks->worst) {
		checks->worst = rec->margin;
		checks->worst_ns = time_ns;
	}
	if (rec->verdict) {
		checks->passed++;
	} else {
		checks->failed++;
		if (rec->why < LM_NR_WHYS)
			checks->whys[rec->why]++;
	}
	if (rec->caller < LM_NR_CALLERS)
		checks->callers[rec->caller]++;
	checks->disagreed += !rec->verdict != !rec->derived;
}

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
