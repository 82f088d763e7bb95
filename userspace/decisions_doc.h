/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * docs/decisions.md, made from the list of decisions.
 */
#ifndef LOWMARK_DECISIONS_DOC_H
#define LOWMARK_DECISIONS_DOC_H

#include <stdio.h>

void print_decisions_doc(FILE *out);

#endif
