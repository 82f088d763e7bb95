// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stories of stalls told while events pass by: they are those that "why"
 * tells of the whole recording; only the longest are kept.
 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "ktap.h"
#include "lib/recall.h"
#include "lowmark_events.h"
#include "lowmark_filters.h"

#define T0 5000000000ull
#define INCIDENT 2000000000ull /* when the slow path of an incident begins */
#define MS 1000000ull

static struct lm_recall recall;

static void put_end(__u64 time_ns, __u32 pid, __u64 span, __u64 latency)
{
	struct lowmark_rec_slow_end rec = {
		.hdr.type = LOWMARK_REC_SLOW_END,
		.span = span,
		.latency = latency,
		.preferred = 1,
		.zone = LOWMARK_ZONE_NONE,
	};
	struct lm_event event = {
		.time_ns = time_ns,
		.pid = pid,
		.comm = "stress",
		.record = &rec.hdr,
	};

	lm_recall_event(&recall, &event);
}

/* As many events as are kept, of somebody else */
static void crowd_out(__u64 time_ns)
{
	unsigned int i;

	for (i = 0; i < LM_RECALL_EVENTS; i++)
		put_end(time_ns, 9, 1000 + i, 1);
}

/*
 * The same in one pass, while it happens; @crowded: so many others come right
 * before that nothing earlier is kept.
 */
static char *follow(const struct incident *incident, bool crowded)
{
	static struct made_report made;
	const struct lm_event *event;
	__u64 span = 0;
	char *text;

	open_incident(&made, incident);
	if (lm_recall_init(&recall, &made.names,
			   lm_recording_text(&made.rec,
					     LOWMARK_SECTION_ZONES_START),
			   lm_recording_text(&made.rec, LOWMARK_SECTION_CAPS),
			   lm_recording_text(&made.rec, LOWMARK_SECTION_META)))
		abort();
	while (lm_merge_next(&made.merge, LM_FOREVER, &event) > 0) {
		if (crowded && event->time_ns >= INCIDENT - MS) {
			crowd_out(INCIDENT - MS - 1);
			crowded = false;
		}
		lm_recall_event(&recall, event);
		if (!event->loss && event->record->type == LOWMARK_REC_SLOW_END)
			span = ((const struct lowmark_rec_slow_end
					 *)(const void *)event->record)
				       ->span;
	}
	text = lm_recall_story(&recall, span, 1);
	lm_recall_deinit(&recall);
	close_build(&made);
	return text;
}

static void compare(const struct incident *incident, const char *told,
		    bool crowded)
{
	char *recalled = follow(incident, crowded);
	bool equal = told && recalled && !strcmp(told, recalled);

	T_ASSERT(equal);
	if (!equal)
		printf("# %s: %s\n# %s\n", incident->name, told, recalled);
	free(recalled);
}

static void test_incidents(void)
{
	static struct lm_why why;
	unsigned int i, nr = 0;
	char *told;

	for (i = 0; i < nr_incidents; i++) {
		if (strcmp(incidents[i].question, "stall"))
			continue;
		told = ask(&incidents[i], &why) ? lm_why_text(&why) : NULL;
		compare(&incidents[i], told, false);
		compare(&incidents[i], told, true);
		free(told);
		nr++;
	}
	T_ASSERT(nr >= 10);
}

static bool tells(__u64 span, const char *words)
{
	char *text = lm_recall_story(&recall, span, 1);
	bool found = text && strstr(text, words);

	free(text);
	return found;
}

/* More stalls than are kept, more events than are kept, and losses */
static void test_bounds(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	struct lm_loss loss = { .from_ns = T0, .to_ns = T0 + 1, .total = 7 };
	struct lm_event lost = { .time_ns = T0 + 1, .comm = "", .loss = &loss };
	unsigned int i;

	T_EQUAL(lm_recall_init(&recall, &names, "", "", ""), 0);
	lm_recall_event(&recall, &lost);
	for (i = 1; i <= LM_RECALL_STALLS + 2; i++)
		put_end(T0 + i, 100, i, i * 1000);
	T_EQUAL(recall.nr_stalls, LM_RECALL_STALLS);
	T_ASSERT(!tells(1, ""));
	T_ASSERT(!tells(2, ""));
	T_ASSERT(tells(3, "stress-100 was held up for 3.00 us"));
	T_ASSERT(tells(3, "Records were lost meanwhile"));
	T_ASSERT(tells(LM_RECALL_STALLS + 2, "held up for 18.0 us"));
	/* A time that cannot be is nobody's story. */
	put_end(T0 + 100, 100, 99, T0 * 2);
	T_ASSERT(!tells(99, ""));
	crowd_out(T0 + 10 * MS);
	put_end(T0 + 12 * MS, 102, 77, MS / 2);
	T_ASSERT(tells(77, "stress-102 was held up for 500 us"));
	/* The loss is out of sight, of this one. */
	T_ASSERT(!tells(77, "Records were lost"));
	/* Nothing is told of what began too long ago. */
	put_end(T0 + 13 * MS, 103, 78, 3 * MS);
	T_ASSERT(!tells(78, ""));
	lm_recall_deinit(&recall);
}

