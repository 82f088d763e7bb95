// SPDX-License-Identifier: GPL-2.0-only
/*
 * How long kswapd was awake is told only of what was in sight: settings leave some of
 * it out, and losses take it away.
 */
#include <json-c/json.h>
#include <string.h>

#include "ktap.h"
#include "lib/expr.h"
#include "lib/filtered.h"
#include "lib/pick.h"
#include "lib/recorded.h"
#include "lib/watch.h"
#include "lowmark_events.h"
#include "lowmark_filters.h"
#include "make_report.h"

#define T0 2000000000ull
#define MS 1000000ull
#define NOT_TOLD (-1)

#define FILTER(NAME) (1u << LOWMARK_FILTER_##NAME)
#define SETTINGS(build, time_ns, filters_, sampling_)                  \
	BUILD(build, 0, time_ns, 0, settings, .sampling = (sampling_), \
	      .events = ~0u, .filters = (filters_))

/* A wake, what comes between, and a sleep 900 ms later */
static void put_wake(struct build *build)
{
	build_task(build, 0, 50, "kswapd0");
	BUILD(build, 0, T0, 0, kswapd_wake, .node = 0);
}

static void put_sleep(struct build *build)
{
	BUILD(build, 0, T0 + 900 * MS, 0, kswapd_sleep, .node = 0);
}

/* ms that a report's JSON tells of; null is NOT_TOLD. */
static long long reported(struct made_report *made)
{
	struct json_object *json = lm_report_json(&made->report), *value;
	long long awake_ms = NOT_TOLD;

	value = json_object_object_get(json, "kswapd_runs");
	if (json_object_is_type(value, json_type_array))
		value = json_object_object_get(
			json_object_array_get_idx(value, 0), "awake_ns");
	if (value)
		awake_ms = json_object_get_int64(value) / (long long)MS;
	json_object_put(json);
	return awake_ms;
}

/* ms of the longest time that "why awake" finds, in its first pass */
static long long picked(struct made_report *made)
{
	const char *meta = lm_recording_text(&made->rec, LOWMARK_SECTION_META);
	struct lm_pick pick = {
		.choice.question = LM_WHY_AWAKE,
		.zones_per_node = 5,
		.blind = lm_sleep_unseen_first(meta),
	};
	const struct lm_event *event;
	__u64 end_ns = 0;

	while (lm_merge_next(&made->merge, LM_FOREVER, &event) > 0) {
		lm_pick_event(&pick, event);
		end_ns = event->time_ns;
	}
	lm_pick_end(&pick, end_ns);
	if (!pick.found)
		return NOT_TOLD;
	return (long long)((pick.best.target.end_ns -
			    pick.best.target.begin_ns) /
			   MS);
}

/**
 * struct sight - a recording of one wake
 * @settings: those of the begin
 * @between: puts what comes between wake and sleep; NULL for nothing
 * @awake_ms: what is to be told
 */
struct sight {
	const char *settings;
	void (*between)(struct build *build);
	long long awake_ms;
};

static void put_node_filter(struct build *build)
{
	SETTINGS(build, T0 + 10 * MS, FILTER(NODE), 1);
}

static void put_same(struct build *build)
{
	SETTINGS(build, T0 + 10 * MS, 0, 1);
}

static void put_one_in_one(struct build *build)
{
	SETTINGS(build, T0 + 10 * MS, FILTER(SAMPLE), 1);
}

/* A run that goes on meanwhile is recorded whole. */
static void put_run(struct build *build)
{
	BUILD(build, 0, T0 + 5 * MS, 0, balance_begin, .node = 0);
	put_node_filter(build);
	BUILD(build, 0, T0 + 20 * MS, 0, balance_end, .node = 0);
}

static void put_off(struct build *build)
{
	BUILD(build, 0, T0 + MS, 0, settings, .sampling = 1,
	      .events = ~(1u << LOWMARK_EVENT_KSWAPD));
	SETTINGS(build, T0 + 2 * MS, 0, 1);
}

static void lose_sleep(struct build *build)
{
	build_close(build, 0);
	build_lose(build, 0, LOWMARK_REC_KSWAPD_SLEEP, 1);
}

static void lose_checks(struct build *build)
{
	build_close(build, 0);
	build_lose(build, 0, LOWMARK_REC_CHECK, 9);
}

