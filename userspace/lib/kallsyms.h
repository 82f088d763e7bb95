/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the kernel's symbols, and telling the clones of a function.
 */
#ifndef LOWMARK_LIB_KALLSYMS_H
#define LOWMARK_LIB_KALLSYMS_H

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

enum lm_clone lm_clone_of(const char *symbol, const char *function);
int lm_kallsyms_scan(const char *path,
		     void (*symbol)(void *arg, const char *name), void *arg);

#endif
