// SPDX-License-Identifier: GPL-2.0-only
/*
 * The screen in memory that top draws on: nothing leaves its edges, and only
 * what a terminal can show is on it.
 */
#include <string.h>

#include "grid.h"
#include "ktap.h"

static struct grid grid;

static bool row_is(int row, const char *text)
{
	return !memcmp(grid.text[row], text, strlen(text)) &&
	       grid.text[row][strlen(text)] == ' ';
}

static void test_clear(void)
{
	grid_clear(&grid, 24, 80);
	T_EQUAL(grid.rows, 24);
	T_EQUAL(grid.columns, 80);
	grid_print(&grid, 0, 0, STYLE_BAD, "x");
	grid_clear(&grid, 100000, 100000);
	T_EQUAL(grid.rows, GRID_ROWS);
	T_EQUAL(grid.columns, GRID_COLUMNS);
	T_EQUAL(grid.text[0][0], ' ');
	T_EQUAL(grid.style[0][0], STYLE_PLAIN);
}

static void test_print(void)
{
	grid_clear(&grid, 3, 20);
	grid_print(&grid, 1, 2, STYLE_WARN, "%s %d", "free", -17);
	T_ASSERT(row_is(1, "  free -17"));
	T_EQUAL(grid.style[1][1], STYLE_PLAIN);
	T_EQUAL(grid.style[1][2], STYLE_WARN);
	T_EQUAL(grid.style[1][9], STYLE_WARN);
	T_EQUAL(grid.style[1][10], STYLE_PLAIN);
	T_ASSERT(row_is(0, ""));
	T_ASSERT(row_is(2, ""));
}

/* Outside nothing happens; what crosses the edge is cut there. */
static void test_edges(void)
{
	static const int outside[] = { -1, 3, GRID_ROWS, 1 << 30 };
	unsigned int i;
	int row;

	grid_clear(&grid, 3, 20);
	for (i = 0; i < sizeof(outside) / sizeof(outside[0]); i++)
		grid_print(&grid, outside[i], 0, STYLE_BAD, "outside");
	grid_print(&grid, 0, -1, STYLE_BAD, "outside");
	grid_print(&grid, 0, 20, STYLE_BAD, "outside");
	grid_print(&grid, 0, 1 << 30, STYLE_BAD, "outside");
	for (row = 0; row < GRID_ROWS; row++)
		T_ASSERT(row_is(row, ""));
	grid_print(&grid, 2, 17, STYLE_BAD, "edge");
	T_EQUAL(grid.text[2][19], 'g');
	T_EQUAL(grid.text[2][20], ' ');
	T_EQUAL(grid.style[2][20], STYLE_PLAIN);
	grid_clear(&grid, GRID_ROWS, GRID_COLUMNS);
	grid_print(&grid, GRID_ROWS - 1, 1, STYLE_BAD, "%0*d", 1000, 0);
	T_EQUAL(grid.text[GRID_ROWS - 1][0], ' ');
	T_EQUAL(grid.text[GRID_ROWS - 1][GRID_COLUMNS - 1], '0');
}

/* Names of tasks are bytes that somebody chose. */
static void test_foreign_bytes(void)
{
	grid_clear(&grid, 2, 20);
	grid_print(&grid, 0, 0, STYLE_PLAIN, "a\033[2J\t\n\x7f\xc3\xa4z");
	T_ASSERT(row_is(0, "a?[2J?????z"));
}

static void test_lines(void)
{
	grid_clear(&grid, 3, 20);
	grid_lines(&grid, 1, 0, "one\n\nthree\nfour");
	T_ASSERT(row_is(0, ""));
	T_ASSERT(row_is(1, "one"));
	T_ASSERT(row_is(2, ""));
	T_ASSERT(row_is(3, ""));
	grid_lines(&grid, 0, 0, "");
	T_ASSERT(row_is(0, ""));
	grid_lines(&grid, -1, 0, "above\ntop\n");
	T_ASSERT(row_is(0, "top"));
	T_ASSERT(row_is(1, "one"));
}

/* What is too long goes on below; what is scrolled away is not there. */
static void test_long_lines(void)
{
	static const char text[] = "0123456789abcd\n\nlast\n";

	grid_clear(&grid, 5, 10);
	T_EQUAL(grid_height(&grid, text), 4);
	T_EQUAL(grid_height(&grid, "0123456789\n"), 1);
	T_EQUAL(grid_height(&grid, "one two three"), 2);
	T_EQUAL(grid_height(&grid, ""), 0);
	grid_lines(&grid, 1, 0, text);
	T_ASSERT(!memcmp(grid.text[1], "0123456789", 10));
	T_ASSERT(row_is(2, "abcd"));
	T_ASSERT(row_is(3, ""));
	T_ASSERT(row_is(4, "last"));
	grid_clear(&grid, 5, 10);
	grid_lines(&grid, 1, 3, text);
	T_ASSERT(row_is(1, "last"));
	T_ASSERT(row_is(2, ""));
	grid_clear(&grid, 5, 10);
	grid_lines(&grid, 0, 0, "one two three");
	T_ASSERT(row_is(0, "one two"));
	T_ASSERT(row_is(1, "three"));
	grid_clear(&grid, 0, 0);
	grid_lines(&grid, 1, 0, text);
}

TEST_MAIN(TEST(test_clear), TEST(test_print), TEST(test_edges),
	  TEST(test_foreign_bytes), TEST(test_lines), TEST(test_long_lines))
