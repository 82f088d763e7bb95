// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lowmark itself costs: the time in its handlers, of which one call in
 * LOWMARK_COST_EVERY is timed, and what the kernel takes to get there.
 */
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "cost_probe.h"
#include "hook_state.h"
#include "hooks.h"
#include "lowmark.h"

/* A handler is bounded; what takes longer was interrupted meanwhile. */
#define LONGEST_NS 100000u

DEFINE_PER_CPU(int, lowmark_cost_left);
DEFINE_PER_CPU(struct lowmark_cost[LOWMARK_NR_HOOKS], lowmark_costs);

/* What probes take besides their handlers */
static struct lowmark_probe_costs ways;

#define ENOUGH 16 /* timed calls whose mean is not that of an interrupt */

static u64 until;	/* clock when recording was turned off; 0: it is on */
static u64 whole_ns;	/* what it had cost then */

/*
 * What the calls of a hook were when recording was turned on, and how many had
 * been recorded, and what they had cost, until then
 */
static struct lowmark_cost begun[LOWMARK_NR_HOOKS];
static u64 begun_hits[LOWMARK_NR_HOOKS];
static u64 begun_ns[LOWMARK_NR_HOOKS];

/**
 * lowmark_cost_clock() - the time, for lowmark_timer_start()
 *
 * Return: ns, never 0
 */
notrace u64 lowmark_cost_clock(void)
{
	this_cpu_write(lowmark_cost_left, LOWMARK_COST_EVERY);
	return ktime_get_mono_fast_ns();
}

/**
 * lowmark_cost_take() - a handler that is timed has ended
 * @id: its hook
 * @begin: clock when it began
 */
notrace void lowmark_cost_take(unsigned int id, u64 begin)
{
	u64 now = ktime_get_mono_fast_ns();

	if (now < begin || now - begin > LONGEST_NS)
		return;
	this_cpu_inc(lowmark_costs[id].timed);
	this_cpu_add(lowmark_costs[id].ns, now - begin);
}

/* The calls of a hook's handlers on all CPUs. */
static void sum_calls(unsigned int id, struct lowmark_cost *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct lowmark_cost *one;

		one = &per_cpu(lowmark_costs, cpu)[id];
		sum->hits += one->hits;
		sum->returns += one->returns;
		sum->timed += one->timed;
		sum->ns += one->ns;
	}
}

/*
 * A tracepoint is a call; through ftrace it is a few instructions more. Valid
 * while the hooks are placed: the next time it may be in another way.
 */
static u64 probes_ns(unsigned int id, const struct lowmark_cost *sum)
{
	const struct lowmark_hook_state *state = &lowmark_hook_states[id];
	enum lowmark_hook_kind kind = lowmark_hooks[id].kind;

	if (kind == SITES && state->elsewhere)
		return (sum->hits + sum->returns) * ways.trap;
	if (kind == TRACEPOINT || state->elsewhere)
		return 0;
	if (!state->kretprobe)
		return sum->hits * ways.kprobe;
	return sum->returns * ways.kretprobe +
	       (sum->hits - min(sum->hits, sum->returns)) * ways.kprobe;
}

static bool is_on(void)
{
	return lowmark.on_ns && !until;
}

static u64 mean_ns(const struct lowmark_cost *sum)
{
	return sum->timed ? div64_u64(sum->ns, sum->timed) : 0;
}

/*
 * What a hook has cost since recording was turned on, while it is. Of a short
 * one few calls may have been timed: then the mean is that of all recordings.
 */
static u64 session_hook_ns(unsigned int id)
{
	struct lowmark_cost sum;
	u64 mean;

	sum_calls(id, &sum);
	mean = mean_ns(&sum);
	sum.timed -= begun[id].timed;
	sum.ns -= begun[id].ns;
	if (sum.timed >= ENOUGH)
		mean = mean_ns(&sum);
	sum.hits -= begun[id].hits;
	sum.returns -= begun[id].returns;
	return mean * (sum.hits + sum.returns) + probes_ns(id, &sum);
}