static void put_woken(__u64 time_ns)
{
	struct lowmark_rec_wake rec = {
		.hdr.type = LOWMARK_REC_WAKE,
		.verdict = LOWMARK_WAKE_WOKEN,
		.zone = 1,
	};
	struct lm_event event = {
		.time_ns = time_ns,
		.pid = 9,
		.comm = "waker",
		.record = &rec.hdr,
	};

	lm_recall_event(&recall, &event);
}

static void put_settings(__u64 time_ns, __u32 events)
{
	struct lowmark_rec_settings rec = {
		.hdr.type = LOWMARK_REC_SETTINGS,
		.events = events,
	};
	struct lm_event event = {
		.time_ns = time_ns,
		.comm = "",
		.record = &rec.hdr,
	};

	lm_recall_event(&recall, &event);
}

/* Whether kswapd slept again, once woken, is known if that is recorded. */
static void test_unrecorded(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	static const char awake[] = "kswapd0 was awake already";
	static const char wakes[] = "Requests to wake kswapd: n/a";

	T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"), 0);
	put_woken(T0);
	put_end(T0 + 2 * MS, 100, 1, MS);
	T_ASSERT(tells(1, awake));
	T_ASSERT(!tells(1, "kswapd0: n/a"));
	lm_recall_deinit(&recall);
	T_EQUAL(lm_recall_init(&recall, &names, "", "", "events wake slow\n"),
		0);
	put_woken(T0);
	put_end(T0 + 2 * MS, 100, 1, MS);
	T_ASSERT(!tells(1, awake));
	T_ASSERT(tells(1, "kswapd0: n/a"));
	/* Switched on, and for a moment of the third off again */
	put_settings(T0 + 3 * MS, ~0u);
	put_woken(T0 + 4 * MS);
	put_end(T0 + 6 * MS, 100, 2, MS);
	T_ASSERT(tells(2, awake));
	T_ASSERT(!tells(2, "kswapd0: n/a"));
	T_ASSERT(!tells(2, wakes));
	put_settings(T0 + 8 * MS, ~(1u << LOWMARK_EVENT_WAKE));
	put_settings(T0 + 9 * MS, ~0u);
	put_end(T0 + 10 * MS, 100, 3, 3 * MS);
	T_ASSERT(tells(3, wakes));
	T_ASSERT(tells(3, awake));
	/* Once nobody could see it go to sleep, nobody knows. */
	put_settings(T0 + 11 * MS, ~(1u << LOWMARK_EVENT_KSWAPD));
	put_settings(T0 + 12 * MS, ~0u);
	put_end(T0 + 14 * MS, 100, 4, MS);
	T_ASSERT(!tells(4, awake));
	T_ASSERT(!tells(4, "kswapd0: n/a"));
	lm_recall_deinit(&recall);
}

static void put_record(__u64 time_ns, const struct lowmark_hdr *hdr)
{
	struct lm_event event = {
		.time_ns = time_ns,
		.pid = 50,
		.comm = "kswapd0",
		.record = hdr,
	};

	lm_recall_event(&recall, &event);
}

/* What kswapd did before it was out of sight tells nothing of a stall after that. */
static void test_out_of_sight(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	static const struct lowmark_rec_balance_end run = {
		.hdr.type = LOWMARK_REC_BALANCE_END,
		.reclaimed = 32,
	};
	static const struct lowmark_rec_hopeless hopeless = {
		.hdr.type = LOWMARK_REC_HOPELESS,
		.cleared = LOWMARK_CLEARED_NOT,
		.failures = 16,
	};
	unsigned int way, off;

	/* Once with all that at hand, once after it has been forgotten */
	for (way = 0; way < 4; way++) {
		off = way & 1;
		T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"),
			0);
		put_record(T0, &hopeless.hdr);
		put_woken(T0 + MS);
		put_record(T0 + 2 * MS, &run.hdr);
		put_settings(T0 + 3 * MS,
			     off ? ~(1u << LOWMARK_EVENT_KSWAPD) : ~0u);
		if (way & 2)
			crowd_out(T0 + 8000 * MS);
		put_end(T0 + 9000 * MS, 100, 1, MS);
		T_EQUAL(tells(1, "kswapd0: n/a"), off);
		T_EQUAL(tells(1, "kswapd0 was awake already"), !off);
		T_EQUAL(tells(1, "hopeless"), !off);
		lm_recall_deinit(&recall);
	}
}

