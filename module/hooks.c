// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placing the hooks, taking them away, and telling which could be placed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "attempt.h"
#include "caller.h"
#include "check_ftrace.h"
#include "fast.h"
#include "flight.h"
#include "hook_state.h"
#include "inlined.h"
#include "look.h"
#include "lowmark.h"
#include "node.h"
#include "present.h"
#include "replace.h"
#include "site.h"
#include "slow.h"
#include "symbols.h"
#include "walk.h"

/* Tasks that may be inside one probed function at once; more are counted. */
#define MAXACTIVE 1024

/* clang-format off */
#define ROW_KRETPROBE(name)				\
	.entry = lowmark_##name##_entry, .ret = lowmark_##name##_return, \
	.bytes = &lowmark_##name##_bytes,
#define ROW_SITES(name) ROW_KRETPROBE(name)
#define ROW_REPLACED(name) \
	ROW_KRETPROBE(name) .replace = &lowmark_##name##_replace,
#define ROW_ENTRY(name) \
	ROW_KPROBE(name) .look = &lowmark_##name##_look,
#define ROW_CHECKS(name) ROW_KRETPROBE(name) ROW_KPROBE(name)
#define ROW_KPROBE(name) .hit = lowmark_##name##_hit,
#define ROW_TRACEPOINT(name) .probe = &lowmark_##name##_probe,
#define ROW(ID, name_, kind_, target_, doc_) [LOWMARK_HOOK_##ID] = {	\
	.name = #name_, .target = (target_), .doc = (doc_),		\
	.kind = kind_, ROW_##kind_(name_)				\
},
const struct lowmark_hook lowmark_hooks[LOWMARK_NR_HOOKS] = { LOWMARK_HOOKS(ROW) };
/* clang-format on */

struct lowmark_hook_state lowmark_hook_states[LOWMARK_NR_HOOKS];

DEFINE_PER_CPU(bool, lowmark_int3);

static int place_probe(const struct lowmark_hook *hook,
		       const struct lowmark_hook_state *state,
		       struct lowmark_hook_place *place)
{
	struct kretprobe *rp = &place->rp;
	int ret;

	rp->kp.addr = (kprobe_opcode_t *)place->symbol.begin;
	if (!state->kretprobe) {
		rp->kp.pre_handler = hook->hit;
		ret = register_kprobe(&rp->kp);
	} else {
		if (hook->kind == SITES) {
			place->idle = true;
			rp->kp.flags = KPROBE_FLAG_DISABLED;
		}
		rp->entry_handler = hook->entry;
		rp->handler = hook->ret;
		rp->data_size = *hook->bytes;
		rp->maxactive = MAXACTIVE;
		ret = register_kretprobe(rp);
	}
	place->placed = !ret;
	return ret;
}

static int place_function(const struct lowmark_hook *hook,
			  struct lowmark_hook_state *state)
{
	struct lowmark_symbol found[LOWMARK_CLONES];
	int count, i, ret;

	count = lowmark_symbols_find(hook->target, found, ARRAY_SIZE(found));
	if (count < 0)
		return count;
	for (i = 0; i < count; i++) {
		struct lowmark_hook_place *place =
			kzalloc(sizeof(*place), GFP_KERNEL);

		if (!place)
			return -ENOMEM;
		state->places[i] = place;
		place->symbol = found[i];
		ret = place_probe(hook, state, place);
		if (ret)
			return ret;
	}
	return 0;
}

/*
 * With PREEMPT_RT its locks sleep, which counts as having left: nothing that
 * RCU offers would tell when nobody is in the module's function any more.
 */
static int place_replaced(const struct lowmark_hook *hook)
{
	if (IS_ENABLED(CONFIG_PREEMPT_RT))
		return -EWOULDBLOCK;
	return lowmark_replace_place(hook->replace);
}

/* The way that costs less, where the kernel lets it. */
static int place_better(const struct lowmark_hook *hook)
{
	if (hook->kind == SITES)
		return lowmark_sites_place(hook->target,
					   lowmark_attempt_callers,
					   &lowmark_attempt_sites);
	if (!lowmark.ftrace)
		return -ECANCELED;
	if (hook->kind == REPLACED)
		return place_replaced(hook);
	return hook->kind == ENTRY ?
		       lowmark_look_place(hook->look, hook->target) :
		       lowmark_check_ftrace_place(lowmark.verdict);
}

