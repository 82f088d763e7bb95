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

/* What filters keep out, since others than who is asked for do it. */
#define LM_FILTERED (LM_EVENT_BIT(WAKE) | LM_EVENT_BIT(KSWAPD))

/**
 * lm_events_off() - which events are not recorded from now on, or not all
 * @rec: the settings from now on
 *
 * Return: a bit per enum lowmark_event
 */
static inline __u32 lm_events_off(const struct lowmark_rec_settings *rec)
{
	bool filtered = rec->filters || rec->sampling > 1;

	return ~rec->events | (filtered ? LM_FILTERED : 0);
}

#endif
