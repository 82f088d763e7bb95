// SPDX-License-Identifier: GPL-2.0-only
/*
 * The settings in which two recordings differ: sysctls, kernel, memory.
 */
#include "compare_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/keys.h"
#include "lib/zones.h"

/* Settings that are no property of one run. */
static bool is_setting(const char *key)
{
	static const char *const keys[] = { "tool",    "module",   "kernel",
					    "machine", "hostname", "page_size",
					    "cpus",    "mode",	   "events",
					    "checks",  "stack",	   "command" };
	unsigned int i;

	if (!strncmp(key, "vm.", 3))
		return true;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

static void tell_meta(const struct compared_side sides[2], unsigned int first,
		      tell_setting_t *tell, void *to)
{
	struct lm_lines lines = { .rest = sides[first].meta };
	char a[LM_LINE_MAX] = "", b[LM_LINE_MAX] = "";
	bool in_a, in_b;
	char *key;

	while (lm_next_line(&lines)) {
		key = lines.line;
		key[strcspn(key, " ")] = '\0';
		if (!is_setting(key))
			continue;
		in_a = lm_key_raw(sides[0].meta, key, a, sizeof(a));
		in_b = lm_key_raw(sides[1].meta, key, b, sizeof(b));
		/* What both have was told in the first round. */
		if ((first && in_a) || (in_a && in_b && !strcmp(a, b)))
			continue;
		tell(to, key, in_a ? a : "n/a", in_b ? b : "n/a");
	}
}

static void sum_zones(const char *text, __u64 sums[4])
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);

	memset(sums, 0, 4 * sizeof(sums[0]));
	for (i = 0; i < nr; i++) {
		sums[0] += zones[i].managed;
		sums[1] += zones[i].min;
		sums[2] += zones[i].low;
		sums[3] += zones[i].high;
	}
	free(zones);
}

/**
 * compare_settings() - tell the settings in which two sides differ
 * @sides: the sides
 * @tell: called for each; what a side does not tell is "n/a", what it tells is
 *	not fit for a terminal
 * @to: handed to @tell
 */
void compare_settings(const struct compared_side sides[2], tell_setting_t *tell,
		      void *to)
{
	static const char *const keys[] = { "managed_pages", "min_pages",
					    "low_pages", "high_pages" };
	char a[32], b[32];
	__u64 sums[2][4];
	unsigned int i;

	tell_meta(sides, 0, tell, to);
	tell_meta(sides, 1, tell, to);
	sum_zones(sides[0].zones, sums[0]);
	sum_zones(sides[1].zones, sums[1]);
	for (i = 0; i < 4; i++) {
		if (sums[0][i] == sums[1][i])
			continue;
		snprintf(a, sizeof(a), "%llu", sums[0][i]);
		snprintf(b, sizeof(b), "%llu", sums[1][i]);
		tell(to, keys[i], sums[0][i] ? a : "n/a",
		     sums[1][i] ? b : "n/a");
	}
}