/* A loss is told when others have been judged that may be in it. */
static void lose_from(struct build *build, __u64 from_ns)
{
	build_task(build, 1, 51, "kswapd0");
	build_open(build, 1, from_ns);
	build_close(build, 1);
	build_lose(build, 1, LOWMARK_REC_KSWAPD_SLEEP, 1);
	BUILD(build, 1, T0 + 2500 * MS, 0, check, .zone = 1);
}

static void lose_around(struct build *build)
{
	lose_from(build, T0 + MS);
}

static const struct sight sights[] = {
	{ "events all\nfilter none\n", NULL, 900 },
	{ "events all\nfilter none\n", put_same, 900 },
	{ "events all\nfilter none\n", put_one_in_one, 900 },
	{ "events all\nfilter none\n", put_node_filter, NOT_TOLD },
	{ "events all\nfilter none\n", put_off, NOT_TOLD },
	{ "events all\nfilter none\n", lose_checks, 900 },
	{ "events all\nfilter none\n", lose_sleep, NOT_TOLD },
	{ "events all\nfilter comm:kswapd0\n", NULL, 900 },
	{ "events all\nfilter node:0,node:1\n", NULL, 900 },
	{ "events all\nfilter sample:1\n", NULL, 900 },
	{ "events all\nfilter sample:4\n", NULL, NOT_TOLD },
	{ "events all\nfilter order:0-3\n", NULL, NOT_TOLD },
	{ "events all\nfilter color:blue\n", NULL, NOT_TOLD },
	{ "events wake slow\n", NULL, NOT_TOLD },
	{ "events all\nfilter none\n", lose_around, NOT_TOLD },
};

static void told(unsigned int nr, long long awake_ms)
{
	if (awake_ms != sights[nr].awake_ms)
		printf("# sight %u\n", nr);
	T_EQUAL(awake_ms, sights[nr].awake_ms);
}

static struct made_report *make_sight(const struct sight *sight)
{
	struct build build = { .settings = sight->settings };

	put_wake(&build);
	if (sight->between)
		sight->between(&build);
	put_sleep(&build);
	return make_report(&build);
}

static void test_sights(void)
{
	struct made_report *made;
	unsigned int i;

	for (i = 0; i < sizeof(sights) / sizeof(sights[0]); i++) {
		made = make_sight(&sights[i]);
		T_CALL(told(i, reported(made)));
		free_report(made);
	}
}

static void test_picks(void)
{
	struct build build;
	struct made_report made;
	unsigned int i;

	for (i = 0; i < sizeof(sights) / sizeof(sights[0]); i++) {
		build = (struct build){ .settings = sights[i].settings };
		put_wake(&build);
		if (sights[i].between)
			sights[i].between(&build);
		put_sleep(&build);
		open_build(&made, &build);
		T_CALL(told(i, picked(&made)));
		close_build(&made);
	}
}

/* One seen whole is told of though a longer one is lost. */
static void test_picks_earlier(void)
{
	struct build build = { .settings = "events all\nfilter none\n" };
	struct made_report made;

	build_task(&build, 0, 50, "kswapd0");
	BUILD(&build, 0, T0 - 800 * MS, 0, kswapd_wake, .node = 0);
	BUILD(&build, 0, T0 - 700 * MS, 0, kswapd_sleep, .node = 0);
	BUILD(&build, 0, T0 - 600 * MS, 0, kswapd_wake, .node = 0);
	BUILD(&build, 0, T0 - 100 * MS, 0, kswapd_sleep, .node = 0);
	put_wake(&build);
	lose_around(&build);
	put_sleep(&build);
	open_build(&made, &build);
	T_EQUAL(picked(&made), 500);
	close_build(&made);
}

/* 60 runs, each longer than the one before: which of those before the last ones? */
static long long picked_before(unsigned int last)
{
	struct build build = { .settings = "events all\nfilter none\n" };
	__u64 at = T0 + 2 * MS, from_ns = 0;
	struct made_report made;
	long long found;
	unsigned int i;

	build_task(&build, 0, 50, "kswapd0");
	for (i = 0; i < 60; i++, at += MS) {
		if (i == 60 - last)
			from_ns = at - MS / 2;
		BUILD(&build, 0, at, 0, kswapd_wake, .node = 0);
		at += (2 + i) * MS;
		BUILD(&build, 0, at, 0, kswapd_sleep, .node = 0);
	}
	lose_from(&build, from_ns);
	open_build(&made, &build);
	found = picked(&made);
	close_build(&made);
	return found;
}

