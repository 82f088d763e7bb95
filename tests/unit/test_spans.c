// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs of the slow path: nested ones, interrupted ones, halves of them.
 */
#include <string.h>

#include "ktap.h"
#include "make_report.h"

#define IRQ LOWMARK_CTX_HARDIRQ

static void begin(struct build *build, unsigned int cpu, __u64 time_ns,
		  __u8 ctx, __u64 id)
{
	BUILD(build, cpu, time_ns, ctx, slow_begin, .span = id, .zone = 1);
}

static void end(struct build *build, unsigned int cpu, __u64 time_ns, __u8 ctx,
		__u64 id, __u64 latency)
{
	BUILD(build, cpu, time_ns, ctx, slow_end, .span = id,
	      .latency = latency, .result = LOWMARK_RESULT_PAGE, .zone = 1,
	      .preferred = 1, .attempts = 2, .reclaims = 1, .wakes = 3);
}

static void unseen_end(struct build *build, __u64 time_ns)
{
	struct lowmark_rec_slow_end rec = {
		.hdr = BUILD_HDR(slow_end, 0),
		.span = 6,
		.latency = 20,
	};

	rec.hdr.flags = LOWMARK_FLAG_UNSEEN;
	build_put(build, 0, time_ns, &rec.hdr);
}

static void reclaim(struct build *build, unsigned int cpu, __u64 time_ns,
		    __u8 ctx, __u64 latency)
{
	BUILD(build, cpu, time_ns, ctx, reclaim_begin, .number = 1);
	BUILD(build, cpu, time_ns + latency, ctx, reclaim_end,
	      .latency = latency, .scanned = 64, .reclaimed = 32);
}

static void test_plain(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "stall");
	begin(&build, 0, 2000000000, 0, 1);
	BUILD(&build, 0, 2000000001, LOWMARK_CTX_SLOW, zone, .zone = 1,
	      .when = LOWMARK_SAMPLE_SLOW, .free = 100, .low = 150,
	      .reserve = 20);
	BUILD(&build, 0, 2000000002, LOWMARK_CTX_SLOW, zone, .zone = 0,
	      .when = LOWMARK_SAMPLE_SLOW, .free = 500, .low = 150,
	      .reserve = 20);
	reclaim(&build, 0, 2000000100, LOWMARK_CTX_SLOW, 300);
	reclaim(&build, 0, 2000000500, LOWMARK_CTX_SLOW, 200);
	end(&build, 0, 2000001000, 0, 1, 1000);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->begun, 1);
	T_EQUAL(spans->unbegun, 0);
	T_EQUAL(spans->unended, 0);
	T_EQUAL(spans->all.hist.count, 1);
	T_EQUAL(spans->all.hist.sum, 1000);
	T_EQUAL(spans->all.attempts, 2);
	T_EQUAL(spans->all.reclaims, 1);
	T_EQUAL(spans->all.wakes, 3);
	T_EQUAL(spans->nr_worst, 1);
	T_EQUAL(spans->worst[0].begin_ns, 2000000000);
	T_EQUAL(spans->worst[0].reclaim_ns, 500);
	T_EQUAL(spans->worst[0].reclaimed, 64);
	T_EQUAL(spans->worst[0].states, 2);
	T_EQUAL(spans->worst[0].short_zones, 1);
	T_EQUAL(spans->worst[0].worst_zone, 1);
	T_EQUAL(spans->worst[0].worst_margin, -70);
	T_ASSERT(!strcmp(spans->worst[0].comm, "stall"));
	T_EQUAL(spans->reclaims.count, 2);
	T_EQUAL(spans->scanned, 128);
	free_report(made);
}

/* An interrupt allocates while its victim is in the slow path. */
static void test_interrupted(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "victim");
	begin(&build, 0, 2000000000, 0, 1);
	begin(&build, 0, 2000000100, IRQ, 2);
	end(&build, 0, 2000000150, IRQ, 2, 50);
	reclaim(&build, 0, 2000000200, 0, 100);
	end(&build, 0, 2000001000, 0, 1, 1000);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->all.hist.count, 2);
	T_EQUAL(spans->unbegun, 0);
	T_EQUAL(spans->unended, 0);
	T_EQUAL(spans->worst[0].latency_ns, 1000);
	T_EQUAL(spans->worst[0].level, 0);
	T_EQUAL(spans->worst[0].reclaim_ns, 100);
	T_EQUAL(spans->worst[1].latency_ns, 50);
	T_EQUAL(spans->worst[1].level, IRQ);
	T_EQUAL(spans->worst[1].reclaim_ns, 0);
	T_EQUAL(spans->worst[1].begin_ns, 2000000100);
	free_report(made);
}

