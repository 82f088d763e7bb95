/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The terminal as a full screen: the only file that knows of curses.
 */
#ifndef LOWMARK_TERMINAL_H
#define LOWMARK_TERMINAL_H

#include <stdbool.h>

#include "grid.h"

/**
 * enum terminal_key - keys that are not characters
 * @TERMINAL_NONE: no key was pressed
 * @TERMINAL_UP: up
 * @TERMINAL_DOWN: down
 * @TERMINAL_ENTER: enter, of any kind
 * @TERMINAL_OTHER: one without a meaning here; the size may have changed
 */
enum terminal_key {
	TERMINAL_NONE = -1,
	TERMINAL_UP = 256,
	TERMINAL_DOWN,
	TERMINAL_ENTER,
	TERMINAL_OTHER,
};

int terminal_init(bool color);
void terminal_deinit(void);
void terminal_size(int *rows, int *columns);
void terminal_show(const struct grid *grid);
int terminal_key(void);

#endif
