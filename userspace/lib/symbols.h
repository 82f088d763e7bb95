/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The section SYMBOLS of a recording: what the addresses of its stacks are.
 */
#ifndef LOWMARK_LIB_SYMBOLS_H
#define LOWMARK_LIB_SYMBOLS_H

#include <stddef.h>
#include <linux/types.h>

#include "lowmark_record.h"

#define LM_SYMBOL_SIZE 128 /* longest name with offset and module, and a NUL */
/* The longest field as text: a stack, all of it named */
#define LM_FIELD_SIZE (LOWMARK_STACK_DEPTH * LM_SYMBOL_SIZE)

/**
 * struct lm_symbol - an address that has a name
 * @address: the address
 * @name: the name, with an offset and the module, if it is of one:
 *	"vfs_write+0x2b5", "ext4_readpage+0x12[ext4]"
 */
struct lm_symbol {
	__u64 address;
	const char *name;
};

/**
 * struct lm_symbols - the names of a recording's addresses
 * @list: the names, by ascending address
 * @nr: number of them
 * @text: where they are kept
 */
struct lm_symbols {
	struct lm_symbol *list;
	size_t nr;
	char *text;
};

int lm_symbols_init(struct lm_symbols *symbols, const char *text);
void lm_symbols_deinit(struct lm_symbols *symbols);
const char *lm_symbols_name(const void *symbols, __u64 address);

#endif