static void remove_better(const struct lowmark_hook *hook)
{
	if (hook->kind == SITES)
		lowmark_sites_remove();
	else if (hook->kind == REPLACED)
		lowmark_replace_remove(hook->replace);
	else if (hook->kind == ENTRY)
		lowmark_look_remove(hook->look);
	else
		lowmark_check_ftrace_remove();
}

static int place_row(const struct lowmark_hook *hook,
		     struct lowmark_hook_state *state)
{
	state->kretprobe = hook->kind != KPROBE && hook->kind != ENTRY &&
			   (hook->kind != CHECKS || lowmark.verdict);
	if (hook->kind >= SITES) {
		state->no_better = place_better(hook);
		state->elsewhere = !state->no_better;
	}
	/* Attempts that are not made at the sites may be wanted later. */
	if (state->elsewhere && hook->kind != SITES)
		return 0;
	return place_function(hook, state);
}

/**
 * lowmark_hooks_adapt() - look anew which probes the settings need
 *
 * Attempts of fast paths are recorded with checks=all only; no other setting
 * is worth a probe that every page passes.
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_hooks_adapt(void)
{
	struct lowmark_hook_state *state =
		&lowmark_hook_states[LOWMARK_HOOK_ATTEMPT];
	bool idle = state->elsewhere &&
		    (lowmark.checks != LOWMARK_CHECKS_ALL ||
		     !(lowmark.events & 1u << LOWMARK_EVENT_ATTEMPT));
	int i, err;

	for (i = 0; i < LOWMARK_CLONES && state->places[i]; i++) {
		struct lowmark_hook_place *place = state->places[i];

		if (!place->placed || place->idle == idle)
			continue;
		err = idle ? disable_kretprobe(&place->rp) :
			     enable_kretprobe(&place->rp);
		if (err)
			pr_warn("%s: its probe stays as it is (error %d)\n",
				place->symbol.name, -err);
		else
			place->idle = idle;
	}
}

static void find_tracepoint(struct tracepoint *tp, void *data)
{
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		if (lowmark_hooks[i].kind == TRACEPOINT &&
		    !strcmp(tp->name, lowmark_hooks[i].target))
			lowmark_hook_states[i].tp = tp;
}

static int place_tracepoint(const struct lowmark_hook *hook,
			    struct lowmark_hook_state *state)
{
	int ret;

	if (!state->tp)
		return -ENOENT;
	ret = tracepoint_probe_register(state->tp, *hook->probe, NULL);
	state->tp_placed = !ret;
	return ret;
}

static int place(const struct lowmark_hook *hook,
		 struct lowmark_hook_state *state)
{
	if (lowmark_inlined_spare(state - lowmark_hook_states))
		return -EEXIST;
	return hook->kind == TRACEPOINT ? place_tracepoint(hook, state) :
					  place_row(hook, state);
}

/**
 * lowmark_hooks_has() - is a hook placed
 * @id: the hook
 *
 * Return: true if so
 */
notrace bool lowmark_hooks_has(enum lowmark_hook_id id)
{
	return lowmark_hook_is_placed(&lowmark_hook_states[id]);
}

#define PLACES (LOWMARK_NR_HOOKS * LOWMARK_CLONES)

/* All at once: the kernel waits for all CPUs each time. */
static void unregister_all(void)
{
	static struct kretprobe *kretprobes[PLACES];
	static struct kprobe *kprobes[PLACES];
	int i, j, nr_kretprobes = 0, nr_kprobes = 0;

	for (i = LOWMARK_NR_HOOKS - 1; i >= 0; i--) {
		struct lowmark_hook_state *state = &lowmark_hook_states[i];

		for (j = 0; j < LOWMARK_CLONES && state->places[j]; j++) {
			struct kretprobe *rp = &state->places[j]->rp;

			if (!state->places[j]->placed)
				continue;
			if (state->kretprobe)
				kretprobes[nr_kretprobes++] = rp;
			else
				kprobes[nr_kprobes++] = &rp->kp;
		}
	}
	/* They use what a kretprobe keeps. */
	unregister_kprobes(kprobes, nr_kprobes);
	unregister_kretprobes(kretprobes, nr_kretprobes);
}

static void forget_places(struct lowmark_hook_state *state)
{
	int i;

	for (i = 0; i < LOWMARK_CLONES && state->places[i]; i++) {
		struct lowmark_hook_place *place = state->places[i];

		state->missed += place->rp.nmissed + place->rp.kp.nmissed;
		kfree(place);
		state->places[i] = NULL;
	}
}