/* A wake that is seen while a sleep would not be, and a sleep of another story */
static void test_not_all(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	static const struct lowmark_rec_settings sampling = {
		.hdr.type = LOWMARK_REC_SETTINGS,
		.events = ~0u,
		.filters = 1u << LOWMARK_FILTER_SAMPLE,
		.sampling = 4,
	};
	static const struct lowmark_rec_kswapd_wake wake = {
		.hdr.type = LOWMARK_REC_KSWAPD_WAKE,
	};
	static const struct lowmark_rec_kswapd_sleep sleep = {
		.hdr.type = LOWMARK_REC_KSWAPD_SLEEP,
	};

	T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"), 0);
	put_record(T0, &sampling.hdr);
	put_record(T0 + MS, &wake.hdr);
	put_end(T0 + 9000 * MS, 100, 1, MS);
	T_ASSERT(!tells(1, "kswapd0 was awake already"));
	T_ASSERT(tells(1, "kswapd0: n/a"));
	lm_recall_deinit(&recall);

	T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"), 0);
	put_record(T0 + 10 * MS, &wake.hdr);
	put_settings(T0 + 20 * MS, ~(1u << LOWMARK_EVENT_KSWAPD));
	put_settings(T0 + 30 * MS, ~0u);
	put_end(T0 + 40 * MS, 100, 1, 35 * MS);
	put_record(T0 + 4000 * MS, &sleep.hdr);
	T_ASSERT(!tells(1, "kswapd0 went to sleep"));
	lm_recall_deinit(&recall);
}

static const struct lowmark_rec_kswapd_wake began = {
	.hdr.type = LOWMARK_REC_KSWAPD_WAKE,
};
static const struct lowmark_rec_balance_end ended = {
	.hdr.type = LOWMARK_REC_BALANCE_END,
	.reclaimed = 32,
};
static const struct lowmark_rec_kswapd_sleep slept = {
	.hdr.type = LOWMARK_REC_KSWAPD_SLEEP,
};

/* What was seen in a stall is told, though a filter was set for a moment of it. */
static void test_for_a_moment(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	static const struct lowmark_rec_hopeless hopeless = {
		.hdr.type = LOWMARK_REC_HOPELESS,
		.cleared = LOWMARK_CLEARED_NOT,
		.failures = 16,
	};

	T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"), 0);
	put_settings(T0 + 10 * MS, ~(1u << LOWMARK_EVENT_KSWAPD));
	put_settings(T0 + 20 * MS, ~0u);
	put_record(T0 + 3000 * MS, &ended.hdr);
	put_record(T0 + 3001 * MS, &hopeless.hdr);
	put_end(T0 + 9000 * MS, 100, 1, 8999 * MS);
	T_ASSERT(tells(1, "kswapd0 balanced 1 time"));
	T_ASSERT(tells(1, "hopeless"));
	lm_recall_deinit(&recall);
}

/* Of a sample, a sleep need not be that of the wake before. */
static void test_sampled(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	unsigned int sampled;

	for (sampled = 0; sampled < 2; sampled++) {
		T_EQUAL(lm_recall_init(&recall, &names, "", "",
				       sampled ?
					       "events all\nfilter sample:4\n" :
					       "events all\nfilter none\n"),
			0);
		put_record(T0 + 2 * MS, &began.hdr);
		put_end(T0 + 5 * MS, 100, 1, 4 * MS);
		put_record(T0 + 900 * MS, &slept.hdr);
		T_EQUAL(tells(1, "kswapd0 went to sleep"), !sampled);
		lm_recall_deinit(&recall);
	}
}

/* A sleep that was lost is not taken for being awake. */
static void test_lost_sleep(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };
	struct lm_loss loss = { .from_ns = T0 + 2 * MS, .to_ns = T0 + 3 * MS };
	struct lm_event event = { .time_ns = T0 + 3 * MS,
				  .comm = "",
				  .loss = &loss };
	unsigned int lost;

	for (lost = 0; lost < 2; lost++) {
		T_EQUAL(lm_recall_init(&recall, &names, "", "", "events all\n"),
			0);
		put_woken(T0 + MS);
		loss.counts[LOWMARK_REC_KSWAPD_SLEEP] = lost;
		loss.counts[LOWMARK_REC_CHECK] = 1;
		loss.total = 1 + lost;
		lm_recall_event(&recall, &event);
		put_end(T0 + 5000 * MS, 100, 1, MS);
		T_EQUAL(tells(1, "kswapd0 was awake already"), !lost);
		lm_recall_deinit(&recall);
	}
}

/* Filters keep out what others do, kswapd first of all. */
static void test_filtered(void)
{
	static const struct lm_names names = { .names.zones_per_node = 5 };

	T_EQUAL(lm_recall_init(&recall, &names, "", "",
			       "events all\nfilter comm:stress\n"),
		0);
	put_woken(T0);
	put_end(T0 + 2 * MS, 100, 1, MS);
	T_ASSERT(!tells(1, "kswapd0 was awake already"));
	T_ASSERT(tells(1, "kswapd0: n/a"));
	/* Those of a stall's own run are recorded with it. */
	T_ASSERT(!tells(1, "Requests to wake kswapd: n/a"));
	lm_recall_deinit(&recall);
}

TEST_MAIN(TEST(test_incidents), TEST(test_bounds), TEST(test_unrecorded),
	  TEST(test_out_of_sight), TEST(test_filtered), TEST(test_not_all),
	  TEST(test_for_a_moment), TEST(test_sampled), TEST(test_lost_sleep))
