// SPDX-License-Identifier: GPL-2.0-only
/*
 * The figures of one interval of time: how hard the allocator had it then.
 */
#include "pulse.h"

#include "loss.h"
#include "zonetime.h"

static void take_margin(struct lm_pulse *pulse, unsigned int zone, __s64 margin)
{
	if (pulse->margin_seen && margin >= pulse->margin)
		return;
	pulse->margin_seen = true;
	pulse->margin = margin;
	pulse->zone = zone;
}

static void take_check(struct lm_pulse *pulse,
		       const struct lowmark_rec_check *rec)
{
	if (rec->which == LOWMARK_MARK_LOW)
		take_margin(pulse, rec->zone, rec->margin);
}

static void take_wake(struct lm_pulse *pulse,
		      const struct lowmark_rec_wake *rec)
{
	if (rec->verdict == LOWMARK_WAKE_WOKEN ||
	    rec->verdict == LOWMARK_WAKE_THROTTLE)
		pulse->wakes++;
	else if (rec->verdict != LOWMARK_WAKE_NOT_ASKED)
		pulse->refused++;
	if (rec->free != LOWMARK_PAGES_NONE)
		take_margin(pulse, rec->zone, rec->margin);
}

static void take_zone(struct lm_pulse *pulse,
		      const struct lowmark_rec_zone *rec)
{
	if (rec->free != LOWMARK_PAGES_NONE && rec->low != LOWMARK_PAGES_NONE)
		take_margin(pulse, rec->zone, lm_zone_margin(rec));
}

static void take_slow_end(struct lm_pulse *pulse,
			  const struct lowmark_rec_slow_end *rec)
{
	lm_hist_add(&pulse->stalls, rec->latency);
	pulse->failed += rec->result == LOWMARK_RESULT_FAILED;
}

static void take_balance_end(struct lm_pulse *pulse,
			     const struct lowmark_rec_balance_end *rec)
{
	pulse->runs++;
	pulse->scanned += rec->scanned;
	pulse->reclaimed += rec->reclaimed;
}

/**
 * lm_pulse_event() - take an event into account
 * @pulse: the interval that the event is in
 * @event: the event
 */
void lm_pulse_event(struct lm_pulse *pulse, const struct lm_event *event)
{
	const void *record = event->record;

	if (event->loss) {
		pulse->lost += event->loss->total;
		return;
	}
	pulse->events++;
	switch (event->record->type) {
	case LOWMARK_REC_CHECK:
		take_check(pulse, record);
		break;
	case LOWMARK_REC_WAKE:
		take_wake(pulse, record);
		break;
	case LOWMARK_REC_ZONE:
		take_zone(pulse, record);
		break;
	case LOWMARK_REC_SLOW_END:
		take_slow_end(pulse, record);
		break;
	case LOWMARK_REC_RECLAIM_END:
		pulse->reclaims++;
		break;
	case LOWMARK_REC_BALANCE_END:
		take_balance_end(pulse, record);
		break;
	default:
		break;
	}
}
