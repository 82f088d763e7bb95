/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text tables of the module: a header line, then rows, columns found by name.
 */
#ifndef LOWMARK_LIB_TABLE_H
#define LOWMARK_LIB_TABLE_H

#include <stddef.h>

#define LM_TABLE_COLUMNS 24

/**
 * struct lm_table - a table taken apart
 * @text: the table's copy that all cells point into
 * @nr_columns: columns of the header line
 * @columns: their names
 * @nr_rows: rows after the header
 * @cells: all rows, @nr_columns each; a short row ends with ""
 */
struct lm_table {
	char *text;
	unsigned int nr_columns;
	const char *columns[LM_TABLE_COLUMNS];
	size_t nr_rows;
	const char **cells;
};

int lm_table_init(struct lm_table *table, const char *text, const char *first);
void lm_table_deinit(struct lm_table *table);
const char *lm_table_cell(const struct lm_table *table, size_t row,
			  const char *column);
long long lm_table_number(const struct lm_table *table, size_t row,
			  const char *column);

#endif
