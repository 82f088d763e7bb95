/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Watermark checks of one zone, counted.
 */
#ifndef LOWMARK_LIB_CHECKS_H
#define LOWMARK_LIB_CHECKS_H

#include "lowmark_record.h"

#define LM_NR_MARKS (LOWMARK_MARK_OTHER + 1)
#define LM_NR_WHYS (LOWMARK_WHY_RACE + 1)
#define LM_NR_CALLERS (LOWMARK_CALLER_OTHER + 1)

/**
 * struct lm_mark_checks - checks of one zone against one watermark
 * @passed: checks that passed
 * @failed: checks that failed
 * @whys: why they failed, by enum lowmark_why
 * @callers: who asked, by enum lowmark_caller
 * @disagreed: checks whose outcome is not the one computed from their facts
 * @worst: smallest margin; valid if there were checks
 * @worst_ns: when that was
 */
struct lm_mark_checks {
	__u64 passed;
	__u64 failed;
	__u64 whys[LM_NR_WHYS];
	__u64 callers[LM_NR_CALLERS];
	__u64 disagreed;
	__s32 worst;
	__u64 worst_ns;
};

/**
 * struct lm_block_checks - checks that failed for want of a block alone
 * @failed: how many
 * @allocating: those of allocations; the others only ask
 * @most: the largest margin among them; valid if there were any
 */
struct lm_block_checks {
	__u64 failed;
	__u64 allocating;
	__s32 most;
};

void lm_blocks_add(struct lm_block_checks *checks,
		   const struct lowmark_rec_check *rec);

/**
 * lm_checks_add() - count a check
 * @marks: the zone's checks
 * @time_ns: when
 * @rec: the check
 */
static inline void lm_checks_add(struct lm_mark_checks marks[LM_NR_MARKS],
				 __u64 time_ns,
				 const struct lowmark_rec_check *rec)
{
	struct lm_mark_checks *checks =
		&marks[rec->which < LM_NR_MARKS ? rec->which :
						  LOWMARK_MARK_OTHER];
	/* No branch: verdicts near the watermark have no pattern. */
	unsigned int failed = !rec->verdict;

	if (!(checks->passed + checks->failed) || rec->margin < checks->worst) {
		checks->worst = rec->margin;
		checks->worst_ns = time_ns;
	}
	checks->passed += !failed;
	checks->failed += failed;
	if (rec->why < LM_NR_WHYS)
		checks->whys[rec->why] += failed;
	if (rec->caller < LM_NR_CALLERS)
		checks->callers[rec->caller]++;
	checks->disagreed += failed != !rec->derived;
}

/**
 * lm_check_sees_free() - whether a check was given the zone's free pages
 * @rec: the check
 *
 * Compaction and the decision to go on reclaiming ask about what could become
 * free instead.
 *
 * Return: 1 if so, else 0
 */
static inline int lm_check_sees_free(const struct lowmark_rec_check *rec)
{
	const unsigned int callers =
		1u << LOWMARK_CALLER_FAST | 1u << LOWMARK_CALLER_SLOW |
		1u << LOWMARK_CALLER_KSWAPD | 1u << LOWMARK_CALLER_WAKEUP;

	return rec->free >= 0 && rec->caller < LM_NR_CALLERS &&
	       callers >> rec->caller & 1;
}

#endif