static u64 session_ns(void)
{
	u64 sum = 0;
	int id;

	if (!is_on())
		return whole_ns;
	for (id = 0; id < LOWMARK_NR_HOOKS; id++)
		sum += session_hook_ns(id);
	return sum;
}

/**
 * lowmark_cost_hits() - the calls of a hook since the module was loaded,
 *	whenever recording was on
 * @id: the hook
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: calls on all CPUs
 */
u64 lowmark_cost_hits(unsigned int id)
{
	struct lowmark_cost sum;

	if (!is_on())
		return begun_hits[id];
	sum_calls(id, &sum);
	return begun_hits[id] + sum.hits - begun[id].hits;
}

/**
 * lowmark_cost_ns() - what a hook has cost since the module was loaded,
 *	whenever recording was on
 * @id: the hook
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: ns of all CPUs, with what its probes take
 */
u64 lowmark_cost_ns(unsigned int id)
{
	return begun_ns[id] + (is_on() ? session_hook_ns(id) : 0);
}

/**
 * lowmark_costs_measure() - hooks are about to be armed: learn what their
 *	probes take
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_costs_measure(void)
{
	lowmark_probe_costs_measure(&ways);
}

/**
 * lowmark_costs_begin() - hooks are armed, recording is about to begin
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_costs_begin(void)
{
	int id;

	for (id = 0; id < LOWMARK_NR_HOOKS; id++)
		sum_calls(id, &begun[id]);
	until = 0;
}

/**
 * lowmark_costs_end() - recording is turned off; hooks are still placed
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_costs_end(void)
{
	int id;

	whole_ns = 0;
	for (id = 0; id < LOWMARK_NR_HOOKS; id++) {
		u64 ns = session_hook_ns(id);

		whole_ns += ns;
		begun_ns[id] += ns;
		begun_hits[id] = lowmark_cost_hits(id);
	}
	until = ktime_get_mono_fast_ns();
}

static u64 elapsed_ns(void)
{
	if (!lowmark.on_ns)
		return 0;
	return (until ? until : ktime_get_mono_fast_ns()) - lowmark.on_ns;
}

/**
 * lowmark_costs_show_status() - print the line of the file "status"
 * @m: where
 */
void lowmark_costs_show_status(struct seq_file *m)
{
	u64 elapsed = elapsed_ns(), cost = session_ns();
	u64 share;

	if (!elapsed) {
		seq_puts(m, "cost:        n/a, recording was never on\n");
		return;
	}
	/* Thousandths of a percent of all CPUs' time */
	share = div64_u64(cost, div64_u64(elapsed * num_online_cpus(),
					  100000) + 1);
	seq_printf(m, "cost:        %llu.%03llu %% of %u CPUs, %llu us in %llu ms\n",
		   share / 1000, share % 1000, num_online_cpus(),
		   div_u64(cost, 1000), div_u64(elapsed, 1000000));
}

/**
 * lowmark_costs_show_stats() - print the lines of the file "stats"
 * @m: where
 */
void lowmark_costs_show_stats(struct seq_file *m)
{
	struct lowmark_cost sum;
	u64 calls = 0;
	int id;

	for (id = 0; id < LOWMARK_NR_HOOKS; id++) {
		sum_calls(id, &sum);
		calls += sum.hits + sum.returns;
	}
	/* Those while recording is off as well, of which there are to be none. */
	seq_printf(m, "calls %llu\n", calls);
	seq_printf(m, "cost ns %llu elapsed_ns %llu cpus %u\n",
		   session_ns(), elapsed_ns(), num_online_cpus());
	seq_printf(m, "probe_ns kprobe %llu kretprobe %llu trap %llu\n",
		   ways.kprobe, ways.kretprobe, ways.trap);
}
