/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the gathering of facts need of each other.
 */
#ifndef LOWMARK_LIB_GATHER_PARTS_H
#define LOWMARK_LIB_GATHER_PARTS_H

#include "gather.h"
#include "recorded.h"

void lm_gather_settings(struct lm_gather *gather, const struct lm_event *event);
void lm_gather_loss(struct lm_gather *gather, const struct lm_loss *loss);
void lm_gather_zones(struct lm_gather *gather, const struct lm_event *event);
void lm_gather_kswapd(struct lm_gather *gather, const struct lm_event *event);
void lm_gather_own(struct lm_gather *gather, const struct lm_event *event);

#endif
