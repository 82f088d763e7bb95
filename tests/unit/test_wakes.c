// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wakes of kswapd, what followed them, and the story that is told of it.
 */
#include <string.h>

#include "ktap.h"
#include "lib/story.h"
#include "make_report.h"

#define US 1000ull
#define T0 2000000000ull

static void ask(struct build *build, unsigned int cpu, __u64 time_ns,
		__u8 verdict, __s32 margin)
{
	BUILD(build, cpu, time_ns, LOWMARK_CTX_SLOW, wake, .zone = 7,
	      .order = 2, .verdict = verdict, .gfp = 0xcc0, .margin = margin,
	      .free = (__u32)(2500 + margin), .highest = 2,
	      .caller = LOWMARK_CALLER_SLOW);
}

static void run(struct build *build, __u64 time_ns)
{
	BUILD(build, 1, time_ns, LOWMARK_CTX_KSWAPD, kswapd_wake, .node = 1,
	      .order = 2, .highest = 2);
}

static void balance(struct build *build, __u64 time_ns, __u64 latency)
{
	BUILD(build, 1, time_ns, LOWMARK_CTX_KSWAPD, balance_begin, .node = 1,
	      .order = 2, .highest = 2);
	BUILD(build, 1, time_ns + latency, LOWMARK_CTX_KSWAPD, balance_end,
	      .node = 1, .order = 2, .order_done = 2, .latency = latency,
	      .scanned = 640, .reclaimed = 320);
}

static void go_to_sleep(struct build *build, __u64 time_ns)
{
	BUILD(build, 1, time_ns, LOWMARK_CTX_KSWAPD, kswapd_sleep, .node = 1);
}

static void see(struct build *build, __u64 time_ns, __s32 free)
{
	BUILD(build, 1, time_ns, LOWMARK_CTX_KSWAPD, check, .zone = 7,
	      .free = free, .which = LOWMARK_MARK_HIGH, .mark = 3000,
	      .caller = LOWMARK_CALLER_KSWAPD, .verdict = free > 3000,
	      .derived = free > 3000);
}

/* A whole wake, begun at @time_ns with @margin. */
static void whole_wake(struct build *build, __u64 time_ns, __s32 margin)
{
	build_task(build, 0, 10, "waker");
	build_task(build, 1, 60, "kswapd1");
	ask(build, 0, time_ns, LOWMARK_WAKE_WOKEN, margin);
	BUILD(build, 0, time_ns + 1, LOWMARK_CTX_SLOW, zone, .zone = 7,
	      .when = LOWMARK_SAMPLE_WAKE, .free = (__u32)(2500 + margin),
	      .min = 2000, .low = 2500, .high = 3000, .reserve = 0);
	run(build, time_ns + 35 * US);
	ask(build, 0, time_ns + 50 * US, LOWMARK_WAKE_AWAKE, margin);
	see(build, time_ns + 60 * US, 2600);
	balance(build, time_ns + 40 * US, 900 * US);
	see(build, time_ns + 941 * US, 3001);
	see(build, time_ns + 942 * US, 3500);
	go_to_sleep(build, time_ns + 950 * US);
}

static void test_episode(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_episode *episode;
	const struct lm_kswapd *kswapd;

	whole_wake(&build, T0, -56);
	made = make_report(&build);
	T_EQUAL(made->report.model.worst.nr, 1);
	episode = &made->report.model.worst.list[0];
	T_ASSERT(episode->complete);
	T_EQUAL(episode->node, 1);
	T_EQUAL(episode->zone, 7);
	T_EQUAL(episode->margin, -56);
	T_EQUAL(episode->order, 2);
	T_EQUAL(episode->pid, 10);
	T_ASSERT(!strcmp(episode->comm, "waker"));
	T_EQUAL(episode->wake_ns, T0);
	T_EQUAL(episode->run_ns, T0 + 35 * US);
	T_EQUAL(episode->passes, 1);
	T_EQUAL(episode->balance_ns, 900 * US);
	T_EQUAL(episode->scanned, 640);
	T_EQUAL(episode->reclaimed, 320);
	T_EQUAL(episode->awake_requests, 1);
	T_EQUAL(episode->above_ns, T0 + 941 * US);
	T_EQUAL(episode->above_free, 3001);
	T_EQUAL(episode->sleep_ns, T0 + 950 * US);
	T_EQUAL(episode->nr_zones, 1);
	T_ASSERT(episode->told);
	T_EQUAL(episode->zones[0].high, 3000);
	kswapd = &node_model(made, 1)->kswapd;
	T_EQUAL(kswapd->wakes, 1);
	T_EQUAL(kswapd->sleeps, 1);
	T_EQUAL(kswapd->runs.count, 1);
	T_EQUAL(kswapd->runs.sum, 900 * US);
	T_EQUAL(kswapd->awake_ns, 915 * US);
	T_EQUAL(kswapd->unfinished, 0);
	free_report(made);
}

/* The worst come first, and only so many are kept. */
static void test_worst(void)
{
	struct build build = { .chunk_bytes = 65536 };
	struct made_report *made;
	const struct lm_worst_wakes *worst;
	unsigned int i;

	for (i = 0; i < 40; i++)
		whole_wake(&build, T0 + i * 10000 * US,
			   (__s32)(i * 7 % 40) - 30);
	/* The very worst one does not count much: kswapd never ran. */
	ask(&build, 0, T0 + 100 * 10000 * US, LOWMARK_WAKE_WOKEN, -900);
	made = make_report(&build);
	worst = &made->report.model.worst;
	T_EQUAL(worst->nr, LM_WORST_WAKES);
	for (i = 0; i < LM_WORST_WAKES; i++) {
		T_ASSERT(worst->list[i].complete);
		T_EQUAL(worst->list[i].margin, (int)i - 30);
	}
	T_EQUAL(zone_model(made, 7)->wakes.verdicts[LOWMARK_WAKE_WOKEN], 41);
	T_EQUAL(lm_signed_hist_min(&zone_model(made, 7)->wakes.margins), -900);
	free_report(made);
}