/* The one before that, and one of the first when more are lost than are remembered */
static void test_picks_first(void)
{
	T_EQUAL(picked_before(6), 2 + 53);
	T_EQUAL(picked_before(59), 2);
}

/* A filter of others keeps kswapd out: nobody knows that it slept all the time. */
static void test_never_seen(void)
{
	struct build build = { .settings = "events all\nfilter comm:stress\n" };
	struct made_report *made;

	build_task(&build, 0, 100, "stress");
	BUILD(&build, 0, T0, 0, wake, .zone = 1, .verdict = LOWMARK_WAKE_WOKEN);
	made = make_report(&build);
	T_ASSERT(node_model(made, 0) != NULL);
	T_EQUAL(reported(made), NOT_TOLD);
	free_report(made);
}

/* A time in sight, after settings of the begin and one or two records of others */
static const struct {
	const char *settings;
	unsigned int nr;
	__u32 filters[2];
	long long awake_ms;
} settings_of[] = {
	/* What it did while a filter was set is missing, though all is seen since. */
	{ "events all\nfilter none\n", 2, { FILTER(NODE), 0 }, NOT_TOLD },
	{ "events all\nfilter node:1\n", 1, { 0 }, NOT_TOLD },
	/* So it is where one filter takes the place of another one. */
	{ "filter node:1\n", 2, { FILTER(NODE), FILTER(NODE) }, NOT_TOLD },
	{ "filter node:0\n", 1, { FILTER(COMM) }, NOT_TOLD },
	/* The first record tells the settings of the begin. */
	{ "filter node:0\n", 1, { FILTER(NODE) }, 900 },
	{ "filter node:0,sample:1\n",
	  1,
	  { FILTER(NODE) | FILTER(SAMPLE) },
	  900 },
};

static void test_since(void)
{
	struct made_report *made;
	struct build build;
	unsigned int i, n;

	for (i = 0; i < sizeof(settings_of) / sizeof(settings_of[0]); i++) {
		build = (struct build){ .settings = settings_of[i].settings };
		for (n = 0; n < settings_of[i].nr; n++)
			SETTINGS(&build, T0 - (20 - 10 * n) * MS,
				 settings_of[i].filters[n], 1);
		put_wake(&build);
		put_sleep(&build);
		made = make_report(&build);
		T_EQUAL(reported(made), settings_of[i].awake_ms);
		free_report(made);
	}
}

/* What the report tells of filters: of the begin, and of a sampling since then */
static bool told_filter(const char *settings, __u32 sampling, char text[256])
{
	struct build build = { .settings = settings };
	struct made_report *made;
	bool filtered;

	put_wake(&build);
	SETTINGS(&build, T0 + 10 * MS, FILTER(SAMPLE), sampling);
	put_sleep(&build);
	made = make_report(&build);
	filtered = lm_filtered(&made->report, text, 256);
	free_report(made);
	return filtered;
}

/* One in one is no filter that the report would have to tell of. */
static void test_one_in_one(void)
{
	char text[256];

	T_ASSERT(!told_filter("events all\nfilter none\n", 1, text));
	T_ASSERT(!told_filter("events all\nfilter sample:1\n", 1, text));
	T_ASSERT(told_filter("events all\nfilter none\n", 4, text));
	T_ASSERT(!strcmp(text, "none, later also sample:4"));
	T_ASSERT(told_filter("events all\nfilter node:0,sample:1\n", 1, text));
}

/* That kswapd goes out of sight in a run does not make the run unfinished. */
static void test_run(void)
{
	struct build build = { .settings = "events all\nfilter none\n" };
	struct made_report *made;

	put_wake(&build);
	put_run(&build);
	put_sleep(&build);
	made = make_report(&build);
	T_EQUAL(node_model(made, 0)->kswapd.runs.count, 1);
	T_EQUAL(node_model(made, 0)->kswapd.unfinished, 0);
	free_report(made);
}

