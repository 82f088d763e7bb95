// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts that are taken apart: units, keys, "format", "zones", "caps".
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/clean.h"
#include "lib/figures.h"
#include "lib/keys.h"
#include "lib/names.h"
#include "lib/units.h"
#include "lib/zones.h"

static void test_times(void)
{
	static const char *const bad[] = { "",	  "s",	 "-1s",	 "1x",	"1 s",
					   "0x1", "nan", "inf",	 "1s2", ".",
					   "+1",  "1e",	 "1.2.3" };
	unsigned int i;
	__u64 ns;

	T_EQUAL(lm_parse_time("10", &ns), 0);
	T_EQUAL(ns, 10000000000ull);
	T_EQUAL(lm_parse_time("20ms", &ns), 0);
	T_EQUAL(ns, 20000000);
	T_EQUAL(lm_parse_time("1.5h", &ns), 0);
	T_EQUAL(ns, 5400000000000ull);
	T_EQUAL(lm_parse_time("2m", &ns), 0);
	T_EQUAL(ns, 120000000000ull);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		T_EQUAL(lm_parse_time(bad[i], &ns), -EINVAL);
	T_EQUAL(lm_parse_time("1000000d", &ns), -ERANGE);
	T_EQUAL(lm_parse_time("1e400s", &ns), -ERANGE);
}

static void test_sizes(void)
{
	char buf[LM_UNIT_SIZE];
	__u64 bytes;

	T_EQUAL(lm_parse_size("4K", &bytes), 0);
	T_EQUAL(bytes, 4096);
	T_EQUAL(lm_parse_size("1.5G", &bytes), 0);
	T_EQUAL(bytes, 3ull << 29);
	T_EQUAL(lm_parse_size("17", &bytes), 0);
	T_EQUAL(bytes, 17);
	T_EQUAL(lm_parse_size("4KB", &bytes), -EINVAL);
	T_ASSERT(!strcmp(lm_show_size(buf, 1023), "1023 B"));
	T_ASSERT(!strcmp(lm_show_size(buf, 1258291), "1.2 MiB"));
	T_ASSERT(!strcmp(lm_show_size(buf, 1048575), "1.0 MiB"));
	T_ASSERT(!strcmp(lm_show_time(buf, 0), "0 ns"));
	T_ASSERT(!strcmp(lm_show_time(buf, 999), "999 ns"));
	T_ASSERT(!strcmp(lm_show_time(buf, 1530000), "1.53 ms"));
	T_ASSERT(!strcmp(lm_show_time(buf, 12400000000ull), "12.4 s"));
	T_ASSERT(!strcmp(lm_show_time(buf, 999600), "1.00 ms"));
}

static void test_lists(void)
{
	bool set[8] = { false };

	T_EQUAL(lm_parse_list("0,3-5", set, 8), 0);
	T_ASSERT(set[0] && !set[1] && !set[2] && set[3] && set[4] && set[5] &&
		 !set[6]);
	T_EQUAL(lm_parse_list("8", set, 8), -ERANGE);
	T_EQUAL(lm_parse_list("7-99999999999999999999", set, 8), -ERANGE);
	T_EQUAL(lm_parse_list("", set, 8), -EINVAL);
	T_EQUAL(lm_parse_list("1,", set, 8), -EINVAL);
	T_EQUAL(lm_parse_list("5-3", set, 8), -EINVAL);
	T_EQUAL(lm_parse_list("1-", set, 8), -EINVAL);
	T_EQUAL(lm_parse_list("a", set, 8), -EINVAL);
}

static void test_keys(void)
{
	static const char text[] = "lowmark 0.1.0, abi 1.0\n"
				   "recording:   on\nend 12\nend_ns 34\nlast";
	char value[16];
	__u64 number;

	T_ASSERT(lm_key(text, "recording", value, sizeof(value)));
	T_ASSERT(!strcmp(value, "on"));
	T_ASSERT(lm_key_u64(text, "end_ns", &number));
	T_EQUAL(number, 34);
	T_ASSERT(lm_key_u64(text, "end", &number));
	T_EQUAL(number, 12);
	T_ASSERT(!lm_key(text, "rec", value, sizeof(value)));
	T_ASSERT(lm_key(text, "last", value, sizeof(value)));
	T_ASSERT(!strcmp(value, ""));
	T_ASSERT(!lm_key_u64(text, "recording", &number));
	T_ASSERT(!lm_key("", "end", value, sizeof(value)));
	T_ASSERT(lm_key("k 0123456789abcdefgh", "k", value, sizeof(value)));
	T_ASSERT(!strcmp(value, "0123456789abcde"));
}

static void test_clean(void)
{
	char text[] = "a\033[2J\t\n\177\200\233\237\302\233\303\244z~ ";
	char lines[] = "a\tb\n\033\r\233c";
	char value[16], cut[4];

	T_ASSERT(!strcmp(lm_clean(text), "a?[2J??????????z~ "));
	T_ASSERT(!strcmp(lm_clean_lines(lines), "a\tb\n???c"));
	T_ASSERT(!strcmp(lm_cleaned(cut, sizeof(cut), "\233\033bcd"), "??b"));
	T_ASSERT(lm_key("k \302\233x\n", "k", value, sizeof(value)));
	T_ASSERT(!strcmp(value, "??x"));
	T_ASSERT(lm_key_raw("k \302\233x\n", "k", value, sizeof(value)));
	T_ASSERT(!strcmp(value, "\302\233x"));
}

