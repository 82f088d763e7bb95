// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of the model that counts what was lost.
 */
#include "model_parts.h"

/**
 * lm_model_loss() - records were lost
 * @model: the model
 * @event: the loss
 */
void lm_model_loss(struct lm_model *model, const struct lm_event *event)
{
	const struct lm_loss *loss = event->loss;
	struct lm_cpu_model *cpu = lm_slots_get(&model->cpus, loss->cpu);
	struct lm_node_model *node;
	unsigned int i;

	lm_model_lost_sleeps(model, loss);
	model->total_lost += loss->total;
	model->restarts += loss->restart;
	for (i = 0; i < LOWMARK_KINDS; i++)
		model->lost[i] += loss->counts[i];
	for (i = 0; (node = lm_slots_next(&model->nodes, &i));)
		node->episode.lossy = true;
	model->no_memory |= !cpu;
	if (!cpu)
		return;
	cpu->gaps++;
	cpu->restarts += loss->restart;
	cpu->total += loss->total;
	for (i = 0; i < LOWMARK_KINDS; i++)
		cpu->counts[i] += loss->counts[i];
}