/* A nap: woken again before it slept. */
static void test_nap(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_worst_wakes *worst;

	build_task(&build, 0, 10, "waker");
	build_task(&build, 1, 60, "kswapd1");
	ask(&build, 0, T0, LOWMARK_WAKE_WOKEN, -10);
	ask(&build, 0, T0 + 5 * US, LOWMARK_WAKE_WOKEN, -20);
	run(&build, T0 + 10 * US);
	balance(&build, T0 + 20 * US, 100 * US);
	ask(&build, 0, T0 + 200 * US, LOWMARK_WAKE_WOKEN, -5);
	run(&build, T0 + 210 * US);
	balance(&build, T0 + 220 * US, 100 * US);
	go_to_sleep(&build, T0 + 400 * US);
	made = make_report(&build);
	worst = &made->report.model.worst;
	T_EQUAL(worst->nr, 2);
	T_EQUAL(worst->list[0].margin, -10);
	T_EQUAL(worst->list[0].wakers, 2);
	T_ASSERT(worst->list[0].napped && worst->list[0].complete);
	T_EQUAL(worst->list[0].sleep_ns, 0);
	T_EQUAL(worst->list[1].margin, -5);
	T_ASSERT(!worst->list[1].napped && worst->list[1].complete);
	T_EQUAL(worst->list[1].passes, 1);
	T_EQUAL(node_model(made, 1)->kswapd.awake_ns, 390 * US);
	free_report(made);
}

static void test_verdicts(void)
{
	struct build build = { 0 };
	struct made_report *made;
	const struct lm_task *top[4];
	const __u64 *verdicts;
	unsigned int verdict, i;

	for (verdict = 0; verdict <= LOWMARK_WAKE_UNKNOWN + 3; verdict++)
		for (i = 0; i <= verdict; i++) {
			build_task(&build, 0, 10 + i, "asker");
			ask(&build, 0, T0 + 100 * verdict + i, (__u8)verdict,
			    -1);
		}
	made = make_report(&build);
	verdicts = zone_model(made, 7)->wakes.verdicts;
	for (verdict = 0; verdict < LOWMARK_WAKE_UNKNOWN; verdict++)
		T_EQUAL(verdicts[verdict], verdict + 1);
	T_EQUAL(verdicts[LOWMARK_WAKE_NOT_ASKED], 9);
	/* Verdicts that are not known yet count as unknown. */
	T_EQUAL(verdicts[LOWMARK_WAKE_UNKNOWN], 7 + 10);
	T_EQUAL(lm_tasks_top(&made->report.model.wakers, 1, top, 4), 1);
	T_EQUAL(top[0]->pid, 10);
	T_EQUAL(lm_tasks_top(&made->report.model.wakers, 0, top, 4), 0);
	free_report(made);
}

static void test_story(void)
{
	struct build build = { 0 };
	struct made_report *made;
	char *text;

	whole_wake(&build, T0, -56);
	made = make_report(&build);
	text = lm_story_of_wake(&made->report.model.worst.list[0],
				&made->names);
	T_ASSERT(text);
	T_ASSERT(strstr(text, "Wake of kswapd1 at 2.000000 s"));
	T_ASSERT(strstr(text,
			"waker-10 on CPU 0 asked for order 2 with GFP_KERNEL"));
	T_ASSERT(strstr(
		text, "1:Normal had 2444 pages free, 56 pages short of low."));
	T_ASSERT(strstr(text, "+35.0 us"));
	T_ASSERT(strstr(text, "scanned 640 and reclaimed 320 LRU pages"));
	T_ASSERT(strstr(text, "1 more requests found it awake"));
	T_ASSERT(strstr(
		text,
		"+941 us    1:Normal was above high again, with 3001 pages free."));
	T_ASSERT(strstr(text, "+950 us    kswapd1 went to sleep."));
	T_ASSERT(!strstr(text, "lost"));
	free(text);
	free_report(made);
}

static void test_story_of_half(void)
{
	struct build build = { 0 };
	struct made_report *made;
	char *text;

	build_task(&build, 0, 10, "waker");
	ask(&build, 0, T0, LOWMARK_WAKE_WOKEN, -5);
	build_lose(&build, 0, LOWMARK_REC_KSWAPD_WAKE, 1);
	BUILD(&build, 0, T0 + 10, 0, reclaim_begin, .number = 0);
	made = make_report(&build);
	text = lm_story_of_wake(&made->report.model.worst.list[0],
				&made->names);
	T_ASSERT(strstr(text, "was not seen to run"));
	T_ASSERT(strstr(text, "was not seen above high again"));
	T_ASSERT(strstr(text, "does not tell when kswapd1 went to sleep"));
	T_ASSERT(strstr(text, "Records were lost meanwhile"));
	free(text);
	free_report(made);
}

TEST_MAIN(TEST(test_episode), TEST(test_worst), TEST(test_nap),
	  TEST(test_verdicts), TEST(test_story), TEST(test_story_of_half))
