/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Decoding of one chunk of a ring into events.
 */
#ifndef LOWMARK_LIB_CHUNK_H
#define LOWMARK_LIB_CHUNK_H

#include <stdbool.h>
#include <stddef.h>

#include "lowmark_record.h"

#define LM_MAX_CPUS 8192 /* the most that a kernel can be built for */

struct lm_loss;

/**
 * struct lm_event - one thing that happened, in time and place
 * @time_ns: when, by the recording's clock
 * @cpu: where
 * @pid: thread that ran there
 * @tgid: its process
 * @comm: its name, ended by a NUL; "" if the chunk does not tell the task
 * @record: what: a whole record of a layout this tool knows; NULL for a loss
 * @loss: what was lost; NULL for a record
 */
struct lm_event {
	__u64 time_ns;
	__u32 cpu;
	__u32 pid;
	__u32 tgid;
	const char *comm;
	const struct lowmark_hdr *record;
	const struct lm_loss *loss;
};

/**
 * struct lm_cursor - position in a chunk
 * @event: the event at the position
 * @head: the chunk
 * @at: the next record
 * @end: end of the chunk
 * @base: base of the times that follow
 * @kept: the last KEPT record, NULL before the first
 * @placed_ns: when that was written, with the kept records that follow it
 * @counts: records passed so far, by type
 * @unknown: records passed whose type this tool does not know
 * @comm: name of the task of the records that follow
 * @what: what is wrong with the record at @at, when that is damaged
 */
struct lm_cursor {
	struct lm_event event;
	const struct lowmark_chunk *head;
	const char *at;
	const char *end;
	__u64 base;
	const struct lowmark_rec_kept *kept;
	__u64 placed_ns;
	__u32 counts[LOWMARK_KINDS];
	__u32 unknown;
	char comm[LOWMARK_COMM_LEN + 1];
	const char *what;
};

int lm_chunk_check(const void *data, size_t len, const char **what);
__u64 lm_chunk_seen(const struct lowmark_chunk *head, unsigned int type);
int lm_chunk_count(const void *data, size_t len, __u32 counts[LOWMARK_KINDS]);
int lm_cursor_init(struct lm_cursor *cursor, const void *data, size_t len);
int lm_cursor_next(struct lm_cursor *cursor);
size_t lm_cursor_offset(const struct lm_cursor *cursor);

/* Length of the records that are events, by type; 0 for other types. */
extern const __u8 lm_event_bytes[256];

/**
 * lm_cursor_quick() - decode the next record if it is an event of this place
 * @cursor: position in the chunk
 *
 * Return: true if it is and was; else lm_cursor_next() tells what it is
 */
static inline bool lm_cursor_quick(struct lm_cursor *cursor)
{
	const struct lowmark_hdr *hdr = (const void *)cursor->at;
	unsigned int bytes;

	if (cursor->at == cursor->end)
		return false;
	bytes = hdr->words * LOWMARK_WORD;
	/* 0 - 1 is more than any length. */
	if (lm_event_bytes[hdr->type] - 1u >= bytes ||
	    bytes > (size_t)(cursor->end - cursor->at) ||
	    hdr->flags & LOWMARK_FLAG_KEPT)
		return false;
	cursor->at += bytes;
	/* With many CPUs the processor cannot follow all streams alone. */
	__builtin_prefetch(cursor->at + 192);
	cursor->counts[hdr->type]++;
	cursor->event.time_ns = cursor->base + hdr->dt;
	cursor->event.record = hdr;
	return true;
}

#endif
