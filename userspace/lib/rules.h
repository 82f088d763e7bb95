/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conclusions from the facts about an incident: a table of rules, one for
 * each cause, each a function of the facts alone.
 */
#ifndef LOWMARK_LIB_RULES_H
#define LOWMARK_LIB_RULES_H

#include "facts.h"
#include "names.h"

#define LM_EVIDENCE 320
#define LM_MOST_RULES 48
#define LM_DECIDES 50 /* scores below this decide nothing */
#define LM_CLOSE 10 /* scores that differ by less do not decide */

/**
 * struct lm_finding - a cause that the facts speak for
 * @rule: the rule that found it
 * @score: how much they speak for it, 0 to 100
 * @evidence: the numbers
 */
struct lm_finding {
	const struct lm_rule *rule;
	int score;
	char evidence[LM_EVIDENCE];
};

/**
 * struct lm_rule - one cause
 * @id: its name
 * @cause: what happened, in words
 * @advice: the knob or behaviour it points to
 * @questions: bit per enum lm_question it answers
 * @judge: look for it; returns the score, 0 if nothing speaks for it, and
 *	writes the numbers to a text of LM_EVIDENCE bytes
 */
struct lm_rule {
	const char *id;
	const char *cause;
	const char *advice;
	unsigned int questions;
	int (*judge)(const struct lm_facts *facts, const struct lm_names *names,
		     char *evidence);
};

/**
 * struct lm_findings - all causes that the facts speak for
 * @list: the strongest first
 * @nr: entries of @list
 * @decided: the first one is the cause
 */
struct lm_findings {
	struct lm_finding list[LM_MOST_RULES];
	unsigned int nr;
	bool decided;
};

extern const struct lm_rule lm_rules[];
extern const unsigned int lm_nr_rules;

void lm_findings_make(struct lm_findings *findings,
		      const struct lm_facts *facts,
		      const struct lm_names *names);
const char *lm_confidence(int score);

#endif
