/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which events are recorded, and which not or not all.
 */
#ifndef LOWMARK_LIB_RECORDED_H
#define LOWMARK_LIB_RECORDED_H

#include <stdbool.h>

#include "lowmark_events.h"
#include "lowmark_record.h"

#define LM_EVENT_BIT(NAME) (1u << LOWMARK_EVENT_##NAME)

__u32 lm_filters_of(const struct lowmark_rec_settings *rec);
__u32 lm_events_off(const struct lowmark_rec_settings *rec);
__u32 lm_events_off_first(const char *meta);
bool lm_sleep_unseen(const struct lowmark_rec_settings *rec);
bool lm_sleep_unseen_first(const char *meta);

#endif
