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

/* As they were last recorded, by zone id */
struct lowmark_marks *lowmark_marks;
unsigned int lowmark_nr_marks;

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
	lowmark_nr_marks = nr_node_ids * MAX_NR_ZONES;
	lowmark_marks = vzalloc(array_size(lowmark_nr_marks, sizeof(*lowmark_marks)));
	return lowmark_marks ? 0 : -ENOMEM;
}

/**
 * lowmark_wmark_destroy() - free it
 */
void lowmark_wmark_destroy(void)
{
	vfree(lowmark_marks);
	lowmark_marks = NULL;
}

static notrace void write_marks(struct zone *zone, unsigned int id,
				const struct lowmark_marks *now,
				enum lowmark_cause cause)
{
	struct lowmark_rec_wmark *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, WMARK, wmark);
	if (!rec)
		return;
	rec->zone = id;
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
 * lowmark_wmark_write() - record a zone's watermarks, and remember them
 * @zone: the zone
 * @id: its number, below lowmark_nr_marks
 * @cause: CAUSE_SEEN becomes BOOST or DECAY where the boost explains the change
 *
 * Two CPUs that see the same change at once may both record it.
 */
notrace void lowmark_wmark_write(struct zone *zone, unsigned int id,
				 enum lowmark_cause cause)
{
	struct lowmark_marks now, *old = &lowmark_marks[id];
	int i;

	for (i = 0; i < 3; i++)
		now.mark[i] = lowmark_zone_mark(zone, i);
	now.boost = lowmark_zone_boost(zone);
	if (cause == LOWMARK_CAUSE_SEEN && now.boost != old->boost)
		cause = now.boost > old->boost ? LOWMARK_CAUSE_BOOST :
						 LOWMARK_CAUSE_DECAY;
	*old = now;
	write_marks(zone, id, &now, cause);
}

/**
 * lowmark_wmark_note() - record a zone's watermarks if they have changed
 * @zone: the zone
 * @cause: as in lowmark_wmark_write(); CAUSE_START records them in any case
 */
notrace void lowmark_wmark_note(struct zone *zone, enum lowmark_cause cause)
{
	unsigned int id = lowmark_zone_id(zone);

	if (!lowmark_wants(LOWMARK_EVENT_WMARK) || id >= lowmark_nr_marks)
		return;
	if (cause == LOWMARK_CAUSE_START || lowmark_wmark_changed(zone, id))
		lowmark_wmark_write(zone, id, cause);
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

/*
 * Where the compiler has not made one of the two, the function that sets the
 * marks is called by one that only takes a lock; that is called for a cause.
 * Before 4.9 without frame pointers only the first caller is known.
 */
static notrace unsigned int cause_of(struct pt_regs *regs)
{
	unsigned long callers[2];
	unsigned int i, nr, cause = LOWMARK_CAUSE_SETUP;

	nr = lowmark_caller_chain(callers, ARRAY_SIZE(callers), regs);
	for (i = 0; i < nr && cause == LOWMARK_CAUSE_SETUP; i++)
		cause = lowmark_caller_sets(callers[i]);
	return cause;
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

	data->cause = cause_of(regs);
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