/* The return of the interrupt's span was lost: the task's goes on. */
static void test_interrupt_lost(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "victim");
	begin(&build, 0, 2000000000, 0, 1);
	begin(&build, 0, 2000000100, IRQ, 2);
	reclaim(&build, 0, 2000000200, 0, 100);
	end(&build, 0, 2000001000, 0, 1, 1000);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->all.hist.count, 1);
	T_EQUAL(spans->unbegun, 0);
	T_EQUAL(spans->unended, 1);
	T_EQUAL(spans->worst[0].id, 1);
	T_EQUAL(spans->worst[0].reclaim_ns, 100);
	free_report(made);
}

/* Reclaim allocates: a span inside a span of the same task. */
static void test_nested(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "outer");
	begin(&build, 0, 2000000000, 0, 1);
	begin(&build, 0, 2000000100, 0, 2);
	reclaim(&build, 0, 2000000110, 0, 10);
	end(&build, 0, 2000000150, 0, 2, 50);
	reclaim(&build, 0, 2000000200, 0, 100);
	end(&build, 0, 2000001000, 0, 1, 1000);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->worst[0].id, 1);
	T_EQUAL(spans->worst[0].reclaim_ns, 100);
	T_EQUAL(spans->worst[1].id, 2);
	T_EQUAL(spans->worst[1].reclaim_ns, 10);
	T_EQUAL(spans->unbegun + spans->unended, 0);
	free_report(made);
}

/* What a run waited for is its own, whether its begin is known or not. */
static void test_waits(void)
{
	struct build build = { 0 };
	const struct lm_stages *stages;
	struct made_report *made;

	build_task(&build, 0, 10, "stall");
	begin(&build, 0, 2000000000, 0, 1);
	begin(&build, 0, 2000000100, LOWMARK_CTX_SLOW, 2);
	BUILD(&build, 0, 2000000150, LOWMARK_CTX_SLOW, waits, .span = 2,
	      .queued = 20, .queued_between = 5);
	end(&build, 0, 2000000160, LOWMARK_CTX_SLOW, 2, 50);
	BUILD(&build, 0, 2000000900, 0, waits, .span = 1, .queued = 300,
	      .queued_between = 100, .slept_between = 40);
	end(&build, 0, 2000001000, 0, 1, 1000);
	end(&build, 0, 2000002000, 0, 3, 1000);
	BUILD(&build, 0, 2000003000, 0, waits, .span = 4, .queued = 7);
	end(&build, 0, 2000003000, 0, 4, 1000);
	BUILD(&build, 0, 2000003100, 0, waits, .span = 5, .queued = 1000);
	made = make_report(&build);
	stages = &made->report.model.decisions.stages;
	T_ASSERT(stages->waits_known);
	T_EQUAL(stages->queued_ns, 327);
	T_EQUAL(stages->ns[LM_STAGE_queued_between], 105);
	T_EQUAL(stages->ns[LM_STAGE_slept_between], 40);
	T_EQUAL(stages->latency_ns, 3050);
	T_EQUAL(lm_stages_rest(stages), 3050 - 145);
	T_ASSERT(!lm_stages_told(stages));
	T_EQUAL(made->report.model.spans.worst[0].waits.known, true);
	free_report(made);
}

/* Runs that told nothing get none of another's, wherever it is kept. */
static void test_waits_of_another(void)
{
	const unsigned int nr = 8 * LM_SPAN_CHAINS;
	struct build build = { 0 };
	const struct lm_stages *stages;
	struct made_report *made;
	unsigned int i;

	build_task(&build, 0, 10, "stall");
	BUILD(&build, 0, 2000000000, 0, waits, .span = 1, .queued = 7);
	for (i = 0; i < nr; i++)
		end(&build, 0, 2000000100 + i * 1000, 0, 2 + i, 10);
	made = make_report(&build);
	stages = &made->report.model.decisions.stages;
	T_EQUAL(stages->latency_ns, 10ull * nr);
	T_ASSERT(!stages->waits_known);
	T_EQUAL(stages->queued_ns, 0);
	free_report(made);
}

/* The task moves to another CPU inside the slow path. */
static void test_migrated(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "mover");
	build_task(&build, 1, 10, "mover");
	begin(&build, 0, 2000000000, 0, 1);
	reclaim(&build, 1, 2000000200, 0, 100);
	end(&build, 1, 2000001000, 0, 1, 1000);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->worst[0].begin_ns, 2000000000);
	T_EQUAL(spans->worst[0].reclaim_ns, 100);
	T_EQUAL(spans->unbegun + spans->unended, 0);
	free_report(made);
}

