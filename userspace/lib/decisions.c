// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the allocator decided, counted by reason, and where the slow path's
 * time went.
 */
#include "decisions.h"

#include <string.h>

static void add_skips(struct lm_decisions *decisions,
		      const __u8 counts[LM_NR_SKIPS])
{
	bool idle = true;
	unsigned int i;

	for (i = 0; i < LM_NR_SKIPS; i++) {
		if (counts[i] == LOWMARK_COUNT_NONE)
			continue;
		decisions->skips[i].known = true;
		decisions->skips[i].n += counts[i];
		idle &= !counts[i];
	}
	if (!idle)
		return;
	memcpy(decisions->idle, counts, sizeof(decisions->idle));
	decisions->idle_known = true;
}

/**
 * lm_decisions_attempt() - count what an attempt passed over
 * @decisions: the sums
 * @rec: the attempt
 */
void lm_decisions_attempt(struct lm_decisions *decisions,
			  const struct lowmark_rec_attempt *rec)
{
	__u8 counts[LM_NR_SKIPS];
	unsigned int i;

	lm_attempt_skips(rec, counts);
	/* Most attempts pass over nothing, of which there is nothing to add. */
	if (!decisions->idle_known ||
	    memcmp(counts, decisions->idle, sizeof(counts)) != 0)
		add_skips(decisions, counts);
	decisions->rescanning |= rec->scans != LOWMARK_COUNT_NONE ||
				 rec->rescans;
	for (i = 0; rec->rescans && i < LM_NR_RESCANS; i++)
		decisions->rescans[i] += rec->rescans >> i & 1;
}

/**
 * lm_decisions_retry() - count a round of the slow path
 * @decisions: the sums
 * @rec: the round
 */
void lm_decisions_retry(struct lm_decisions *decisions,
			const struct lowmark_rec_retry *rec)
{
	decisions->retries[rec->reason < LM_NR_RETRIES ?
				   rec->reason :
				   LOWMARK_RETRY_UNKNOWN]++;
}
