// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text of "zones": what it tells, and forgetting the free pages in it.
 */
#include <stdlib.h>
#include <string.h>

#include "ktap.h"
#include "lib/zones.h"
#include "lowmark_record.h"

#define TITLE                                            \
	"# pages, 4096 bytes each; zones_per_node 5\n"   \
	"node zone  id  free exact  min  low high boost" \
	" managed to_low protection flags\n"

static void free_pages_are_forgotten_alone(void)
{
	char text[] = TITLE
		"   0 DMA    0  3714  3714   78   97  116     0    3840   3617 0,443 0x0\n"
		"   0 DMA32  1     0    12 2315 2893 3471     7  113501  -2164 0,0 0x0\n";
	struct lm_zone *zones;
	size_t len = strlen(text);

	T_EQUAL(lm_zones_parse(text, &zones), 2);
	T_EQUAL(zones[1].free, 0);
	free(zones);
	lm_zones_forget_free(text);
	T_EQUAL(strlen(text), len);
	T_ASSERT(!strstr(text, "3714") && !strstr(text, "2164"));
	T_EQUAL(lm_zones_parse(text, &zones), 2);
	T_EQUAL(zones[0].free, LOWMARK_PAGES_NONE);
	T_EQUAL(zones[1].free, LOWMARK_PAGES_NONE);
	T_EQUAL(zones[0].reserves[1], 443);
	T_EQUAL(zones[1].min, 2315);
	T_EQUAL(zones[1].boost, 7);
	T_EQUAL(zones[1].managed, 113501);
	T_ASSERT(!strcmp(zones[1].name, "DMA32"));
	free(zones);
}

static void texts_of_any_shape_are_no_harm(void)
{
	static const char *const texts[] = {
		"",
		"\n",
		"#",
		"free",
		"free\n0",
		"free free\n\n 1\n",
		"a free\n1 2 3",
	};
	unsigned int i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *copy = strdup(texts[i]);

		lm_zones_forget_free(copy);
		T_EQUAL(strlen(copy), strlen(texts[i]));
		free(copy);
	}
}

TEST_MAIN(TEST(free_pages_are_forgotten_alone),
	  TEST(texts_of_any_shape_are_no_harm))
