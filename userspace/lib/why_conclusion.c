// SPDX-License-Identifier: GPL-2.0-only
/*
 * The end of a story: its cause, or between which causes nothing decides.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "why.h"
#include "why_parts.h"

#define COLUMNS 79
#define MOST_TEXT (LM_EVIDENCE + 512)

/* Words, with a new line where the next one would go past the edge. */
static void put_words(FILE *out, const char *head, const char *text)
{
	size_t indent = strlen(head), column = indent, len;
	bool first = true;

	fputs(head, out);
	for (; *text; text += len) {
		text += strspn(text, " ");
		len = strcspn(text, " ");
		if (first) {
			first = false;
		} else if (column + 1 + len > COLUMNS) {
			fprintf(out, "\n%*s", (int)indent, "");
			column = indent;
		} else {
			fputc(' ', out);
			column++;
		}
		fprintf(out, "%.*s", (int)len, text);
		column += len;
	}
	fputc('\n', out);
}

static void put_sentence(FILE *out, const char *head, const char *text)
{
	char sentence[MOST_TEXT + 8];

	snprintf(sentence, sizeof(sentence), "%c%s.",
		 toupper((unsigned char)text[0]), text[0] ? text + 1 : "");
	put_words(out, head, sentence);
}

static void put_decided(FILE *out, const struct lm_finding *finding)
{
	char text[MOST_TEXT];

	snprintf(text, sizeof(text), "%s (%s, confidence %s, %d of 100)",
		 finding->rule->cause, finding->rule->id,
		 lm_confidence(finding->score), finding->score);
	put_sentence(out, "Cause:     ", text);
	put_words(out, "Numbers:   ", finding->evidence);
	put_words(out, "Points to: ", finding->rule->advice);
}

/* A cause among others, or one that too little speaks for */
static void put_candidate(FILE *out, const struct lm_finding *finding)
{
	char text[MOST_TEXT];

	snprintf(text, sizeof(text), "%s (%s, %d of 100): %s.",
		 finding->rule->cause, finding->rule->id, finding->score,
		 finding->evidence);
	put_words(out, "  - ", text);
}

/**
 * lm_put_conclusion() - tell the cause, or that nothing decides it
 * @out: where to
 * @why: the story
 */
void lm_put_conclusion(FILE *out, const struct lm_why *why)
{
	const struct lm_findings *findings = &why->findings;
	const struct lm_finding *first = &findings->list[0];
	unsigned int i;

	fputc('\n', out);
	if (findings->decided) {
		put_decided(out, first);
		return;
	}
	if (!findings->nr || first->score < LM_DECIDES) {
		fputs("Undecided: the recorded facts do not tell the cause",
		      out);
		if (findings->nr) {
			fputs("; all that speaks for one is:\n", out);
			put_candidate(out, first);
		} else {
			fputs(".\n", out);
		}
		return;
	}
	fputs("Undecided: the recorded facts speak for more than one cause:\n",
	      out);
	for (i = 0; i < findings->nr; i++) {
		if (first->score - findings->list[i].score >= LM_CLOSE)
			break;
		put_candidate(out, &findings->list[i]);
	}
}
