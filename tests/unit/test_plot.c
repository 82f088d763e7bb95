// SPDX-License-Identifier: GPL-2.0-only
/*
 * Columns of a plot: bounded, and without losing an extreme. Told a file in
 * LOWMARK_BUILD_TO, it leaves a recording there for tests of the tool.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/plot.h"

#define T0 1000000000ull

static void put_zone(struct lm_plot *plot, __u64 time_ns, __u32 free)
{
	struct lowmark_rec_zone rec = {
		.hdr = { .type = LOWMARK_REC_ZONE },
		.zone = 1,
		.free = free,
		.min = 100,
		.low = 200,
		.high = 300,
	};
	struct lm_event event = { .time_ns = time_ns, .record = &rec.hdr };

	lm_plot_event(plot, &event);
}

/* 300,000 samples in at most 64 columns: one low and one high stand out. */
static void test_extremes(void)
{
	static struct lm_plot plot;
	const struct lm_plot_free *column;
	unsigned int i, spikes = 0;
	__u64 at;

	T_EQUAL(lm_plot_init(&plot, 64, 5, T0, ""), 0);
	for (i = 0; i < 300000; i++)
		put_zone(&plot, T0 + 1000ull * i,
			 i == 123456 ? 7 :
			 i == 200001 ? 99999 :
				       5000);
	lm_plot_end(&plot, T0 + 300000000);
	T_ASSERT(plot.nr > 32 && plot.nr <= 64);
	T_EQUAL(plot.nr_zones, 1);
	T_EQUAL(plot.zones[0].samples, 300000);
	for (i = 0; i < plot.nr; i++) {
		column = &plot.zones[0].columns[i];
		if (!column->seen)
			continue;
		at = i * plot.width_ns;
		spikes += column->least != 5000 || column->most != 5000;
		if (at <= 123456000 && 123456000 < at + plot.width_ns)
			T_EQUAL(column->least, 7);
		if (at <= 200001000 && 200001000 < at + plot.width_ns)
			T_EQUAL(column->most, 99999);
		T_EQUAL(column->last, 5000);
		T_EQUAL(column->marks[2], 300);
	}
	T_EQUAL(spikes, 2);
	lm_plot_deinit(&plot);
}

/* A stall covers the columns from its begin to its end; losses likewise. */
static void test_spans(void)
{
	static struct lm_plot plot;
	struct lowmark_rec_slow_end end = {
		.hdr = { .type = LOWMARK_REC_SLOW_END },
		.latency = 4000,
	};
	struct lm_loss loss = { .from_ns = T0 + 20000, .to_ns = T0 + 22000 };
	struct lm_event event = { .time_ns = T0 + 8000,
				  .record = &end.hdr,
				  .comm = "x" };
	struct lm_event lost = { .time_ns = T0 + 22000, .loss = &loss };
	unsigned int i;

	T_EQUAL(lm_plot_init(&plot, 64, 5, T0, ""), 0);
	lm_plot_event(&plot, &event);
	lm_plot_event(&plot, &lost);
	lm_plot_end(&plot, T0 + 30000);
	T_EQUAL(plot.width_ns, 1000);
	for (i = 0; i < plot.nr; i++) {
		T_EQUAL(plot.columns[i].longest_ns,
			i >= 4 && i <= 8 ? 4000 : 0);
		T_EQUAL(plot.columns[i].lost, i >= 20 && i <= 22);
	}
	lm_plot_deinit(&plot);
}

/* A second: free falls below low, a task with an evil name stalls, an OOM. */
static void leave_recording(const char *path)
{
	struct build build = { .chunk_bytes = 65536 };
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	unsigned int i;

	build_task(&build, 0, 66, "</script><b>&\"'");
	for (i = 0; i < 1000; i++)
		BUILD(&build, 0, T0 + 1000000ull * i, 0, zone, .zone = 1,
		      .free = i == 500 ? 123 : 5000 - i, .min = 1000,
		      .low = 1250, .high = 1500);
	BUILD(&build, 1, T0 + 300000000, 0, wake, .zone = 1,
	      .verdict = LOWMARK_WAKE_WOKEN, .free = LOWMARK_PAGES_NONE);
	BUILD(&build, 1, T0 + 400000000, 0, balance_end, .node = 0,
	      .latency = 90000000);
	build_task(&build, 2, 66, "</script><b>&\"'");
	BUILD(&build, 2, T0 + 600000000, 0, slow_begin, .span = 9, .zone = 1);
	BUILD(&build, 2, T0 + 650000000, 0, slow_end, .span = 9, .zone = 1,
	      .preferred = 1, .result = 1, .latency = 50000000);
	BUILD(&build, 2, T0 + 700000000, 0, oom, .verdict = 1);
	BUILD(&build, 2, T0 + 710000000, 0, wmark, .zone = 1, .min = 2000,
	      .low = 2500, .high = 3000, .cause = LOWMARK_CAUSE_SYSCTL);
	/* A zone that is nearly empty: marks are a thousandth of it. */
	BUILD(&build, 3, T0 + 250000000, 0, zone, .zone = 2, .free = 1000000,
	      .min = 1000, .low = 1250, .high = 1500);
	build_lose(&build, 2, LOWMARK_REC_CHECK, 5);
	BUILD(&build, 2, T0 + 800000000, 0, kswapd_sleep, .node = 0);
	if (fd < 0 || build_write(&build, fd))
		abort();
	close(fd);
	build_deinit(&build);
}

static void test_recording(void)
{
	const char *path = getenv("LOWMARK_BUILD_TO");

	if (path)
		leave_recording(path);
	T_ASSERT(!path || !access(path, R_OK));
}

TEST_MAIN(TEST(test_extremes), TEST(test_spans), TEST(test_recording))
