// SPDX-License-Identifier: GPL-2.0-only
/*
 * How a zone's free pages stood against its watermarks over time.
 */
#include "zonetime.h"

/* What is to be compared with marks that are without boost. */
static inline __s64 free_then(const struct lm_zonetime *zone)
{
	return (__s64)zone->free - zone->boost;
}

/* Add up the time since the last sample. */
static inline void pass_time(struct lm_zonetime *zone, __u64 time_ns)
{
	__u64 passed;

	if (time_ns <= zone->time_ns)
		return;
	passed = time_ns - zone->time_ns;
	zone->time_ns = time_ns;
	if (!zone->seen || !zone->marked)
		return;
	if (passed > LM_SAMPLE_HOLD_NS)
		passed = LM_SAMPLE_HOLD_NS;
	zone->observed_ns += passed;
	if (free_then(zone) >= zone->high)
		return;
	zone->below_high_ns += passed;
	if (free_then(zone) >= zone->low)
		return;
	zone->below_low_ns += passed;
	if (free_then(zone) < zone->min)
		zone->below_min_ns += passed;
}

/**
 * lm_zonetime_sample() - free pages were seen
 * @zone: the zone
 * @time_ns: when
 * @free: free pages
 * @boost: boost of the watermarks
 */
void lm_zonetime_sample(struct lm_zonetime *zone, __u64 time_ns, __u32 free,
			__u32 boost)
{
	bool was_below = zone->seen && free_then(zone) < zone->low;
	__s64 margin;

	pass_time(zone, time_ns);
	zone->samples++;
	zone->seen = true;
	zone->free = free;
	zone->boost = boost;
	if (!zone->marked)
		return;
	margin = free_then(zone) - zone->low;
	lm_signed_hist_add(&zone->margins, margin);
	if (margin < 0 && !was_below)
		zone->falls++;
	if (!zone->worst_ns || margin < zone->worst) {
		zone->worst = margin;
		zone->worst_ns = time_ns;
		zone->worst_free = free;
	}
}

static void set_marks(struct lm_zonetime *zone, __u64 time_ns, __u32 min,
		      __u32 low, __u32 high)
{
	if (zone->marked && zone->min == min && zone->low == low &&
	    zone->high == high)
		return;
	pass_time(zone, time_ns);
	zone->marked = true;
	zone->min = min;
	zone->low = low;
	zone->high = high;
}

/**
 * lm_zonetime_start() - take the state of a zone when recording began
 * @zone: the zone
 * @table: its row of the "zones" text
 * @time_ns: when recording began
 */
void lm_zonetime_start(struct lm_zonetime *zone, const struct lm_zone *table,
		       __u64 time_ns)
{
	__u32 boost = table->boost < table->min ? table->boost : table->min;

	set_marks(zone, time_ns, table->min - boost, table->low - boost,
		  table->high - boost);
	if (table->free != LOWMARK_PAGES_NONE)
		lm_zonetime_sample(zone, time_ns, table->free, boost);
}

/**
 * lm_zonetime_forget() - count from now on only; the watermarks stay known
 * @zone: the zone
 * @time_ns: now
 */
void lm_zonetime_forget(struct lm_zonetime *zone, __u64 time_ns)
{
	*zone = (struct lm_zonetime){
		.marked = zone->marked,
		.min = zone->min,
		.low = zone->low,
		.high = zone->high,
		.boost = zone->boost,
		.time_ns = time_ns,
	};
}

/**
 * lm_zone_margin() - how far a zone is above its low watermark
 * @rec: its state, with free pages and low watermark
 *
 * Return: free - (low + boost + reserve), in pages; negative means short
 */
__s64 lm_zone_margin(const struct lowmark_rec_zone *rec)
{
	__s64 need = rec->low;

	if (rec->boost != LOWMARK_PAGES_NONE)
		need += rec->boost;
	if (rec->reserve != LOWMARK_PAGES_NONE)
		need += rec->reserve;
	return (__s64)rec->free - need;
}

/**
 * lm_zonetime_zone() - the state of a zone was recorded
 * @zone: the zone
 * @time_ns: when
 * @rec: its state
 */
void lm_zonetime_zone(struct lm_zonetime *zone, __u64 time_ns,
		      const struct lowmark_rec_zone *rec)
{
	__u32 boost = rec->boost == LOWMARK_PAGES_NONE ? 0 : rec->boost;

	if (rec->min != LOWMARK_PAGES_NONE && rec->low != LOWMARK_PAGES_NONE &&
	    rec->high != LOWMARK_PAGES_NONE)
		set_marks(zone, time_ns, rec->min, rec->low, rec->high);
	if (rec->free != LOWMARK_PAGES_NONE)
		lm_zonetime_sample(zone, time_ns, rec->free, boost);
}

/**
 * lm_zonetime_wmark() - new watermarks were recorded
 * @zone: the zone
 * @time_ns: when
 * @rec: the watermarks
 */
void lm_zonetime_wmark(struct lm_zonetime *zone, __u64 time_ns,
		       const struct lowmark_rec_wmark *rec)
{
	set_marks(zone, time_ns, rec->min, rec->low, rec->high);
	if (rec->boost != LOWMARK_PAGES_NONE && rec->boost != zone->boost) {
		pass_time(zone, time_ns);
		zone->boost = rec->boost;
	}
	if (rec->cause < LM_NR_CAUSES)
		zone->changes[rec->cause]++;
}

/**
 * lm_zonetime_end() - recording ended
 * @zone: the zone
 * @time_ns: when
 */
void lm_zonetime_end(struct lm_zonetime *zone, __u64 time_ns)
{
	pass_time(zone, time_ns);
}
