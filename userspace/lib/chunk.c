// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decoding of one chunk of a ring into events. No length is trusted.
 */
#include "chunk.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "loss.h"
#include "lowmark_check.h"

#define SEEN_BEGIN offsetof(struct lowmark_chunk, seen)

/* clang-format off */
#define KNOWN_BYTES(type, NAME, name, bytes, doc) [type] = (bytes),
static const __u8 known_bytes[LOWMARK_KINDS] = { LOWMARK_RECORDS(KNOWN_BYTES) };
#undef KNOWN_BYTES

#define EVENT_BYTES(type, NAME, name, bytes, doc) \
	[type] = LM_STRUCTURAL(type) ? 0 : (bytes),
const __u8 lm_event_bytes[256] = { LOWMARK_RECORDS(EVENT_BYTES) };
#undef EVENT_BYTES
/* clang-format on */

static const char *header_fault(const struct lowmark_chunk *head, size_t len)
{
	if (head->magic != LOWMARK_CHUNK_MAGIC)
		return "no chunk begins here";
	if (head->header_bytes % LOWMARK_WORD ||
	    head->header_bytes < SEEN_BEGIN + sizeof(__u64) * head->kinds)
		return "the chunk's header has an impossible length";
	if (head->bytes % LOWMARK_WORD || head->bytes < head->header_bytes)
		return "the chunk has an impossible length";
	if (head->bytes > len)
		return "the chunk is cut off";
	if (head->cpu >= LM_MAX_CPUS)
		return "the chunk's CPU number is impossible";
	return NULL;
}

/**
 * lm_chunk_check() - look whether a chunk can be decoded
 * @data: the chunk, aligned to 8 bytes
 * @len: bytes that are readable there
 * @what: set to what is wrong, if something is
 *
 * Only the header is looked at.
 *
 * Return: 0, -EBADMSG if damaged, -EPROTONOSUPPORT if of another ABI,
 * -EINVAL if not aligned
 */
int lm_chunk_check(const void *data, size_t len, const char **what)
{
	const struct lowmark_chunk *head = data;

	*what = NULL;
	if ((uintptr_t)data % LOWMARK_WORD) {
		*what = "the chunk is not aligned";
		return -EINVAL;
	}
	if (len < SEEN_BEGIN)
		*what = "the chunk's header is cut off";
	else
		*what = header_fault(head, len);
	if (*what)
		return -EBADMSG;
	if (head->abi_major != LOWMARK_ABI_MAJOR) {
		*what = "the chunk's records are of another ABI";
		return -EPROTONOSUPPORT;
	}
	return 0;
}

/**
 * lm_chunk_seen() - records of a type produced before a chunk
 * @head: header of the chunk, already checked
 * @type: enum lowmark_record_type
 *
 * Return: the number; 0 for a type that the writer does not know
 */
__u64 lm_chunk_seen(const struct lowmark_chunk *head, unsigned int type)
{
	return type < head->kinds ? head->seen[type] : 0;
}

/**
 * lm_chunk_count() - count the records of a chunk
 * @data: the chunk, aligned to 8 bytes
 * @len: bytes that are readable there
 * @counts: set to the number of records of each type, up to damage if any
 *
 * Return: 0 or negative errno of lm_cursor_init() and lm_cursor_next()
 */
int lm_chunk_count(const void *data, size_t len, __u32 counts[LOWMARK_KINDS])
{
	struct lm_cursor cursor;
	int ret = lm_cursor_init(&cursor, data, len);

	if (!ret)
		while ((ret = lm_cursor_next(&cursor)) > 0)
			;
	memcpy(counts, cursor.counts, sizeof(cursor.counts));
	return ret;
}

/**
 * lm_cursor_init() - start to decode a chunk
 * @cursor: what to initialise; keeps pointing to @data
 * @data: the chunk, aligned to 8 bytes
 * @len: bytes that are readable there
 *
 * Return: 0 or negative errno of lm_chunk_check()
 */
