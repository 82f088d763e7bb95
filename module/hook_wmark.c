// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watermarks, recorded whenever they change: after setup_per_zone_wmarks()
 * and, for the boost, at the first probe that sees it changed.
 */
#include <linux/kprobes.h>
#include <linux/nodemask.h>
#include <linux/vmalloc.h>

#include "caller.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "trigger.h"
#include "wmark.h"
#include "zone.h"

struct marks {
	unsigned long mark[3];
	unsigned long boost;
};

static struct marks *known;	/* by zone id */
static unsigned int nr_known;

struct wmark_data {
	u8 cause;
};

const size_t lowmark_wmark_bytes = sizeof(struct wmark_data);

/**
 * lowmark_wmark_create() - make room for what is known of each zone
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_wmark_create(void)
{
	nr_known = nr_node_ids * MAX_NR_ZONES;
	known = vzalloc(array_size(nr_known, sizeof(*known)));
	return known ? 0 : -ENOMEM;
}

/**
 * lowmark_wmark_destroy() - free it
 */
void lowmark_wmark_destroy(void)
{
	vfree(known);
	known = NULL;
}

static notrace void write_marks(struct zone *zone, const struct marks *now,
				enum lowmark_cause cause)
{
	struct lowmark_rec_wmark *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, WMARK, wmark);
	if (!rec)
		return;
	rec->zone = lowmark_zone_id(zone);
	rec->cause = cause;
	rec->pad = 0;
	rec->min = lowmark_pages(now->mark[WMARK_MIN]);
	rec->low = lowmark_pages(now->mark[WMARK_LOW]);
	rec->high = lowmark_pages(now->mark[WMARK_HIGH]);
	rec->boost = lowmark_boost_pages(now->boost);
	rec->managed = lowmark_pages(zone_managed_pages(zone));
	lowmark_end(&write);
}

/**
 * lowmark_wmark_note() - record a zone's watermarks if they have changed
 * @zone: the zone
 * @cause: CAUSE_START records them in any case; CAUSE_SEEN becomes BOOST or
 *	DECAY where the boost explains the change
 *
 * Two CPUs that see the same change at once may both record it.
 */
notrace void lowmark_wmark_note(struct zone *zone, enum lowmark_cause cause)
{
	unsigned int id = lowmark_zone_id(zone);
	struct marks now, *old;
	int i;

	if (!lowmark_wants(LOWMARK_EVENT_WMARK) || id >= nr_known)
		return;
	for (i = 0; i < 3; i++)
		now.mark[i] = lowmark_zone_mark(zone, i);
	now.boost = lowmark_zone_boost(zone);
	old = &known[id];
	if (cause != LOWMARK_CAUSE_START && now.boost == old->boost &&
	    now.mark[0] == old->mark[0] && now.mark[1] == old->mark[1] &&
	    now.mark[2] == old->mark[2])
		return;
	if (cause == LOWMARK_CAUSE_SEEN && now.boost != old->boost)
		cause = now.boost > old->boost ? LOWMARK_CAUSE_BOOST :
						 LOWMARK_CAUSE_DECAY;
	*old = now;
	write_marks(zone, &now, cause);
}

/**
 * lowmark_wmark_all() - lowmark_wmark_note() for every zone with pages
 * @cause: as there
 */
notrace void lowmark_wmark_all(enum lowmark_cause cause)
{
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &NODE_DATA(nid)->node_zones[i];

			if (!managed_zone(zone))
				continue;
			lowmark_wmark_note(zone, cause);
			lowmark_trigger_zone(zone);
		}
	}
}

/**
 * lowmark_wmark_entry() - setup_per_zone_wmarks() was entered
 * @ri: keeps who sets them
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_wmark_entry(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(WMARK);
	struct wmark_data *data = (struct wmark_data *)ri->data;

	data->cause = lowmark_caller_sets(lowmark_return_address(regs));
	return 0;
}

/**
 * lowmark_wmark_return() - setup_per_zone_wmarks() has set new values
 * @ri: has who set them
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_wmark_return(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	LOWMARK_TIMED(WMARK);
	const struct wmark_data *data = (struct wmark_data *)ri->data;

	lowmark_wmark_all(data->cause);
	return 0;
}
