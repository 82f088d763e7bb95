// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel takes to get to a handler: measured once, on functions of our
 * own.
 */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/timekeeping.h>

#include "cost_probe.h"

#define CALLS 64u
#define ROUNDS 8u

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

/* What a probe adds to a call; of a kretprobe only its kp is used for a kprobe. */
static u64 time_probe(int (*function)(int x), bool returns)
{
	struct kretprobe rp = {
		.kp.addr = (kprobe_opcode_t *)function,
		.kp.pre_handler = returns ? NULL : nothing,
		.entry_handler = nothing_more,
		.handler = nothing_more,
		.maxactive = 16,
	};
	u64 without = time_calls(function), with;

	if (returns ? register_kretprobe(&rp) : register_kprobe(&rp.kp))
		return 0;
	with = time_calls(function);
	if (returns)
		unregister_kretprobe(&rp);
	else
		unregister_kprobe(&rp.kp);
	return with > without ? with - without : 0;
}

/**
 * lowmark_probe_costs_measure() - measure them, unless they are known
 * @costs: filled
 *
 * Context: process context
 */
void lowmark_probe_costs_measure(struct lowmark_probe_costs *costs)
{
	if (costs->known)
		return;
	costs->kprobe = time_probe(traced, false);
	costs->kretprobe = time_probe(traced, true);
	costs->trap = time_probe(untraced, false);
	costs->known = true;
}
