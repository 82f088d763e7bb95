// SPDX-License-Identifier: GPL-2.0-only
/*
 * The section SYMBOLS of a recording, lines of "ADDRESS NAME+OFFSET", of modules'
 * functions with "[MODULE]" behind. No line is trusted: what is none of these is
 * passed.
 */
#include "symbols.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "keys.h"

/* The lists that stacks are printed as have these between the names. */
#define BETWEEN ",|"

static bool is_name(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if (*c <= ' ' || *c >= 0x7f || strchr(BETWEEN, *c))
			return false;
	return c > name && c - name < LM_SYMBOL_SIZE;
}

static void take_line(struct lm_symbols *symbols, char *line)
{
	char *name = strchr(line, ' ');
	__u64 address;

	if (!name)
		return;
	*name++ = '\0';
	if (!lm_parse_u64(line, &address) || !is_name(name))
		return;
	symbols->list[symbols->nr++] = (struct lm_symbol){ address, name };
}

static int by_address(const void *a, const void *b)
{
	const struct lm_symbol *x = a, *y = b;

	return (x->address > y->address) - (x->address < y->address);
}

static size_t count_lines(const char *text)
{
	size_t nr = 1;

	while ((text = strchr(text, '\n'))) {
		text++;
		nr++;
	}
	return nr;
}

/**
 * lm_symbols_init() - read the section
 * @symbols: what to initialise
 * @text: its text, "" if the recording has none
 *
 * Return: 0 or -ENOMEM; to be ended by lm_symbols_deinit() in any case
 */
int lm_symbols_init(struct lm_symbols *symbols, const char *text)
{
	char *line, *rest;

	*symbols = (struct lm_symbols){
		.list = calloc(count_lines(text), sizeof(*symbols->list)),
		.text = strdup(text),
	};
	if (!symbols->list || !symbols->text)
		return -ENOMEM;
	rest = symbols->text;
	while ((line = strsep(&rest, "\n")))
		take_line(symbols, line);
	qsort(symbols->list, symbols->nr, sizeof(*symbols->list), by_address);
	return 0;
}

/**
 * lm_symbols_deinit() - give back what lm_symbols_init() took
 * @symbols: the names
 */
void lm_symbols_deinit(struct lm_symbols *symbols)
{
	free(symbols->list);
	free(symbols->text);
	*symbols = (struct lm_symbols){ 0 };
}

/**
 * lm_symbols_name() - look up an address, for struct lowmark_names
 * @symbols: a struct lm_symbols
 * @address: the address
 *
 * Return: its name, NULL if it has none
 */
const char *lm_symbols_name(const void *symbols, __u64 address)
{
	const struct lm_symbols *known = symbols;
	const struct lm_symbol key = { .address = address };
	const struct lm_symbol *found = NULL;

	if (known->nr)
		found = bsearch(&key, known->list, known->nr, sizeof(key),
				by_address);
	return found ? found->name : NULL;
}
