/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The chunks of a recording as source of a merge.
 */
#ifndef LOWMARK_LIB_FILE_SOURCE_H
#define LOWMARK_LIB_FILE_SOURCE_H

#include "merge.h"
#include "recording.h"

/**
 * struct lm_file_stream - the chunks of one CPU
 * @cpu: the CPU
 * @next: number of its next chunk
 * @buf: the current chunk
 */
struct lm_file_stream {
	unsigned int cpu;
	unsigned int next;
	void *buf;
};

/**
 * struct lm_file_source - the chunks of a recording
 * @source: what the merge sees
 * @rec: the recording
 * @streams: one for each CPU that has chunks
 * @bytes: of all chunks
 * @done: of those that have been read
 * @tell: told of every change of @done; may be NULL
 */
struct lm_file_source {
	struct lm_source source;
	struct lm_recording *rec;
	struct lm_file_stream *streams;
	__u64 bytes;
	__u64 done;
	void (*tell)(const struct lm_file_source *file);
};

int lm_file_source_init(struct lm_file_source *file, struct lm_recording *rec);
void lm_file_source_deinit(struct lm_file_source *file);

#endif
