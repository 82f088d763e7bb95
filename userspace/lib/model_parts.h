/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the model need of each other.
 */
#ifndef LOWMARK_LIB_MODEL_PARTS_H
#define LOWMARK_LIB_MODEL_PARTS_H

#include "model.h"

struct lm_zone_model *lm_model_get_zone(struct lm_model *model,
					unsigned int zone);
struct lm_node_model *lm_model_get_node(struct lm_model *model,
					unsigned int node);
void lm_model_see_free(struct lm_model *model, struct lm_zone_model *zone,
		       unsigned int number, __u64 time_ns, __u32 free,
		       __u32 boost);
void lm_model_close_wake(struct lm_model *model, struct lm_node_model *node);
void lm_model_wake(struct lm_model *model, const struct lm_event *event);
void lm_model_kswapd_wake(struct lm_model *model, const struct lm_event *event);
void lm_model_balance_begin(struct lm_model *model,
			    const struct lm_event *event);
void lm_model_balance_end(struct lm_model *model, const struct lm_event *event);
void lm_model_kswapd_sleep(struct lm_model *model,
			   const struct lm_event *event);

#endif
