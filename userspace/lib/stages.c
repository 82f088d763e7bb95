// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the slow path's time went: its stages, and what it waited for between
 * them.
 */
#include "stages.h"

/* clang-format off */
#define STAGE_NAME(field, name) [LM_STAGE_##field] = (name),
const char *const lm_stage_names[LM_NR_STAGES] = {
	LM_STAGES(STAGE_NAME)
	LM_WAITS(STAGE_NAME)
};

#define STAGE_KEY(field, name) [LM_STAGE_##field] = #field "_ns",
const char *const lm_stage_keys[LM_NR_STAGES] = {
	LM_STAGES(STAGE_KEY)
	LM_WAITS(STAGE_KEY)
};
/* clang-format on */

const char lm_rest_key[] = "none_of_these_ns";

/**
 * lm_stages_add() - add a slow path run
 * @stages: the sums
 * @end: its end
 * @waits: what it waited for
 */
void lm_stages_add(struct lm_stages *stages,
		   const struct lowmark_rec_slow_end *end,
		   const struct lm_waits *waits)
{
	stages->latency_ns += end->latency;
	stages->queued_ns += waits->queued;
	stages->waits_known |= waits->known;
#define ADD_STAGE(field, name) stages->ns[LM_STAGE_##field] += end->field;
	LM_STAGES(ADD_STAGE)
#define ADD_WAIT(field, name) stages->ns[LM_STAGE_##field] += waits->field;
	LM_WAITS(ADD_WAIT)
}

/**
 * lm_stages_told() - whether the slow path told its stages
 * @stages: the sums
 *
 * Return: false if all are 0: a module that does not tell them leaves them so
 */
bool lm_stages_told(const struct lm_stages *stages)
{
	unsigned int i;

	for (i = 0; i < LM_STAGE_queued_between; i++)
		if (stages->ns[i])
			return true;
	return false;
}

/**
 * lm_stages_know() - whether the time of a stage is known
 * @stages: the sums
 * @id: the stage
 *
 * Return: false for waits that no run has told: the kernel does not count them, or
 * they were not recorded
 */
bool lm_stages_know(const struct lm_stages *stages, enum lm_stage_id id)
{
	return id < LM_STAGE_queued_between || stages->waits_known;
}

/**
 * lm_stages_rest() - time of the slow path outside of all stages
 * @stages: the sums
 *
 * What takes it is not recorded: the task was interrupted, was between two stages,
 * where the probes take time, too, or in one that this kernel hides; and where the
 * waits are not known it slept or waited for a CPU.
 *
 * Return: the time, 0 if the stages claim more than there was
 */
__u64 lm_stages_rest(const struct lm_stages *stages)
{
	__u64 left = stages->latency_ns;
	unsigned int i;

	for (i = 0; i < LM_NR_STAGES; i++) {
		if (stages->ns[i] >= left)
			return 0;
		left -= stages->ns[i];
	}
	return left;
}

/**
 * lm_waits_of() - what a record says that a run waited for
 * @rec: the record
 *
 * Return: that
 */
struct lm_waits lm_waits_of(const struct lowmark_rec_waits *rec)
{
	return (struct lm_waits){
		.known = true,
		.queued = rec->queued,
		.queued_between = rec->queued_between,
		.slept_between = rec->slept_between,
	};
}
