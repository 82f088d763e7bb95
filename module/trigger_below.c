// SPDX-License-Identifier: GPL-2.0-only
/*
 * The trigger below-min: how long each zone has been at or below min.
 *
 * Whoever looks at a zone anyway begins an episode. While one is open, the
 * zone is looked at now and then, which ends it or finds it too long.
 */
#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include "trigger.h"
#include "zone.h"

#define LOOKS 8		/* at a zone, from the begin to the limit */
#define REST_MS 100	/* between looks, at most */

/* When an episode began, with the lowest bit set once it has fired; 0: none. */
#define FIRED 1ull

static atomic64_t *since; /* by zone id */
static unsigned int nr_zones;
static struct irq_work begin;
static struct delayed_work look;
static atomic_t asked; /* a look at once, which has not begun */

/* The reserve is for requests of higher zones; no watermark is without min. */
static notrace bool is_below(struct zone *zone)
{
	return lowmark_zone_free(zone) <= lowmark_zone_mark(zone, WMARK_MIN);
}

/**
 * lowmark_below_note() - begin or end an episode of a zone
 * @zone: the zone
 *
 * Context: any, NMI included
 */
notrace void lowmark_below_note(struct zone *zone)
{
	unsigned int id = lowmark_zone_id(zone);

	if (id >= nr_zones)
		return;
	/* One without memory is not short of it. */
	if (!managed_zone(zone) || !is_below(zone)) {
		if (atomic64_read(&since[id]))
			atomic64_set(&since[id], 0);
		return;
	}
	if (!atomic64_read(&since[id]) &&
	    !atomic64_cmpxchg(&since[id], 0,
			      ktime_get_mono_fast_ns() & ~FIRED))
		irq_work_queue(&begin);
}

/* Returns ns until it is to be looked at again. */
static u64 look_at(struct zone *zone, u64 limit)
{
	unsigned int id = lowmark_zone_id(zone);
	u64 began = atomic64_read(&since[id]);
	u64 pause = limit / LOOKS, lasted, now;

	/* Another CPU has just seen its end. */
	if (!began)
		return U64_MAX;
	if (began & FIRED)
		return REST_MS * NSEC_PER_MSEC;
	/* This clock may be behind that of the CPU where it began. */
	now = ktime_get_mono_fast_ns();
	lasted = now > began ? now - began : 0;
	if (lasted <= limit)
		return min(pause, limit - lasted + 1);
	if (atomic64_cmpxchg(&since[id], began, began | FIRED) == began)
		lowmark_trigger_met(LOWMARK_TRIGGER_BELOW_MIN, lasted, 0,
				    LOWMARK_COUNT_NONE, id);
	return REST_MS * NSEC_PER_MSEC;
}

/* Returns ns until a zone is to be looked at again; U64_MAX: no episode. */
static u64 look_at_all(u64 limit)
{
	u64 next = U64_MAX;
	int nid, i;

	for_each_online_node(nid) {
		for (i = 0; i < MAX_NR_ZONES; i++) {
			struct zone *zone = &NODE_DATA(nid)->node_zones[i];
			unsigned int id = nid * MAX_NR_ZONES + i;

			if (id >= nr_zones)
				continue;
			lowmark_trigger_zone(zone);
			if (atomic64_read(&since[id]))
				next = min(next, look_at(zone, limit));
		}
	}
	return next;
}

static void forget_all(void)
{
	unsigned int i;

	for (i = 0; i < nr_zones; i++)
		atomic64_set(&since[i], 0);
}

static void do_look(struct work_struct *work)
{
	u64 next;

	atomic_xchg(&asked, 0); /* before any episode is read */
	/* Nothing is recorded, and nobody would begin or end an episode. */
	if (!READ_ONCE(lowmark.on)) {
		forget_all();
		return;
	}
	next = look_at_all(lowmark_triggers.below_min_ns);
	if (next == U64_MAX || !lowmark_triggered_by(LOWMARK_TRIGGER_BELOW_MIN))
		return;
	next = min_t(u64, next, REST_MS * NSEC_PER_MSEC);
	queue_delayed_work(system_highpri_wq, &look,
			   max(1ul, nsecs_to_jiffies(next)));
}

/* The next look, for another zone, may be later than this one's limit. */
static void do_begin(struct irq_work *work)
{
	if (!atomic_xchg(&asked, 1))
		mod_delayed_work(system_highpri_wq, &look, 0);
}

/**
 * lowmark_below_create() - make room for the episodes
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_below_create(void)
{
	nr_zones = nr_node_ids * MAX_NR_ZONES;
	since = vzalloc(array_size(nr_zones, sizeof(*since)));
	init_irq_work(&begin, do_begin);
	INIT_DELAYED_WORK(&look, do_look);
	return since ? 0 : -ENOMEM;
}

/**
 * lowmark_below_stop() - end all episodes
 *
 * Context: process context; no probe begins one any more, since none is armed
 * or the trigger is not
 */
void lowmark_below_stop(void)
{
	irq_work_sync(&begin);
	cancel_delayed_work_sync(&look);
	atomic_set(&asked, 0);
	forget_all();
}

/**
 * lowmark_below_destroy() - free their room; no probe is armed
 */
void lowmark_below_destroy(void)
{
	lowmark_below_stop();
	vfree(since);
}
