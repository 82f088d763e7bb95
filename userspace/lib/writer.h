/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing of a recording file.
 */
#ifndef LOWMARK_LIB_WRITER_H
#define LOWMARK_LIB_WRITER_H

#include <stddef.h>
#include <stdbool.h>

#include "lowmark_file.h"

/**
 * struct lm_writer - a recording being written
 * @fd: the file
 * @created: the file did not exist before
 * @bytes: bytes of whole sections; the file can be read up to there
 */
struct lm_writer {
	int fd;
	bool created;
	__u64 bytes;
};

int lm_writer_open(struct lm_writer *writer, const char *path);
int lm_writer_begin(struct lm_writer *writer);
int lm_writer_section(struct lm_writer *writer, enum lowmark_section_type type,
		      const void *data, size_t len);
int lm_writer_close(struct lm_writer *writer);
void lm_writer_abandon(struct lm_writer *writer, const char *path);

#endif