int lm_cursor_init(struct lm_cursor *cursor, const void *data, size_t len)
{
	const struct lowmark_chunk *head = data;
	int ret;

	memset(cursor, 0, sizeof(*cursor));
	ret = lm_chunk_check(data, len, &cursor->what);
	if (ret)
		return ret;
	cursor->head = head;
	cursor->at = (const char *)data + head->header_bytes;
	cursor->end = (const char *)data + head->bytes;
	cursor->base = head->time_first;
	cursor->event.cpu = head->cpu;
	cursor->event.comm = cursor->comm;
	return 0;
}

/* A record that was kept has its own time and place. */
static void set_kept_place(struct lm_cursor *cursor,
			   const struct lowmark_hdr *hdr)
{
	const struct lowmark_rec_kept *kept = cursor->kept;

	cursor->event.time_ns = (kept ? kept->base : cursor->base) + hdr->dt;
	if (kept && kept->cpu < LM_MAX_CPUS)
		cursor->event.cpu = kept->cpu;
}

static void set_kept(struct lm_cursor *cursor,
		     const struct lowmark_rec_kept *kept)
{
	cursor->kept = kept;
	cursor->placed_ns = cursor->base + kept->hdr.dt;
}

static void set_task(struct lm_cursor *cursor,
		     const struct lowmark_rec_task *task)
{
	cursor->event.pid = task->pid;
	cursor->event.tgid = task->tgid;
	memcpy(cursor->comm, task->comm, LOWMARK_COMM_LEN);
}

static void take_structural(struct lm_cursor *cursor,
			    const struct lowmark_hdr *hdr)
{
	if (hdr->type == LOWMARK_REC_TASK)
		set_task(cursor, (const void *)hdr);
	else if (hdr->type == LOWMARK_REC_TIME)
		cursor->base = ((const struct lowmark_rec_time *)hdr)->base;
	else if (hdr->type == LOWMARK_REC_KEPT)
		set_kept(cursor, (const void *)hdr);
	else
		cursor->unknown++;
}

/* Decode a record. Return: 1 if it is an event, 0 if not, or -EBADMSG. */
static int decode(struct lm_cursor *cursor)
{
	const struct lowmark_hdr *hdr = (const void *)cursor->at;
	unsigned int bytes = hdr->words * LOWMARK_WORD;
	unsigned int known = 0;

	if (hdr->type < LOWMARK_KINDS)
		known = known_bytes[hdr->type];
	if (!bytes || bytes < known ||
	    bytes > (size_t)(cursor->end - cursor->at)) {
		cursor->what = "a record has an impossible length";
		return -EBADMSG;
	}
	cursor->at += bytes;
	if (hdr->type < LOWMARK_KINDS)
		cursor->counts[hdr->type]++;
	if (!lm_event_bytes[hdr->type]) {
		take_structural(cursor, hdr);
		return 0;
	}
	set_kept_place(cursor, hdr);
	cursor->event.record = hdr;
	return 1;
}

/**
 * lm_cursor_next() - decode up to the next event
 * @cursor: position in the chunk; its event is valid after a return of 1
 *
 * Records of types that this tool does not know are counted and passed.
 *
 * Return: 1, 0 at the end of the chunk, -EBADMSG at a damaged record; what
 * came before it is fine
 */
int lm_cursor_next(struct lm_cursor *cursor)
{
	int ret = 0;

	cursor->event.cpu = cursor->head->cpu;
	while (!ret && cursor->at < cursor->end)
		ret = lm_cursor_quick(cursor) ? 1 : decode(cursor);
	return ret;
}

/**
 * lm_cursor_offset() - where a cursor stands
 * @cursor: position in a chunk whose header was fine
 *
 * Return: bytes from the begin of the chunk to the next record
 */
size_t lm_cursor_offset(const struct lm_cursor *cursor)
{
	return (size_t)(cursor->at - (const char *)cursor->head);
}