/* The probed calls are @sites; they keep the walk that others look at. */
static void remove_better_ways(bool sites)
{
	int i;

	for (i = LOWMARK_NR_HOOKS - 1; i >= 0; i--) {
		struct lowmark_hook_state *state = &lowmark_hook_states[i];
		bool is_sites = lowmark_hooks[i].kind == SITES;

		if (!state->elsewhere || is_sites != sites)
			continue;
		remove_better(&lowmark_hooks[i]);
		state->elsewhere = false;
	}
}

static void remove_functions(void)
{
	int i;

	remove_better_ways(false);
	unregister_all();
	remove_better_ways(true);
	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		forget_places(&lowmark_hook_states[i]);
}

static void learn_symbols(void)
{
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		if (lowmark_hooks[i].kind != TRACEPOINT)
			lowmark_symbols_learn(lowmark_hooks[i].target);
	lowmark_callers_learn();
	lowmark_symbols_settle();
}

/**
 * lowmark_hooks_arm() - place every hook that this kernel has
 *
 * One that cannot be placed costs its own facts only; "caps" tells why.
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: 0, or -ENODEV if none could be placed
 */
int lowmark_hooks_arm(void)
{
	int i;

	lowmark_costs_measure();
	lowmark_present_learn();
	learn_symbols();
	lowmark_callers_find();
	lowmark_flights_reset();
	lowmark_ooms_reset();
	lowmark_attempts_reset();
	lowmark_walks_reset();
	lowmark_fast_reset();
	lowmark_nodes_reset();
	lowmark_inlined_reset();
	for_each_kernel_tracepoint(find_tracepoint, NULL);
	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		lowmark_hook_states[i].error =
			place(&lowmark_hooks[i], &lowmark_hook_states[i]);
	lowmark_present_forget();
	lowmark_walks_placed();
	lowmark_hooks_adapt();
	return lowmark_hooks_placed() ? 0 : -ENODEV;
}

/**
 * lowmark_hooks_disarm() - take every hook away
 *
 * When it returns no handler runs any more.
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_hooks_disarm(void)
{
	int i;

	/* Tracepoints first: they use what a kretprobe keeps. */
	for (i = LOWMARK_NR_HOOKS - 1; i >= 0; i--) {
		if (lowmark_hook_states[i].tp_placed)
			tracepoint_probe_unregister(lowmark_hook_states[i].tp,
						    *lowmark_hooks[i].probe,
						    NULL);
		lowmark_hook_states[i].tp_placed = false;
	}
	tracepoint_synchronize_unregister();
	remove_functions();
	lowmark_replaces_wait();
}

/**
 * lowmark_hooks_wait() - wait until each handler that runs has returned
 *
 * They run with preemption off, or where tracepoints have a way of their own.
 * To wait for those may be to wait for nobody else: 7.3.
 *
 * Context: process context
 */
void lowmark_hooks_wait(void)
{
	synchronize_rcu();
	tracepoint_synchronize_unregister();
}

/**
 * lowmark_hooks_placed() - how many hooks are placed
 *
 * Return: that number, at most LOWMARK_NR_HOOKS
 */
unsigned int lowmark_hooks_placed(void)
{
	unsigned int count = 0;
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		count += lowmark_hook_is_placed(&lowmark_hook_states[i]);
	return count;
}

static unsigned long missed_by(int id)
{
	const struct lowmark_hook_state *state = &lowmark_hook_states[id];
	unsigned long missed = state->missed;
	int i;

	if (lowmark_hooks[id].kind == SITES)
		missed += lowmark_sites_missed();
	for (i = 0; i < LOWMARK_CLONES && state->places[i]; i++)
		missed += state->places[i]->rp.nmissed +
			  state->places[i]->rp.kp.nmissed;
	return missed;
}

/**
 * lowmark_hooks_show_stats() - print the hooks' lines of the file "stats"
 * @m: where
 */
void lowmark_hooks_show_stats(struct seq_file *m)
{
	struct lowmark_fast_stats fast;
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		seq_printf(m, "hook %s %s hits %llu missed %lu ns %llu\n",
			   lowmark_hooks[i].name, lowmark_hooks[i].target,
			   lowmark_cost_hits(i), missed_by(i),
			   lowmark_cost_ns(i));
	seq_printf(m, "flights_missed %llu\n", lowmark_flights_missed());
	seq_printf(m, "spans_missed %llu\n", lowmark_spans_missed());
	lowmark_fast_sum(&fast);
	lowmark_attempts_add(&fast);
	seq_printf(m, "fast_paths retraced %llu unseen %llu truncated %llu partial %llu\n",
		   fast.retraced, fast.unseen, fast.truncated, fast.partial);
	lowmark_costs_show_stats(m);
}
