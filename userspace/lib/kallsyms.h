/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the kernel's symbols, and telling the clones of a function.
 */
#ifndef LOWMARK_LIB_KALLSYMS_H
#define LOWMARK_LIB_KALLSYMS_H

#include <linux/types.h>

/**
 * enum lm_clone - how a symbol relates to a function of the source
 * @LM_CLONE_NONE: not at all
 * @LM_CLONE_COLD: holds the function's unlikely parts only
 * @LM_CLONE_PART: holds a part of the function, entered after its begin
 * @LM_CLONE_OTHER: whole, but of a name that the module does not look up
 * @LM_CLONE_WHOLE: the compiler changed how it is called (.constprop, .isra),
 *	and the module looks it up
 * @LM_CLONE_EXACT: is the function
 */
enum lm_clone {
	LM_CLONE_NONE,
	LM_CLONE_COLD,
	LM_CLONE_PART,
	LM_CLONE_OTHER,
	LM_CLONE_WHOLE,
	LM_CLONE_EXACT,
};

#define LM_MODULE_SIZE 56 /* longest name of a module, with NUL */

/**
 * struct lm_kallsym - a symbol of the kernel
 * @address: where it is; 0 if the reader may not know
 * @type: as nm(1) has it: t and T are functions
 * @module: module that it is of, NULL for the kernel itself
 * @name: its name
 */
struct lm_kallsym {
	__u64 address;
	char type;
	const char *module;
	const char *name;
};

enum lm_clone lm_clone_of(const char *symbol, const char *function);
int lm_kallsyms_scan(const char *path,
		     void (*take)(void *arg, const struct lm_kallsym *symbol),
		     void *arg);

#endif
