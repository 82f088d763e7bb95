// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs decisions: which decisions of this kernel are seen, and how.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>

#include "compat_decisions.h"
#include "files.h"
#include "hooks.h"
#include "inlined.h"
#include "lowmark.h"
#include "lowmark_decisions.h"

/**
 * struct decision - a row of the list
 * @id: short name
 * @what: what is decided
 * @kernels: which kernels decide so
 * @limit: what is not seen though it is observed
 * @basis: what it is derived from, or why it is not seen at all
 * @seen: hooks that observe it, a bit each
 * @from: hooks that it is derived from, a bit each
 * @exists: this kernel decides so
 */
struct decision {
	const char *id;
	const char *what;
	const char *kernels;
	const char *limit;
	const char *basis;
	u64 seen;
	u64 from;
	bool exists;
};

/* clang-format off */
#define HOOK(ID) | BIT_ULL(LOWMARK_HOOK_##ID)
#ifdef LOWMARK_HAVE_FAIR_ZONES
#define LOWMARK_FAIR_ERA(hooks) hooks
#else
#define LOWMARK_FAIR_ERA(hooks)
#endif
#define ROW(id_, what_, kernels_, function, HAS, seen_, limit_, from_, basis_, source) { \
	.id = (id_), .what = (what_), .kernels = (kernels_),		\
	.limit = (limit_), .basis = (basis_),				\
	.seen = 0 seen_, .from = 0 from_,				\
	.exists = LOWMARK_DECIDES_##HAS,				\
},
static const struct decision decisions[] = { LOWMARK_DECISIONS(ROW, HOOK) };
#undef ROW
#undef HOOK
/* clang-format on */

/*
 * The first of the hooks that is not placed; negative: all are. What such a
 * hook would see may itself be derived.
 */
static int missing(u64 hooks, bool may_derive)
{
	int i;

	for (i = 0; i < LOWMARK_NR_HOOKS; i++)
		if (hooks & BIT_ULL(i) && lowmark_hook_error(i) &&
		    !(may_derive && lowmark_inlined_derived(i)))
			return i;
	return -1;
}

static void show_unseen(struct seq_file *m, const struct decision *decision)
{
	u64 hooks = decision->from ? decision->from : decision->seen;
	int id = missing(hooks, true);

	seq_puts(m, "unobservable ");
	if (id < 0)
		seq_puts(m, decision->basis);
	else
		seq_printf(m, "hook %s: %s", lowmark_hook_name(id),
			   lowmark_hook_error_words(lowmark_hook_error(id)));
}

static void show_seen_how(struct seq_file *m, const struct decision *decision)
{
	if (!decision->exists)
		seq_printf(m, "absent       kernels: %s", decision->kernels);
	else if ((decision->seen || decision->from) && !READ_ONCE(lowmark.on))
		seq_puts(m, "off          not recording");
	else if (decision->seen && missing(decision->seen, false) < 0)
		seq_printf(m, "observed     %s",
			   *decision->limit ? decision->limit : "-");
	else if (decision->from && missing(decision->from, true) < 0)
		seq_printf(m, "derived      %s", decision->basis);
	else if (decision->seen && missing(decision->seen, true) < 0)
		seq_puts(m, "derived      as the hooks that caps calls derived");
	else
		show_unseen(m, decision);
	seq_putc(m, '\n');
}

/**
 * lowmark_show_decisions() - print the file "decisions"
 * @m: where
 */
void lowmark_show_decisions(struct seq_file *m)
{
	size_t i;

	BUILD_BUG_ON(LOWMARK_NR_HOOKS > 64);
	seq_printf(m, "%-4s %-52s %-12s %s\n", "id", "decision", "state",
		   "reason");
	for (i = 0; i < ARRAY_SIZE(decisions); i++) {
		seq_printf(m, "%-4s %-52s ", decisions[i].id,
			   decisions[i].what);
		show_seen_how(m, &decisions[i]);
	}
}
