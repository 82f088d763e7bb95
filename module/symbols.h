/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding functions of the kernel that modules cannot link to.
 */
#ifndef LOWMARK_SYMBOLS_H
#define LOWMARK_SYMBOLS_H

#define LOWMARK_SYMBOL_LEN 64
#define LOWMARK_CLONES 4
#define LOWMARK_LOOKUPS 64 /* functions looked up before the kernel waits */
#define LOWMARK_KNOWN 96 /* names that are remembered */

/**
 * struct lowmark_symbol - a function of the kernel
 * @name: as kallsyms spells it, with its .constprop or .isra suffix
 * @begin: address of its first byte
 * @end: address behind its last byte
 */
struct lowmark_symbol {
	char name[LOWMARK_SYMBOL_LEN];
	unsigned long begin;
	unsigned long end;
};

void lowmark_symbols_learn(const char *base);
void lowmark_symbols_settle(void);
int lowmark_symbols_find(const char *base, struct lowmark_symbol *found,
			 unsigned int room);

#endif
