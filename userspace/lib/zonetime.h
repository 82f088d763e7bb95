/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a zone's free pages stood against its watermarks over time.
 */
#ifndef LOWMARK_LIB_ZONETIME_H
#define LOWMARK_LIB_ZONETIME_H

#include <stdbool.h>

#include "hist.h"
#include "lowmark_record.h"
#include "zones.h"

#define LM_NR_CAUSES (LOWMARK_CAUSE_KHUGEPAGED + 1)

/*
 * A zone is not watched all the time. What was seen is taken to hold until
 * something else is seen, but not longer than this.
 */
#define LM_SAMPLE_HOLD_NS 1000000000ull

/**
 * enum lm_depth - how low the free pages of a zone are
 * @LM_DEPTH_UNKNOWN: they or the watermarks are not known
 * @LM_DEPTH_NONE: not below high + boost
 * @LM_DEPTH_HIGH: below high + boost
 * @LM_DEPTH_LOW: below low + boost
 * @LM_DEPTH_MIN: below min + boost
 * @LM_NR_DEPTHS: how many there are
 */
enum lm_depth {
	LM_DEPTH_UNKNOWN,
	LM_DEPTH_NONE,
	LM_DEPTH_HIGH,
	LM_DEPTH_LOW,
	LM_DEPTH_MIN,
	LM_NR_DEPTHS
};

/**
 * struct lm_zonetime - one zone over time
 * @marked: the watermarks are known
 * @seen: a number of free pages is known
 * @min: min watermark without boost
 * @low: low watermark without boost
 * @high: high watermark without boost
 * @boost: boost of all three
 * @free: free pages, last seen
 * @time_ns: when
 * @depth: how low they are
 * @depth_ns: time at each depth alone
 * @samples: how often free pages were seen
 * @falls: how often free pages went below low + boost
 * @worst: smallest free pages - (low + boost)
 * @worst_ns: when that was
 * @worst_free: free pages then
 * @margins: free pages - (low + boost), of every time they were seen
 * @changes: changes of the watermarks, by enum lowmark_cause
 */
struct lm_zonetime {
	bool marked;
	bool seen;
	__u32 min;
	__u32 low;
	__u32 high;
	__u32 boost;
	__u32 free;
	__u64 time_ns;
	enum lm_depth depth;
	__u64 depth_ns[LM_NR_DEPTHS];
	__u64 samples;
	__u64 falls;
	__s64 worst;
	__u64 worst_ns;
	__u32 worst_free;
	struct lm_signed_hist margins;
	__u64 changes[LM_NR_CAUSES];
};

void lm_zonetime_start(struct lm_zonetime *zone, const struct lm_zone *table,
		       __u64 time_ns);
void lm_zonetime_forget(struct lm_zonetime *zone, __u64 time_ns);
void lm_zonetime_sample(struct lm_zonetime *zone, __u64 time_ns, __u32 free,
			__u32 boost);
void lm_zonetime_zone(struct lm_zonetime *zone, __u64 time_ns,
		      const struct lowmark_rec_zone *rec);
void lm_zonetime_wmark(struct lm_zonetime *zone, __u64 time_ns,
		       const struct lowmark_rec_wmark *rec);
__s64 lm_zone_margin(const struct lowmark_rec_zone *rec);
void lm_zonetime_end(struct lm_zonetime *zone, __u64 time_ns);
__u64 lm_zonetime_below(const struct lm_zonetime *zone, enum lm_depth depth);

#endif
