// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of this kernel's flags and zones, for text and for "format".
 */
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mmzone.h>

#include "compat.h"
#include "files.h"
#include "watermark.h"

/* clang-format off */
#define GFP(name) { (__force u32)GFP_##name, "GFP_" #name },
#define BIT_OF(name) { (__force u32)__GFP_##name, #name },

/* Shorthands first, from long to short, then single bits. */
static const struct lowmark_bit gfp_bits[] = {
	GFP(TRANSHUGE) GFP(TRANSHUGE_LIGHT) GFP(HIGHUSER_MOVABLE)
	GFP(HIGHUSER) GFP(USER) GFP(KERNEL_ACCOUNT) GFP(KERNEL) GFP(NOFS)
	GFP(ATOMIC) GFP(NOIO) GFP(NOWAIT)
	BIT_OF(DMA) BIT_OF(HIGHMEM) BIT_OF(DMA32) BIT_OF(MOVABLE)
	BIT_OF(RECLAIMABLE) BIT_OF(HIGH) BIT_OF(IO) BIT_OF(FS) BIT_OF(ZERO)
	BIT_OF(DIRECT_RECLAIM) BIT_OF(KSWAPD_RECLAIM) BIT_OF(WRITE)
	BIT_OF(NOWARN) BIT_OF(RETRY_MAYFAIL) BIT_OF(NOFAIL) BIT_OF(NORETRY)
	BIT_OF(MEMALLOC) BIT_OF(COMP) BIT_OF(NOMEMALLOC) BIT_OF(HARDWALL)
	BIT_OF(THISNODE) BIT_OF(ACCOUNT)
	{ 0, NULL }
};
/* clang-format on */

/* The two low bits are the watermark and stand apart. */
static const struct lowmark_bit alloc_bits[] = {
	{ LOWMARK_ALLOC_NO_WATERMARKS, "NO_WATERMARKS" },
	{ LOWMARK_ALLOC_OOM, "OOM" },
	{ LOWMARK_ALLOC_NON_BLOCK, LOWMARK_NAME_NON_BLOCK },
	{ LOWMARK_ALLOC_MIN_RESERVE, LOWMARK_NAME_MIN_RESERVE },
	{ LOWMARK_ALLOC_CPUSET, "CPUSET" },
	{ LOWMARK_ALLOC_CMA, "CMA" },
	{ 0x100, LOWMARK_NAME_0X100 },
	{ LOWMARK_ALLOC_HIGHATOMIC, "HIGHATOMIC" },
	{ 0x400, "NOLOCK" },
	{ LOWMARK_ALLOC_KSWAPD, "KSWAPD" },
	{ 0x1000, "NO_CODETAG" },
	{ 0, NULL }
};

static const char *zone_name(unsigned int index)
{
	return index < MAX_NR_ZONES ?
		       NODE_DATA(first_online_node)->node_zones[index].name :
		       NULL;
}

const struct lowmark_names lowmark_kernel_names = {
	.zones_per_node = MAX_NR_ZONES,
	.zone_name = zone_name,
	.gfp = gfp_bits,
	.alloc = alloc_bits,
};
