// SPDX-License-Identifier: GPL-2.0-only
/*
 * The groups of figures a recording yields, and whether they can be trusted:
 * not if records they are made of were lost, and not there at all if the
 * kernel cannot give them or they were not asked for.
 */
#include "figures.h"

#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "table.h"

#define BIT(NAME) (1u << LOWMARK_REC_##NAME)

/* clang-format off */
#define FIGURES_KEY(NAME, key, title) [LM_FIGURES_##NAME] = (key),
const char *const lm_figures_key[LM_NR_FIGURES] = { LM_FIGURES(FIGURES_KEY) };

#define FIGURES_TITLE(NAME, key, title) [LM_FIGURES_##NAME] = (title),
const char *const lm_figures_title[LM_NR_FIGURES] = {
	LM_FIGURES(FIGURES_TITLE)
};
/* clang-format on */

/*
 * Each group of figures: the records it is made of, the hooks that make these
 * (names in "caps" of which that is the first word; one that works is enough), and the group of
 * events that has to be on.
 */
static const struct {
	unsigned int records;
	const char *hooks;
	const char *events;
} sources[LM_NR_FIGURES] = {
	[LM_FIGURES_WAKES] = { BIT(WAKE), "wake", "wake" },
	[LM_FIGURES_REFUSED] = { BIT(WAKE), "wake", "wake" },
	[LM_FIGURES_RUNS] = { BIT(KSWAPD_WAKE) | BIT(BALANCE_BEGIN) |
				      BIT(BALANCE_END) | BIT(KSWAPD_SLEEP),
			      "balance", "kswapd" },
	[LM_FIGURES_SLOW] = { BIT(SLOW_BEGIN) | BIT(SLOW_END), "slow", "slow" },
	[LM_FIGURES_ATTEMPTS] = { BIT(ATTEMPT), "attempt", "attempt" },
	[LM_FIGURES_DECISIONS] = { BIT(ATTEMPT) | BIT(RETRY) | BIT(SLOW_END),
				   NULL, NULL },
	[LM_FIGURES_RECLAIM] = { BIT(RECLAIM_BEGIN) | BIT(RECLAIM_END),
				 "reclaim", "reclaim" },
	[LM_FIGURES_CHECKS] = { BIT(CHECK), "check", "check" },
	[LM_FIGURES_BLOCKS] = { BIT(CHECK), "check", "check" },
	[LM_FIGURES_ZONES] = { BIT(CHECK) | BIT(WAKE) | BIT(ZONE), NULL, NULL },
	[LM_FIGURES_WMARKS] = { BIT(WMARK), "wmark", "wmark" },
};

/**
 * lm_figures_lossy() - whether records that figures are made of were lost
 * @model: the model
 * @figures: the figures
 *
 * Return: true if so; then counts, times and extremes are lower bounds
 */
bool lm_figures_lossy(const struct lm_model *model, enum lm_figures figures)
{
	unsigned int type;

	if (model->restarts)
		return true;
	for (type = 0; type < LOWMARK_KINDS; type++)
		if (model->lost[type] && sources[figures].records & 1u << type)
			return true;
	return false;
}

static bool has_word(char *list, const char *word)
{
	char *words[LOWMARK_KINDS];
	size_t i, nr = lm_split(list, words, LOWMARK_KINDS);

	for (i = 0; i < nr; i++)
		if (!strcmp(words[i], word))
			return true;
	return false;
}

/**
 * lm_switched_off() - whether an event is not recorded
 * @meta: text with the events that are, of META or "status"
 * @event: its name
 *
 * Return: true if so
 */
bool lm_switched_off(const char *meta, const char *event)
{
	char list[256];

	return lm_key(meta, "events", list, sizeof(list)) &&
	       strcmp(list, "all") && !has_word(list, event);
}

static bool begins_with(const char *name, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(name, word, len) && (!name[len] || name[len] == '_');
}

static bool works(const char *state)
{
	return !strcmp(state, "observed") || !strcmp(state, "derived");
}

/* Whether all hooks whose names begin so failed; if none does, none did. */
static bool all_failed(const struct lm_table *caps, const char *hook, char *why,
		       size_t size)
{
	bool failed = false;
	size_t row;

	for (row = 0; row < caps->nr_rows; row++) {
		const char *state = lm_table_cell(caps, row, "state");

		if (!begins_with(lm_table_cell(caps, row, "hook"), hook))
			continue;
		if (works(state))
			return false;
		snprintf(why, size, "%s %s: %s",
			 lm_table_cell(caps, row, "symbol"), state,
			 lm_table_cell(caps, row, "reason"));
		failed = true;
	}
	return failed;
}

/**
 * lm_figures_missing() - whether a recording cannot tell some figures
 * @caps: its text of "caps"
 * @meta: its META text
 * @figures: the figures
 * @why: set to the reason, if so; NULL if that is not asked for
 * @size: bytes of @why
 *
 * Return: true if so
 */
bool lm_figures_missing(const char *caps, const char *meta,
			enum lm_figures figures, char *why, size_t size)
{
	const char *hooks = sources[figures].hooks;
	struct lm_table table;
	bool missing = false;

	if (!hooks)
		return false;
	if (lm_switched_off(meta, sources[figures].events)) {
		snprintf(why, size, "\"%s\" events were not recorded",
			 sources[figures].events);
		return true;
	}
	if (!lm_table_init(&table, caps, "hook"))
		missing = all_failed(&table, hooks, why, size);
	lm_table_deinit(&table);
	return missing;
}
