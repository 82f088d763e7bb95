// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which names the kernel's functions have. Most of the hundreds that are looked up
 * are those that a clone of a function would have; where each of them takes
 * milliseconds, going through all names once tells which need not be.
 */
#include <linux/bitops.h>
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "compat_symbols.h"
#include "present.h"
#include "symbols.h"

/* With 150,000 names 1 in 14 absent ones would be taken for present. */
#define NAME_BITS (1u << 21)

typedef int (*each_symbol_t)(int (*call)(void *data, const char *name,
					 struct module *mod,
					 unsigned long addr),
			     void *data);

/* A bit per hash; NULL: nothing is known. */
static unsigned long *names;

static unsigned int bit_of(const char *name)
{
	return jhash(name, strlen(name), 0) % NAME_BITS;
}

#define ALL_SEEN 1
#define NOT_AS_EXPECTED 2

/*
 * Names come in the order of their addresses; behind the functions no other is
 * asked for, and up to v5.11 to go on with modules their mutex is needed.
 */
static int note_name(void *unused, const char *name, struct module *mod,
		     unsigned long addr)
{
	if (mod)
		return NOT_AS_EXPECTED;
	__set_bit(bit_of(name), names);
	return strcmp(name, "_etext") ? 0 : ALL_SEEN;
}

/**
 * lowmark_present_forget() - all has been looked up
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_present_forget(void)
{
	vfree(names);
	names = NULL;
}

/**
 * lowmark_present_learn() - learn which names there are, if that saves time
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_present_learn(void)
{
	struct lowmark_symbol each_symbol;

	/* It is exported only up to v5.6. */
	if (!LOWMARK_SLOW_LOOKUPS ||
	    lowmark_symbols_find("kallsyms_on_each_symbol", &each_symbol, 1) < 1)
		return;
	names = vzalloc(NAME_BITS / BITS_PER_BYTE);
	if (names && ((each_symbol_t)each_symbol.begin)(note_name, NULL) !=
			     ALL_SEEN)
		lowmark_present_forget();
}

/**
 * lowmark_is_absent() - is it known that the kernel has no such name
 * @name: the name
 *
 * Return: true if so
 */
bool lowmark_is_absent(const char *name)
{
	return names && !test_bit(bit_of(name), names);
}
