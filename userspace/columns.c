// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables with aligned columns, for people.
 */
#include "columns.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 2

/**
 * columns_init() - start a table
 * @columns: what to initialise
 * @titles: titles of the columns, ended by NULL; '<' before one aligns the
 *	column left
 */
void columns_init(struct columns *columns, const char *const titles[])
{
	memset(columns, 0, sizeof(*columns));
	while (titles[columns->nr] && columns->nr < MOST_COLUMNS) {
		columns->titles[columns->nr] = titles[columns->nr];
		columns->nr++;
	}
}

/**
 * columns_row() - add a row
 * @columns: the table
 * @format: as printf; the result is the cells, with a tab between them
 */
void columns_row(struct columns *columns, const char *format, ...)
{
	void *larger = realloc(columns->rows,
			       (columns->nr_rows + 1) * sizeof(*columns->rows));
	va_list args;

	if (!larger)
		return;
	columns->rows = larger;
	va_start(args, format);
	if (vasprintf(&columns->rows[columns->nr_rows], format, args) >= 0)
		columns->nr_rows++;
	va_end(args);
}

static const char *next_cell(const char *cell)
{
	return cell + strcspn(cell, "\t") + (cell[strcspn(cell, "\t")] != 0);
}

static void measure(const struct columns *columns, int width[MOST_COLUMNS])
{
	unsigned int i, row;
	const char *cell;

	for (i = 0; i < columns->nr; i++)
		width[i] = (int)strlen(columns->titles[i]) -
			   (columns->titles[i][0] == '<');
	for (row = 0; row < columns->nr_rows; row++) {
		cell = columns->rows[row];
		for (i = 0; i < columns->nr; i++, cell = next_cell(cell))
			if (width[i] < (int)strcspn(cell, "\t"))
				width[i] = (int)strcspn(cell, "\t");
	}
}

/* Blanks wait until something follows them, so that no line ends in some. */
static void print_row(const struct columns *columns,
		      const int width[MOST_COLUMNS], const char *cell,
		      FILE *out)
{
	int blanks = 0, len, pad;
	unsigned int i;

	for (i = 0; i < columns->nr; i++, cell = next_cell(cell)) {
		bool left = columns->titles[i][0] == '<';

		len = (int)strcspn(cell, "\t");
		pad = width[i] - len;
		blanks += INDENT + (left ? 0 : pad);
		if (len) {
			fprintf(out, "%*s%.*s", blanks, "", len, cell);
			blanks = 0;
		}
		blanks += left ? pad : 0;
	}
	fputc('\n', out);
}

static void print_titles(const struct columns *columns,
			 const int width[MOST_COLUMNS], FILE *out)
{
	char titles[MOST_COLUMNS * 32] = "";
	unsigned int i;
	int used = 0;

	for (i = 0; i < columns->nr; i++) {
		const char *title = columns->titles[i];

		used += snprintf(titles + used, sizeof(titles) - (size_t)used,
				 "%.30s\t", title + (title[0] == '<'));
	}
	print_row(columns, width, titles, out);
}

/**
 * columns_print() - print a table and give back its memory
 * @columns: the table
 * @out: where to
 */
void columns_print(struct columns *columns, FILE *out)
{
	int width[MOST_COLUMNS];
	unsigned int row;

	measure(columns, width);
	print_titles(columns, width, out);
	for (row = 0; row < columns->nr_rows; row++) {
		print_row(columns, width, columns->rows[row], out);
		free(columns->rows[row]);
	}
	free(columns->rows);
}
