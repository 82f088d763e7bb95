// SPDX-License-Identifier: GPL-2.0-only
/*
 * The causes that stories can name and the words they use, for the manual page.
 */
#include "man_parts.h"

#include <string.h>

#include "lowmark_describe.h"
#include "lib/rules.h"
#include "lib/why.h"

/* Lists of words that stand in stories, and what they are told of */
static const struct {
	const char *name;
	const char *title;
} words[] = {
	{ "skip", "Zones skipped" },
	{ "rescan", "The zonelist was scanned again for" },
	{ "wake", "Requests to wake kswapd" },
	{ "why", "A check failed for" },
	{ "retry", "Retries" },
	{ "compacted", "Results of direct compaction" },
	{ "run", "kswapd ran for" },
	{ "rest", "Rests of kswapd" },
};

static void put_cause(const struct lm_rule *rule, FILE *out)
{
	const char *before = "";
	char text[1024];
	unsigned int i;
	int used = 0;

	fprintf(out, ".It Cm %s\n", rule->id);
	for (i = 0; i < LM_NR_QUESTIONS; i++) {
		if (!(rule->questions >> i & 1))
			continue;
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 "%s%s", before, lm_questions[i]);
		before = ", ";
	}
	snprintf(text + used, sizeof(text) - (size_t)used,
		 ": %s. Points to: %s.", rule->cause, rule->advice);
	man_text(text, out);
}

static void put_words(const char *name, FILE *out)
{
	const struct lowmark_enum_value *v;
	unsigned int i, j;

	for (i = 0; i < lowmark_nr_enums; i++) {
		if (strcmp(lowmark_enums[i].name, name))
			continue;
		v = lowmark_enums[i].values;
		for (j = 0; j < lowmark_enums[i].nr_values; j++) {
			fprintf(out, ".It Cm %s\n", v[j].name);
			man_text(v[j].doc, out);
		}
	}
}

/**
 * print_man_why() - print what explains the words of stories
 * @out: where to
 */
void print_man_why(FILE *out)
{
	unsigned int i;

	fputs(".Sh CAUSES\n", out);
	man_text(
		"A cause is named when the recorded facts speak for it with 50 of 100 or more and for no other within 10 of that. The confidence is high from 80 on, medium from 60 on, else low. These can be named, in stories of:",
		out);
	fputs(".Bl -tag -width Ds\n", out);
	for (i = 0; i < lm_nr_rules; i++)
		put_cause(&lm_rules[i], out);
	fputs(".El\n.Sh WORDS\n", out);
	man_text("Words that stories use for what was recorded.", out);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		fprintf(out, ".Ss %s\n.Bl -tag -width \"reclaim-none\"\n",
			words[i].title);
		put_words(words[i].name, out);
		fputs(".El\n", out);
	}
}
