// SPDX-License-Identifier: GPL-2.0-only
/*
 * How things stand now: rates of the last second, zones in order, kswapd.
 */
#include <string.h>

#include "ktap.h"
#include "lib/watch.h"

#define T0 5000000000ull
#define SECOND LM_WATCH_WINDOW_NS

static const char zones[] =
	"# pages, 4096 bytes each; zones_per_node 5\n"
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA 0 3840 3840 66 82 98 0 3840 0,0,0,0,0 -\n"
	"0 DMA32 1 1200 1200 1000 1250 1500 0 250000 0,0,0,0,0 -\n"
	"0 Normal 2 2600 2600 2000 2500 3000 90 500000 0,0,0,0,0 -\n";

static const char later[] =
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA 0 80 80 66 82 98 0 3840 0,0,0,0,0 -\n";

static void put_wake(struct lm_watch *watch, __u64 time_ns, __u16 zone,
		     __u8 verdict)
{
	struct lowmark_rec_wake wake = { .hdr.type = LOWMARK_REC_WAKE,
					 .zone = zone,
					 .free = 2600,
					 .verdict = verdict };
	struct lm_event event = {
		.time_ns = time_ns,
		.comm = "",
		.record = &wake.hdr,
	};

	lm_watch_event(watch, &event);
}

static void test_rates(void)
{
	struct lm_watch watch;

	T_EQUAL(lm_watch_init(&watch, 5, T0, zones), 0);
	put_wake(&watch, T0 + 1, 1, LOWMARK_WAKE_WOKEN);
	put_wake(&watch, T0 + SECOND - 1, 1, LOWMARK_WAKE_AWAKE);
	T_EQUAL(watch.windows, 0);
	put_wake(&watch, T0 + SECOND, 1, LOWMARK_WAKE_WOKEN);
	T_EQUAL(watch.windows, 1);
	T_EQUAL(watch.last.wakes, 1);
	T_EQUAL(watch.last.refused, 1);
	T_EQUAL(watch.window.wakes, 1);
	lm_watch_until(&watch, T0 + 2 * SECOND);
	T_EQUAL(watch.last.wakes, 1);
	T_EQUAL(watch.last.refused, 0);
	put_wake(&watch, T0 + 2 * SECOND, 1, LOWMARK_WAKE_WOKEN);
	lm_watch_until(&watch, T0 + 9 * SECOND + 5);
	T_EQUAL(watch.windows, 9);
	T_EQUAL(watch.last.wakes, 0);
	T_EQUAL(watch.window_ns, T0 + 9 * SECOND);
	lm_watch_deinit(&watch);
}

static void check_order(const struct lm_watch *watch, enum lm_watch_sort sort,
			unsigned int a, unsigned int b, unsigned int c)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];

	T_EQUAL(lm_watch_zones(watch, sort, list), 3);
	T_EQUAL(list[0].id, a);
	T_EQUAL(list[1].id, b);
	T_EQUAL(list[2].id, c);
}

static void test_zones(void)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	struct lm_watch watch;

	T_EQUAL(lm_watch_init(&watch, 5, T0, zones), 0);
	put_wake(&watch, T0 + 1, 2, LOWMARK_WAKE_WOKEN);
	T_CALL(check_order(&watch, LM_WATCH_BY_ZONE, 0, 1, 2));
	T_CALL(check_order(&watch, LM_WATCH_BY_MARGIN, 1, 2, 0));
	T_CALL(check_order(&watch, LM_WATCH_BY_WAKES, 2, 0, 1));
	lm_watch_state(&watch, later, T0 + 2);
	T_EQUAL(lm_watch_zones(&watch, LM_WATCH_BY_ZONE, list), 3);
	T_EQUAL(list[0].margin, -2);
	T_EQUAL(list[1].margin, -50);
	lm_watch_deinit(&watch);
}

static void test_kswapd(void)
{
	struct lowmark_rec_kswapd_wake wake = {
		.hdr.type = LOWMARK_REC_KSWAPD_WAKE, .highest = 1
	};
	struct lowmark_rec_kswapd_sleep sleep = {
		.hdr.type = LOWMARK_REC_KSWAPD_SLEEP, .node = 0
	};
	struct lm_event event = { .time_ns = T0 + 1,
				  .comm = "",
				  .record = &wake.hdr };
	struct lm_watch watch;

	T_EQUAL(lm_watch_init(&watch, 5, T0, zones), 0);
	T_ASSERT(!strcmp(lm_watch_kswapd(&watch, 0), "n/a"));
	lm_watch_event(&watch, &event);
	T_ASSERT(!strcmp(lm_watch_kswapd(&watch, 0), "awake"));
	event = (struct lm_event){ .time_ns = T0 + 2,
				   .comm = "",
				   .record = &sleep.hdr };
	lm_watch_event(&watch, &event);
	T_ASSERT(!strcmp(lm_watch_kswapd(&watch, 0), "asleep"));
	T_ASSERT(!strcmp(lm_watch_kswapd(&watch, 3), "n/a"));
	lm_watch_deinit(&watch);
}

TEST_MAIN(TEST(test_rates), TEST(test_zones), TEST(test_kswapd))
