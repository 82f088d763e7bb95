// SPDX-License-Identifier: GPL-2.0-only
/*
 * Applying the rules: every cause that the facts speak for, strongest first,
 * and whether they decide.
 */
#include "rules.h"

#include "rules_list.h"

/* clang-format off */
#define RULE_ROW(function, id_, questions_, cause_, advice_) {	\
	.id = (id_),						\
	.cause = (cause_),					\
	.advice = (advice_),					\
	.questions = (questions_),				\
	.judge = lm_rule_##function,				\
},
const struct lm_rule lm_rules[] = { LM_RULES(RULE_ROW) };
const unsigned int lm_nr_rules = sizeof(lm_rules) / sizeof(lm_rules[0]);
/* clang-format on */

_Static_assert(sizeof(lm_rules) / sizeof(lm_rules[0]) <= LM_MOST_RULES,
	       "more rules than findings have room for");

static void insert(struct lm_findings *findings,
		   const struct lm_finding *finding)
{
	unsigned int at = findings->nr++;

	for (; at && findings->list[at - 1].score < finding->score; at--)
		findings->list[at] = findings->list[at - 1];
	findings->list[at] = *finding;
}

/**
 * lm_findings_make() - draw conclusions
 * @findings: set to what was found
 * @facts: the facts
 * @names: names of the traced kernel
 */
void lm_findings_make(struct lm_findings *findings,
		      const struct lm_facts *facts,
		      const struct lm_names *names)
{
	struct lm_finding finding;
	unsigned int i;

	findings->nr = 0;
	for (i = 0; i < lm_nr_rules; i++) {
		if (!(lm_rules[i].questions & 1u << facts->target.question))
			continue;
		finding.rule = &lm_rules[i];
		finding.evidence[0] = '\0';
		finding.score =
			lm_rules[i].judge(facts, names, finding.evidence);
		if (finding.score)
			insert(findings, &finding);
	}
	findings->decided =
		findings->nr && findings->list[0].score >= LM_DECIDES &&
		(findings->nr == 1 ||
		 findings->list[0].score - findings->list[1].score >= LM_CLOSE);
}

/**
 * lm_confidence() - a score in a word
 * @score: the score
 *
 * Return: the word
 */
const char *lm_confidence(int score)
{
	if (score >= 80)
		return "high";
	return score >= 60 ? "medium" : "low";
}
