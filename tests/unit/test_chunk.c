// SPDX-License-Identifier: GPL-2.0-only
/*
 * Decoding of chunks: good ones, cut ones, flipped ones, foreign ones.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/chunk.h"

/* A chunk with two tasks, a new time base and four records. */
static void make(struct build *build)
{
	*build = (struct build){ 0 };
	build_task(build, 2, 10, "first");
	BUILD(build, 2, 1000, 0, check, .zone = 1, .free = 7);
	BUILD(build, 2, 1500, LOWMARK_CTX_SOFTIRQ, wake, .zone = 1);
	build_task(build, 2, 11, "second name, cut");
	BUILD(build, 2, 2000, 0, check, .zone = 2, .free = -7);
	BUILD(build, 2, 90000000000ull, 0, kswapd_sleep, .node = 1);
	build_close(build, 2);
}

static void test_good(void)
{
	struct lm_cursor cursor;
	struct build build;

	make(&build);
	T_EQUAL(lm_cursor_init(&cursor, build.chunks[0].data,
			       build.chunks[0].len),
		0);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 1000);
	T_EQUAL(cursor.event.cpu, 2);
	T_EQUAL(cursor.event.pid, 10);
	T_ASSERT(!strcmp(cursor.event.comm, "first"));
	T_EQUAL(cursor.event.record->type, LOWMARK_REC_CHECK);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 1500);
	T_EQUAL(cursor.event.record->ctx, LOWMARK_CTX_SOFTIRQ);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.pid, 11);
	T_ASSERT(!strcmp(cursor.event.comm, "second name, cu"));
	T_EQUAL(((const struct lowmark_rec_check *)cursor.event.record)->free,
		-7);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 90000000000ull);
	T_EQUAL(lm_cursor_next(&cursor), 0);
	T_EQUAL(cursor.counts[LOWMARK_REC_CHECK], 2);
	T_EQUAL(cursor.counts[LOWMARK_REC_TASK], 2);
	T_EQUAL(cursor.counts[LOWMARK_REC_TIME], 1);
	T_EQUAL(cursor.unknown, 0);
	build_deinit(&build);
}

/* Records that waited have their own times and CPU; those between do not. */
static void test_kept(void)
{
	struct lowmark_rec_wake wake = { .hdr = BUILD_HDR(wake, 0) };
	struct build build = { 0 };
	struct lm_cursor cursor;

	build_task(&build, 2, 10, "late");
	BUILD(&build, 2, 5000, 0, check, .zone = 1);
	BUILD(&build, 2, 6000, 0, kept, .base = 3000, .cpu = 1);
	wake.hdr.flags = LOWMARK_FLAG_KEPT;
	wake.hdr.dt = 40;
	build_put(&build, 2, 6000, &wake.hdr);
	BUILD(&build, 2, 6000, 0, check, .zone = 1);
	build_put(&build, 2, 6001, &wake.hdr);
	build_close(&build, 2);
	T_EQUAL(lm_cursor_init(&cursor, build.chunks[0].data,
			       build.chunks[0].len),
		0);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 5000);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 3040);
	T_EQUAL(cursor.event.cpu, 1);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 6000);
	T_EQUAL(cursor.event.cpu, 2);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(cursor.event.time_ns, 3040);
	T_EQUAL(cursor.event.cpu, 1);
	T_EQUAL(lm_cursor_next(&cursor), 0);
	T_EQUAL(cursor.counts[LOWMARK_REC_KEPT], 1);
	build_deinit(&build);
}

/* Decode a copy that ends where its memory ends. */
static int decode_copy(const void *data, size_t len, unsigned int *events)
{
	void *copy = malloc(len ? len : 1);
	struct lm_cursor cursor;
	int ret;

	memcpy(copy, data, len);
	ret = lm_cursor_init(&cursor, copy, len);
	*events = 0;
	while (!ret && (ret = lm_cursor_next(&cursor)) > 0) {
		ret = 0;
		++*events;
	}
	free(copy);
	return ret;
}

