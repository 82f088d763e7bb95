// SPDX-License-Identifier: GPL-2.0-only
/*
 * Placing the hooks, taking them away, and telling which could be placed.
 */
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/tracepoint.h>

#include "attempt.h"
#include "caller.h"
#include "flight.h"
#include "hooks.h"
#include "inlined.h"
#include "lowmark.h"
#include "node.h"
#include "symbols.h"

/* Tasks that may be inside one probed function at once; more are counted. */
#define MAXACTIVE 1024

enum kind { KPROBE, KRETPROBE, TRACEPOINT };

/**
 * struct hook - a row of the table
 * @name: name in "caps" and "stats"
 * @target: function, or tracepoint
 * @doc: what is lost without it
 * @kind: how it is hooked
 * @entry: KRETPROBE: at entry
 * @ret: KRETPROBE: at return
 * @bytes: KRETPROBE: room between the two
 * @hit: KPROBE: at entry
 * @probe: TRACEPOINT: its function
 */
struct hook {
	const char *name;
	const char *target;
	const char *doc;
	enum kind kind;
	kretprobe_handler_t entry;
	kretprobe_handler_t ret;
	const size_t *bytes;
	kprobe_pre_handler_t hit;
	void *const *probe;
};

/* One placed probe; a function with clones has several. */
struct place {
	struct kretprobe rp;	/* of a KPROBE only its kp is used */
	struct lowmark_symbol symbol;
	bool placed;
};

struct state {
	struct place *places[LOWMARK_CLONES];
	struct tracepoint *tp;
	bool tp_placed;
	int error;
	unsigned long missed;	/* by probes taken away since */
};

/* clang-format off */
#define ROW_KRETPROBE(name)				\
	.entry = lowmark_##name##_entry, .ret = lowmark_##name##_return, \
	.bytes = &lowmark_##name##_bytes,
#define ROW_KPROBE(name) .hit = lowmark_##name##_hit,
#define ROW_TRACEPOINT(name) .probe = &lowmark_##name##_probe,
#define ROW(ID, name_, kind_, target_, doc_) [LOWMARK_HOOK_##ID] = {	\
	.name = #name_, .target = (target_), .doc = (doc_),		\
	.kind = kind_, ROW_##kind_(name_)				\
},
static const struct hook hooks[LOWMARK_NR_HOOKS] = { LOWMARK_HOOKS(ROW) };
/* clang-format on */

static struct state states[LOWMARK_NR_HOOKS];
static const char *const kind_names[] = { "kprobe", "kretprobe", "tracepoint" };

DEFINE_PER_CPU(u64[LOWMARK_NR_HOOKS], lowmark_hits);
DEFINE_PER_CPU(bool, lowmark_int3);

static int place_probe(const struct hook *hook, struct place *place)
{
	struct kretprobe *rp = &place->rp;
	int ret;

	rp->kp.addr = (kprobe_opcode_t *)place->symbol.begin;
	if (hook->kind == KPROBE) {
		rp->kp.pre_handler = hook->hit;
		ret = register_kprobe(&rp->kp);
	} else {
		rp->entry_handler = hook->entry;
		rp->handler = hook->ret;
		rp->data_size = *hook->bytes;
		rp->maxactive = MAXACTIVE;
		ret = register_kretprobe(rp);
	}
	place->placed = !ret;
	return ret;
}

static int place_function(const struct hook *hook, struct state *state)
{
	struct lowmark_symbol found[LOWMARK_CLONES];
	int count, i, ret;

	count = lowmark_symbols_find(hook->target, found, ARRAY_SIZE(found));
	if (count < 0)
		return count;
	for (i = 0; i < count; i++) {
		struct place *place = kzalloc(sizeof(*place), GFP_KERNEL);

		if (!place)
			return -ENOMEM;
		state->places[i] = place;
		place->symbol = found[i];
		ret = place_probe(hook, place);
		if (ret)
			return ret;
	}
	return 0;
}

static void find_tracepoint(struct tracepoint *tp, void *data)
{
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		if (hooks[i].kind == TRACEPOINT &&
		    !strcmp(tp->name, hooks[i].target))
			states[i].tp = tp;
}

static int place_tracepoint(const struct hook *hook, struct state *state)
{
	int ret;

	if (!state->tp)
		return -ENOENT;
	ret = tracepoint_probe_register(state->tp, *hook->probe, NULL);
	state->tp_placed = !ret;
	return ret;
}

static bool is_placed(const struct state *state)
{
	return state->tp_placed || (state->places[0] && state->places[0]->placed);
}

static int place(const struct hook *hook, struct state *state)
{
	if (lowmark_inlined_spare(state - states))
		return -EEXIST;
	return hook->kind == TRACEPOINT ? place_tracepoint(hook, state) :
					  place_function(hook, state);
}

/**
 * lowmark_hooks_has() - is a hook placed
 * @id: the hook
 *
 * Return: true if so
 */
notrace bool lowmark_hooks_has(enum lowmark_hook_id id)
{
	return is_placed(&states[id]);
}

