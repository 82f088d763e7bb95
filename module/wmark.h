/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Watermarks of the zones as they were last recorded.
 */
#ifndef LOWMARK_WMARK_H
#define LOWMARK_WMARK_H

#include <linux/mmzone.h>

#include "lowmark.h"
#include "zone.h"

struct lowmark_marks {
	unsigned long mark[3];
	unsigned long boost;
};

extern struct lowmark_marks *lowmark_marks;
extern unsigned int lowmark_nr_marks;

int lowmark_wmark_create(void);
void lowmark_wmark_destroy(void);
void lowmark_wmark_note(struct zone *zone, enum lowmark_cause cause);
void lowmark_wmark_write(struct zone *zone, unsigned int id,
			 enum lowmark_cause cause);
void lowmark_wmark_all(enum lowmark_cause cause);

/* Are the watermarks of zone @id others than those last recorded? */
static inline bool lowmark_wmark_changed(struct zone *zone, unsigned int id)
{
	const struct lowmark_marks *old = &lowmark_marks[id];

	return lowmark_zone_boost(zone) != old->boost ||
	       lowmark_zone_mark(zone, 0) != old->mark[0] ||
	       lowmark_zone_mark(zone, 1) != old->mark[1] ||
	       lowmark_zone_mark(zone, 2) != old->mark[2];
}

/*
 * A probe looks at zone @id: record its watermarks if they have changed. The
 * caller has seen that they are wanted.
 */
static inline void lowmark_wmark_seen(struct zone *zone, unsigned int id)
{
	if (id < lowmark_nr_marks &&
	    unlikely(lowmark_wmark_changed(zone, id)))
		lowmark_wmark_write(zone, id, LOWMARK_CAUSE_SEEN);
}

#endif
