/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the model need of each other.
 */
#ifndef LOWMARK_LIB_MODEL_PARTS_H
#define LOWMARK_LIB_MODEL_PARTS_H

#include "model.h"

struct lm_zone_model *lm_model_make_zone(struct lm_model *model,
					 unsigned int zone);
struct lm_node_model *lm_model_get_node(struct lm_model *model,
					unsigned int node);
void lm_model_settings_before(struct lm_model *model,
			      const struct lowmark_rec_settings *rec);
void lm_model_lost_before(struct lm_model *model, const struct lm_loss *loss);
void lm_model_lost_sleeps(struct lm_model *model, const struct lm_loss *loss);
void lm_model_close_wake(struct lm_model *model, struct lm_node_model *node);
void lm_model_wake(struct lm_model *model, const struct lm_event *event);
void lm_model_kswapd_wake(struct lm_model *model, const struct lm_event *event);
void lm_model_balance_begin(struct lm_model *model,
			    const struct lm_event *event);
void lm_model_balance_end(struct lm_model *model, const struct lm_event *event);
void lm_model_kswapd_sleep(struct lm_model *model,
			   const struct lm_event *event);

/**
 * lm_model_get_zone() - find or make the model of a zone
 * @model: the model
 * @zone: number of the zone
 *
 * Return: the model of the zone, NULL if there is no such zone or no memory
 */
static inline struct lm_zone_model *lm_model_get_zone(struct lm_model *model,
						      unsigned int zone)
{
	struct lm_zone_model *found = lm_slots_find(&model->zones, zone);

	return found ? found : lm_model_make_zone(model, zone);
}

/**
 * lm_model_see_free() - free pages of a zone were seen
 * @model: the model
 * @zone: the zone
 * @number: its number
 * @time_ns: when
 * @free: free pages
 * @boost: boost of its watermarks, LOWMARK_PAGES_NONE if the kernel has none
 */
static inline void lm_model_see_free(struct lm_model *model,
				     struct lm_zone_model *zone,
				     unsigned int number, __u64 time_ns,
				     __u32 free, __u32 boost)
{
	struct lm_node_model *node = lm_slots_find(&model->nodes, zone->node);

	/* Most of what is seen is of no interest to the wake: save the call. */
	if (node && node->open && node->episode.zone == number)
		lm_episode_free(&node->episode, time_ns, number, free);
	lm_zonetime_sample(&zone->time, time_ns, free,
			   boost == LOWMARK_PAGES_NONE ? 0 : boost);
}

#endif
