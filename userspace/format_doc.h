/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * docs/format.md, made from the lists that the formats are declared by.
 */
#ifndef LOWMARK_FORMAT_DOC_H
#define LOWMARK_FORMAT_DOC_H

#include <stdio.h>

void print_format_doc(FILE *out);

#endif
