/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who of several players is the earliest, found anew after each step of the
 * winner.
 *
 * Events of different CPUs alternate without a pattern, so that a branch on who
 * is earlier would be mispredicted every other time. Hence a tree of losers
 * (Knuth, The Art of Computer Programming 3, 5.4.1): a winner that has moved on
 * meets as many others as the tree is high, whatever comes out of it. And an
 * entry, time and player, is one number, so that a match is a minimum and a
 * maximum.
 */
#ifndef LOWMARK_LIB_TOURNAMENT_H
#define LOWMARK_LIB_TOURNAMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>

#define LM_NO_ENTRY (~0ull) /* of a player that is out; loses to all others */

/**
 * struct lm_tournament - the tree
 * @entries: of who lost each match: the finalist at 1, those who lost to the
 *	players of the match n at 2n and 2n + 1; of the winner at 0; from
 *	@leaves on, room for all to begin
 * @leaves: players: a power of 2
 * @bits: of an entry that are the player; the others are the time since
 *	@base_ns
 * @far_ns: stands for this time and all that is later
 * @base_ns: the earliest time there may be
 */
struct lm_tournament {
	__u64 *entries;
	unsigned int leaves;
	unsigned int bits;
	__u64 far_ns;
	__u64 base_ns;
};

int lm_tournament_init(struct lm_tournament *tree, unsigned int players);
void lm_tournament_deinit(struct lm_tournament *tree);
void lm_tournament_clear(struct lm_tournament *tree, __u64 base_ns);
void lm_tournament_enter(struct lm_tournament *tree, unsigned int player,
			 __u64 time_ns);
void lm_tournament_play(struct lm_tournament *tree);

/**
 * lm_entry() - make an entry
 * @tree: the tournament
 * @player: the player
 * @time_ns: its time; one before the base, which only damage makes, is at the base
 *
 * Of the same time the lower player is the earlier one.
 *
 * Return: the entry
 */
static inline __u64 lm_entry(const struct lm_tournament *tree,
			     unsigned int player, __u64 time_ns)
{
	__u64 ns = time_ns > tree->base_ns ? time_ns - tree->base_ns : 0;

	return (ns < tree->far_ns ? ns : tree->far_ns) << tree->bits | player;
}

/**
 * lm_entry_bound() - what entries before a time are less than
 * @tree: the tournament
 * @time_ns: the time
 *
 * Return: the bound; those that are too far to tell are not before it
 */
static inline __u64 lm_entry_bound(const struct lm_tournament *tree,
				   __u64 time_ns)
{
	return time_ns > tree->base_ns ? lm_entry(tree, 0, time_ns) : 0;
}

/**
 * lm_entry_player() - whose entry it is
 * @tree: the tournament
 * @entry: the entry, not LM_NO_ENTRY
 *
 * Return: the player
 */
static inline unsigned int lm_entry_player(const struct lm_tournament *tree,
					   __u64 entry)
{
	return (unsigned int)entry & (tree->leaves - 1);
}

/**
 * lm_tournament_far() - are all players that are left too far to tell?
 * @tree: the tournament
 *
 * Return: true if so: then it is to be begun again from a later base
 */
static inline bool lm_tournament_far(const struct lm_tournament *tree)
{
	return tree->entries[0] >> tree->bits == tree->far_ns;
}

/**
 * lm_tournament_replay() - let the winner go on
 * @tree: the tournament
 * @player: who won
 * @entry: its new entry
 *
 * Return: the entry that wins now, to be put at @entries[0] in the end
 */
static inline __u64 lm_tournament_replay(const struct lm_tournament *tree,
					 unsigned int player, __u64 entry)
{
	size_t at = ((size_t)tree->leaves + player) / 2;

	for (; at; at /= 2) {
		__u64 other = tree->entries[at];

		tree->entries[at] = entry > other ? entry : other;
		entry = entry < other ? entry : other;
	}
	return entry;
}

#endif
