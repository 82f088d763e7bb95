// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the reading of filters of the kernel's side: what is taken is written
 * and read as the same; what is refused tells a place within the text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../module/filter_parse.h"
#include "fuzz.h"

static const char *zone_name(unsigned int index)
{
	static const char *const zones[] = { "DMA", "DMA32", "Normal" };

	return index < 3 ? zones[index] : NULL;
}

static const struct lowmark_bit gfp[] = {
	{ 0xcc0, "GFP_KERNEL" },
	{ 0x20, "HIGH" },
	{ 0x40, "IO" },
	{ 0 },
};

static const struct lowmark_names names = {
	.zones_per_node = 4,
	.zone_name = zone_name,
	.gfp = gfp,
};

static void look_at_refusal(const char *text, const char *why)
{
	unsigned int at;

	if (sscanf(why, "filter, character %u:", &at) != 1 || !at ||
	    at > strlen(text) + 1)
		abort();
}

/* Both were cleared before they were filled. */
static bool same(const void *a, const void *b)
{
	return !memcmp(a, b, sizeof(struct lowmark_filter));
}

static void read_back(const struct lowmark_filter *filter)
{
	char text[8192], why[LOWMARK_FILTER_WHY];
	struct lowmark_filter again;

	lowmark_filter_text(text, sizeof(text), filter, &names);
	if (lowmark_filter_parse(&again, text, &names, why) ||
	    !same(filter, &again))
		abort();
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	char *text = malloc(size + 1);
	char why[LOWMARK_FILTER_WHY];
	struct lowmark_filter filter;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (lowmark_filter_parse(&filter, text, &names, why))
		look_at_refusal(text, why);
	else
		read_back(&filter);
	free(text);
	return 0;
}
