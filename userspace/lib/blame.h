/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who or what the time in the slow path belongs to: by task, cgroup, order and
 * gfp mask.
 */
#ifndef LOWMARK_LIB_BLAME_H
#define LOWMARK_LIB_BLAME_H

#include "facts.h"
#include "hist.h"
#include "stages.h"

#define LM_MOST_BLAMED 1024
#define LM_BLAME_CHAINS 256
#define LM_CGROUP_NONE (~0ull) /* key: not recorded, or in no v2 cgroup */

/* clang-format off */
/* B(NAME, name) */
#define LM_BLAME_BY(B)		\
	B(TASK, "task")		\
	B(CGROUP, "cgroup")	\
	B(ORDER, "order")	\
	B(GFP, "gfp")

/* S(NAME, name) */
#define LM_BLAME_SORT(S)	\
	S(SUM, "sum")		\
	S(COUNT, "count")	\
	S(P50, "p50")		\
	S(P99, "p99")		\
	S(MAX, "max")		\
	S(FAILED, "failed")

#define LM_DECLARE_BY(NAME, name) LM_BY_##NAME,
enum lm_blame_by { LM_BLAME_BY(LM_DECLARE_BY) LM_NR_BY };
#undef LM_DECLARE_BY
#define LM_DECLARE_SORT(NAME, name) LM_SORT_##NAME,
enum lm_blame_sort { LM_BLAME_SORT(LM_DECLARE_SORT) LM_NR_SORT };
#undef LM_DECLARE_SORT
/* clang-format on */

extern const char *const lm_blame_by[LM_NR_BY];
extern const char *const lm_blame_sort[LM_NR_SORT];

/**
 * struct lm_run - a run of the slow path, as blame sees it
 * @pid: thread
 * @comm: its name, LOWMARK_COMM_LEN bytes with 0s behind it
 * @cgroup: id of its cgroup, LM_CGROUP_NONE if unknown
 * @failed: it found no page
 * @rec: its end
 * @waits: what it waited for
 */
struct lm_run {
	__u32 pid;
	const char *comm;
	__u64 cgroup;
	bool failed;
	const struct lowmark_rec_slow_end *rec;
	const struct lm_waits *waits;
};

/**
 * struct lm_blame - one row
 * @next: the next one of its chain
 * @key: thread, cgroup, order or gfp mask
 * @comm: name of the thread, else "", with 0s behind it
 * @failed: runs that found no page
 * @stages: where their time went
 * @hist: latency of the runs
 */
struct lm_blame {
	struct lm_blame *next;
	__u64 key;
	char comm[LOWMARK_COMM_LEN];
	__u64 failed;
	struct lm_stages stages;
	struct lm_hist hist;
};

/**
 * struct lm_blames - a table
 * @nr: rows
 * @left_out: runs that found no room
 * @chains: rows by hash
 *
 * Start with all zero.
 */
struct lm_blames {
	unsigned int nr;
	__u64 left_out;
	struct lm_blame *chains[LM_BLAME_CHAINS];
};

void lm_blames_run(struct lm_blames tables[LM_NR_BY], const struct lm_run *run);
unsigned int lm_blames_top(const struct lm_blames *blames,
			   enum lm_blame_sort sort,
			   const struct lm_blame *top[], unsigned int most);
void lm_blames_deinit(struct lm_blames *blames);

#endif
