/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the generated parts of manual pages need of each other.
 */
#ifndef LOWMARK_MAN_PARTS_H
#define LOWMARK_MAN_PARTS_H

#include <stdio.h>

void man_text(const char *text, FILE *out);
void print_man_why(FILE *out);

#endif
