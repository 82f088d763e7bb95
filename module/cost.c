// SPDX-License-Identifier: GPL-2.0-only
/*
 * What lowmark itself costs: the time in its handlers, of which one call in
 * LOWMARK_COST_EVERY is timed, and what the kernel takes to get there, which is
 * measured once on functions of our own.
 */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/math64.h>
#include <linux/cpumask.h>
#include <linux/string.h>

#include "hook_state.h"
#include "hooks.h"
#include "lowmark.h"

/* A handler is bounded; what takes longer was interrupted meanwhile. */
#define LONGEST_NS 100000u
#define CALLS 64u
#define ROUNDS 8u

DEFINE_PER_CPU(int, lowmark_cost_left);
DEFINE_PER_CPU(struct lowmark_cost[LOWMARK_NR_HOOKS], lowmark_costs);

/* What a probe takes besides its handler, in ns; 0: not measured */
static struct {
	u64 kprobe;
	u64 kretprobe;
	u64 trap;
	bool known;
} ways;

static u64 since;	/* clock when recording was turned on */
static u64 until;	/* and off; 0: it is on */
static u64 before;	/* cost until then, in ns */

static noinline int traced(int x)
{
	barrier();
	return x + 1;
}

static noinline notrace int untraced(int x)
{
	barrier();
	return x + 1;
}

static int nothing(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

static int nothing_more(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	return 0;
}

/* The least of some rounds: an interrupt or another guest is no cost. */
static u64 time_calls(int (*function)(int x))
{
	u64 least = U64_MAX;
	unsigned int round, i;
	unsigned long flags;

	for (round = 0; round < ROUNDS; round++) {
		u64 begin;

		local_irq_save(flags);
		begin = ktime_get_mono_fast_ns();
		for (i = 0; i < CALLS; i++)
			function(i);
		least = min(least, ktime_get_mono_fast_ns() - begin);
		local_irq_restore(flags);
	}
	return least / CALLS;
}

static u64 time_kprobe(int (*function)(int x))
{
	struct kprobe kp = {
		.addr = (kprobe_opcode_t *)function,
		.pre_handler = nothing,
	};
	u64 without = time_calls(function), with;

	if (register_kprobe(&kp))
		return 0;
	with = time_calls(function);
	unregister_kprobe(&kp);
	return with > without ? with - without : 0;
}

static u64 time_kretprobe(int (*function)(int x))
{
	struct kretprobe rp = {
		.kp.addr = (kprobe_opcode_t *)function,
		.entry_handler = nothing_more,
		.handler = nothing_more,
		.maxactive = 16,
	};
	u64 without = time_calls(function), with;

	if (register_kretprobe(&rp))
		return 0;
	with = time_calls(function);
	unregister_kretprobe(&rp);
	return with > without ? with - without : 0;
}

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

/**
 * lowmark_costs_sum() - the calls of a hook's handlers on all CPUs
 * @id: the hook
 * @sum: filled
 */
void lowmark_costs_sum(unsigned int id, struct lowmark_cost *sum)
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

static u64 handlers_ns(unsigned int id)
{
	struct lowmark_cost sum;

	lowmark_costs_sum(id, &sum);
	if (!sum.timed)
		return 0;
	return div64_u64(sum.ns, sum.timed) * (sum.hits + sum.returns);
}

/* A tracepoint is a call; through ftrace it is a few instructions more. */
static u64 probes_ns(unsigned int id)
{
	const struct lowmark_hook_state *state = &lowmark_hook_states[id];
	enum lowmark_hook_kind kind = lowmark_hooks[id].kind;
	struct lowmark_cost sum;

	lowmark_costs_sum(id, &sum);
	if (kind == SITES && state->elsewhere)
		return (sum.hits + sum.returns) * ways.trap;
	if (kind == TRACEPOINT || state->elsewhere)
		return 0;
	if (!state->kretprobe)
		return sum.hits * ways.kprobe;
	return sum.returns * ways.kretprobe +
	       (sum.hits - min(sum.hits, sum.returns)) * ways.kprobe;
}

/**
 * lowmark_cost_ns() - what a hook has cost since the module was loaded
 * @id: the hook
 *
 * Return: ns of all CPUs, with what its probes take
 */
u64 lowmark_cost_ns(unsigned int id)
{
	return handlers_ns(id) + probes_ns(id);
}

static u64 total_ns(void)
{
	u64 sum = 0;
	int id;

	for (id = 0; id < LOWMARK_NR_HOOKS; id++)
		sum += lowmark_cost_ns(id);
	return sum;
}

/**
 * lowmark_costs_begin() - recording is turned on; hooks are about to be armed
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_costs_begin(void)
{
	if (!ways.known) {
		ways.kprobe = time_kprobe(traced);
		ways.kretprobe = time_kretprobe(traced);
		ways.trap = time_kprobe(untraced);
		ways.known = true;
	}
	before = total_ns();
	since = ktime_get_mono_fast_ns();
	until = 0;
}

/**
 * lowmark_costs_end() - recording is turned off
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_costs_end(void)
{
	until = ktime_get_mono_fast_ns();
}

static u64 elapsed_ns(void)
{
	if (!since)
		return 0;
	return (until ? until : ktime_get_mono_fast_ns()) - since;
}

/* The mean by which samples are scaled up may sink: never less than nothing. */
static u64 cost_ns(void)
{
	u64 total = total_ns();

	return total > before ? total - before : 0;
}

/**
 * lowmark_costs_show_status() - print the line of the file "status"
 * @m: where
 */
void lowmark_costs_show_status(struct seq_file *m)
{
	u64 elapsed = elapsed_ns(), cost = cost_ns();
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
	seq_printf(m, "cost ns %llu elapsed_ns %llu cpus %u\n",
		   cost_ns(), elapsed_ns(), num_online_cpus());
	seq_printf(m, "probe_ns kprobe %llu kretprobe %llu trap %llu\n",
		   ways.kprobe, ways.kretprobe, ways.trap);
}
