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
	if (passed > LM_SAMPLE_HOLD_NS)
		passed = LM_SAMPLE_HOLD_NS;
	zone->depth_ns[zone->depth] += passed;
}

/*
 * As deep as there are marks that it is below: the kernel has min <= low <= high. No
 * branch: where a zone has to do with its watermarks, there is no pattern.
 */
static inline enum lm_depth depth_of(const struct lm_zonetime *zone)
{
	__s64 free = free_then(zone);

	return LM_DEPTH_NONE + (free < zone->high) + (free < zone->low) +
	       (free < zone->min);
}

/* What is known has changed, from which time on pass_time() tells. */
static void look_again(struct lm_zonetime *zone)
{
	if (zone->seen && zone->marked)
		zone->depth = depth_of(zone);
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
	enum lm_depth before = zone->depth;
	__s64 margin;

	pass_time(zone, time_ns);
	zone->samples++;
	zone->seen = true;
	zone->free = free;
	zone->boost = boost;
	if (!zone->marked)
		return;
	zone->depth = depth_of(zone);
	margin = free_then(zone) - zone->low;
	zone->falls += (margin < 0) & (before < LM_DEPTH_LOW);
	lm_signed_hist_add(&zone->margins, margin);
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
	look_again(zone);
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
 *
 * Its free pages do not: until they are seen again its depth is not known, whatever
 * is told of its watermarks.
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
		look_again(zone);
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

/**
 * lm_zonetime_below() - time that free pages were so low, or lower
 * @zone: the zone, at the end
 * @depth: how low; LM_DEPTH_NONE for all the time that it is known
 *
 * Return: the time in ns
 */
__u64 lm_zonetime_below(const struct lm_zonetime *zone, enum lm_depth depth)
{
	__u64 ns = 0;

	for (; depth < LM_NR_DEPTHS; depth++)
		ns += zone->depth_ns[depth];
	return ns;
}
