// SPDX-License-Identifier: GPL-2.0-only
/*
 * Records of zone states.
 */
#include <linux/nodemask.h>
#include <linux/mm.h>

#include "lowmark.h"
#include "ring.h"
#include "zone.h"

/**
 * lowmark_zone_margin_low() - how far a zone is above its low watermark
 * @zone: the zone
 * @highest: highest zone index of the request
 * @free: its free pages
 *
 * Return: free - (low + boost + lowmem reserve), in pages
 */
notrace long lowmark_zone_margin_low(struct zone *zone, unsigned int highest,
				     unsigned long free)
{
	return (long)free - (long)low_wmark_pages(zone) -
	       lowmark_zone_reserve(zone, highest);
}

/**
 * lowmark_zone_state() - record the state of a zone
 * @zone: a zone with pages
 * @highest: highest zone index its reserve is read at
 * @when: why it is read; at the start the exact count of free pages is
 *	taken too, which visits every CPU
 * @ctx: see lowmark_context()
 */
notrace void lowmark_zone_state(struct zone *zone, unsigned int highest,
				enum lowmark_sample when, unsigned int ctx)
{
	struct lowmark_rec_zone *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_ZONE))
		return;
	rec = lowmark_write_begin_in(&write, ZONE, zone, ctx);
	if (!rec)
		return;
	rec->zone = lowmark_zone_id(zone);
	rec->highest = highest;
	rec->when = when;
	rec->free = lowmark_pages(lowmark_zone_free(zone));
	rec->exact = LOWMARK_PAGES_NONE;
	if (when >= LOWMARK_SAMPLE_START)
		rec->exact = lowmark_pages(zone_page_state_snapshot(zone,
								    NR_FREE_PAGES));
	rec->min = lowmark_pages(lowmark_zone_mark(zone, WMARK_MIN));
	rec->low = lowmark_pages(lowmark_zone_mark(zone, WMARK_LOW));
	rec->high = lowmark_pages(lowmark_zone_mark(zone, WMARK_HIGH));
	rec->boost = lowmark_boost_pages(lowmark_zone_boost(zone));
	rec->reserve = lowmark_pages(lowmark_zone_reserve(zone, highest));
	lowmark_end(&write);
}

/**
 * lowmark_node_states() - record the state of a node's zones
 * @pgdat: the node
 * @highest: highest zone index their reserves are read at
 * @when: why they are read
 */
notrace void lowmark_node_states(pg_data_t *pgdat, unsigned int highest,
				 enum lowmark_sample when)
{
	unsigned int i, ctx = lowmark_context();

	for (i = 0; i < MAX_NR_ZONES; i++)
		if (managed_zone(&pgdat->node_zones[i]))
			lowmark_zone_state(&pgdat->node_zones[i], highest,
					   when, ctx);
}

/**
 * lowmark_all_states() - record the state of every zone
 * @when: why they are read
 *
 * Context: process context
 */
void lowmark_all_states(enum lowmark_sample when)
{
	int nid;

	for_each_online_node(nid)
		lowmark_node_states(NODE_DATA(nid), 0, when);
}
