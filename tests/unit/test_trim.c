// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking old records out of a chunk: what stays decodes as it did, and nothing
 * looks lost.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/chunk.h"
#include "lib/trim.h"

#define LATE 9000000000ull /* needs another time base */

/* Two chunks; the first has two tasks, two time bases and a kept record. */
static void make(struct build *build)
{
	struct lowmark_rec_wake wake = { .hdr = BUILD_HDR(wake, 0) };

	*build = (struct build){ 0 };
	build_task(build, 2, 10, "first");
	BUILD(build, 2, 1000, 0, check, .zone = 1);
	BUILD(build, 2, 1500, 0, wake, .zone = 1);
	build_task(build, 2, 11, "second");
	BUILD(build, 2, 2000, 0, check, .zone = 2);
	BUILD(build, 2, 2500, 0, kept, .base = 1200, .cpu = 1);
	wake.hdr.flags = LOWMARK_FLAG_KEPT;
	wake.hdr.dt = 40;
	build_put(build, 2, 2500, &wake.hdr);
	wake.hdr.dt = 1100;
	build_put(build, 2, 2600, &wake.hdr);
	BUILD(build, 2, LATE, 0, kswapd_sleep, .node = 1);
	build_close(build, 2);
	BUILD(build, 2, LATE + 10, 0, check, .zone = 1);
	build_close(build, 2);
}

static ssize_t trim(const struct build *build, void **to, __u64 from_ns)
{
	const struct built_chunk *chunk = &build->chunks[0];

	*to = calloc(1, chunk->len + LM_TRIM_ROOM);
	return lm_chunk_trim(*to, chunk->data, chunk->len, from_ns);
}

/* What of the whole chunk is not older stays, with all that is known of it. */
static void stays_from(const struct build *build, __u64 from_ns)
{
	const struct built_chunk *chunk = &build->chunks[0];
	struct lm_cursor whole, left;
	void *to;
	ssize_t len = trim(build, &to, from_ns);

	T_ASSERT(len > 0);
	T_EQUAL(lm_cursor_init(&whole, chunk->data, chunk->len), 0);
	T_EQUAL(lm_cursor_init(&left, to, (size_t)len), 0);
	while (lm_cursor_next(&whole) > 0) {
		if (whole.event.time_ns < from_ns)
			continue;
		T_EQUAL(lm_cursor_next(&left), 1);
		T_EQUAL(left.event.time_ns, whole.event.time_ns);
		T_EQUAL(left.event.cpu, whole.event.cpu);
		T_EQUAL(left.event.pid, whole.event.pid);
		T_EQUAL(left.placed_ns, whole.placed_ns);
		T_ASSERT(!strcmp(left.event.comm, whole.event.comm));
		T_ASSERT(!memcmp(left.event.record, whole.event.record,
				 whole.event.record->words * LOWMARK_WORD));
	}
	T_EQUAL(lm_cursor_next(&left), 0);
	free(to);
}

static void what_is_not_older_stays(void)
{
	static const __u64 from[] = { 1,    1000, 1001, 1241, 1500, 1501,
				      2000, 2001, 2300, 2301, LATE };
	struct build build;
	unsigned int i;

	make(&build);
	for (i = 0; i < sizeof(from) / sizeof(from[0]); i++)
		T_CALL(stays_from(&build, from[i]));
	build_deinit(&build);
}

static void first_time_is_that_of_what_stays(void)
{
	struct build build;
	void *to;

	make(&build);
	T_ASSERT(trim(&build, &to, 1400) > 0);
	T_EQUAL(((struct lowmark_chunk *)to)->time_first, 1500);
	free(to);
	T_ASSERT(trim(&build, &to, 2200) > 0); /* made at 2300 */
	T_EQUAL(((struct lowmark_chunk *)to)->time_first, 2500);
	free(to);
	build_deinit(&build);
}

static void all_older_is_nothing(void)
{
	struct build build;
	void *to;

	make(&build);
	T_EQUAL(trim(&build, &to, LATE + 1), 0);
	free(to);
	build_deinit(&build);
}

/* Records marked as kept, that follow, all stay; they were written at that time. */
static void flagged_stay(struct build *build, __u64 time_ns)
{
	struct lowmark_rec_wake wake = { .hdr = BUILD_HDR(wake, 0) };
	__u32 counts[LOWMARK_KINDS];
	ssize_t len;
	void *to;
	int i;

	wake.hdr.flags = LOWMARK_FLAG_KEPT;
	for (i = 0; i < 20; i++)
		build_put(build, 2, time_ns, &wake.hdr);
	build_close(build, 2);
	len = trim(build, &to, 1);
	T_ASSERT(len > 0);
	T_EQUAL(((struct lowmark_chunk *)to)->time_first, time_ns);
	lm_chunk_count(to, (size_t)len, counts);
	T_EQUAL(counts[LOWMARK_REC_WAKE], 20);
	free(to);
	build_deinit(build);
}

static void damaged_places_do_not_grow_it(void)
{
	struct build no_place = { 0 }, no_time = { 0 };

	build_task(&no_place, 2, 10, "first");
	T_CALL(flagged_stay(&no_place, 10));
	BUILD(&no_time, 2, 0, 0, kept, .base = 1000, .cpu = 1);
	T_CALL(flagged_stay(&no_time, 0));
}

/* The next chunk tells the same losses after the trimmed one as after it. */
static void nothing_looks_lost(void)
{
	struct lm_loss_state state = { 0 };
	__u32 counts[LOWMARK_KINDS];
	struct lm_loss loss;
	struct build build;
	void *to;
	ssize_t len;

	make(&build);
	len = trim(&build, &to, 1400);
	T_ASSERT(len > 0);
	T_EQUAL(lm_chunk_count(to, (size_t)len, counts), 0);
	T_EQUAL(counts[LOWMARK_REC_CHECK], 1);
	T_ASSERT(!lm_loss_enter(&state, to, &loss));
	lm_loss_leave(&state, to, counts);
	T_ASSERT(!lm_loss_enter(&state, build.chunks[1].data, &loss));
	free(to);
	build_deinit(&build);
}

/* A chunk that is cut anywhere is refused, and nothing is read beyond it. */
static void damage_is_refused(void)
{
	const struct built_chunk *chunk;
	struct build build;
	size_t len;

	make(&build);
	chunk = &build.chunks[0];
	for (len = 0; len < chunk->len; len++) {
		void *copy = malloc(len ? len : 1);
		void *to = malloc(len + LM_TRIM_ROOM);

		memcpy(copy, chunk->data, len);
		T_EQUAL(lm_chunk_trim(to, copy, len, 1400), -EBADMSG);
		free(copy);
		free(to);
	}
	build_deinit(&build);
}

TEST_MAIN(TEST(what_is_not_older_stays), TEST(first_time_is_that_of_what_stays),
	  TEST(all_older_is_nothing), TEST(damaged_places_do_not_grow_it),
	  TEST(nothing_looks_lost), TEST(damage_is_refused))
