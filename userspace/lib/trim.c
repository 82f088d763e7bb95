// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking the records before a time out of a chunk, so that what is left is a
 * chunk: it names its time base and its task itself, and its header counts
 * what is gone as produced before it. No length is trusted.
 */
#include "trim.h"

#include <stdbool.h>
#include <string.h>

#include "chunk.h"

/* A chunk being written. */
struct trim {
	char *to;
	size_t len;
	bool begun; /* there is one that stays */
	__u64 first_ns; /* when the first of them was written */
	__u32 gone[LOWMARK_KINDS];
};

static void put(struct trim *trim, const void *data, size_t len)
{
	memcpy(trim->to + trim->len, data, len);
	trim->len += len;
}

static void put_time(struct trim *trim, __u64 base)
{
	const struct lowmark_rec_time rec = {
		.hdr = { .type = LOWMARK_REC_TIME,
			 .words = sizeof(rec) / LOWMARK_WORD },
		.base = base,
	};

	put(trim, &rec, sizeof(rec));
}

static void put_task(struct trim *trim, const struct lm_cursor *cursor)
{
	struct lowmark_rec_task rec = {
		.hdr = { .type = LOWMARK_REC_TASK,
			 .words = sizeof(rec) / LOWMARK_WORD },
		.pid = cursor->event.pid,
		.tgid = cursor->event.tgid,
	};

	memcpy(rec.comm, cursor->comm, sizeof(rec.comm));
	put(trim, &rec, sizeof(rec));
}

/* It may have been written before the base of now. */
static void put_kept(struct trim *trim, const struct lm_cursor *cursor)
{
	struct lowmark_rec_kept rec = *cursor->kept;

	rec.hdr.dt = 0;
	put_time(trim, cursor->placed_ns);
	put(trim, &rec, sizeof(rec));
}

/* What the first record that stays needs to know of those before it. */
static void begin(struct trim *trim, const struct lm_cursor *cursor)
{
	if (cursor->kept)
		put_kept(trim, cursor);
	put_time(trim, cursor->base);
	if (cursor->counts[LOWMARK_REC_TASK])
		put_task(trim, cursor);
	trim->first_ns = cursor->kept && cursor->event.record->flags &
						 LOWMARK_FLAG_KEPT ?
				 cursor->placed_ns :
				 cursor->event.time_ns;
	trim->begun = true;
}

/* Between @from and the cursor's event there are structural records only. */
static void take(struct trim *trim, const struct lm_cursor *cursor,
		 const char *from, bool stays)
{
	const struct lowmark_hdr *event = cursor->event.record;

	if (!trim->begun && stays)
		begin(trim, cursor);
	else if (trim->begun)
		put(trim, from, (size_t)((const char *)event - from));
	if (stays)
		put(trim, event, event->words * (size_t)LOWMARK_WORD);
	else
		trim->gone[event->type]++;
}

/* Losses are told by these counts: what is taken out is not lost. */
static void finish(struct trim *trim)
{
	struct lowmark_chunk *head = (void *)trim->to;
	unsigned int type;

	for (type = 0; type < head->kinds && type < LOWMARK_KINDS; type++)
		head->seen[type] += trim->gone[type];
	head->time_first = trim->first_ns;
	head->bytes = (__u32)trim->len;
}

/**
 * lm_chunk_trim() - make a chunk without the records before a time
 * @to: where to put it; @len + LM_TRIM_ROOM bytes, aligned to 8
 * @data: the chunk, aligned to 8 bytes
 * @len: bytes that are readable there
 * @from_ns: the time, more than 0
 *
 * Return: bytes of the new chunk, 0 if no record is left, or negative errno
 * if the chunk cannot be decoded
 */
ssize_t lm_chunk_trim(void *to, const void *data, size_t len, __u64 from_ns)
{
	struct trim trim = { .to = to };
	struct lm_cursor cursor;
	const char *from;
	int ret = lm_cursor_init(&cursor, data, len);

	if (ret)
		return ret;
	put(&trim, data, cursor.head->header_bytes);
	from = cursor.at;
	while ((ret = lm_cursor_next(&cursor)) > 0) {
		take(&trim, &cursor, from, cursor.event.time_ns >= from_ns);
		from = cursor.at;
	}
	if (ret)
		return ret;
	if (!trim.begun)
		return 0;
	finish(&trim);
	return (ssize_t)trim.len;
}
