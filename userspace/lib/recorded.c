// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which events are recorded, and which not or not all: what switches them off, and
 * what filters keep out.
 */
#include "recorded.h"

#include "figures.h"
#include "filtered.h"
#include "lowmark_filters.h"

#define BIT_OF(NAME) (1u << LOWMARK_FILTER_##NAME)

/* Which kswapd passes a filter, if any does, is not known by the filter's name. */
static __u32 kept_out(__u32 filters)
{
	return filters ? LM_EVENT_BIT(KSWAPD) : 0;
}

/*
 * Of the order that its wakes have its sleeps have none, and a sample has them one
 * by one; what others that are not known do is not either. Of the rest each kswapd
 * passes with all it does, or with nothing.
 */
static bool parts(__u32 filters)
{
	return filters & (BIT_OF(ORDER) | BIT_OF(SAMPLE) |
			  ~((1u << LOWMARK_NR_FILTERS) - 1));
}

/**
 * lm_filters_of() - which filters are set from now on; one in one is none
 * @rec: the settings from now on
 *
 * Return: a bit per enum lowmark_filter_id, and one for all others
 */
__u32 lm_filters_of(const struct lowmark_rec_settings *rec)
{
	return rec->sampling > 1 ? rec->filters :
				   rec->filters & ~BIT_OF(SAMPLE);
}

/**
 * lm_events_off() - which events are not recorded from now on, or not all
 * @rec: the settings from now on
 *
 * Return: a bit per enum lowmark_event
 */
__u32 lm_events_off(const struct lowmark_rec_settings *rec)
{
	return ~rec->events | kept_out(lm_filters_of(rec));
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

/**
 * lm_sleep_unseen() - may kswapd that was seen to wake go to sleep unseen?
 * @rec: the settings from now on
 *
 * Return: true if so
 */
bool lm_sleep_unseen(const struct lowmark_rec_settings *rec)
{
	return ~rec->events & LM_EVENT_BIT(KSWAPD) || parts(lm_filters_of(rec));
}

/**
 * lm_sleep_unseen_first() - might it at the begin?
 * @meta: text with the settings then, of META or "status"
 *
 * Return: true if so
 */
bool lm_sleep_unseen_first(const char *meta)
{
	return lm_switched_off(meta, "kswapd") || parts(lm_filters_first(meta));
}
