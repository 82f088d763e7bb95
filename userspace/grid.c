// SPDX-License-Identifier: GPL-2.0-only
/*
 * A screen in memory: rows of cells, each a character and a style.
 */
#include "grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
		char c = text[i];

		grid->text[row][column + i] = c >= ' ' && c < 0x7f ? c : '?';
		grid->style[row][column + i] = style;
	}
}

/**
 * grid_lines() - put lines on the screen, one below the other
 * @grid: the screen
 * @row: of the first one
 * @text: the lines
 */
void grid_lines(struct grid *grid, int row, const char *text)
{
	for (; *text; row++) {
		int len = (int)strcspn(text, "\n");

		grid_print(grid, row, 0, STYLE_PLAIN, "%.*s", len, text);
		text += len + (text[len] == '\n');
	}
}
