// SPDX-License-Identifier: GPL-2.0-only
/*
 * Losses, computed from the headers of chunks.
 */
#include <stdlib.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/chunk.h"
#include "lib/loss.h"

/* Read one chunk. Return: whether something was lost before it. */
static bool take(struct lm_loss_state *state, const struct built_chunk *chunk,
		 struct lm_loss *loss)
{
	__u32 counts[LOWMARK_KINDS];
	bool lost = lm_loss_enter(state, chunk->data, loss);

	if (lm_chunk_count(chunk->data, chunk->len, counts))
		abort();
	lm_loss_leave(state, chunk->data, counts);
	return lost;
}

static void test_exact(void)
{
	struct lm_loss_state state = { 0 };
	struct build build = { 0 };
	struct lm_loss loss;

	/* What was lost before the first chunk is not told. */
	build_lose(&build, 1, LOWMARK_REC_CHECK, 1000);
	BUILD(&build, 1, 100, 0, check, .zone = 1);
	BUILD(&build, 1, 200, 0, wake, .zone = 1);
	build_lose(&build, 1, LOWMARK_REC_CHECK, 5);
	build_lose(&build, 1, LOWMARK_REC_WAKE, 2);
	build_lose(&build, 1, LOWMARK_REC_TASK, 9);
	BUILD(&build, 1, 300, 0, check, .zone = 1);
	build_close(&build, 1);
	BUILD(&build, 1, 400, 0, check, .zone = 1);
	build_close(&build, 1);
	T_EQUAL(build.nr_chunks, 3);
	T_ASSERT(!take(&state, &build.chunks[0], &loss));
	T_ASSERT(take(&state, &build.chunks[1], &loss));
	T_EQUAL(loss.total, 7);
	T_EQUAL(loss.counts[LOWMARK_REC_CHECK], 5);
	T_EQUAL(loss.counts[LOWMARK_REC_WAKE], 2);
	T_EQUAL(loss.counts[LOWMARK_REC_TASK], 0);
	T_EQUAL(loss.cpu, 1);
	T_EQUAL(loss.from_ns, 200);
	T_EQUAL(loss.to_ns, 300);
	T_EQUAL(loss.chunks, 0);
	T_ASSERT(!loss.restart);
	T_ASSERT(!take(&state, &build.chunks[2], &loss));
	build_deinit(&build);
}

/* Two chunks that were overwritten before they were read. */
static void test_missing_chunks(void)
{
	struct lm_loss_state state = { 0 };
	struct build build = { 0 };
	struct lm_loss loss;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		BUILD(&build, 0, 100 * i + 1, 0, check, .zone = 1);
		BUILD(&build, 0, 100 * i + 2, 0, check, .zone = 1);
		build_close(&build, 0);
	}
	T_ASSERT(!take(&state, &build.chunks[0], &loss));
	T_ASSERT(take(&state, &build.chunks[3], &loss));
	T_EQUAL(loss.total, 4);
	T_EQUAL(loss.chunks, 2);
	T_EQUAL(loss.from_ns, 2);
	T_EQUAL(loss.to_ns, 301);
	build_deinit(&build);
}

/* A chunk without records tells of losses at the end. */
static void test_empty_chunk(void)
{
	struct lm_loss_state state = { 0 };
	struct build build = { 0 };
	struct lm_loss loss;

	BUILD(&build, 0, 100, 0, check, .zone = 1);
	build_lose(&build, 0, LOWMARK_REC_ZONE, 3);
	build_open(&build, 0, 500);
	build_close(&build, 0);
	T_ASSERT(!take(&state, &build.chunks[0], &loss));
	T_ASSERT(take(&state, &build.chunks[1], &loss));
	T_EQUAL(loss.counts[LOWMARK_REC_ZONE], 3);
	T_EQUAL(loss.total, 3);
	build_deinit(&build);
}

/* A ring of another size starts counting anew. */
static void test_restart(void)
{
	struct build first = { 0 }, second = { 0 };
	struct lm_loss_state state = { 0 };
	struct lm_loss loss;

	BUILD(&first, 0, 100, 0, check, .zone = 1);
	build_close(&first, 0);
	BUILD(&second, 0, 200, 0, check, .zone = 1);
	build_close(&second, 0);
	build_lose(&second, 0, LOWMARK_REC_CHECK, 1);
	BUILD(&second, 0, 300, 0, check, .zone = 1);
	build_close(&second, 0);
	T_ASSERT(!take(&state, &first.chunks[0], &loss));
	T_ASSERT(take(&state, &second.chunks[0], &loss));
	T_ASSERT(loss.restart);
	T_EQUAL(loss.total, 0);
	T_ASSERT(take(&state, &second.chunks[1], &loss));
	T_ASSERT(!loss.restart);
	T_EQUAL(loss.total, 1);
	build_deinit(&first);
	build_deinit(&second);
}

/* So it does when it had produced more by then than the first one. */
static void test_restart_with_more(void)
{
	struct build first = { 0 }, second = { 0 };
	struct lm_loss_state state = { 0 };
	struct lm_loss loss;

	BUILD(&first, 0, 100, 0, check, .zone = 1);
	build_close(&first, 0);
	build_lose(&second, 0, LOWMARK_REC_CHECK, 100);
	BUILD(&second, 0, 200, 0, check, .zone = 1);
	build_close(&second, 0);
	T_ASSERT(!take(&state, &first.chunks[0], &loss));
	T_ASSERT(take(&state, &second.chunks[0], &loss));
	T_ASSERT(loss.restart);
	T_EQUAL(loss.total, 0);
	build_deinit(&first);
	build_deinit(&second);
}

TEST_MAIN(TEST(test_exact), TEST(test_missing_chunks), TEST(test_empty_chunk),
	  TEST(test_restart), TEST(test_restart_with_more))
