/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looking things up in texts of lines, each of words.
 */
#ifndef LOWMARK_LIB_KEYS_H
#define LOWMARK_LIB_KEYS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

#define LM_LINE_MAX 1024 /* with NUL; what is beyond is cut off */

/**
 * struct lm_lines - walk over the lines of a text
 * @rest: the text that follows
 * @line: the current line, without its end
 */
struct lm_lines {
	const char *rest;
	char line[LM_LINE_MAX];
};

bool lm_next_line(struct lm_lines *lines);
size_t lm_split(char *line, char *words[], size_t most);
bool lm_key_raw(const char *text, const char *key, char *value, size_t size);
bool lm_key(const char *text, const char *key, char *value, size_t size);
bool lm_key_u64(const char *text, const char *key, __u64 *value);
bool lm_key_s64(const char *text, const char *key, __s64 *value);
bool lm_parse_u64(const char *word, __u64 *value);

#endif
