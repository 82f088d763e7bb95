// SPDX-License-Identifier: GPL-2.0-only
/*
 * What recording cost: lines of the module's file "stats".
 */
#include "cost.h"

#include <stdio.h>
#include <string.h>

/*
 * Reads "key number key number ...": these keys, in this order. What follows
 * them is of a newer module.
 */
static bool numbers(char *const words[], const char *const keys[], size_t nr,
		    __u64 values[])
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (strcmp(words[2 * i], keys[i]) != 0 ||
		    !lm_parse_u64(words[2 * i + 1], &values[i]))
			return false;
	return true;
}

/**
 * lm_cost() - find what all hooks cost together
 * @stats: text of the file "stats"
 * @cost: set to it, if it is known
 *
 * Return: whether it is
 */
enum lm_cost_state lm_cost(const char *stats, struct lm_cost *cost)
{
	static const char *const keys[] = { "ns", "elapsed_ns", "cpus" };
	char value[LM_LINE_MAX], *words[7];
	__u64 values[3];

	if (!lm_key(stats, "cost", value, sizeof(value)))
		return LM_COST_ABSENT;
	if (lm_split(value, words, 7) < 6 || !numbers(words, keys, 3, values))
		return LM_COST_WRONG;
	*cost = (struct lm_cost){ values[0], values[1], values[2] };
	if (!cost->ns && !cost->elapsed_ns)
		return LM_COST_ABSENT; /* recording was never on */
	/* More than all the time there was is no measurement. */
	return cost->elapsed_ns && cost->cpus && lm_cost_percent(cost) <= 100 ?
		       LM_COST_KNOWN :
		       LM_COST_WRONG;
}

/**
 * lm_cost_percent() - the share of the CPUs that it was
 * @cost: of lm_cost()
 *
 * Return: percent of the time of all CPUs
 */
double lm_cost_percent(const struct lm_cost *cost)
{
	return 100.0 * (double)cost->ns /
	       ((double)cost->elapsed_ns * (double)cost->cpus);
}

/**
 * lm_cost_text() - say what recording cost, in a few words
 * @text: set to it, "n/a" if it is not known
 * @stats: text of the file "stats"
 *
 * Return: @text
 */
const char *lm_cost_text(char text[LM_COST_TEXT], const char *stats)
{
	struct lm_cost cost;

	if (lm_cost(stats, &cost) != LM_COST_KNOWN)
		snprintf(text, LM_COST_TEXT, "n/a");
	else
		snprintf(text, LM_COST_TEXT,
			 "%.3f %% of %llu CPUs since recording was turned on",
			 lm_cost_percent(&cost), cost.cpus);
	return text;
}

static bool read_hook(char *line, struct lm_hook_cost *hook)
{
	static const char *const keys[] = { "hits", "missed", "ns" };
	char *words[10];
	__u64 values[3];

	if (lm_split(line, words, 10) < 9 || strcmp(words[0], "hook") != 0 ||
	    !numbers(words + 3, keys, 3, values))
		return false;
	snprintf(hook->name, sizeof(hook->name), "%s", words[1]);
	hook->hits = values[0];
	hook->missed = values[1];
	hook->ns = values[2];
	return true;
}

/**
 * lm_next_hook_cost() - find what the next hook that was ever called cost
 * @lines: the walk; begin with @rest at the text of the file "stats"
 * @hook: set to it
 *
 * Return: true if there is one
 */
bool lm_next_hook_cost(struct lm_lines *lines, struct lm_hook_cost *hook)
{
	while (lm_next_line(lines))
		if (read_hook(lines->line, hook) &&
		    (hook->hits || hook->missed))
			return true;
	return false;
}
