/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Zones: their ids, their state, and records of both.
 */
#ifndef LOWMARK_ZONE_H
#define LOWMARK_ZONE_H

#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mmzone.h>

#include "compat.h"
#include "lowmark_record.h"

#define LOWMARK_ZONELIST_MAX 64 /* zone states written at slow path entry */

static inline u32 lowmark_pages(unsigned long pages)
{
	return min_t(unsigned long, pages, LOWMARK_PAGES_NONE - 1);
}

static inline s32 lowmark_signed_pages(long pages)
{
	return clamp_t(long, pages, S32_MIN, S32_MAX);
}

static inline u16 lowmark_zone_id(struct zone *zone)
{
	BUILD_BUG_ON(MAX_NUMNODES * MAX_NR_ZONES > LOWMARK_ZONE_NONE);
	return zone_to_nid(zone) * MAX_NR_ZONES + zone_idx(zone);
}

static inline u16 lowmark_zone_id_or_none(struct zone *zone)
{
	return zone ? lowmark_zone_id(zone) : LOWMARK_ZONE_NONE;
}

/* A page's zone; none without a page. */
static inline u16 lowmark_page_zone(struct page *page)
{
	return lowmark_zone_id_or_none(page ? page_zone(page) : NULL);
}

static inline unsigned long lowmark_zone_free(struct zone *zone)
{
	return zone_page_state(zone, NR_FREE_PAGES);
}

static inline long lowmark_zone_reserve(struct zone *zone, unsigned int highest)
{
	return highest < MAX_NR_ZONES ?
		       READ_ONCE(zone->lowmem_reserve[highest]) :
		       0;
}

static inline unsigned int lowmark_u8(unsigned long value)
{
	return min_t(unsigned long, value, U8_MAX);
}

/* What goes into a record: n/a where the kernel has none. */
static inline u32 lowmark_boost_pages(unsigned long boost)
{
	return LOWMARK_HAS_BOOST ? lowmark_pages(boost) : LOWMARK_PAGES_NONE;
}

static inline u8 lowmark_failures_count(int failures)
{
	return LOWMARK_HAS_FAILURES ?
		       clamp_t(int, failures, 0, LOWMARK_COUNT_NONE - 1) :
		       LOWMARK_COUNT_NONE;
}

long lowmark_zone_margin_low(struct zone *zone, unsigned int highest,
			     unsigned long free);
void lowmark_zone_state(struct zone *zone, unsigned int highest,
			enum lowmark_sample when, unsigned int ctx);
void lowmark_node_states(pg_data_t *pgdat, unsigned int highest,
			 enum lowmark_sample when);
void lowmark_all_states(enum lowmark_sample when);

#endif
