// SPDX-License-Identifier: GPL-2.0-only
/*
 * The JSON document of a report, against a recording whose figures are known.
 */
#include <json-c/json.h>
#include <string.h>

#include "ktap.h"
#include "lib/filtered.h"
#include "lowmark_filters.h"
#include "make_report.h"

#define T0 2000000000ull

/* Follow a path of keys and array indices: "slow_path.blame.task.0.pid". */
static struct json_object *find(struct json_object *json, const char *path)
{
	char copy[128], *word, *rest = copy;

	snprintf(copy, sizeof(copy), "%s", path);
	while (json && (word = strtok_r(rest, ".", &rest))) {
		if (json_object_is_type(json, json_type_array))
			json = json_object_array_get_idx(
				json, strtoul(word, NULL, 10));
		else if (!json_object_object_get_ex(json, word, &json))
			return NULL;
	}
	return json;
}

static long long figure(struct json_object *json, const char *path)
{
	struct json_object *value = find(json, path);

	if (value && json_object_is_type(value, json_type_int))
		return json_object_get_int64(value);
	printf("# nothing at %s\n", path);
	return -999999;
}

static bool is_text(struct json_object *json, const char *path,
		    const char *text)
{
	struct json_object *value = find(json, path);

	return value && !strcmp(json_object_get_string(value), text);
}

/* Write the document and read it again, as users do. */
static struct json_object *document(struct made_report *made)
{
	struct json_object *json = lm_report_json(&made->report), *copy;

	copy = json_tokener_parse(json_object_to_json_string(json));
	json_object_put(json);
	return copy;
}

static void fill(struct build *build)
{
	unsigned int i;

	build_task(build, 0, 10, "one");
	build_task(build, 1, 11, "two\xff\"");
	for (i = 0; i < 10; i++)
		BUILD(build, 0, T0 + i, 0, check, .zone = 1, .free = 900,
		      .which = LOWMARK_MARK_LOW, .mark = 1250,
		      .margin = -350 - (__s32)i, .verdict = i < 3,
		      .derived = i < 4, .why = i < 3 ? 0 : LOWMARK_WHY_PAGES,
		      .caller = LOWMARK_CALLER_SLOW);
	for (i = 0; i < 4; i++)
		BUILD(build, 1, T0 + 100 + i, 0, wake, .zone = 1, .order = i,
		      .verdict = i < 3 ? LOWMARK_WAKE_WOKEN :
					 LOWMARK_WAKE_HOPELESS,
		      .margin = -10 * (__s32)i, .free = LOWMARK_PAGES_NONE);
	for (i = 1; i <= 100; i++)
		BUILD(build, 1, T0 + 1000 * i, 0, slow_end, .span = i,
		      .latency = 1000000 * i, .order = 0, .zone = 1,
		      .result = i > 1, .attempts = 3, .preferred = 1);
	BUILD(build, 0, T0 + 200000, 0, attempt, .kind = LOWMARK_ATTEMPT_OOM,
	      .result = LOWMARK_RESULT_FAILED);
	BUILD(build, 0, T0 + 200001, 0, wmark, .zone = 1,
	      .cause = LOWMARK_CAUSE_BOOST, .min = 1000, .low = 1250,
	      .high = 1500, .boost = 77);
}

static void test_figures(void)
{
	struct build build = { 0 };
	struct made_report *made;
	struct json_object *json;

	fill(&build);
	made = make_report(&build);
	json = document(made);
	T_ASSERT(json);
	T_ASSERT(is_text(json, "kernel", "6.1.0-test"));
	T_ASSERT(is_text(json, "command", "sleep 1"));
	T_EQUAL(figure(json, "start_ns"), 1000000000);
	T_EQUAL(figure(json, "duration_ns"), 1000200001);
	T_EQUAL(figure(json, "events"), 10 + 4 + 100 + 2);
	T_EQUAL(figure(json, "by_event.slow_end"), 100);
	T_EQUAL(figure(json, "lost.records"), 0);
	T_EQUAL(json_object_array_length(find(json, "lost.lower_bounds")), 0);
	T_ASSERT(is_text(json, "kswapd_wakes.zones.0.zone", "0:DMA32"));
	T_EQUAL(figure(json, "kswapd_wakes.zones.0.wakes"), 3);
	T_EQUAL(figure(json, "kswapd_wakes.zones.0.margin_min_pages"), -20);
	T_EQUAL(figure(json, "kswapd_wakes.zones.0.margin_median_pages"), -10);
	T_EQUAL(figure(json, "kswapd_wakes.zones.0.by_order.2"), 1);
	T_ASSERT(is_text(json, "kswapd_wakes.nodes.0.wakers.0.comm",
			 "two\xc3\xbf\""));
	T_EQUAL(figure(json, "kswapd_wakes.nodes.0.wakers.0.wakes"), 3);
	T_EQUAL(figure(json, "refused_wakes.0.requests"), 4);
	T_EQUAL(figure(json, "refused_wakes.0.hopeless"), 1);
	T_EQUAL(figure(json, "refused_wakes.0.awake"), 0);
	T_EQUAL(figure(json, "slow_path.count"), 100);
	T_EQUAL(figure(json, "slow_path.failed"), 1);
	T_EQUAL(figure(json, "slow_path.attempts"), 300);
	T_EQUAL(figure(json, "slow_path.max_ns"), 100000000);
	T_EQUAL(figure(json, "slow_path.sum_ns"), 5050000000);
	T_ASSERT(figure(json, "slow_path.p50_ns") > 49000000 &&
		 figure(json, "slow_path.p50_ns") < 51000000);
	T_ASSERT(figure(json, "slow_path.p99_ns") > 97400000 &&
		 figure(json, "slow_path.p99_ns") < 100000000);
	T_EQUAL(figure(json, "slow_path.blame.task.0.pid"), 11);
	T_EQUAL(figure(json, "slow_path.without_begin"), 100);
	T_EQUAL(figure(json, "slow_path.worst.0.latency_ns"), 100000000);
	T_ASSERT(is_text(json, "attempts.0.kind", "oom"));
	T_EQUAL(figure(json, "attempts.0.failed"), 1);
	T_ASSERT(is_text(json, "checks.0.mark", "low"));
	T_EQUAL(figure(json, "checks.0.passed"), 3);
	T_EQUAL(figure(json, "checks.0.failed"), 7);
	T_EQUAL(figure(json, "checks.0.why.pages"), 7);
	T_EQUAL(figure(json, "checks.0.disagreed"), 1);
	T_EQUAL(figure(json, "checks.0.worst_margin_pages"), -359);
	T_EQUAL(figure(json, "checks.0.callers.slow-path"), 10);
	T_EQUAL(figure(json, "zones.1.worst_margin_pages"), -350);
	T_EQUAL(figure(json, "zones.1.below_min_ns"), 200001);
	T_EQUAL(figure(json, "mark_changes.1.causes.boost"), 1);
	json_object_put(json);
	free_report(made);
}

