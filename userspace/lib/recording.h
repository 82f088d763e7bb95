/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading of a recording file: its sections, and where its chunks are.
 */
#ifndef LOWMARK_LIB_RECORDING_H
#define LOWMARK_LIB_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "lowmark_file.h"

#define LM_MAX_FAULTS 8

/**
 * struct lm_fault - something wrong in a recording
 * @offset: where in the file
 * @what: what is wrong there
 */
struct lm_fault {
	__u64 offset;
	const char *what;
};

/**
 * struct lm_chunk_ref - where a chunk is
 * @offset: of the payload of its section
 * @bytes: of the payload
 * @crc: of the section
 */
struct lm_chunk_ref {
	__u64 offset;
	__u32 bytes;
	__u32 crc;
};

/**
 * struct lm_chunk_list - the chunks of one CPU, in the order of the file
 * @refs: where they are
 * @nr: number of them
 * @room: entries allocated
 * @largest: bytes of the largest
 * @bytes: of all of them
 */
struct lm_chunk_list {
	struct lm_chunk_ref *refs;
	__u32 nr;
	__u32 room;
	__u32 largest;
	__u64 bytes;
};

/**
 * struct lm_recording - an open recording
 * @fd: the file
 * @bytes: its length
 * @readable: end of the last whole section
 * @cpus: LM_MAX_CPUS lists of chunks
 * @nr_cpus: 1 + the highest CPU that has chunks
 * @texts: by enum lowmark_section_type: text of the section, NULL if absent
 * @complete: the end is there: the recorder was not cut off
 * @faults: the first things found wrong
 * @nr_faults: number of things found wrong; may exceed LM_MAX_FAULTS
 */
struct lm_recording {
	int fd;
	__u64 bytes;
	__u64 readable;
	struct lm_chunk_list *cpus;
	unsigned int nr_cpus;
	char *texts[LOWMARK_NR_SECTIONS];
	bool complete;
	struct lm_fault faults[LM_MAX_FAULTS];
	unsigned int nr_faults;
};

int lm_recording_open(struct lm_recording *rec, const char *path,
		      const char **what);
int lm_recording_open_fd(struct lm_recording *rec, int fd, const char **what);
void lm_recording_close(struct lm_recording *rec);
void lm_recording_fault(struct lm_recording *rec, __u64 offset,
			const char *what);
int lm_recording_chunk(struct lm_recording *rec, unsigned int cpu,
		       unsigned int nr, void *buf);
void lm_recording_verify(struct lm_recording *rec, __u64 events);
const char *lm_recording_text(const struct lm_recording *rec,
			      enum lowmark_section_type type);

#endif
