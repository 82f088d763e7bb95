/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The story of one incident: what was recorded of it and what follows.
 */
#ifndef LOWMARK_LIB_WHY_H
#define LOWMARK_LIB_WHY_H

#include "facts.h"
#include "rules.h"

struct json_object;

/**
 * struct lm_why - a story
 * @facts: what was recorded
 * @findings: what follows from it
 * @names: names of the traced kernel
 */
struct lm_why {
	struct lm_facts facts;
	struct lm_findings findings;
	const struct lm_names *names;
};

extern const char *const lm_questions[LM_NR_QUESTIONS];

char *lm_why_text(const struct lm_why *why);
struct json_object *lm_why_json(const struct lm_why *why);

#endif
