// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merging the streams of several CPUs, complete ones and growing ones.
 */
#include <errno.h>
#include <stdlib.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/merge.h"

/* Chunks in memory; of each stream the first @ready ones can be read. */
struct memory {
	struct lm_source source;
	const struct build *build;
	unsigned int at[BUILD_CPUS];
	unsigned int ready;
	unsigned int damaged;
	unsigned int fail_after;
};

static int next_chunk(struct lm_source *source, unsigned int stream,
		      const void **data, size_t *len)
{
	struct memory *memory = (struct memory *)source;

	for (; memory->at[stream] < memory->ready; memory->at[stream]++) {
		const struct built_chunk *chunk =
			&memory->build->chunks[memory->at[stream]];
		const struct lowmark_chunk *head = chunk->data;

		if (head->cpu != stream)
			continue;
		if (memory->fail_after &&
		    memory->at[stream] >= memory->fail_after)
			return -EIO;
		memory->at[stream]++;
		*data = chunk->data;
		*len = chunk->len;
		return 1;
	}
	return 0;
}

static void note_damage(struct lm_source *source, unsigned int stream,
			size_t at, const char *what)
{
	(void)stream;
	(void)at;
	(void)what;
	((struct memory *)source)->damaged++;
}

static void init(struct memory *memory, const struct build *build,
		 unsigned int nr_streams)
{
	*memory = (struct memory){
		.source = {
			.nr_streams = nr_streams,
			.next = next_chunk,
			.damaged = note_damage,
		},
		.build = build,
		.ready = build->nr_chunks,
	};
}

/* Tasks change now and then, which the events that follow have to show. */
static void put_events(struct build *build, unsigned int nr, unsigned int cpus)
{
	__u32 pids[BUILD_CPUS] = { 0 };
	unsigned int i, cpu;
	__u64 time = 1000;

	for (i = 0; i < nr; i++) {
		cpu = (unsigned int)rand() % cpus;
		time += (unsigned int)rand() % 3;
		if (rand() % 8 == 0)
			build_task(build, cpu, ++pids[cpu], "task");
		BUILD(build, cpu, time, 0, check, .free = (__s32)i,
		      .mark = pids[cpu]);
	}
	for (cpu = 0; cpu < cpus; cpu++)
		build_close(build, cpu);
}

/* These are the times of the next events, and no more come. */
static void come(struct lm_merge *merge, const __u64 *times, unsigned int nr)
{
	const struct lm_event *event;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		T_EQUAL(lm_merge_next(merge, LM_FOREVER, &event), 1);
		T_EQUAL(event->time_ns, times[i]);
	}
	T_EQUAL(lm_merge_next(merge, LM_FOREVER, &event), 0);
}

static void test_order(void)
{
	const struct lowmark_rec_check *check;
	struct build build = { .chunk_bytes = 600 };
	const struct lm_event *event;
	struct memory memory;
	struct lm_merge merge;
	unsigned int last_cpu = 0, seen = 0;
	__u64 last = 0;

	srand(1);
	put_events(&build, 20000, 7);
	init(&memory, &build, 7);
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	while (lm_merge_next(&merge, LM_FOREVER, &event) > 0) {
		T_ASSERT(!event->loss);
		check = (const void *)event->record;
		T_EQUAL(event->pid, check->mark);
		T_ASSERT(event->time_ns >= last);
		if (event->time_ns == last)
			T_ASSERT(event->cpu >= last_cpu);
		last = event->time_ns;
		last_cpu = event->cpu;
		seen++;
	}
	T_EQUAL(seen, 20000);
	T_EQUAL(merge.records, 20000);
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* Events come out only before the horizon, and later chunks are found. */
static void test_growing(void)
{
	struct build build = { 0 };
	const struct lm_event *event;
	struct memory memory;
	struct lm_merge merge;

	BUILD(&build, 0, 100, 0, check, .zone = 1);
	BUILD(&build, 0, 300, 0, check, .zone = 1);
	build_close(&build, 0);
	BUILD(&build, 1, 200, 0, check, .zone = 1);
	build_close(&build, 1);
	init(&memory, &build, 2);
	memory.ready = 1;
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_EQUAL(lm_merge_next(&merge, 150, &event), 1);
	T_EQUAL(event->time_ns, 100);
	T_EQUAL(lm_merge_next(&merge, 150, &event), 0);
	memory.ready = 2;
	T_EQUAL(lm_merge_refill(&merge), 0);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(event->time_ns, 200);
	T_EQUAL(event->cpu, 1);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(event->time_ns, 300);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 0);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 0);
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

static void put_kept(struct build *build, unsigned int cpu, __u64 at,
		     __u64 made)
{
	struct lowmark_rec_wake wake = { .hdr = BUILD_HDR(wake, 0) };

	BUILD(build, cpu, at, 0, kept, .base = made, .cpu = cpu);
	wake.hdr.flags = LOWMARK_FLAG_KEPT;
	build_put(build, cpu, at, &wake.hdr);
}

/*
 * A run of which parts were put into the rings one after the other, by one CPU and
 * by another that had nothing else to write for long.
 */
