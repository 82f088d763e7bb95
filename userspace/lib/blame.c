// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who or what the time in the slow path belongs to: by task, cgroup, order and
 * gfp mask.
 */
#include "blame.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define BY_NAME(NAME, name) [LM_BY_##NAME] = (name),
const char *const lm_blame_by[LM_NR_BY] = { LM_BLAME_BY(BY_NAME) };

#define SORT_NAME(NAME, name) [LM_SORT_##NAME] = (name),
const char *const lm_blame_sort[LM_NR_SORT] = { LM_BLAME_SORT(SORT_NAME) };
/* clang-format on */

static struct lm_blame *add_row(struct lm_blames *blames,
				struct lm_blame **chain, __u64 key,
				const char *comm)
{
	struct lm_blame *row = NULL;

	if (blames->nr < LM_MOST_BLAMED)
		row = calloc(1, sizeof(*row));
	if (!row) {
		blames->left_out++;
		return NULL;
	}
	row->key = key;
	memcpy(row->comm, comm, sizeof(row->comm));
	row->next = *chain;
	*chain = row;
	blames->nr++;
	return row;
}

/* After an exec a thread counts as another one. */
static struct lm_blame *get_row(struct lm_blames *blames, __u64 key,
				const char *comm)
{
	struct lm_blame **chain =
		&blames->chains[(key * 0x9e3779b97f4a7c15ull >> 32) %
				LM_BLAME_CHAINS];
	struct lm_blame *row;

	for (row = *chain; row; row = row->next)
		if (row->key == key &&
		    !memcmp(row->comm, comm, sizeof(row->comm)))
			return row;
	return add_row(blames, chain, key, comm);
}

static void add_run(struct lm_blames *blames, __u64 key, const char *comm,
		    const struct lm_run *run)
{
	struct lm_blame *row = get_row(blames, key, comm);

	if (!row)
		return;
	lm_hist_add(&row->hist, run->rec->latency);
	row->failed += run->failed;
	lm_stages_add(&row->stages, run->rec, run->waits);
}

/**
 * lm_blames_run() - a run of the slow path has ended
 * @tables: a table by each enum lm_blame_by
 * @run: the run
 */
void lm_blames_run(struct lm_blames tables[LM_NR_BY], const struct lm_run *run)
{
	static const char none[LOWMARK_COMM_LEN];

	add_run(&tables[LM_BY_TASK], run->pid, run->comm, run);
	add_run(&tables[LM_BY_CGROUP], run->cgroup, none, run);
	add_run(&tables[LM_BY_ORDER], run->rec->order, none, run);
	add_run(&tables[LM_BY_GFP], run->rec->gfp, none, run);
}

static __u64 rank(const struct lm_blame *row, enum lm_blame_sort sort)
{
	switch (sort) {
	case LM_SORT_COUNT:
		return row->hist.count;
	case LM_SORT_P50:
		return lm_hist_percentile(&row->hist, 50);
	case LM_SORT_P99:
		return lm_hist_percentile(&row->hist, 99);
	case LM_SORT_MAX:
		return row->hist.max;
	case LM_SORT_FAILED:
		return row->failed;
	default:
		return row->hist.sum;
	}
}

/* The larger first; then by time, then by name. */
static bool ranks_before(const struct lm_blame *a, const struct lm_blame *b,
			 enum lm_blame_sort sort)
{
	__u64 x = rank(a, sort), y = rank(b, sort);

	if (x != y)
		return x > y;
	if (a->hist.sum != b->hist.sum)
		return a->hist.sum > b->hist.sum;
	if (a->key != b->key)
		return a->key < b->key;
	return strncmp(a->comm, b->comm, sizeof(a->comm)) < 0;
}

static unsigned int insert(const struct lm_blame *top[], unsigned int nr,
			   unsigned int most, const struct lm_blame *row,
			   enum lm_blame_sort sort)
{
	unsigned int at = nr;

	if (nr == most) {
		if (!nr || !ranks_before(row, top[nr - 1], sort))
			return nr;
		at = --nr;
	}
	for (; at && ranks_before(row, top[at - 1], sort); at--)
		top[at] = top[at - 1];
	top[at] = row;
	return nr + 1;
}

/**
 * lm_blames_top() - find the rows to blame most
 * @blames: the table
 * @sort: by what
 * @top: set to the rows, the worst first
 * @most: entries of @top
 *
 * Return: entries of @top that were set
 */
unsigned int lm_blames_top(const struct lm_blames *blames,
			   enum lm_blame_sort sort,
			   const struct lm_blame *top[], unsigned int most)
{
	const struct lm_blame *row;
	unsigned int i, nr = 0;

	for (i = 0; i < LM_BLAME_CHAINS; i++)
		for (row = blames->chains[i]; row; row = row->next)
			nr = insert(top, nr, most, row, sort);
	return nr;
}

/**
 * lm_blames_deinit() - give back all rows
 * @blames: the table
 */
void lm_blames_deinit(struct lm_blames *blames)
{
	struct lm_blame *row;
	unsigned int i;

	for (i = 0; i < LM_BLAME_CHAINS; i++) {
		while ((row = blames->chains[i])) {
			blames->chains[i] = row->next;
			free(row);
		}
	}
	blames->nr = 0;
}
