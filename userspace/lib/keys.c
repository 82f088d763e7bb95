// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking things up in texts of lines, each of words.
 */
#include "keys.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"

/**
 * lm_next_line() - take the next line of a text
 * @lines: the walk; begin with @rest at the text, which a NUL ends
 *
 * Return: true if there is one
 */
bool lm_next_line(struct lm_lines *lines)
{
	size_t len, kept;

	if (!lines->rest || !*lines->rest)
		return false;
	len = strcspn(lines->rest, "\n");
	kept = len < LM_LINE_MAX ? len : LM_LINE_MAX - 1;
	memcpy(lines->line, lines->rest, kept);
	lines->line[kept] = '\0';
	lines->rest += len + (lines->rest[len] == '\n');
	return true;
}

/**
 * lm_split() - split a line into words at blanks, in place
 * @line: the line
 * @words: the words
 * @most: entries of @words; the last one takes the rest of the line
 *
 * Return: number of words
 */
size_t lm_split(char *line, char *words[], size_t most)
{
	size_t nr = 0;

	line += strspn(line, " \t");
	while (*line && nr < most) {
		words[nr++] = line;
		if (nr == most)
			break;
		line += strcspn(line, " \t");
		if (*line)
			*line++ = '\0';
		line += strspn(line, " \t");
	}
	return nr;
}

/**
 * lm_key_raw() - look up the value of a key, as it is
 * @text: lines of "key value" or "key: value"
 * @key: the key
 * @value: set to the value, cut if it is longer; not fit for a terminal
 * @size: bytes of @value
 *
 * Return: true if found
 */
bool lm_key_raw(const char *text, const char *key, char *value, size_t size)
{
	struct lm_lines lines = { .rest = text };
	size_t len = strlen(key);
	const char *at;

	while (lm_next_line(&lines)) {
		if (strncmp(lines.line, key, len))
			continue;
		at = lines.line + len;
		at += *at == ':';
		if (*at && *at != ' ' && *at != '\t')
			continue;
		at += strspn(at, " \t");
		snprintf(value, size, "%s", at);
		return true;
	}
	return false;
}

/**
 * lm_key() - look up the value of a key, fit for a terminal
 * @text: lines of "key value" or "key: value"
 * @key: the key
 * @value: set to the value, cut if it is longer
 * @size: bytes of @value
 *
 * Return: true if found
 */
bool lm_key(const char *text, const char *key, char *value, size_t size)
{
	if (!lm_key_raw(text, key, value, size))
		return false;
	lm_clean(value);
	return true;
}

/**
 * lm_parse_u64() - read a number
 * @word: the number, decimal or with 0x, and nothing else
 * @value: set to it
 *
 * Return: true if it is one
 */
bool lm_parse_u64(const char *word, __u64 *value)
{
	bool hex = word[0] == '0' && (word[1] == 'x' || word[1] == 'X');
	unsigned long long number;
	char *end;

	if (word[0] < '0' || word[0] > '9')
		return false;
	errno = 0;
	number = strtoull(word, &end, hex ? 16 : 10);
	if (errno || *end)
		return false;
	*value = number;
	return true;
}

/**
 * lm_key_u64() - look up the value of a key that is a number
 * @text: lines of "key value" or "key: value"
 * @key: the key
 * @value: set to the number, if there is one
 *
 * Return: true if found
 */
bool lm_key_u64(const char *text, const char *key, __u64 *value)
{
	char word[32];

	return lm_key(text, key, word, sizeof(word)) &&
	       lm_parse_u64(word, value);
}

/**
 * lm_key_s64() - look up the value of a key that is a signed number
 * @text: lines of "key value" or "key: value"
 * @key: the key
 * @value: set to the number, if there is one
 *
 * Return: true if found
 */
bool lm_key_s64(const char *text, const char *key, __s64 *value)
{
	char word[32];
	long long number;
	char *end;

	if (!lm_key(text, key, word, sizeof(word)))
		return false;
	errno = 0;
	number = strtoll(word, &end, 10);
	if (errno || end == word || *end)
		return false;
	*value = number;
	return true;
}
