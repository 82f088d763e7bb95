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
};

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
	{ "__GFP_DMA", "DMA", 0 },
	{ "__GFP_DMA32", "DMA32", 0 },
	{ "__GFP_HIGHMEM", "HighMem", 0 },
	{ "__GFP_HIGH", NULL, HIGH },
	{ "__GFP_DIRECT_RECLAIM", NULL, BLOCKS },
	{ "__GFP_KSWAPD_RECLAIM", NULL, KSWAPD },
	{ "__GFP_RECLAIM", NULL, BLOCKS | KSWAPD },
};

static int take_flag(const char *word, const char **zone, unsigned int *effects)
{
	size_t i;

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
 * lm_request_gfp() - read gfp flags, such as "GFP_KERNEL|__GFP_DMA32"
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
	memcpy(request->gfp, text, strlen(text) + 1);
	request->zone = zone;
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
