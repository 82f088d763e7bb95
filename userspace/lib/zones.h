/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text of the debugfs file "zones".
 */
#ifndef LOWMARK_LIB_ZONES_H
#define LOWMARK_LIB_ZONES_H

#include <linux/types.h>

#define LM_MOST_RESERVES 8

/**
 * struct lm_zone - one zone, all in pages
 * @node: its node
 * @id: number of the zone in records
 * @name: for example "DMA32"
 * @free: free pages, LOWMARK_PAGES_NONE: not known
 * @min: min watermark, boost included
 * @low: low watermark, boost included
 * @high: high watermark, boost included
 * @boost: boost
 * @managed: managed pages
 * @nr_reserves: entries of @reserves
 * @reserves: lowmem reserve by highest zone index
 */
struct lm_zone {
	unsigned int node;
	unsigned int id;
	char name[16];
	__u32 free;
	__u32 min;
	__u32 low;
	__u32 high;
	__u32 boost;
	__u32 managed;
	unsigned int nr_reserves;
	__u32 reserves[LM_MOST_RESERVES];
};

int lm_zones_parse(const char *text, struct lm_zone **zones);
void lm_zones_forget_free(char *text);

#endif
