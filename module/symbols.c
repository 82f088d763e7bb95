// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding functions by name, clones included. kallsyms is not exported;
 * registering a kprobe makes the kernel look a name up, and sprint_symbol()
 * tells where the function begins and ends.
 */
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

#include "compat.h"
#include "lowmark.h"
#include "lowmark_clones.h"
#include "present.h"
#include "symbols.h"

static const char *const suffixes[] = { LOWMARK_CLONE_SUFFIXES };

static int never(struct kprobe *kp, struct pt_regs *regs)
{
	return 0;
}

/* Reads "name+0x4/0x1a0" for the place of @addr in its function. */
static int measure(unsigned long addr, struct lowmark_symbol *symbol)
{
	char text[KSYM_SYMBOL_LEN];
	unsigned long offset, size;
	char *at;

	sprint_symbol(text, addr);
	at = strrchr(text, '+');
	if (!at || sscanf(at, "+0x%lx/0x%lx", &offset, &size) != 2)
		return -EINVAL;
	/* With IBT the kernel moves a probe behind the endbr64. */
	symbol->begin = addr - offset;
	symbol->end = symbol->begin + size;
	return 0;
}

static struct kprobe lookups[LOWMARK_LOOKUPS]; /* not taken away yet */
static unsigned int nr_lookups;

/* What is known of a name; functions of the kernel itself do not move. */
static struct known {
	const char *base;
	int count; /* or why there is none */
	struct lowmark_symbol found[LOWMARK_CLONES];
} known[LOWMARK_KNOWN];
static unsigned int nr_known;

/**
 * lowmark_symbols_settle() - take away what lowmark_symbols_learn() needed,
 *	all at once: the kernel waits for all CPUs each time
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_symbols_settle(void)
{
	struct kprobe *probes[LOWMARK_LOOKUPS];
	unsigned int i;

	for (i = 0; i < nr_lookups; i++)
		probes[i] = &lookups[i];
	unregister_kprobes(probes, nr_lookups);
	nr_lookups = 0;
}

static int look_up(const char *name, struct lowmark_symbol *symbol)
{
	struct kprobe *kp;
	int ret;

	if (lowmark_is_absent(name))
		return -ENOENT;
	if (nr_lookups == ARRAY_SIZE(lookups))
		lowmark_symbols_settle();
	kp = &lookups[nr_lookups];
	*kp = (struct kprobe){
		.symbol_name = name,
		.pre_handler = never,
		.flags = KPROBE_FLAG_DISABLED,
	};
	ret = register_kprobe(kp);
	if (ret)
		return ret;
	kp->symbol_name = NULL; /* may not live as long as the probe */
	nr_lookups++;
	strscpy(symbol->name, name, sizeof(symbol->name));
	return measure((unsigned long)kp->addr, symbol);
}

/* Sets @short_of_memory, if anyone asks, when there may be more. */
static int find_clones(const char *base, int len,
		       struct lowmark_symbol *found, unsigned int room,
		       bool *short_of_memory)
{
	char name[LOWMARK_SYMBOL_LEN];
	unsigned int count = 0;
	int ret, why = -ENOENT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(suffixes) && count < room; i++) {
		snprintf(name, sizeof(name), "%.*s%s", len, base, suffixes[i]);
		ret = look_up(name, &found[count]);
		if (!ret)
			count++;
		else if (ret != -ENOENT)
			why = ret;
		if (short_of_memory && ret == -ENOMEM)
			*short_of_memory = true;
	}
	return count ? count : why;
}

static int find(const char *base, struct lowmark_symbol *found,
		unsigned int room, bool *short_of_memory)
{
	int len, ret;

	for (;; base += len + 1) {
		len = strcspn(base, "|");
		ret = find_clones(base, len, found, room,
				  short_of_memory);
		if (ret != -ENOENT || !base[len])
			return ret;
	}
}

static struct known *find_known(const char *base)
{
	unsigned int i;

	for (i = 0; i < nr_known; i++)
		if (!strcmp(known[i].base, base))
			return &known[i];
	return NULL;
}

/**
 * lowmark_symbols_learn() - look a function up that will be asked for
 * @base: as of lowmark_symbols_find(); is kept
 *
 * lowmark_symbols_settle() must follow before a function is probed.
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_symbols_learn(const char *base)
{
	struct known *new = &known[nr_known];
	bool short_of_memory = false;

	if (find_known(base) || nr_known == ARRAY_SIZE(known))
		return;
	new->base = base;
	new->count = find(base, new->found, ARRAY_SIZE(new->found),
			  &short_of_memory);
	/* What failed for want of memory may be found the next time. */
	if (!short_of_memory)
		nr_known++;
}

/**
 * lowmark_symbols_find() - find a function and its clones
 * @base: its name in the source; of "a|b" the first that exists
 * @found: filled, in the order the compiler's suffixes are tried
 * @room: entries of @found, at most LOWMARK_CLONES
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: how many were found, or -ENOENT, or why the only one found cannot
 * be probed
 */
int lowmark_symbols_find(const char *base, struct lowmark_symbol *found,
			 unsigned int room)
{
	const struct known *one = find_known(base);
	int count;

	if (!one) {
		count = find(base, found, room, NULL);
		lowmark_symbols_settle();
		return count;
	}
	count = min_t(int, one->count, room);
	if (count > 0)
		memcpy(found, one->found, count * sizeof(*found));
	return count;
}