/* What was set before the time that is wanted holds in it. */
static void test_window(void)
{
	static const struct {
		const char *settings;
		__u32 filters, sampling;
		long long awake_ms;
	} cases[] = {
		{ "events all\nfilter sample:4\n", 0, 1, 900 },
		{ "events all\nfilter none\n", FILTER(SAMPLE), 4, NOT_TOLD },
	};
	struct lm_window window = { .given = true,
				    .from_ns = T0 - 500 * MS,
				    .to_ns = T0 + 1000 * MS };
	struct made_report made = { 0 };
	unsigned int i;

	for (i = 0; i < 2; i++) {
		struct build build = { .settings = cases[i].settings };

		SETTINGS(&build, T0 - 900 * MS, cases[i].filters,
			 cases[i].sampling);
		put_wake(&build);
		put_sleep(&build);
		open_build(&made, &build);
		T_EQUAL(lm_report_make(&made.report, &made.rec, &made.names,
				       &made.merge, NULL, &window),
			0);
		T_EQUAL(reported(&made), cases[i].awake_ms);
		lm_report_deinit(&made.report);
		close_build(&made);
	}
}

/* Settings count though an expression does not want their records. */
static void test_expression(void)
{
	struct build build = { .settings = "events all\nfilter none\n" };
	struct made_report made = { 0 };
	static struct lm_expr expr;

	T_EQUAL(lm_expr_parse(&expr, "node==0"), 0);
	put_wake(&build);
	put_node_filter(&build);
	put_sleep(&build);
	open_build(&made, &build);
	T_EQUAL(lm_report_make(&made.report, &made.rec, &made.names,
			       &made.merge, &expr, NULL),
		0);
	T_EQUAL(made.report.model.total, 2);
	T_EQUAL(reported(&made), NOT_TOLD);
	lm_report_deinit(&made.report);
	close_build(&made);
}

static void watched(struct lm_watch *watch, __u64 time_ns,
		    const struct lowmark_hdr *record)
{
	struct lm_event event = { .time_ns = time_ns,
				  .comm = "",
				  .record = record };

	lm_watch_event(watch, &event);
}

static void shown(const struct lm_watch *watch, const char *text)
{
	T_ASSERT(!strcmp(lm_watch_kswapd(watch, 0), text));
}

/* "top" says how kswapd is only while it would see that change. */
static void test_watch(void)
{
	static const struct lowmark_rec_kswapd_wake wake = {
		.hdr.type = LOWMARK_REC_KSWAPD_WAKE,
	};
	static const struct lowmark_rec_kswapd_sleep sleep = {
		.hdr.type = LOWMARK_REC_KSWAPD_SLEEP,
	};
	static const struct lowmark_rec_balance_begin run = {
		.hdr.type = LOWMARK_REC_BALANCE_BEGIN,
	};
	struct lowmark_rec_settings settings = {
		.hdr.type = LOWMARK_REC_SETTINGS,
		.events = ~0u,
	};
	struct lm_watch watch;

	T_EQUAL(lm_watch_init(&watch, 5, T0, ""), 0);
	lm_model_first_settings(&watch.model, "events all\nfilter sample:4\n");
	watched(&watch, T0 + 1, &sleep.hdr);
	T_CALL(shown(&watch, "n/a"));
	watched(&watch, T0 + 2, &settings.hdr);
	watched(&watch, T0 + 3, &wake.hdr);
	T_CALL(shown(&watch, "awake"));
	watched(&watch, T0 + 4, &sleep.hdr);
	T_CALL(shown(&watch, "asleep"));
	watched(&watch, T0 + 5, &run.hdr);
	T_CALL(shown(&watch, "balancing"));
	settings.filters = FILTER(NODE);
	watched(&watch, T0 + 6, &settings.hdr);
	T_CALL(shown(&watch, "n/a"));
	/* How the run went on that was seen to begin, nobody knows. */
	watched(&watch, T0 + 7, &wake.hdr);
	T_CALL(shown(&watch, "awake"));
	lm_watch_deinit(&watch);
}

TEST_MAIN(TEST(test_sights), TEST(test_picks), TEST(test_picks_earlier),
	  TEST(test_picks_first), TEST(test_never_seen), TEST(test_since),
	  TEST(test_one_in_one), TEST(test_run), TEST(test_window),
	  TEST(test_expression), TEST(test_watch))
