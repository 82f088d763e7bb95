/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text of files and of names of tasks, made fit for a terminal.
 *
 * What a terminal makes of bytes beyond ASCII depends on its encoding: 0x9b
 * begins a control sequence in one of 8 bits, and is the second byte of a
 * letter in UTF-8. So only ASCII is let through.
 */
#ifndef LOWMARK_LIB_CLEAN_H
#define LOWMARK_LIB_CLEAN_H

#include <stddef.h>

/**
 * lm_visible() - make a character fit for a terminal
 * @c: the character
 *
 * Return: @c if it is printable ASCII, else '?'
 */
static inline char lm_visible(char c)
{
	return c >= ' ' && c < 0x7f ? c : '?';
}

char *lm_clean(char *text);
char *lm_clean_lines(char *text);
const char *lm_cleaned(char *buf, size_t size, const char *text);

#endif
