// SPDX-License-Identifier: GPL-2.0-only
/*
 * Time below the watermarks, worst margins, and changes of the watermarks.
 */
#include "ktap.h"
#include "make_report.h"

#define MS 1000000ull
#define START 1000000000ull /* as META of built recordings has it */

/* Marks 100, 200, 300 of one zone, with 1000 pages free at the start. */
static const char zones[] =
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA32 1 1000 1000 100 200 300 0 5000 0,0,0,0,0 -\n";

static void sample(struct build *build, __u64 time_ns, __s32 free, __u32 boost)
{
	BUILD(build, 0, time_ns, 0, check, .zone = 1, .free = free,
	      .boost = boost, .caller = LOWMARK_CALLER_FAST, .verdict = 1,
	      .derived = 1);
}

static void test_times(void)
{
	struct build build = { .zones = zones };
	struct made_report *made;
	const struct lm_zonetime *zone;

	sample(&build, START + 100 * MS, 199, 0);
	sample(&build, START + 110 * MS, 150, 0);
	sample(&build, START + 130 * MS, 99, 0);
	sample(&build, START + 160 * MS, 100, 0);
	sample(&build, START + 200 * MS, 200, 0);
	sample(&build, START + 300 * MS, 180, 0);
	sample(&build, START + 301 * MS, 1000, 0);
	made = make_report(&build);
	zone = &zone_model(made, 1)->time;
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_LOW), 101 * MS);
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_MIN), 30 * MS);
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_NONE), 301 * MS);
	T_EQUAL(zone->falls, 2);
	T_EQUAL(zone->worst, -101);
	T_EQUAL(zone->worst_ns, START + 130 * MS);
	T_EQUAL(zone->worst_free, 99);
	T_EQUAL(zone->samples, 8);
	free_report(made);
}

/* Nothing is known of a zone that was not seen for long. */
static void test_hold(void)
{
	struct build build = { .zones = zones };
	struct made_report *made;
	const struct lm_zonetime *zone;

	sample(&build, START + 500 * MS, 150, 0);
	sample(&build, START + 9000 * MS, 500, 0);
	sample(&build, START + 9100 * MS, 500, 0);
	made = make_report(&build);
	zone = &zone_model(made, 1)->time;
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_LOW), 1000 * MS);
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_NONE), 1600 * MS);
	free_report(made);
}

/* A boost raises all marks. */
static void test_boost(void)
{
	struct build build = { .zones = zones };
	struct made_report *made;
	const struct lm_zonetime *zone;

	sample(&build, START + 100 * MS, 250, 0);
	sample(&build, START + 200 * MS, 250, 60);
	sample(&build, START + 300 * MS, 250, 0);
	made = make_report(&build);
	zone = &zone_model(made, 1)->time;
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_LOW), 100 * MS);
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_MIN), 0);
	T_EQUAL(zone->worst, -10);
	free_report(made);
}

/* What compaction and retries ask about is not the zone's free pages. */
static void test_other_callers(void)
{
	struct build build = { .zones = zones };
	struct made_report *made;
	int caller;

	for (caller = 0; caller <= LOWMARK_CALLER_OTHER; caller++)
		BUILD(&build, 0, START + caller, 0, check, .zone = 1,
		      .free = caller, .caller = (__u8)caller);
	BUILD(&build, 0, START + 100, 0, check, .zone = 1, .free = -5,
	      .caller = LOWMARK_CALLER_FAST);
	made = make_report(&build);
	/* The start, and four callers. */
	T_EQUAL(zone_model(made, 1)->time.samples, 5);
	free_report(made);
}

static void test_new_marks(void)
{
	struct build build = { .zones = zones };
	struct made_report *made;
	const struct lm_zonetime *zone;

	sample(&build, START + 100 * MS, 250, 0);
	BUILD(&build, 0, START + 200 * MS, 0, wmark, .zone = 1,
	      .cause = LOWMARK_CAUSE_SETUP, .min = 260, .low = 300, .high = 400,
	      .managed = 5000);
	BUILD(&build, 0, START + 250 * MS, 0, zone, .zone = 1, .min = 260,
	      .when = LOWMARK_SAMPLE_STOP, .low = 300, .high = 400, .free = 310,
	      .exact = LOWMARK_PAGES_NONE);
	BUILD(&build, 0, START + 260 * MS, 0, zone, .zone = 7,
	      .free = LOWMARK_PAGES_NONE, .min = LOWMARK_PAGES_NONE);
	made = make_report(&build);
	zone = &zone_model(made, 1)->time;
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_LOW), 50 * MS);
	T_EQUAL(lm_zonetime_below(zone, LM_DEPTH_MIN), 50 * MS);
	T_EQUAL(zone->changes[LOWMARK_CAUSE_SETUP], 1);
	T_EQUAL(zone->low, 300);
	zone = &zone_model(made, 7)->time;
	T_ASSERT(!zone->marked);
	T_EQUAL(zone->samples, 0);
	free_report(made);
}

TEST_MAIN(TEST(test_times), TEST(test_hold), TEST(test_boost),
	  TEST(test_other_callers), TEST(test_new_marks))
