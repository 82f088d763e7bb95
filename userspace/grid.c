// SPDX-License-Identifier: GPL-2.0-only
/*
 * A screen in memory: rows of cells, each a character and a style.
 */
#include "grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/clean.h"

/**
 * grid_clear() - make all cells blank
 * @grid: the screen
 * @rows: its rows; more than there is room for are cut
 * @columns: its columns
 */
void grid_clear(struct grid *grid, int rows, int columns)
{
	grid->rows = rows < GRID_ROWS ? rows : GRID_ROWS;
	grid->columns = columns < GRID_COLUMNS ? columns : GRID_COLUMNS;
	memset(grid->text, ' ', sizeof(grid->text));
	memset(grid->style, STYLE_PLAIN, sizeof(grid->style));
}

/**
 * grid_print() - put a text on the screen
 * @grid: the screen
 * @row: where; outside of the screen nothing happens
 * @column: where
 * @style: how
 * @format: as printf; what does not fit is cut
 */
void grid_print(struct grid *grid, int row, int column, enum style style,
		const char *format, ...)
{
	char text[GRID_COLUMNS + 1];
	va_list args;
	int i;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (row < 0 || row >= grid->rows || column < 0)
		return;
	for (i = 0; text[i] && column + i < grid->columns; i++) {
		grid->text[row][column + i] = lm_visible(text[i]);
		grid->style[row][column + i] = style;
	}
}

/* The next line of a text, or what fits of it. Return: its length */
static int next_line(const struct grid *grid, const char **text)
{
	int len = (int)strcspn(*text, "\n"), cut;

	if (grid->columns <= 0 || len <= grid->columns) {
		*text += len + ((*text)[len] == '\n');
		return len;
	}
	for (cut = grid->columns; cut && (*text)[cut - 1] != ' '; cut--)
		;
	if (!cut)
		cut = grid->columns;
	*text += cut;
	return cut;
}

/**
 * grid_height() - how many rows lines take
 * @grid: the screen
 * @text: the lines; too long ones go on in the next row, with a word
 *
 * Return: rows
 */
int grid_height(const struct grid *grid, const char *text)
{
	int rows = 0;

	for (; *text; rows++)
		next_line(grid, &text);
	return rows;
}

/**
 * grid_lines() - put lines on the screen, one below the other
 * @grid: the screen
 * @row: of the first one
 * @skip: rows to leave out before
 * @text: the lines; too long ones go on in the next row, with a word
 */
void grid_lines(struct grid *grid, int row, int skip, const char *text)
{
	const char *line;
	int len;

	while (*text) {
		line = text;
		len = next_line(grid, &text);
		if (skip-- > 0)
			continue;
		grid_print(grid, row++, 0, STYLE_PLAIN, "%.*s", len, line);
	}
}