static void test_kept(void)
{
	static const __u64 times[] = { 100, 50, 300, 90, 120, 320 };
	struct build build = { 0 };
	struct memory memory;
	struct lm_merge merge;
	unsigned int i;

	put_kept(&build, 0, 310, 120);
	BUILD(&build, 0, 320, 0, check, .zone = 1);
	BUILD(&build, 1, 100, 0, check, .zone = 1);
	put_kept(&build, 1, 300, 50);
	put_kept(&build, 1, 305, 90);
	BUILD(&build, 2, 300, 0, check, .zone = 1);
	for (i = 0; i < 3; i++)
		build_close(&build, i);
	init(&memory, &build, 3);
	memory.ready = 3;
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_CALL(come(&merge, times, 6));
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* What comes in too late comes next, and nothing comes twice. */
static void test_late(void)
{
	static const __u64 times[] = { 50, 120, 130 };
	struct build build = { 0 };
	const struct lm_event *event;
	struct memory memory;
	struct lm_merge merge;

	BUILD(&build, 0, 100, 0, check, .zone = 1);
	build_close(&build, 0);
	BUILD(&build, 0, 120, 0, check, .zone = 1);
	build_close(&build, 0);
	BUILD(&build, 1, 50, 0, check, .zone = 1);
	BUILD(&build, 1, 130, 0, check, .zone = 1);
	build_close(&build, 1);
	init(&memory, &build, 2);
	memory.ready = 2;
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(event->time_ns, 100);
	memory.ready = 3;
	T_EQUAL(lm_merge_refill(&merge), 0);
	T_CALL(come(&merge, times, 3));
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* Times that step back, as damage makes them, wait for nobody. */
static void test_back(void)
{
	static const __u64 times[] = { 100, 50, 40, 30, 200, 300 };
	struct build build = { 0 };
	struct memory memory;
	struct lm_merge merge;
	unsigned int i;

	build_open(&build, 0, 30); /* no other base is needed */
	for (i = 0; i < 4; i++)
		BUILD(&build, 0, times[i], 0, check, .zone = 1);
	BUILD(&build, 1, 200, 0, check, .zone = 1);
	BUILD(&build, 2, 300, 0, check, .zone = 1);
	for (i = 0; i < 3; i++)
		build_close(&build, i);
	init(&memory, &build, 3);
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_CALL(come(&merge, times, 6));
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* However far apart events are, they are in order. */
static void test_far(void)
{
	static const __u64 times[] = { 100, 1ull << 61, 3ull << 61,
				       (3ull << 61) + 1, 7ull << 61 };
	struct build build = { 0 };
	struct memory memory;
	struct lm_merge merge;
	unsigned int i;

	for (i = 0; i < 5; i++) {
		BUILD(&build, (4 - i) % 3, times[i], 0, check, .zone = 1);
		build_close(&build, (4 - i) % 3);
	}
	init(&memory, &build, 3);
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_CALL(come(&merge, times, 5));
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* A loss comes at its end, before the first record after it. */
static void test_losses(void)
{
	struct build build = { 0 };
	const struct lm_event *event;
	struct memory memory;
	struct lm_merge merge;

	BUILD(&build, 0, 100, 0, check, .zone = 1);
	build_lose(&build, 0, LOWMARK_REC_CHECK, 4);
	BUILD(&build, 0, 300, 0, check, .zone = 1);
	build_close(&build, 0);
	BUILD(&build, 1, 200, 0, check, .zone = 1);
	build_close(&build, 1);
	init(&memory, &build, 2);
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(event->time_ns, 100);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(event->time_ns, 200);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_ASSERT(event->loss && !event->record);
	T_EQUAL(event->time_ns, 300);
	T_EQUAL(event->loss->from_ns, 100);
	T_EQUAL(event->loss->total, 4);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_ASSERT(event->record && !event->loss);
	T_EQUAL(event->time_ns, 300);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 0);
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

/* What a damaged chunk held counts as lost; the rest is read. */
static void test_damage(void)
{
	struct build build = { 0 };
	const struct lm_event *event;
	struct lowmark_hdr *second;
	struct memory memory;
	struct lm_merge merge;
	unsigned int i, seen = 0, lost = 0;

	for (i = 0; i < 3; i++) {
		BUILD(&build, 0, 100 * i + 1, 0, check, .zone = 1);
		BUILD(&build, 0, 100 * i + 2, 0, check, .zone = 1);
		build_close(&build, 0);
	}
	second = (void *)((char *)build.chunks[1].data + build.chunks[1].len -
			  sizeof(struct lowmark_rec_check));
	second->words = 0;
	init(&memory, &build, 1);
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	while (lm_merge_next(&merge, LM_FOREVER, &event) > 0) {
		if (event->loss)
			lost += (unsigned int)event->loss->total;
		else
			seen++;
	}
	T_EQUAL(memory.damaged, 1);
	T_EQUAL(seen, 5);
	T_EQUAL(lost, 1);
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

static void test_read_error(void)
{
	struct build build = { 0 };
	const struct lm_event *event;
	struct memory memory;
	struct lm_merge merge;

	BUILD(&build, 0, 100, 0, check, .zone = 1);
	build_close(&build, 0);
	BUILD(&build, 0, 200, 0, check, .zone = 1);
	build_close(&build, 0);
	init(&memory, &build, 1);
	memory.fail_after = 1;
	T_EQUAL(lm_merge_init(&merge, &memory.source), 0);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 1);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), -EIO);
	T_EQUAL(lm_merge_next(&merge, LM_FOREVER, &event), 0);
	lm_merge_deinit(&merge);
	build_deinit(&build);
}

TEST_MAIN(TEST(test_order), TEST(test_growing), TEST(test_kept),
	  TEST(test_late), TEST(test_back), TEST(test_far), TEST(test_losses),
	  TEST(test_damage), TEST(test_read_error))
