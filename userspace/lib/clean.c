// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text of files and of names of tasks, made fit for a terminal.
 */
#include "clean.h"

/**
 * lm_clean() - make text fit for a terminal, on one line
 * @text: the text; what is not printable ASCII becomes '?'
 *
 * Return: @text
 */
char *lm_clean(char *text)
{
	char *c;

	for (c = text; *c; c++)
		*c = lm_visible(*c);
	return text;
}

/**
 * lm_clean_lines() - make lines of text fit for a terminal
 * @text: the text; what is neither printable ASCII, a tab nor the end of a line
 *	becomes '?'
 *
 * Return: @text
 */
char *lm_clean_lines(char *text)
{
	char *c;

	for (c = text; *c; c++)
		if (*c != '\n' && *c != '\t')
			*c = lm_visible(*c);
	return text;
}

/**
 * lm_cleaned() - copy text, fit for a terminal, on one line
 * @buf: where to put it
 * @size: bytes of @buf; of longer text the end is cut off
 * @text: the text, of at least @size - 1 bytes where no NUL ends it
 *
 * Return: @buf
 */
const char *lm_cleaned(char *buf, size_t size, const char *text)
{
	size_t i;

	for (i = 0; i + 1 < size && text[i]; i++)
		buf[i] = lm_visible(text[i]);
	buf[i] = '\0';
	return buf;
}
