// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filters of the kernel's side: what they are read as, what they are written
 * as, and where they are wrong.
 */
#include <string.h>

#include "filter_names.h"
#include "ktap.h"

static struct lowmark_filter filter;
static char why[LOWMARK_FILTER_WHY];

static bool reads(const char *text)
{
	why[0] = '\0';
	if (!lowmark_filter_parse(&filter, text, &names, why))
		return true;
	printf("# %s: %s\n", text, why);
	return false;
}

static void test_values(void)
{
	T_ASSERT(reads("none"));
	T_EQUAL(filter.set, 0);
	T_EQUAL(filter.sample, 1);
	T_ASSERT(reads("pid:12,pid:0,children,comm:dd,comm:'a, b',cgroup:77"));
	T_EQUAL(filter.nr_pids, 2);
	T_EQUAL(filter.pids[0], 12);
	T_EQUAL(filter.pids[1], 0);
	T_ASSERT(!strcmp(filter.comms[0], "dd"));
	T_ASSERT(!strcmp(filter.comms[1], "a, b"));
	T_EQUAL(filter.cgroups[0], 77);
	T_EQUAL(filter.set, LOWMARK_BY_PID | LOWMARK_BY_CHILDREN |
				    LOWMARK_BY_COMM | LOWMARK_BY_CGROUP);
	T_ASSERT(reads("node:0-2,node:64,zone:DMA32,order:3-4,order:9-"));
	T_EQUAL(filter.nodes[0], 7);
	T_EQUAL(filter.nodes[1], 1);
	T_EQUAL(filter.zones, 2);
	T_EQUAL(filter.orders, 0xfffffe18);
	T_ASSERT(reads("gfp:__GFP_HIGH|IO,failed,min:20ms,sample:100\n"));
	T_EQUAL(filter.gfp, 0x60);
	T_EQUAL(filter.min_ns, 20000000);
	T_EQUAL(filter.sample, 100);
	T_ASSERT(reads("gfp:GFP_KERNEL|0x1000000"));
	T_EQUAL(filter.gfp, 0x1000cc0);
	T_ASSERT(reads("min:7min"));
	T_EQUAL(filter.min_ns, 420000000000);
	T_ASSERT(reads("min:7m,failed"));
	T_EQUAL(filter.min_ns, 420000000000);
	T_ASSERT(reads("min:24h\n"));
	T_EQUAL(filter.min_ns, 86400000000000);
	T_ASSERT(reads("cgroup:18446744073709551615,min:1000000000s"));
	T_ASSERT(filter.cgroups[0] == ~0ull);
	T_ASSERT(filter.min_ns == 1000000000000000000ull);
}

/* What is written is read as the same. */
static void test_texts(void)
{
	static const char *const texts[] = {
		"none",
		"pid:12,children,comm:dd,cgroup:77",
		"node:0-2,node:64,zone:DMA32,order:3-4,order:9-31",
		"comm:'a, b',comm:\"it's\",failed,min:1500us,sample:7",
		"gfp:HIGH|IO,min:2s",
	};
	struct lowmark_filter first;
	char text[LOWMARK_FILTER_TEXT], small[8];
	unsigned int i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		T_ASSERT(reads(texts[i]));
		first = filter;
		T_EQUAL(lowmark_filter_text(text, sizeof(text), &filter,
					    &names),
			(int)strlen(texts[i]));
		T_ASSERT(!strcmp(text, texts[i]));
		T_ASSERT(reads(text));
		T_ASSERT(same(&first, &filter));
		T_ASSERT(lowmark_filter_text(small, sizeof(small), &filter,
					     &names) < 8);
	}
}

static const struct {
	const char *text;
	unsigned int at;
	const char *what;
} mistakes[] = {
	{ "", 1, "\"\" is not pid, children" },
	{ ",", 1, "is not pid" },
	{ "order:3,", 9, "is not pid" },
	{ "order:3,colour:red", 9, "\"colour\" is not pid" },
	{ "none,order:3", 1, "\"none\" is not pid" },
	{ "pid", 1, "needs a value" },
	{ "pid:", 5, "\"\" is not a PID" },
	{ "pid:12x", 5, "\"12x\" is not a PID" },
	{ "pid:2147483648", 5, "is not a PID" },
	{ "pid:-1", 5, "is not a PID" },
	{ "children,pid:1", 1, "needs a pid before it" },
	{ "pid:1,children:2", 7, "takes no value" },
	{ "comm:'open", 6, "is not the name of a task" },
	{ "comm:a'b", 7, "is not a comma" },
	{ "comm:sixteen-letters!", 6, "up to 15 characters" },
	{ "cgroup:0", 8, "is not the id of a cgroup" },
	{ "cgroup:18446744073709551616", 8, "is not the id of a cgroup" },
	{ "node:1024", 6, "is not a node" },
	{ "node:2-1", 6, "\"2-1\" is not a node" },
	{ "zone:Norma", 6, "is not a zone" },
	{ "zone:Normals", 6, "is not a zone" },
	{ "order:32", 7, "is not an order" },
	{ "order:3-x", 9, "\"x\" is not an order" },
	{ "gfp:HIGH|", 10, "is not a gfp flag" },
	{ "gfp:0x", 5, "is not a gfp flag" },
	{ "gfp:0x100000000", 5, "is not a gfp flag" },
	{ "failed,failed", 8, "given too often" },
	{ "min:0ms", 5, "is not a time" },
	{ "min:20", 5, "is not a time" },
	{ "min:20mi", 5, "is not a time" },
	{ "min:20minutes", 5, "is not a time" },
	{ "min:1000000000h", 5, "is not a time" },
	{ "min:1.5s", 5, "is not a time" },
	{ "min:1s,min:2s", 8, "given too often" },
	{ "sample:0", 8, "is not how many" },
	{ "order:3\norder:4", 8, "is not the end of the line" },
	{ "pid:1,pid:2,pid:3,pid:4,pid:5,pid:6,pid:7,pid:8,pid:9", 49,
	  "given too often" },
};

static void test_mistakes(void)
{
	char begin[40];
	unsigned int i;

	for (i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		snprintf(begin, sizeof(begin),
			 "filter, character %u: ", mistakes[i].at);
		T_ASSERT(lowmark_filter_parse(&filter, mistakes[i].text, &names,
					      why));
		if (strncmp(why, begin, strlen(begin)) ||
		    !strstr(why, mistakes[i].what))
			printf("# %s: %s\n", mistakes[i].text, why);
		T_ASSERT(!strncmp(why, begin, strlen(begin)));
		T_ASSERT(strstr(why, mistakes[i].what));
	}
}

TEST_MAIN(TEST(test_values), TEST(test_texts), TEST(test_mistakes))