/* Which figures are lower bounds depends on what was lost. */
static void test_lower_bounds(void)
{
	struct build build = { 0 };
	struct made_report *made;
	struct json_object *json, *list;

	fill(&build);
	build_lose(&build, 0, LOWMARK_REC_RECLAIM_END, 6);
	BUILD(&build, 0, T0 + 300000, 0, kswapd_sleep, .node = 0);
	made = make_report(&build);
	json = document(made);
	T_EQUAL(figure(json, "lost.records"), 6);
	T_EQUAL(figure(json, "lost.by_event.reclaim_end"), 6);
	T_EQUAL(figure(json, "lost.cpus.0.cpu"), 0);
	T_EQUAL(figure(json, "lost.cpus.0.gaps"), 1);
	list = find(json, "lost.lower_bounds");
	T_EQUAL(json_object_array_length(list), 1);
	T_ASSERT(is_text(json, "lost.lower_bounds.0", "direct_reclaim"));
	json_object_put(json);
	free_report(made);
}

/* What the kernel does not give is null and has a reason. */
static void test_unavailable(void)
{
	struct build build = { 0 };
	struct made_report *made;
	struct json_object *json, *value;

	build.caps =
		"hook  kind      symbol  state   reason\n"
		"slow  kretprobe s.cold  failed  -EINVAL: Invalid argument\n"
		"wake  kretprobe w       absent  no such symbol\n";
	fill(&build);
	made = make_report(&build);
	json = document(made);
	T_ASSERT(json_object_object_get_ex(json, "slow_path", &value) &&
		 !value);
	T_ASSERT(json_object_object_get_ex(json, "kswapd_wakes", &value) &&
		 !value);
	T_ASSERT(json_object_object_get_ex(json, "refused_wakes", &value) &&
		 !value);
	T_ASSERT(json_object_object_get_ex(json, "checks", &value) && value);
	T_ASSERT(is_text(json, "unavailable.slow_path",
			 "s.cold failed: -EINVAL: Invalid argument"));
	json_object_put(json);
	free_report(made);
}

static void test_empty(void)
{
	struct build build = { 0 };
	struct made_report *made = make_report(&build);
	struct json_object *json = document(made), *value;

	T_EQUAL(figure(json, "events"), 0);
	T_EQUAL(figure(json, "slow_path.count"), 0);
	value = find(json, "slow_path");
	T_ASSERT(json_object_object_get_ex(value, "p50_ns", &value) && !value);
	json_object_put(json);
	free_report(made);
}

static void test_filters(void)
{
#define BY(NAME) (1u << LOWMARK_FILTER_##NAME)
	static const struct {
		const char *meta, *told;
		__u32 filters, sampling;
	} cases[] = {
		{ "", NULL, 0, 0 },
		{ "filter none\n", NULL, 0, 1 },
		{ "filter none\n", "none, later also pid", BY(PID), 1 },
		{ "filter order:3,sample:4\n", "order:3,sample:4",
		  BY(ORDER) | BY(SAMPLE), 4 },
		{ "filter order:3,sample:4\n",
		  "order:3,sample:4, later also sample:9",
		  BY(ORDER) | BY(SAMPLE), 9 },
		{ "filter comm:sample:2\n",
		  "comm:sample:2, later also sample:2", BY(SAMPLE), 2 },
	};
#undef BY
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct lm_report report = {
			.meta = cases[i].meta,
			.model.filters = cases[i].filters,
			.model.sampling = cases[i].sampling,
		};

		T_EQUAL(lm_filtered(&report, text, sizeof(text)),
			!!cases[i].told);
		T_ASSERT(!cases[i].told || !strcmp(text, cases[i].told));
	}
}

TEST_MAIN(TEST(test_figures), TEST(test_lower_bounds), TEST(test_unavailable),
	  TEST(test_empty), TEST(test_filters))
