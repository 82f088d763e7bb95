// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conclusions: each incident of a known cause leads to that cause and to no
 * other; ambiguous ones lead to none. With LOWMARK_INCIDENTS=DIR it leaves
 * the recordings there, for the tests of the command line.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <json-c/json.h>

#include "ask.h"
#include "ktap.h"
#include "lib/rules_parts.h"
#include "lowmark_events.h"

static struct lm_why why;

static void show(const struct incident *incident)
{
	unsigned int i;

	for (i = 0; i < why.findings.nr; i++)
		printf("# %s: %s %d: %s\n", incident->name,
		       why.findings.list[i].rule->id,
		       why.findings.list[i].score,
		       why.findings.list[i].evidence);
}

static void test_causes(void)
{
	unsigned int i;

	for (i = 0; i < nr_incidents; i++) {
		const struct incident *incident = &incidents[i];
		bool right;

		T_ASSERT(ask(incident, &why));
		right = why.findings.decided == !!incident->cause &&
			(!incident->cause ||
			 !strcmp(why.findings.list[0].rule->id,
				 incident->cause));
		if (!right)
			show(incident);
		T_ASSERT(right);
	}
}

static const struct lm_rule *rule_of(const char *id, enum lm_question question)
{
	unsigned int i;

	for (i = 0; i < lm_nr_rules; i++)
		if (!strcmp(lm_rules[i].id, id) &&
		    lm_rules[i].questions & 1u << question)
			return &lm_rules[i];
	return NULL;
}

/* Each rule finds nothing where there are no facts. */
static void test_nothing(void)
{
	char evidence[LM_EVIDENCE];
	unsigned int i;

	memset(&why.facts, 0, sizeof(why.facts));
	for (i = 0; i < lm_nr_rules; i++)
		T_EQUAL(lm_rules[i].judge(&why.facts, why.names, evidence), 0);
}

/* A count that the kernel cannot give is no evidence, whatever it holds. */
static void test_unknown_counts(void)
{
	char evidence[LM_EVIDENCE];

	memset(&why.facts, 0, sizeof(why.facts));
	why.facts.skips[LOWMARK_SKIP_FAIR] = (struct lm_count){ false, 7 };
	T_EQUAL(rule_of("fair-batch", LM_WHY_STALL)
			->judge(&why.facts, why.names, evidence),
		0);
	why.facts.skips[LOWMARK_SKIP_FAIR].known = true;
	T_EQUAL(rule_of("fair-batch", LM_WHY_STALL)
			->judge(&why.facts, why.names, evidence),
		75);
}

/* A stage is the cause only with at least half of the time. */
static void test_stage_share(void)
{
	const struct lm_rule *rule = rule_of("compaction", LM_WHY_STALL);
	char evidence[LM_EVIDENCE];

	memset(&why.facts, 0, sizeof(why.facts));
	why.facts.target.end_ns = 1000;
	why.facts.compact.time_ns = 499;
	T_EQUAL(rule->judge(&why.facts, why.names, evidence), 0);
	why.facts.compact.time_ns = 500;
	T_EQUAL(rule->judge(&why.facts, why.names, evidence), 84);
	why.facts.compact.time_ns = 800;
	T_EQUAL(rule->judge(&why.facts, why.names, evidence), 96);
}

/* Who had no CPU for half of the time did not spend it on the stage. */
static void test_cpu(void)
{
	const struct lm_rule *cpu = rule_of("cpu-wait", LM_WHY_STALL);
	const struct lm_rule *stage = rule_of("throttled", LM_WHY_STALL);
	char evidence[LM_EVIDENCE];

	memset(&why.facts, 0, sizeof(why.facts));
	why.facts.target.end_ns = 1000;
	why.facts.throttle.time_ns = 900;
	why.facts.throttle.count = 1;
	why.facts.waits = (struct lm_waits){ .known = true, .queued = 499 };
	T_EQUAL(cpu->judge(&why.facts, why.names, evidence), 0);
	T_EQUAL(stage->judge(&why.facts, why.names, evidence), 92);
	why.facts.waits.queued = 500;
	T_EQUAL(cpu->judge(&why.facts, why.names, evidence), 86);
	T_EQUAL(stage->judge(&why.facts, why.names, evidence), 0);
	why.facts.waits.queued = 800;
	T_EQUAL(cpu->judge(&why.facts, why.names, evidence), 100);
}

/* Time that no record tells of, but the run's end does, is not left over. */
static void test_rest(void)
{
	struct lm_facts facts = { .has_end = true };

	facts.end.latency = 100;
	facts.end.scanning = 60;
	facts.end.waking = 10;
	T_EQUAL(lm_none_ns(&facts), 30);
	facts.attempts.time_ns = 70;
	T_EQUAL(lm_none_ns(&facts), 20);
	facts.node_reclaim.time_ns = 75; /* inside the attempts */
	T_EQUAL(lm_none_ns(&facts), 15);
	facts.waits = (struct lm_waits){ .known = true,
					 .queued = 50,
					 .queued_between = 4,
					 .slept_between = 3 };
	T_EQUAL(lm_none_ns(&facts), 8);
	facts.end.waking = 40;
	T_EQUAL(lm_none_ns(&facts), 0);
	facts.end.waking = 0;
	facts.end.hdr.flags = LOWMARK_FLAG_UNSEEN;
	T_EQUAL(lm_none_ns(&facts), 0);
}

