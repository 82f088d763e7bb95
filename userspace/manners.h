/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Output on a terminal: colours and a pager.
 */
#ifndef LOWMARK_MANNERS_H
#define LOWMARK_MANNERS_H

#include <stdbool.h>

enum color { COLOR_NONE, COLOR_GOOD, COLOR_WARN, COLOR_BAD, COLOR_TITLE };

bool color_choose(const char *when);
const char *color(enum color which);
bool on_terminal(void);
void page_output(void);
void end_pager(void);

#endif
