// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text tables of the module: a header line, then rows, columns found by name.
 */
#include "table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static size_t count_lines(const char *text)
{
	size_t n = 1;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

/* Blanks separate cells; the last one takes the rest of its line. */
static unsigned int split(char *line, const char **cells, unsigned int most)
{
	unsigned int n = 0;
	char *word, *rest = line;

	while (n < most - 1 && (word = strtok_r(rest, " \t", &rest)))
		cells[n++] = word;
	if (n == most - 1 && rest) {
		rest += strspn(rest, " \t");
		if (*rest)
			cells[n++] = rest;
	}
	return n;
}

static void add_row(struct lm_table *table, char *line)
{
	const char **row = table->cells + table->nr_rows * table->nr_columns;
	unsigned int n = split(line, row, table->nr_columns);

	if (!n)
		return;
	for (; n < table->nr_columns; n++)
		row[n] = "";
	table->nr_rows++;
}

static int add_line(struct lm_table *table, char *line, size_t lines,
		    const char *first)
{
	if (line[0] == '#')
		return 0;
	if (table->nr_columns) {
		add_row(table, line);
		return 0;
	}
	line += strspn(line, " \t");
	if (strncmp(line, first, strlen(first)) != 0)
		return 0;
	table->nr_columns = split(line, table->columns, LM_TABLE_COLUMNS);
	if (!table->nr_columns)
		return -EINVAL;
	table->cells = calloc(lines * table->nr_columns, sizeof(char *));
	return table->cells ? 0 : -ENOMEM;
}

/**
 * lm_table_init - take a table apart
 * @table: the table, to be given to lm_table_deinit() even on failure
 * @text: its text; lines that start with # are skipped
 * @first: name of the first column, by which the header line is known
 *
 * Return: 0, -ENOMEM, or -EINVAL if there is no header line.
 */
int lm_table_init(struct lm_table *table, const char *text, const char *first)
{
	size_t lines = count_lines(text);
	char *line, *rest;
	int err;

	memset(table, 0, sizeof(*table));
	table->text = strdup(text);
	if (!table->text)
		return -ENOMEM;
	rest = table->text;
	while ((line = strtok_r(rest, "\n", &rest))) {
		err = add_line(table, line, lines, first);
		if (err)
			return err;
	}
	return table->nr_columns ? 0 : -EINVAL;
}

/**
 * lm_table_deinit - give back what lm_table_init() took
 * @table: the table
 */
void lm_table_deinit(struct lm_table *table)
{
	free(table->text);
	free(table->cells);
}

/**
 * lm_table_cell - find a cell
 * @table: the table
 * @row: row, from 0
 * @column: name of the column
 *
 * Return: the cell's text; "" where the table has no such column.
 */
const char *lm_table_cell(const struct lm_table *table, size_t row,
			  const char *column)
{
	unsigned int i;

	for (i = 0; i < table->nr_columns; i++)
		if (!strcmp(table->columns[i], column))
			return table->cells[row * table->nr_columns + i];
	return "";
}

/**
 * lm_table_number - read a number out of a cell
 * @table: the table
 * @row: row, from 0
 * @column: name of the column
 *
 * Return: the number, 0 if there is none.
 */
long long lm_table_number(const struct lm_table *table, size_t row,
			  const char *column)
{
	return strtoll(lm_table_cell(table, row, column), NULL, 10);
}
