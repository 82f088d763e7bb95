// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file "caps": which hooks are placed, in which way, and why not.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "compat_sched.h"
#include "hook_state.h"
#include "inlined.h"
#include "lowmark.h"
#include "site.h"

/**
 * lowmark_hook_error() - why a hook is not placed
 * @id: the hook
 *
 * Return: 0 if it is placed, else a negative errno; -ENODEV while it is off
 */
int lowmark_hook_error(enum lowmark_hook_id id)
{
	if (lowmark_hook_is_placed(&lowmark_hook_states[id]))
		return 0;
	return lowmark_hook_states[id].error ? lowmark_hook_states[id].error :
					       -ENODEV;
}

/**
 * lowmark_hook_name() - what "caps" calls a hook
 * @id: the hook
 *
 * Return: its name
 */
const char *lowmark_hook_name(enum lowmark_hook_id id)
{
	return lowmark_hooks[id].name;
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
static const char *derived_from(const struct lowmark_hook_state *state)
{
	return state->error == -ENOENT ?
		       lowmark_inlined_derived(state - lowmark_hook_states) :
		       NULL;
}

static const char *state_word(const struct lowmark_hook_state *state)
{
	if (lowmark_hook_is_placed(state))
		return "observed";
	if (!READ_ONCE(lowmark.on))
		return "off";
	if (derived_from(state))
		return "derived";
	if (state->error == -EEXIST)
		return "spare";
	return state->error == -ENOENT ? "absent" : "failed";
}

/* Returns NULL for an error that nothing is known of. */
static const char *why_not_better(int error)
{
	switch (error) {
	case 0:
		return "-";
	case -ECANCELED:
		return "as hooks=kprobe asks for";
	case -EMLINK:
		return "a call of it is the caller's last step, whose return nobody sees";
	case -EBUSY:
		return "no ftrace: another replaces the function, or ftrace is off (EBUSY)";
	case -EINVAL:
		return "the function has no ftrace site (EINVAL)";
	case -EADDRNOTAVAIL:
		return "no ftrace: the compiler has made clones of the function (EADDRNOTAVAIL)";
	case -ENOENT:
		return "nothing in the slow path calls it (ENOENT)";
	case -EWOULDBLOCK:
		return "no ftrace: with PREEMPT_RT the function may sleep (EWOULDBLOCK)";
	case -EOPNOTSUPP:
		return "the cheaper way is not known for this kernel or processor";
	default:
		return NULL;
	}
}

static void show_placed(struct seq_file *m,
			const struct lowmark_hook_state *state)
{
	const char *why = why_not_better(state->no_better);

	if (why)
		seq_printf(m, "%s\n", why);
	else
		seq_printf(m, "the cheaper way failed (error %d)\n",
			   -state->no_better);
}

static const char *probe_kind(const struct lowmark_hook *hook,
			      const struct lowmark_hook_state *state)
{
	if (hook->kind == TRACEPOINT)
		return "tracepoint";
	return state->kretprobe ? "kretprobe" : "kprobe";
}

static void show_line(struct seq_file *m, const char *name, const char *kind,
		      const char *symbol, const char *state)
{
	seq_printf(m, "%-14s %-11s %-36s %-9s ", name, kind, symbol, state);
}

static void show_cap(struct seq_file *m, const struct lowmark_hook *hook,
		     const struct lowmark_hook_state *state, const char *symbol)
{
	show_line(m, hook->name, probe_kind(hook, state), symbol,
		  state_word(state));
	if (!READ_ONCE(lowmark.on))
		seq_puts(m, "-\n");
	else if (lowmark_hook_is_placed(state))
		show_placed(m, state);
	else if (derived_from(state))
		seq_printf(m, "%s\n", derived_from(state));
	else
		seq_printf(m, "%s; without it: no %s\n",
			   lowmark_hook_error_words(state->error), hook->doc);
}

static void show_sites(struct seq_file *m, const struct lowmark_hook *hook)
{
	char name[LOWMARK_SYMBOL_LEN];
	unsigned int i;

	for (i = 0; i < lowmark_sites_placed(); i++) {
		lowmark_sites_name(i, name, sizeof(name));
		show_line(m, hook->name, "site", name, "observed");
		seq_puts(m, "-\n");
	}
}

static void show_row(struct seq_file *m, const struct lowmark_hook *hook,
		     const struct lowmark_hook_state *state)
{
	int i;

	if (state->elsewhere && hook->kind == SITES) {
		show_sites(m, hook);
	} else if (state->elsewhere) {
		show_line(m, hook->name, "ftrace", hook->target, "observed");
		seq_puts(m, hook->kind != CHECKS || lowmark.verdict ?
				    "-\n" :
				    "at its entry alone\n");
	} else if (!state->places[0]) {
		show_cap(m, hook, state, hook->target);
	}
	for (i = 0; i < LOWMARK_CLONES && state->places[i]; i++)
		if (!state->places[i]->idle)
			show_cap(m, hook, state, state->places[i]->symbol.name);
}

/**
 * lowmark_hooks_show_caps() - print the file "caps"
 * @m: where
 */
void lowmark_hooks_show_caps(struct seq_file *m)
{
	int i;

	seq_printf(m, "%-14s %-11s %-36s %-9s %s\n", "hook", "kind", "symbol",
		   "state", "reason");
	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		show_row(m, &lowmark_hooks[i], &lowmark_hook_states[i]);
	if (!LOWMARK_HAVE_RUN_DELAY)
		seq_puts(m,
			 "# no waits: this kernel does not count how long a task waits for a CPU (CONFIG_SCHEDSTATS)\n");
	seq_puts(m,
		 "# what follows for each decision of the kernel: decisions\n");
}
