// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lists of triggers: good ones, and where the mistake is in bad ones.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../module/trigger_parse.h"
#include "ktap.h"
#include "lowmark_record.h"

static struct lowmark_triggers triggers;
static struct lowmark_mistake mistake;

/* A copy that ends where its memory ends. */
static int parse(const char *text)
{
	char *copy = strdup(text);
	int ret = lowmark_triggers_parse(copy, &triggers, &mistake);

	free(copy);
	return ret;
}

static void every_trigger_is_read(void)
{
	T_EQUAL(parse("stall>20ms,fail>=3,hopeless,below-min>1s,oom,user"), 0);
	T_EQUAL(triggers.armed, (1u << 6) - 1);
	T_EQUAL(triggers.stall_ns, 20000000);
	T_EQUAL(triggers.fail_order, 3);
	T_EQUAL(triggers.below_min_ns, 1000000000);
	T_EQUAL(parse("oom"), 0);
	T_EQUAL(triggers.armed, 1u << LOWMARK_TRIGGER_OOM);
	T_EQUAL(parse("none"), 0);
	T_EQUAL(triggers.armed, 0);
}

static void every_unit_is_read(void)
{
	static const struct {
		const char *text;
		__u64 ns;
	} spans[] = {
		{ "0ns", 0 },
		{ "7ns", 7 },
		{ "7us", 7000 },
		{ "7ms", 7000000 },
		{ "7s", 7000000000 },
		{ "7m", 420000000000 },
		{ "7min", 420000000000 },
		{ "24h", 86400000000000 },
	};
	unsigned int i;
	__u64 ns;

	for (i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		T_EQUAL(lowmark_span_parse(spans[i].text, &ns, &mistake), 0);
		T_EQUAL(ns, spans[i].ns);
	}
	T_EQUAL(lowmark_span_parse("7msec", &ns, &mistake), -EINVAL);
	T_EQUAL(mistake.at, 3);
}

/* The caret stands under the mistake. */
static void mistakes_are_found_where_they_are(void)
{
	static const struct {
		const char *text;
		const char *caret;
		const char *what;
	} bad[] = {
		{ "", "^", "not stall" },
		{ "stall", "     ^", "'>'" },
		{ "stall>", "      ^", "number" },
		{ "stall>ms", "      ^", "number" },
		{ "stall>-1ms", "      ^", "number" },
		{ "stall>20", "        ^", "unit" },
		{ "stall>20 ms", "        ^", "unit" },
		{ "stall>1.5s", "       ^", "unit" },
		{ "stall>=20ms", "      ^", "number" },
		{ "stall<20ms", "^", "not stall" },
		{ "stall>20msx", "          ^", "comma" },
		{ "stall>25h", "      ^", "longer than a day" },
		{ "stall>99999999999999999999s", "      ^", "too large" },
		{ "fail>3", "    ^", "'>='" },
		{ "fail>=31", "      ^", "too large" },
		{ "fail>=3ms", "       ^", "comma" },
		{ "oom,", "    ^", "not stall" },
		{ "oom,,user", "    ^", "not stall" },
		{ "oom,oom", "    ^", "twice" },
		{ "oom,none", "    ^", "not stall" },
		{ "oom>3", "   ^", "comma" },
		{ "hopeless;oom", "^", "not stall" },
		{ "below-min>1s,fail>=2,OOM", "                     ^",
		  "not stall" },
	};
	unsigned int i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		printf("# %s\n", bad[i].text);
		T_EQUAL(parse(bad[i].text), -EINVAL);
		T_EQUAL(mistake.at, strlen(bad[i].caret) - 1);
		T_ASSERT(strstr(mistake.what, bad[i].what));
	}
}

/* What is shown is read as the same, whatever the limits. */
static void shown_is_read_again(void)
{
	static const char *const texts[] = {
		"none",
		"stall>20ms",
		"stall>0ns,oom",
		"stall>1500us,fail>=0,below-min>2s",
		"stall>86399999999999ns,fail>=30,hopeless,below-min>86399999999999ns,oom,user",
	};
	char shown[LOWMARK_TRIGGERS_TEXT];
	unsigned int i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		T_EQUAL(parse(texts[i]), 0);
		lowmark_triggers_show(shown, &triggers);
		printf("# %s\n", shown);
		T_ASSERT(!strcmp(shown, texts[i]));
	}
}

/* Whatever bytes come, a mistake is inside of the text. */
static void noise_is_no_harm(void)
{
	static const char letters[] = "stalfi>=0123mns,hope-bw oum";
	unsigned int seed = 1, i, j, good = 0;
	char text[40];

	for (i = 0; i < 200000; i++) {
		size_t len = (size_t)(seed % sizeof(text));

		for (j = 0; j < len; j++) {
			seed = seed * 1103515245 + 12345;
			text[j] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		seed = seed * 1103515245 + 12345;
		text[len ? len - 1 : 0] = '\0';
		if (!parse(text))
			good++;
		else
			T_ASSERT(mistake.at <= strlen(text));
	}
	printf("# %u of them were good\n", good);
}

TEST_MAIN(TEST(every_trigger_is_read), TEST(every_unit_is_read),
	  TEST(mistakes_are_found_where_they_are), TEST(shown_is_read_again),
	  TEST(noise_is_no_harm))