static void test_format_own(void)
{
	static struct lm_names names;
	char *text = build_format();
	char label[LM_ZONE_LABEL];

	T_EQUAL(lm_names_init(&names, text, ""), 0);
	T_EQUAL(names.format.zones_per_node, 5);
	T_EQUAL(names.format.page_size, 4096);
	T_EQUAL(names.format.gfp[0].mask, 0xcc0);
	T_ASSERT(!strcmp(names.format.gfp[1].name, "GFP_HIGHMEM"));
	T_ASSERT(!strcmp(names.format.alloc[0].name, "CPUSET"));
	T_EQUAL(names.format.alloc[1].mask, 0);
	T_ASSERT(!strcmp(lm_zone_label(label, &names, 7), "1:Normal"));
	T_ASSERT(!strcmp(lm_zone_label(label, &names, LOWMARK_ZONE_NONE),
			 "none"));
	free(text);
}

/* Replace the first @from in the own format by @to and parse that. */
static int parse_changed(struct lm_format *format, const char *from,
			 const char *to)
{
	char *text = build_format(), *at = strstr(text, from), *changed;
	int ret;

	if (!at || asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to,
			    at + strlen(from)) < 0)
		abort();
	ret = lm_format_parse(format, changed);
	free(changed);
	free(text);
	return ret;
}

static void test_format_changed(void)
{
	static struct lm_format format;

	T_EQUAL(parse_changed(&format, "record 3 check 40",
			      "record 3 check 48"),
		0);
	T_EQUAL(parse_changed(&format, "record 3 check 40",
			      "record 3 check 32"),
		-EPROTONOSUPPORT);
	T_ASSERT(strstr(format.fault, "check"));
	T_EQUAL(parse_changed(&format, "field check free s32 12",
			      "field check free s32 16"),
		-EPROTONOSUPPORT);
	T_ASSERT(strstr(format.fault, "free"));
	T_EQUAL(parse_changed(&format, "field check free s32",
			      "field check free u32"),
		-EPROTONOSUPPORT);
	T_EQUAL(parse_changed(&format, "field check free s32 12 4",
			      "field check free s32 12 8"),
		-EPROTONOSUPPORT);
	T_EQUAL(parse_changed(&format, "abi 1 0", "abi 2 0"), -EPROTONOSUPPORT);
	T_EQUAL(parse_changed(&format, "abi 1 0", "abi 1 9\nrecord 47 new 64"),
		0);
	T_EQUAL(parse_changed(&format, "zones_per_node 5", "zones_per_node 77"),
		-EPROTONOSUPPORT);
	T_EQUAL(format.zones_per_node, 0);
	T_EQUAL(parse_changed(&format, "GFP_KERNEL", "\x1b[31mRED\"x"), 0);
	T_ASSERT(!strcmp(format.gfp[0].name, "??31mRED?x"));
}

static void test_zones(void)
{
	static const char text[] =
		"# pages, 4096 bytes each; zones_per_node 5\n"
		"node zone   id free exact min low high boost managed to_low protection flags\n"
		"   1 Normal  7  500   501  66  82   98    10    3840    418 0,1886,7    -\n";
	struct lm_zone *zones;

	T_EQUAL(lm_zones_parse(text, &zones), 1);
	T_EQUAL(zones[0].node, 1);
	T_EQUAL(zones[0].id, 7);
	T_ASSERT(!strcmp(zones[0].name, "Normal"));
	T_EQUAL(zones[0].free, 500);
	T_EQUAL(zones[0].min, 66);
	T_EQUAL(zones[0].low, 82);
	T_EQUAL(zones[0].high, 98);
	T_EQUAL(zones[0].boost, 10);
	T_EQUAL(zones[0].managed, 3840);
	T_EQUAL(zones[0].nr_reserves, 3);
	T_EQUAL(zones[0].reserves[1], 1886);
	free(zones);
	T_EQUAL(lm_zones_parse("", &zones), -EINVAL);
	T_ASSERT(!zones);
	T_EQUAL(lm_zones_parse("node zone id\n0 DMA 99999\n", &zones), -EINVAL);
}

static void test_missing_figures(void)
{
	static const char caps[] =
		"hook   kind      symbol  state    reason\n"
		"check  kretprobe a       failed   -EINVAL: x y z\n"
		"check  kretprobe b       observed -\n"
		"slow   kretprobe c       absent   no such symbol (-ENOENT)\n";
	char why[128];

	T_ASSERT(!lm_figures_missing(caps, "", LM_FIGURES_CHECKS, why,
				     sizeof(why)));
	T_ASSERT(lm_figures_missing(caps, "", LM_FIGURES_SLOW, why,
				    sizeof(why)));
	T_ASSERT(!strcmp(why, "c absent: no such symbol (-ENOENT)"));
	T_ASSERT(!lm_figures_missing(caps, "", LM_FIGURES_WAKES, why,
				     sizeof(why)));
	T_ASSERT(lm_figures_missing(caps, "events check slow\n",
				    LM_FIGURES_WAKES, why, sizeof(why)));
	T_ASSERT(!lm_figures_missing(caps, "events wake check\n",
				     LM_FIGURES_WAKES, why, sizeof(why)));
	T_ASSERT(
		!lm_figures_missing("", "", LM_FIGURES_SLOW, why, sizeof(why)));
}

TEST_MAIN(TEST(test_times), TEST(test_sizes), TEST(test_lists), TEST(test_keys),
	  TEST(test_clean), TEST(test_format_own), TEST(test_format_changed),
	  TEST(test_zones), TEST(test_missing_figures))
