// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the allocator decided, counted by reason, and where the slow path's
 * time went.
 */
#include "decisions.h"

#include <string.h>

/* clang-format off */
#define STAGE_NAME(field, name) [LM_STAGE_##field] = (name),
const char *const lm_stage_names[LM_NR_STAGES] = { LM_STAGES(STAGE_NAME) };

#define STAGE_KEY(field, name) [LM_STAGE_##field] = #field "_ns",
const char *const lm_stage_keys[LM_NR_STAGES] = { LM_STAGES(STAGE_KEY) };
const char lm_rest_key[] = "none_of_these_ns";
/* clang-format on */

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

/**
 * lm_decisions_staged() - whether the slow path told its stages
 * @decisions: the sums
 *
 * Return: false if all are 0: a module that does not tell them leaves them so
 */
bool lm_decisions_staged(const struct lm_decisions *decisions)
{
	unsigned int i;

	for (i = 0; i < LM_NR_STAGES; i++)
		if (decisions->stages[i])
			return true;
	return false;
}

/**
 * lm_decisions_slow() - add up the time of a slow path run
 * @decisions: the sums
 * @rec: its end
 */
void lm_decisions_slow(struct lm_decisions *decisions,
		       const struct lowmark_rec_slow_end *rec)
{
#define STAGE_ADD(field, name) \
	decisions->stages[LM_STAGE_##field] += rec->field;
	LM_STAGES(STAGE_ADD)
	decisions->latency_ns += rec->latency;
}

/**
 * lm_unstaged() - time of the slow path outside of all stages
 * @stages: times of the stages
 * @latency_ns: time in all
 *
 * What takes it is not recorded: the task slept (the slow path does so for the OOM
 * kill of another or, up to 5.15, for writeback), waited for a CPU, was interrupted,
 * was between two stages, or in one that this kernel hides.
 *
 * Return: the time, 0 if the stages claim more than there was
 */
__u64 lm_unstaged(const __u64 stages[LM_NR_STAGES], __u64 latency_ns)
{
	unsigned int i;

	for (i = 0; i < LM_NR_STAGES; i++) {
		if (stages[i] >= latency_ns)
			return 0;
		latency_ns -= stages[i];
	}
	return latency_ns;
}