/* Every other rule of decided incidents is exercised; the rest is here. */
static void test_kswapd_rules(void)
{
	struct lm_facts *facts = &why.facts;
	char evidence[LM_EVIDENCE];

	memset(facts, 0, sizeof(*facts));
	facts->target.question = LM_WHY_AWAKE;
	facts->kswapd.runs = 4;
	facts->kswapd.rests[LOWMARK_REST_PREMATURE] = 2;
	T_EQUAL(rule_of("premature-sleep", LM_WHY_AWAKE)
			->judge(facts, why.names, evidence),
		78);
	facts->kswapd.rests[LOWMARK_REST_PREMATURE] = 1;
	T_EQUAL(rule_of("premature-sleep", LM_WHY_AWAKE)
			->judge(facts, why.names, evidence),
		50);
	facts->kswapd.order = 9;
	T_EQUAL(rule_of("high-order", LM_WHY_AWAKE)
			->judge(facts, why.names, evidence),
		74);
	facts->kswapd.causes[LOWMARK_RUN_BOOST] = 3;
	T_EQUAL(rule_of("boost", LM_WHY_AWAKE)
			->judge(facts, why.names, evidence),
		80);
	facts->has_wake = true;
	facts->wake.verdict = LOWMARK_WAKE_THROTTLE;
	T_EQUAL(rule_of("throttled-task", LM_WHY_WAKE)
			->judge(facts, why.names, evidence),
		95);
	facts->wake.verdict = LOWMARK_WAKE_NOT_ASKED;
	T_EQUAL(rule_of("no-kswapd-flag", LM_WHY_ASLEEP)
			->judge(facts, why.names, evidence),
		97);
	facts->wake.verdict = LOWMARK_WAKE_CPUSET;
	T_EQUAL(rule_of("cpuset", LM_WHY_ASLEEP)
			->judge(facts, why.names, evidence),
		95);
	facts->wake.verdict = LOWMARK_WAKE_UNMANAGED;
	T_EQUAL(rule_of("unmanaged", LM_WHY_ASLEEP)
			->judge(facts, why.names, evidence),
		95);
}

static void make_unseen(struct build *build)
{
	struct lowmark_rec_slow_end rec = {
		.hdr = BUILD_HDR(slow_end, 0),
		.span = 1,
		.latency = 10000,
		.result = LOWMARK_RESULT_PAGE,
		.zone = 1,
	};

	rec.hdr.flags = LOWMARK_FLAG_UNSEEN;
	BUILD(build, 0, 2000000000, 0, slow_begin, .span = 1, .zone = 1);
	build_put(build, 0, 2000010000, &rec.hdr);
}

/* Counts of none are not told as if nothing had happened. */
static void test_unseen(void)
{
	const struct incident incident = { .question = "stall",
					   .make = make_unseen };
	char *told;

	T_ASSERT(ask(&incident, &why));
	told = lm_why_text(&why);
	T_ASSERT(told && strstr(told, "; too many were in the slow path"));
	free(told);
}

static void make_zone(struct build *build, __u64 time_ns, __u8 when, __u32 free)
{
	BUILD(build, 0, time_ns,
	      when == LOWMARK_SAMPLE_SLOW ? LOWMARK_CTX_SLOW : 0, zone,
	      .zone = 1, .when = when, .highest = 2, .free = free,
	      .exact = free, .min = 1000, .low = 1250, .high = 1500);
}

static void make_entry(struct build *build)
{
	BUILD(build, 0, 2000000000, 0, slow_begin, .span = 1, .zone = 1,
	      .highest = 2);
	make_zone(build, 2000000100, LOWMARK_SAMPLE_SLOW, 900);
	build_task(build, 1, 200, "other");
	BUILD(build, 1, 2000000300, 0, check, .zone = 1, .free = 7,
	      .caller = LOWMARK_CALLER_FAST);
	BUILD(build, 0, 2000000400, LOWMARK_CTX_SLOW, wake, .zone = 1,
	      .verdict = LOWMARK_WAKE_NOT_ASKED, .free = 8);
	BUILD(build, 0, 2000003000, 0, slow_end, .span = 1, .latency = 2000,
	      .zone = 1, .attempts = 1);
}

/*
 * What is recorded at the entry is no time of the run. It belongs to it all the
 * same, and the zones are told as it found them.
 */
static void test_entry(void)
{
	const struct incident incident = { .question = "stall",
					   .make = make_entry };
	const struct lm_fact_zone *zone;

	T_ASSERT(ask(&incident, &why));
	T_EQUAL(why.facts.wakes[LOWMARK_WAKE_NOT_ASKED], 1);
	zone = lm_main_zone(&why.facts);
	T_ASSERT(zone);
	T_EQUAL(zone->free, 900);
}

