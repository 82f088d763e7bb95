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
 * struct lm_zonetime - one zone over time
 * @marked: the watermarks are known
 * @seen: a number of free pages is known
 * @min: min watermark without boost
 * @low: low watermark without boost
 * @high: high watermark without boost
 * @boost: boost of all three
 * @free: free pages, last seen
 * @time_ns: when
 * @samples: how often free pages were seen
 * @observed_ns: time for which free pages and watermarks are known
 * @below_high_ns: time with free pages below high + boost
 * @below_low_ns: time with free pages below low + boost
 * @below_min_ns: time with free pages below min + boost
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
	__u64 samples;
	__u64 observed_ns;
	__u64 below_high_ns;
	__u64 below_low_ns;
	__u64 below_min_ns;
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

#endif
