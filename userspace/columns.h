/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables with aligned columns, for people.
 */
#ifndef LOWMARK_COLUMNS_H
#define LOWMARK_COLUMNS_H

#include <stdio.h>

#define MOST_COLUMNS 16

/**
 * struct columns - a table being made
 * @titles: a title for each column, '<' before it aligns the column left
 * @nr: number of columns
 * @rows: texts of all cells, row by row
 * @nr_rows: number of rows
 */
struct columns {
	const char *titles[MOST_COLUMNS];
	unsigned int nr;
	char **rows;
	unsigned int nr_rows;
};

void columns_init(struct columns *columns, const char *const titles[]);
void columns_row(struct columns *columns, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void columns_print(struct columns *columns, FILE *out);

#endif
