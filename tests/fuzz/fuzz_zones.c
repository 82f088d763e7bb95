// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the texts that a recording carries: "zones", "format", "caps", META.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lib/figures.h"
#include "lib/keys.h"
#include "lib/names.h"
#include "lib/units.h"
#include "lib/zones.h"

static void use_names(const char *text)
{
	static struct lm_names names;
	char label[LM_ZONE_LABEL];
	unsigned int zone;

	lm_names_init(&names, text, text);
	for (zone = 0; zone < 40; zone++)
		lm_zone_label(label, &names, zone);
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	bool set[64] = { false };
	struct lm_zone *zones;
	char *text = malloc(size + 1);
	char why[64];
	unsigned int i;
	__u64 value;

	if (!text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (lm_zones_parse(text, &zones) >= 0)
		free(zones);
	use_names(text);
	for (i = 0; i < LM_NR_FIGURES; i++)
		lm_figures_missing(text, text, i, why, sizeof(why));
	lm_key_u64(text, "start_ns", &value);
	lm_parse_time(text, &value);
	lm_parse_size(text, &value);
	lm_parse_list(text, set, 64);
	free(text);
	return 0;
}