static void test_halves(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_spans *spans;

	build_task(&build, 0, 10, "half");
	end(&build, 0, 2000000000, 0, 1, 700);
	unseen_end(&build, 2000000050);
	begin(&build, 0, 2000000100, 0, 2);
	/* Its end was lost; the next one encloses nothing. */
	begin(&build, 0, 2000000200, 0, 3);
	begin(&build, 0, 2000000300, 0, 4);
	end(&build, 0, 2000000400, 0, 3, 200);
	begin(&build, 0, 2000000500, 0, 5);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->begun, 4);
	T_EQUAL(spans->unbegun, 2);
	T_EQUAL(spans->unseen, 1);
	/* 4 ended with 3 at the latest; 2 and 5 were open at the end. */
	T_EQUAL(spans->unended, 3);
	T_EQUAL(spans->all.hist.count, 3);
	T_EQUAL(spans->worst[0].latency_ns, 700);
	T_EQUAL(spans->worst[0].begin_ns, 0);
	free_report(made);
}

/* Ends that are lost for ever must not fill memory. */
static void test_many_lost_ends(void)
{
	struct build build = { .chunk_bytes = 65536 };
	struct made_report *made;
	const struct lm_spans *spans;
	unsigned int i;

	for (i = 0; i < 3 * LM_OPEN_SPANS; i++) {
		if (i % 2)
			build_task(&build, 0, i, "lost");
		begin(&build, 0, 2000000000 + i, 0, i + 1);
	}
	end(&build, 0, 2100000000, 0, i, 5);
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->begun, 3 * LM_OPEN_SPANS);
	T_EQUAL(spans->unended, 3 * LM_OPEN_SPANS - 1);
	T_EQUAL(spans->unbegun, 0);
	free_report(made);
}

/* By task and by order; the longest ones are kept, in order. */
static void test_sums(void)
{
	struct build build = { .chunk_bytes = 65536 };
	const struct lm_blame *top[3];
	const struct lm_blames *tasks;
	struct made_report *made;
	const struct lm_spans *spans;
	char comm[16];
	__u64 i;

	for (i = 1; i <= 1000; i++) {
		snprintf(comm, sizeof(comm), "task%u", (unsigned int)i % 10);
		build_task(&build, i % 3, (__u32)(100 + i % 10), comm);
		BUILD(&build, i % 3, 2000000000 + i * 1000, 0, slow_end,
		      .span = i, .latency = i * 100, .order = i % 2 ? 0 : 9,
		      .result = i % 10 == 7 ? LOWMARK_RESULT_FAILED :
					      LOWMARK_RESULT_PAGE);
	}
	made = make_report(&build);
	spans = &made->report.model.spans;
	T_EQUAL(spans->all.hist.count, 1000);
	T_EQUAL(spans->all.failed, 100);
	T_EQUAL(spans->orders[0]->hist.count, 500);
	T_EQUAL(spans->orders[9]->hist.count, 500);
	T_EQUAL(spans->orders[9]->hist.max, 100000);
	T_EQUAL(spans->orders[0]->failed, 100);
	T_ASSERT(!spans->orders[1]);
	tasks = &spans->blames[LM_BY_TASK];
	T_EQUAL(tasks->nr, 10);
	T_EQUAL(lm_blames_top(tasks, LM_SORT_SUM, top, 3), 3);
	T_EQUAL(top[0]->key, 100);
	T_EQUAL(top[1]->key, 109);
	T_EQUAL(top[2]->key, 108);
	T_EQUAL(top[0]->hist.count, 100);
	T_EQUAL(lm_blames_top(tasks, LM_SORT_FAILED, top, 3), 3);
	T_EQUAL(top[0]->key, 107);
	T_EQUAL(top[0]->failed, 100);
	T_EQUAL(lm_blames_top(&spans->blames[LM_BY_ORDER], LM_SORT_MAX, top, 3),
		2);
	T_EQUAL(top[0]->key, 9);
	T_EQUAL(lm_blames_top(&spans->blames[LM_BY_CGROUP], LM_SORT_SUM, top,
			      3),
		1);
	T_ASSERT(top[0]->key == LM_CGROUP_NONE);
	T_EQUAL(spans->nr_worst, LM_WORST_SPANS);
	for (i = 0; i < LM_WORST_SPANS; i++)
		T_EQUAL(spans->worst[i].latency_ns, 100000 - 100 * i);
	free_report(made);
}

TEST_MAIN(TEST(test_plain), TEST(test_interrupted), TEST(test_interrupt_lost),
	  TEST(test_nested), TEST(test_waits), TEST(test_waits_of_another),
	  TEST(test_migrated), TEST(test_halves), TEST(test_many_lost_ends),
	  TEST(test_sums))
