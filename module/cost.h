/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lowmark itself costs: calls of its handlers, one in some of them timed.
 */
#ifndef LOWMARK_COST_H
#define LOWMARK_COST_H

#include <linux/compiler.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/timekeeping.h>

#define LOWMARK_COST_EVERY 61 /* a prime: entries and returns take turns */

/**
 * struct lowmark_cost - calls of the handlers of one hook on one CPU
 * @hits: those at which it begins: entries, tracepoints
 * @returns: the others
 * @timed: how many of both were timed
 * @ns: how long those took
 */
struct lowmark_cost {
	u64 hits;
	u64 returns;
	u64 timed;
	u64 ns;
};

/**
 * struct lowmark_timer - a call of a handler
 * @begin: clock at its begin; 0 if it is not timed
 * @id: the hook
 */
struct lowmark_timer {
	u64 begin;
	unsigned int id;
};

DECLARE_PER_CPU(int, lowmark_cost_left);
DECLARE_PER_CPU(struct lowmark_cost[LOWMARK_NR_HOOKS], lowmark_costs);

u64 lowmark_cost_clock(void);
void lowmark_cost_take(unsigned int id, u64 begin);

/* For a handler that is not timed. */
static inline void lowmark_hit(unsigned int id)
{
	this_cpu_inc(lowmark_costs[id].hits);
}

static __always_inline struct lowmark_timer lowmark_timer_start(unsigned int id)
{
	struct lowmark_timer timer = { .id = id };

	if (unlikely(this_cpu_dec_return(lowmark_cost_left) <= 0))
		timer.begin = lowmark_cost_clock();
	return timer;
}

static __always_inline void lowmark_timer_end(const struct lowmark_timer *timer)
{
	if (unlikely(timer->begin))
		lowmark_cost_take(timer->id, timer->begin);
}

static __always_inline struct lowmark_timer lowmark_timer_hit(unsigned int id)
{
	this_cpu_inc(lowmark_costs[id].hits);
	return lowmark_timer_start(id);
}

static __always_inline struct lowmark_timer lowmark_timer_return(unsigned int id)
{
	this_cpu_inc(lowmark_costs[id].returns);
	return lowmark_timer_start(id);
}

/*
 * The first declaration of a handler that begins something, and of one that
 * sees it end: until it returns its time is the hook's.
 */
#define LOWMARK_TIMER(start)           \
	const struct lowmark_timer timer \
		__attribute__((__cleanup__(lowmark_timer_end))) = start
#define LOWMARK_TIMED_ENTRY(ID) \
	LOWMARK_TIMER(lowmark_timer_hit(LOWMARK_HOOK_##ID))
#define LOWMARK_TIMED(ID) LOWMARK_TIMER(lowmark_timer_return(LOWMARK_HOOK_##ID))

u64 lowmark_cost_hits(unsigned int id);
void lowmark_costs_measure(void);
void lowmark_costs_begin(void);
void lowmark_costs_end(void);
u64 lowmark_cost_ns(unsigned int id);
void lowmark_costs_show_status(struct seq_file *m);
void lowmark_costs_show_stats(struct seq_file *m);

#endif
