// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who of several players is the earliest: how a tournament begins.
 */
#include "tournament.h"

#include <errno.h>
#include <stdlib.h>

/**
 * lm_tournament_init() - make room for a tournament
 * @tree: what to initialise
 * @players: number of players
 *
 * Return: 0 or -ENOMEM; to be ended by lm_tournament_deinit() in any case
 */
int lm_tournament_init(struct lm_tournament *tree, unsigned int players)
{
	*tree = (struct lm_tournament){ .leaves = 1 };
	while (tree->leaves < players) {
		tree->leaves *= 2;
		tree->bits++;
	}
	tree->far_ns = (LM_NO_ENTRY >> tree->bits) - 1;
	tree->entries = calloc(2 * tree->leaves, sizeof(*tree->entries));
	return tree->entries ? 0 : -ENOMEM;
}

/**
 * lm_tournament_deinit() - end a tournament
 * @tree: the tournament
 */
void lm_tournament_deinit(struct lm_tournament *tree)
{
	free(tree->entries);
}

/**
 * lm_tournament_clear() - begin again, as yet with nobody
 * @tree: the tournament
 * @base_ns: the earliest time there will be
 */
void lm_tournament_clear(struct lm_tournament *tree, __u64 base_ns)
{
	unsigned int i;

	tree->base_ns = base_ns;
	for (i = 0; i < tree->leaves; i++)
		tree->entries[tree->leaves + i] = LM_NO_ENTRY;
}

/**
 * lm_tournament_enter() - let a player take part
 * @tree: the tournament, cleared
 * @player: the player
 * @time_ns: its time
 */
void lm_tournament_enter(struct lm_tournament *tree, unsigned int player,
			 __u64 time_ns)
{
	tree->entries[tree->leaves + player] = lm_entry(tree, player, time_ns);
}

/* Return: the winner of those at and above @at. */
static __u64 play_all(struct lm_tournament *tree, unsigned int at)
{
	__u64 left, right;

	if (at >= tree->leaves)
		return tree->entries[at];
	left = play_all(tree, 2 * at);
	right = play_all(tree, 2 * at + 1);
	tree->entries[at] = left > right ? left : right;
	return left < right ? left : right;
}

/**
 * lm_tournament_play() - play all matches
 * @tree: the tournament, after all players have entered
 */
void lm_tournament_play(struct lm_tournament *tree)
{
	tree->entries[0] = play_all(tree, 1);
}
