// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a model takes from before the time it is to be about: states that go
 * on, but nothing that counts.
 */
#include "model_parts.h"

/**
 * lm_model_begin_at() - let a model be about what comes later
 * @model: the model, just initialised
 * @from_ns: when what counts begins; earlier events are to be given to
 *	lm_model_before()
 */
void lm_model_begin_at(struct lm_model *model, __u64 from_ns)
{
	struct lm_zone_model *zone;
	unsigned int i;

	model->start_ns = from_ns;
	for (i = 0; (zone = lm_slots_next(&model->zones, &i));)
		lm_zonetime_forget(&zone->time, from_ns);
}

static void take_marks(struct lm_model *model, unsigned int number, __u32 min,
		       __u32 low, __u32 high, __u32 boost)
{
	struct lm_zone_model *zone = lm_model_get_zone(model, number);

	if (!zone || min == LOWMARK_PAGES_NONE || low == LOWMARK_PAGES_NONE ||
	    high == LOWMARK_PAGES_NONE)
		return;
	zone->time.marked = true;
	zone->time.min = min;
	zone->time.low = low;
	zone->time.high = high;
	if (boost != LOWMARK_PAGES_NONE)
		zone->time.boost = boost;
}

static void take_awake(struct lm_model *model, unsigned int number, bool awake)
{
	struct lm_node_model *node = lm_model_get_node(model, number);

	if (!node)
		return;
	node->kswapd.awake = awake && !model->blind;
	node->kswapd.awake_since_ns = model->start_ns;
}

/**
 * lm_model_before() - take an event from before the begin
 * @model: the model, after lm_model_begin_at()
 * @event: the event
 */
void lm_model_before(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_zone *zone = (const void *)event->record;
	const struct lowmark_rec_wmark *wmark = (const void *)event->record;
	const struct lowmark_rec_kswapd_wake *kswapd =
		(const void *)event->record;

	const struct lowmark_rec_settings *settings =
		(const void *)event->record;

	if (event->loss) {
		lm_model_lost_before(model, event->loss);
		return;
	}
	switch (event->record->type) {
	case LOWMARK_REC_ZONE:
		take_marks(model, zone->zone, zone->min, zone->low, zone->high,
			   zone->boost);
		break;
	case LOWMARK_REC_WMARK:
		take_marks(model, wmark->zone, wmark->min, wmark->low,
			   wmark->high, wmark->boost);
		break;
	case LOWMARK_REC_KSWAPD_WAKE:
	case LOWMARK_REC_KSWAPD_SLEEP:
		take_awake(model, kswapd->node,
			   event->record->type == LOWMARK_REC_KSWAPD_WAKE);
		break;
	case LOWMARK_REC_SETTINGS:
		lm_model_settings_before(model, settings);
		break;
	default:
		break;
	}
}
