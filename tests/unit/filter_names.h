/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A kernel's names for the filters that tests read, and how two sets compare.
 */
#ifndef FILTER_NAMES_H
#define FILTER_NAMES_H

#include <stdbool.h>
#include <string.h>

#include "../../module/filter_parse.h"

/* Both were cleared before they were filled. */
static bool same(const void *a, const void *b)
{
	return !memcmp(a, b, sizeof(struct lowmark_filter));
}

static const char *zone_name(unsigned int index)
{
	static const char *const zones[] = { "DMA", "DMA32", "Normal" };

	return index < 3 ? zones[index] : NULL;
}

static const struct lowmark_bit gfp[] = {
	{ 0xcc0, "GFP_KERNEL" },
	{ 0x20, "HIGH" },
	{ 0x40, "IO" },
	{ 0x400, "DIRECT_RECLAIM" },
	{ 0 },
};

static const struct lowmark_names names = {
	.zones_per_node = 4,
	.zone_name = zone_name,
	.gfp = gfp,
};

#endif