static void test_truncated(void)
{
	struct build build;
	unsigned int events;
	size_t len;

	make(&build);
	for (len = 0; len < build.chunks[0].len; len++)
		T_EQUAL(decode_copy(build.chunks[0].data, len, &events),
			-EBADMSG);
	T_EQUAL(decode_copy(build.chunks[0].data, len, &events), 0);
	T_EQUAL(events, 4);
	build_deinit(&build);
}

/* The header says it ends in the middle of a record. */
static void test_cut_record(void)
{
	struct lowmark_chunk *head;
	struct lm_cursor cursor;
	struct build build;

	make(&build);
	head = build.chunks[0].data;
	head->bytes -= LOWMARK_WORD;
	T_EQUAL(lm_cursor_init(&cursor, head, head->bytes), 0);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	T_EQUAL(lm_cursor_next(&cursor), -EBADMSG);
	T_EQUAL(lm_cursor_offset(&cursor),
		head->bytes + LOWMARK_WORD -
			sizeof(struct lowmark_rec_kswapd_sleep));
	T_ASSERT(cursor.what);
	build_deinit(&build);
}

static void test_flipped(void)
{
	struct build build;
	unsigned int events;
	size_t bit;
	char *data;

	make(&build);
	data = build.chunks[0].data;
	for (bit = 0; bit < 8 * build.chunks[0].len; bit++) {
		data[bit / 8] ^= (char)(1 << bit % 8);
		decode_copy(data, build.chunks[0].len, &events);
		T_ASSERT(events <= 5);
		data[bit / 8] ^= (char)(1 << bit % 8);
	}
	build_deinit(&build);
}

static void test_foreign(void)
{
	struct lowmark_chunk *head;
	struct build build;
	const char *what;
	char noise[512];

	memset(noise, 'x', sizeof(noise));
	T_EQUAL(lm_chunk_check(noise, sizeof(noise), &what), -EBADMSG);
	T_ASSERT(what);
	T_EQUAL(lm_chunk_check(noise + 1, sizeof(noise) - 1, &what), -EINVAL);
	make(&build);
	head = build.chunks[0].data;
	head->abi_major++;
	T_EQUAL(lm_chunk_check(head, head->bytes, &what), -EPROTONOSUPPORT);
	head->abi_major--;
	head->cpu = LM_MAX_CPUS;
	T_EQUAL(lm_chunk_check(head, head->bytes, &what), -EBADMSG);
	build_deinit(&build);
}

/* Longer records and unknown types come from a newer module. */
static void test_newer(void)
{
	struct {
		struct lowmark_rec_kswapd_sleep rec;
		__u64 more;
	} longer = { .rec = { .hdr = BUILD_HDR(kswapd_sleep, 0), .node = 3 } };
	struct lowmark_hdr unknown = { .type = 200, .words = 1 };
	struct lm_cursor cursor;
	struct build build = { 0 };

	longer.rec.hdr.words = sizeof(longer) / LOWMARK_WORD;
	build_put(&build, 0, 100, &longer.rec.hdr);
	build_put(&build, 0, 101, &longer.rec.hdr);
	build_close(&build, 0);
	T_EQUAL(lm_cursor_init(&cursor, build.chunks[0].data,
			       build.chunks[0].len),
		0);
	T_EQUAL(lm_cursor_next(&cursor), 1);
	/* A type that nobody knows takes the place of the second one. */
	memcpy((char *)build.chunks[0].data + lm_cursor_offset(&cursor),
	       &unknown, sizeof(unknown));
	((struct lowmark_hdr *)((char *)build.chunks[0].data +
				lm_cursor_offset(&cursor)))
		->words = sizeof(longer) / LOWMARK_WORD;
	T_EQUAL(lm_cursor_next(&cursor), 0);
	T_EQUAL(cursor.unknown, 1);
	T_EQUAL(cursor.counts[LOWMARK_REC_KSWAPD_SLEEP], 1);
	build_deinit(&build);
}

TEST_MAIN(TEST(test_good), TEST(test_kept), TEST(test_truncated),
	  TEST(test_cut_record), TEST(test_flipped), TEST(test_foreign),
	  TEST(test_newer))