static void remove_function(const struct hook *hook, struct state *state)
{
	int i;

	for (i = 0; i < LOWMARK_CLONES; i++) {
		struct place *place = state->places[i];

		if (!place)
			continue;
		if (place->placed && hook->kind == KPROBE)
			unregister_kprobe(&place->rp.kp);
		else if (place->placed)
			unregister_kretprobe(&place->rp);
		state->missed += place->rp.nmissed + place->rp.kp.nmissed;
		kfree(place);
		state->places[i] = NULL;
	}
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

	lowmark_callers_find();
	lowmark_flights_reset();
	lowmark_attempts_reset();
	lowmark_nodes_reset();
	for_each_kernel_tracepoint(find_tracepoint, NULL);
	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		states[i].error = place(&hooks[i], &states[i]);
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
		if (states[i].tp_placed)
			tracepoint_probe_unregister(states[i].tp,
						    *hooks[i].probe, NULL);
		states[i].tp_placed = false;
	}
	tracepoint_synchronize_unregister();
	for (i = LOWMARK_NR_HOOKS - 1; i >= 0; i--)
		remove_function(&hooks[i], &states[i]);
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
		count += is_placed(&states[i]);
	return count;
}

/**
 * lowmark_hook_error() - why a hook is not placed
 * @id: the hook
 *
 * Return: 0 if it is placed, else a negative errno; -ENODEV while it is off
 */
int lowmark_hook_error(enum lowmark_hook_id id)
{
	if (is_placed(&states[id]))
		return 0;
	return states[id].error ? states[id].error : -ENODEV;
}

/**
 * lowmark_hook_name() - what "caps" calls a hook
 * @id: the hook
 *
 * Return: its name
 */
const char *lowmark_hook_name(enum lowmark_hook_id id)
{
	return hooks[id].name;
}

/**
 * lowmark_hook_error_words() - why a hook is not placed, for a reader
 * @error: negative errno
 *
 * Return: the words
 */
const char *lowmark_hook_error_words(int error)
{
	switch (error) {
	case -ENOENT:
		return "this kernel has no such symbol (ENOENT)";
	case -EINVAL:
		return "the kernel forbids a probe there (EINVAL)";
	case -EILSEQ:
		return "no instruction begins there (EILSEQ)";
	case -EADDRNOTAVAIL:
		return "the name is ambiguous (EADDRNOTAVAIL)";
	case -EOPNOTSUPP:
		return "kprobes are switched off (EOPNOTSUPP)";
	case -ENOMEM:
		return "no memory (ENOMEM)";
	case -EPERM:
		return "not permitted (EPERM)";
	case -EEXIST:
		return "not needed: the slow path is not inlined (EEXIST)";
	default:
		return "unexpected error";
	}
}

/* A function that is not there may be inlined. */
static const char *derived_from(const struct state *state)
{
	return state->error == -ENOENT ?
		       lowmark_inlined_derived(state - states) :
		       NULL;
}

static const char *state_word(const struct state *state)
{
	if (is_placed(state))
		return "observed";
	if (!READ_ONCE(lowmark.on))
		return "off";
	if (derived_from(state))
		return "derived";
	if (state->error == -EEXIST)
		return "spare";
	return state->error == -ENOENT ? "absent" : "failed";
}

static void show_why_not(struct seq_file *m, const struct hook *hook,
			 const struct state *state)
{
	const char *derived = derived_from(state);

	if (derived)
		seq_printf(m, "%s\n", derived);
	else
		seq_printf(m, "%s; without it: no %s\n",
			   lowmark_hook_error_words(state->error), hook->doc);
}

static void show_cap(struct seq_file *m, const struct hook *hook,
		     const struct state *state, const char *symbol)
{
	seq_printf(m, "%-14s %-11s %-36s %-9s ", hook->name,
		   kind_names[hook->kind], symbol, state_word(state));
	if (is_placed(state) || !READ_ONCE(lowmark.on))
		seq_puts(m, "-\n");
	else
		show_why_not(m, hook, state);
}

/**
 * lowmark_hooks_show_caps() - print the file "caps"
 * @m: where
 */
void lowmark_hooks_show_caps(struct seq_file *m)
{
	int i, j;

	seq_printf(m, "%-14s %-11s %-36s %-9s %s\n", "hook", "kind", "symbol",
		   "state", "reason");
	for (i = 0; i < LOWMARK_NR_HOOKS; i++) {
		struct state *state = &states[i];

		if (!state->places[0])
			show_cap(m, &hooks[i], state, hooks[i].target);
		for (j = 0; j < LOWMARK_CLONES && state->places[j]; j++)
			show_cap(m, &hooks[i], state,
				 state->places[j]->symbol.name);
	}
	seq_puts(m, "# what follows for each decision of the kernel: decisions\n");
}

static u64 hits(int id)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(lowmark_hits, cpu)[id];
	return sum;
}

/**
 * lowmark_hooks_show_stats() - print the hooks' lines of the file "stats"
 * @m: where
 */
void lowmark_hooks_show_stats(struct seq_file *m)
{
	int i, j;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++) {
		unsigned long missed = states[i].missed;

		for (j = 0; j < LOWMARK_CLONES && states[i].places[j]; j++)
			missed += states[i].places[j]->rp.nmissed +
				  states[i].places[j]->rp.kp.nmissed;
		seq_printf(m, "hook %s %s hits %llu missed %lu\n",
			   hooks[i].name, hooks[i].target, hits(i), missed);
	}
	seq_printf(m, "flights_missed %llu\n", lowmark_flights_missed());
}