static void make_above(struct build *build, bool dips)
{
	BUILD(build, 0, 2000000000, 0, slow_begin, .span = 1, .zone = 1,
	      .highest = 2);
	make_zone(build, 2000000100, LOWMARK_SAMPLE_SLOW, 9000);
	if (dips)
		make_zone(build, 2000001000, LOWMARK_SAMPLE_BALANCE_END, 1400);
	make_zone(build, 2000002000, LOWMARK_SAMPLE_BALANCE_END, 8000);
	BUILD(build, 0, 2000003000, 0, slow_end, .span = 1, .latency = 3000,
	      .result = LOWMARK_RESULT_PAGE, .zone = 1, .attempts = 1);
}

static void make_high(struct build *build)
{
	make_above(build, false);
}

static void make_dip(struct build *build)
{
	make_above(build, true);
}

static __u64 above_ns(void (*make)(struct build *build))
{
	const struct incident incident = { .question = "stall", .make = make };

	unsigned int i;

	if (!ask(&incident, &why))
		return 1;
	for (i = 0; i < why.facts.nr_zones; i++)
		if (why.facts.zones[i].zone == 1)
			return why.facts.zones[i].above_ns;
	return 1;
}

static void make_inside(struct build *build)
{
	BUILD(build, 0, 2000000000, 0, slow_begin, .span = 1, .zone = 1,
	      .highest = 2);
	BUILD(build, 0, 2000001000, LOWMARK_CTX_SLOW, attempt, .latency = 100,
	      .number = 1, .kind = LOWMARK_ATTEMPT_SLOW);
	BUILD(build, 0, 2000002000, LOWMARK_CTX_SLOW, attempt, .latency = 700,
	      .kind = LOWMARK_ATTEMPT_FAST, .result = LOWMARK_RESULT_PAGE);
	BUILD(build, 0, 2000003000, 0, slow_end, .span = 1, .latency = 3000,
	      .result = LOWMARK_RESULT_PAGE, .zone = 1, .attempts = 1);
}

/* What is allocated inside of a run, without a slow path, is no attempt of it. */
static void test_inside(void)
{
	const struct incident incident = { .question = "stall",
					   .make = make_inside };

	T_ASSERT(ask(&incident, &why));
	T_EQUAL(why.facts.attempts.count, 1);
	T_EQUAL(why.facts.attempts.time_ns, 100);
}

/* Above high again is what was not above high meanwhile. */
static void test_above(void)
{
	T_EQUAL(above_ns(make_high), 0);
	T_EQUAL(above_ns(make_dip), 2000002000);
}

static void make_seen(struct build *build)
{
	BUILD(build, 0, 1000000000, 0, kswapd_wake, .node = 0);
	if (build->settings)
		build_close(build, 0);
	if (build->settings)
		build_lose(build, 0, LOWMARK_REC_KSWAPD_SLEEP, 1);
	BUILD(build, 0, 2000000000, 0, slow_begin, .span = 1, .zone = 1,
	      .highest = 2);
	BUILD(build, 0, 2000001000, 0, balance_end, .node = 0);
	BUILD(build, 0, 2000003000, 0, slow_end, .span = 1, .latency = 3000,
	      .preferred = 1);
}

static void make_hidden(struct build *build)
{
	build->settings = "events all\n";
	make_seen(build);
}

/* Whether kswapd was awake is null where its sleep may have been lost. */
static void test_was_awake(void)
{
	static const struct incident incidents_[] = {
		{ .question = "stall", .make = make_seen },
		{ .question = "stall", .make = make_hidden },
	};
	struct json_object *json, *value;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		T_ASSERT(ask(&incidents_[i], &why));
		json = lm_why_json(&why);
		value = json_object_object_get(json, "kswapd");
		T_ASSERT(json_object_object_get_ex(value, "was_awake", &value));
		T_EQUAL(!value, i);
		T_ASSERT(!value || json_object_get_boolean(value));
		json_object_put(json);
	}
}

static void test_leave_recordings(void)
{
	const char *dir = getenv("LOWMARK_INCIDENTS");
	char path[512];
	unsigned int i;
	int fd;

	for (i = 0; dir && i < nr_incidents; i++) {
		struct build build = { 0 };

		build_task(&build, 0, 100, "stress");
		incidents[i].make(&build);
		snprintf(path, sizeof(path), "%s/%s.%s.lowmark", dir,
			 incidents[i].name, incidents[i].question);
		fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
		T_ASSERT(fd >= 0);
		T_EQUAL(build_write(&build, fd), 0);
		close(fd);
		build_deinit(&build);
	}
}

TEST_MAIN(TEST(test_causes), TEST(test_nothing), TEST(test_unknown_counts),
	  TEST(test_stage_share), TEST(test_cpu), TEST(test_rest),
	  TEST(test_kswapd_rules), TEST(test_unseen), TEST(test_inside),
	  TEST(test_entry), TEST(test_above), TEST(test_was_awake),
	  TEST(test_leave_recordings))
