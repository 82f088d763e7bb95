// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which events are recorded, and which not or not all: what switches them off, and
 * what filters keep out.
 */
#include "recorded.h"

#include "figures.h"
#include "filtered.h"
#include "lowmark_filters.h"

/*
 * kswapd does not pass filters that are for others, and of its wakes and sleeps
 * some pass without the others. Of a node's filter all do, or none.
 */
static __u32 kept_out(__u32 filters)
{
	return filters & ~(1u << LOWMARK_FILTER_NODE) ? LM_EVENT_BIT(KSWAPD) :
							0;
}

/**
 * lm_events_off() - which events are not recorded from now on, or not all
 * @rec: the settings from now on
 *
 * Return: a bit per enum lowmark_event
 */
__u32 lm_events_off(const struct lowmark_rec_settings *rec)
{
	return ~rec->events | kept_out(rec->filters);
}

/**
 * lm_events_off_first() - which events were not recorded at the begin, or not all
 * @meta: text with the settings then, of META or "status"
 *
 * Return: a bit per enum lowmark_event, of those that stories need
 */
__u32 lm_events_off_first(const char *meta)
{
	__u32 off = kept_out(lm_filters_first(meta));

	if (lm_switched_off(meta, "wake"))
		off |= LM_EVENT_BIT(WAKE);
	if (lm_switched_off(meta, "kswapd"))
		off |= LM_EVENT_BIT(KSWAPD);
	return off;
}
