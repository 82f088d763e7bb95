// SPDX-License-Identifier: GPL-2.0-only
/*
 * The gfp flags of a request as people spell them, as far as they decide which
 * zones and reserves it may use and what it may do for a page.
 */
#include <errno.h>
#include <string.h>

#include "explain.h"

enum effect {
	HIGH = 1,
	BLOCKS = 2,
	KSWAPD = 4,
	ATOMIC = 8,
	THISNODE = 16,
	MOVABLE = 32,
};

/* Single flags stand without their __GFP_, as lowmark prints them. */
static const struct {
	const char *name;
	const char *zone;
	unsigned int effects;
} flags[] = {
	{ "GFP_KERNEL", NULL, BLOCKS | KSWAPD },
	{ "GFP_KERNEL_ACCOUNT", NULL, BLOCKS | KSWAPD },
	{ "GFP_USER", NULL, BLOCKS | KSWAPD },
	{ "GFP_NOIO", NULL, BLOCKS | KSWAPD },
	{ "GFP_NOFS", NULL, BLOCKS | KSWAPD },
	{ "GFP_ATOMIC", NULL, HIGH | ATOMIC | KSWAPD },
	{ "GFP_NOWAIT", NULL, KSWAPD },
	{ "GFP_DMA", "DMA", 0 },
	{ "GFP_DMA32", "DMA32", 0 },
	{ "GFP_HIGHUSER", "HighMem", BLOCKS | KSWAPD },
	{ "GFP_HIGHUSER_MOVABLE", "Movable", BLOCKS | KSWAPD },
	{ "GFP_TRANSHUGE_LIGHT", "Movable", 0 },
	{ "GFP_TRANSHUGE", "Movable", BLOCKS },
	{ "DMA", "DMA", 0 },
	{ "DMA32", "DMA32", 0 },
	{ "HIGHMEM", "HighMem", 0 },
	{ "MOVABLE", NULL, MOVABLE },
	{ "HIGH", NULL, HIGH },
	{ "ATOMIC", NULL, ATOMIC },
	{ "DIRECT_RECLAIM", NULL, BLOCKS },
	{ "KSWAPD_RECLAIM", NULL, KSWAPD },
	{ "RECLAIM", NULL, BLOCKS | KSWAPD },
	{ "THISNODE", NULL, THISNODE },
};

/* Flags that choose neither zones nor reserves. */
static const char *const others[] = {
	"ACCOUNT",    "COLD",	    "COMP",    "FS",
	"HARDWALL",   "IO",	    "NOFAIL",  "NOLOCKDEP",
	"NOMEMALLOC", "NORETRY",    "NOTRACK", "NOWARN",
	"NO_OBJ_EXT", "OTHER_NODE", "REPEAT",  "RECLAIMABLE",
	"SKIP_KASAN", "SKIP_ZERO",  "WRITE",   "RETRY_MAYFAIL",
	"ZERO",	      "ZEROTAGS",
};

static int take_flag(const char *word, const char **zone, unsigned int *effects)
{
	const char *prefix = "__GFP_";
	size_t i;

	if (!strncmp(word, prefix, strlen(prefix)))
		word += strlen(prefix);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (!strcmp(others[i], word))
			return 0;
	for (i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
		if (strcmp(flags[i].name, word) != 0)
			continue;
		*effects |= flags[i].effects;
		if (flags[i].zone)
			*zone = flags[i].zone;
		return 0;
	}
	return -EINVAL;
}

/**
 * lm_request_gfp() - read gfp flags, such as "GFP_KERNEL|__GFP_DMA32" or "HIGH|ZERO"
 * @request: what they are set in
 * @text: the flags
 *
 * Return: 0, or -EINVAL if one of them is not known
 */
int lm_request_gfp(struct lm_request *request, const char *text)
{
	char copy[LM_GFP_TEXT], *word, *rest = copy;
	const char *zone = NULL;
	unsigned int effects = 0;

	if (!*text || strlen(text) >= sizeof(copy))
		return -EINVAL;
	memcpy(copy, text, strlen(text) + 1);
	while ((word = strsep(&rest, "|")))
		if (take_flag(word, &zone, &effects))
			return -EINVAL;
	/* Only both flags together reach Movable, as in gfp_zone(). */
	if (effects & MOVABLE && zone && !strcmp(zone, "HighMem"))
		zone = "Movable";
	memcpy(request->gfp, text, strlen(text) + 1);
	request->zone = zone;
	request->this_node = effects & THISNODE;
	request->high = effects & HIGH;
	request->atomic = effects & ATOMIC;
	request->blocks = effects & BLOCKS;
	request->kswapd = effects & KSWAPD;
	return 0;
}

/**
 * lm_rules_of() - which rules for the reserves a kernel has
 * @format: what it calls its allocator flags: the older rules have HARDER
 *
 * Return: the rules
 */
enum lowmark_rules lm_rules_of(const struct lm_format *format)
{
	unsigned int i;

	for (i = 0; i < format->nr_alloc; i++)
		if (strstr(format->alloc[i].name, "HARDER"))
			return LOWMARK_RULES_HARDER;
	return LOWMARK_RULES_RESERVES;
}
