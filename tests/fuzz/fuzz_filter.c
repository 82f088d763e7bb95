// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the reading of filters of the kernel's side: what is taken is written
 * and read as the same; what is refused tells a place within the text.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/filter_names.h"
#include "fuzz.h"

static void read_back(const struct lowmark_filter *filter)
{
	char text[8192], why[LOWMARK_FILTER_WHY];
	struct lowmark_filter again;

	lowmark_filter_text(text, sizeof(text), filter, &names);
	if (lowmark_filter_parse(&again, text, &names, why) ||
	    !same(filter, &again))
		abort();
}

/* "filter, character N: ...": N counts from 1 and is at most one past the end. */
static void look_at_refusal(const char *text, const char *why)
{
	unsigned int at;

	if (sscanf(why, "filter, character %u: ", &at) != 1 || at < 1 ||
	    at > strlen(text) + 1)
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
