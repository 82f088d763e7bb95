/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rows of the hooks and what became of them; for hooks.c, which places
 * them, and caps.c, which tells of them.
 */
#ifndef LOWMARK_HOOK_STATE_H
#define LOWMARK_HOOK_STATE_H

#include <linux/kprobes.h>
#include <linux/tracepoint.h>

#include "hooks.h"
#include "symbols.h"

enum lowmark_hook_kind {
	KPROBE,
	KRETPROBE,
	TRACEPOINT,
	SITES,
	REPLACED,
	ENTRY,
	CHECKS
};

/**
 * struct lowmark_hook - a row of the table
 * @name: name in "caps" and "stats"
 * @target: function, or tracepoint
 * @doc: what is lost without it
 * @kind: how it is hooked
 * @entry: of a kretprobe: at entry
 * @ret: of a kretprobe: at return
 * @bytes: of a kretprobe: room between the two
 * @hit: of a kprobe: at entry
 * @probe: TRACEPOINT: its function
 * @replace: REPLACED: how ftrace does it
 * @look: ENTRY: how ftrace does it
 */
struct lowmark_hook {
	const char *name;
	const char *target;
	const char *doc;
	enum lowmark_hook_kind kind;
	kretprobe_handler_t entry;
	kretprobe_handler_t ret;
	const size_t *bytes;
	kprobe_pre_handler_t hit;
	void *const *probe;
	struct lowmark_replace *replace;
	struct lowmark_look *look;
};

/* One placed probe; a function with clones has several. */
struct lowmark_hook_place {
	struct kretprobe rp; /* of a kprobe only its kp is used */
	struct lowmark_symbol symbol;
	bool placed;
	bool idle; /* placed, but switched off */
};

/**
 * struct lowmark_hook_state - what became of a row
 * @places: its probes
 * @tp: its tracepoint
 * @tp_placed: it is probed
 * @elsewhere: the way that is cheaper is used
 * @kretprobe: its probes are kretprobes
 * @error: why it could not be placed
 * @no_better: why the way that is cheaper is not used
 * @missed: hits that probes taken away since have missed
 */
struct lowmark_hook_state {
	struct lowmark_hook_place *places[LOWMARK_CLONES];
	struct tracepoint *tp;
	bool tp_placed;
	bool elsewhere;
	bool kretprobe;
	int error;
	int no_better;
	unsigned long missed;
};

extern const struct lowmark_hook lowmark_hooks[LOWMARK_NR_HOOKS];
extern struct lowmark_hook_state lowmark_hook_states[LOWMARK_NR_HOOKS];

/* Is the hook placed, in whichever way? */
static inline bool
lowmark_hook_is_placed(const struct lowmark_hook_state *state)
{
	return state->tp_placed || state->elsewhere ||
	       (state->places[0] && state->places[0]->placed);
}

#endif
