// SPDX-License-Identifier: GPL-2.0-only
/*
 * Losses of one CPU, computed from the headers of its chunks: what a chunk
 * says was produced before it, less what was read before it.
 */
#include "loss.h"

#include <string.h>

#include "chunk.h"

static bool restarted(const struct lm_loss_state *state,
		      const struct lowmark_chunk *head)
{
	unsigned int type;

	if (head->seq <= state->seq)
		return true;
	for (type = 0; type < LOWMARK_KINDS; type++)
		if (!LM_STRUCTURAL(type) &&
		    lm_chunk_seen(head, type) < state->seen[type])
			return true;
	return false;
}

/**
 * lm_loss_enter() - compute what was lost before a chunk
 * @state: the CPU's stream so far
 * @head: header of the chunk that follows, already checked
 * @loss: set to what was lost, if something was
 *
 * The first chunk of a stream is its base: what was lost before is not told.
 *
 * Return: true if something was lost or the stream restarted
 */
bool lm_loss_enter(struct lm_loss_state *state,
		   const struct lowmark_chunk *head, struct lm_loss *loss)
{
	unsigned int type;

	if (!state->begun)
		return false;
	memset(loss, 0, sizeof(*loss));
	loss->cpu = head->cpu;
	loss->from_ns = state->time_ns;
	loss->to_ns = head->time_first;
	if (restarted(state, head)) {
		loss->restart = true;
		return true;
	}
	loss->chunks = head->seq - state->seq - 1;
	for (type = 0; type < LOWMARK_KINDS; type++) {
		if (LM_STRUCTURAL(type))
			continue;
		loss->counts[type] =
			lm_chunk_seen(head, type) - state->seen[type];
		loss->total += loss->counts[type];
	}
	return loss->total;
}

/**
 * lm_loss_leave() - note that a chunk has been read
 * @state: the CPU's stream
 * @head: header of the chunk
 * @counts: records that were read of it, by type
 */
void lm_loss_leave(struct lm_loss_state *state,
		   const struct lowmark_chunk *head,
		   const __u32 counts[LOWMARK_KINDS])
{
	unsigned int type;

	state->begun = true;
	state->seq = head->seq;
	state->time_ns = head->time_last;
	for (type = 0; type < LOWMARK_KINDS; type++)
		state->seen[type] = lm_chunk_seen(head, type) + counts[type];
}
