/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A screen in memory: rows of cells, each a character and a style.
 */
#ifndef LOWMARK_GRID_H
#define LOWMARK_GRID_H

#define GRID_ROWS 128
#define GRID_COLUMNS 256

/**
 * enum style - how a cell looks
 * @STYLE_PLAIN: as usual
 * @STYLE_TITLE: names of columns
 * @STYLE_BAD: below min
 * @STYLE_WARN: below low
 * @STYLE_GOOD: not below low
 * @STYLE_SELECTED: the selected line
 * @NR_STYLES: number of styles
 */
enum style {
	STYLE_PLAIN,
	STYLE_TITLE,
	STYLE_BAD,
	STYLE_WARN,
	STYLE_GOOD,
	STYLE_SELECTED,
	NR_STYLES
};

/**
 * struct grid - the screen
 * @rows: rows in use
 * @columns: columns in use
 * @text: the characters, printable ASCII
 * @style: their styles, enum style
 */
struct grid {
	int rows;
	int columns;
	char text[GRID_ROWS][GRID_COLUMNS];
	unsigned char style[GRID_ROWS][GRID_COLUMNS];
};

void grid_clear(struct grid *grid, int rows, int columns);
void grid_print(struct grid *grid, int row, int column, enum style style,
		const char *format, ...) __attribute__((format(printf, 5, 6)));
int grid_height(const struct grid *grid, const char *text);
void grid_lines(struct grid *grid, int row, int skip, const char *text);

#endif
