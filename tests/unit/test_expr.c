// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filter expressions: what they want, and where they are wrong.
 */
#include "build_recording.h"
#include "ktap.h"
#include "lib/expr.h"

static struct lm_names names;

static bool wants(const char *text)
{
	const struct lowmark_rec_slow_end end = {
		.hdr = BUILD_HDR(slow_end, 0),
		.order = 3,
		.latency = 25000000,
		.result = LOWMARK_RESULT_FAILED,
		.zone = LOWMARK_ZONE_NONE,
		.preferred = 1,
	};
	const struct lm_event event = {
		.time_ns = 5000000000,
		.pid = 7,
		.comm = "my task",
		.record = &end.hdr,
	};
	struct lm_expr expr;

	if (lm_expr_parse(&expr, text)) {
		printf("# %s: %u: %s\n", text, expr.at, expr.error);
		return false;
	}
	return lm_expr_wants(&expr, &event, &names);
}

static void test_values(void)
{
	T_ASSERT(wants("order==3"));
	T_ASSERT(!wants("order!=3"));
	T_ASSERT(wants("order>=3 && latency>20ms"));
	T_ASSERT(!wants("order>3 || latency>25ms"));
	T_ASSERT(wants("comm=='my task'"));
	T_ASSERT(wants("result==failed"));
	T_ASSERT(!wants("result==page"));
	T_ASSERT(wants("event==slow_end && pid==7 && time==5s"));
	T_ASSERT(wants("!(order<3) && (cpu==1 || cpu==0)"));
}

/* && binds more than ||, ! more than both. */
static void test_binding(void)
{
	T_ASSERT(wants("order==3 || order==4 && order==5"));
	T_ASSERT(!wants("(order==3 || order==4) && order==5"));
	T_ASSERT(!wants("!order==3 && order==3"));
}

/* What a record does not have is neither equal nor unequal. */
static void test_missing(void)
{
	T_ASSERT(!wants("verdict==1"));
	T_ASSERT(!wants("verdict!=1"));
	T_ASSERT(!wants("zone==65535"));
	T_ASSERT(!wants("zone!=1"));
}

static void test_mistakes(void)
{
	static const struct {
		const char *text;
		unsigned int at;
	} bad[] = {
		{ "", 0 },	    { "order", 5 },	 { "order>=", 7 },
		{ "ordre>=3", 0 },  { "order>=3 &", 9 }, { "(order>=3", 9 },
		{ "order>=3)", 8 }, { "order>=x", 7 },	 { "pid==7 && =3", 10 },
		{ "comm=='x", 6 },
	};
	struct lm_expr expr;
	unsigned int i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		T_EQUAL(lm_expr_parse(&expr, bad[i].text), -22);
		T_EQUAL(expr.at, bad[i].at);
	}
}

TEST_MAIN(TEST(test_values), TEST(test_binding), TEST(test_missing),
	  TEST(test_mistakes))
