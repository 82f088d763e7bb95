/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading whole text files, compressed or not.
 */
#ifndef LOWMARK_LIB_TEXT_H
#define LOWMARK_LIB_TEXT_H

#include <stddef.h>

int lm_read_all(int fd, char **text, size_t *len);
int lm_read_text(const char *path, char **text, size_t *len);
int lm_read_gzip(const char *path, char **text, size_t *len);

#endif
