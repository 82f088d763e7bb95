// SPDX-License-Identifier: GPL-2.0-only
/*
 * The terminal as a full screen: the only file that knows of curses.
 */
#include "terminal.h"

#include <errno.h>
#include <stdio.h>
#include <curses.h>

static void *screen; /* of newterm() */
static int attributes[NR_STYLES];

static void set_styles(bool color)
{
	attributes[STYLE_TITLE] = A_BOLD;
	attributes[STYLE_SELECTED] = A_REVERSE;
	attributes[STYLE_BAD] = A_BOLD;
	if (!color || !has_colors())
		return;
	start_color();
	use_default_colors();
	init_pair(1, COLOR_RED, -1);
	init_pair(2, COLOR_YELLOW, -1);
	init_pair(3, COLOR_CYAN, -1);
	attributes[STYLE_BAD] = A_BOLD | COLOR_PAIR(1);
	attributes[STYLE_WARN] = COLOR_PAIR(2);
	attributes[STYLE_GOOD] = COLOR_PAIR(3);
}

/**
 * terminal_init() - take the terminal
 * @color: colours may be used
 *
 * Return: 0, or -ENOTTY if it cannot do what is needed
 */
int terminal_init(bool color)
{
	screen = newterm(NULL, stdout, stdin);
	if (!screen)
		return -ENOTTY;
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	set_escdelay(25);
	curs_set(0);
	set_styles(color);
	return 0;
}

/**
 * terminal_deinit() - give the terminal back as it was
 */
void terminal_deinit(void)
{
	endwin();
	delscreen(screen);
}

/**
 * terminal_size() - size of the terminal now
 * @rows: set to its rows
 * @columns: set to its columns
 */
void terminal_size(int *rows, int *columns)
{
	getmaxyx(stdscr, *rows, *columns);
}

/**
 * terminal_show() - show a grid
 * @grid: the grid
 */
void terminal_show(const struct grid *grid)
{
	int row, column;

	erase();
	for (row = 0; row < grid->rows; row++)
		for (column = 0; column < grid->columns; column++)
			mvaddch(row, column,
				(chtype)grid->text[row][column] |
					(chtype)attributes
						[grid->style[row][column]]);
	refresh();
}

/**
 * terminal_key() - take a key, without waiting
 *
 * Return: the character, enum terminal_key, or TERMINAL_NONE
 */
int terminal_key(void)
{
	int key = getch();

	switch (key) {
	case ERR:
		return TERMINAL_NONE;
	case KEY_UP:
		return TERMINAL_UP;
	case KEY_DOWN:
		return TERMINAL_DOWN;
	case '\r':
	case '\n':
	case KEY_ENTER:
		return TERMINAL_ENTER;
	default:
		return key < 256 ? key : TERMINAL_OTHER;
	}
}
