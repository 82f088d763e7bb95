// SPDX-License-Identifier: GPL-2.0-only
/*
 * The time line of a story: what the slow path and kswapd did, in the order in
 * which it first happened.
 */
#include <string.h>

#include "flags.h"
#include "rules_parts.h"
#include "why_parts.h"

/**
 * lm_put_at() - begin a line of the time line
 * @out: where to
 * @facts: the facts
 * @time_ns: the moment
 */
void lm_put_at(FILE *out, const struct lm_facts *facts, __u64 time_ns)
{
	__u64 begin_ns = facts->target.begin_ns;
	char since[LM_UNIT_SIZE];

	lm_show_time(since, time_ns > begin_ns ? time_ns - begin_ns : 0);
	fprintf(out, "  +%-9s ", since);
}

/**
 * lm_put_indent() - begin a line that belongs to the one before
 * @out: where to
 */
void lm_put_indent(FILE *out)
{
	fprintf(out, "%13s", "");
}

static void put_counts(FILE *out, unsigned int kind, const __u64 *counts,
		       unsigned int nr)
{
	const char *before = "";
	unsigned int i;

	for (i = 0; i < nr; i++) {
		if (!counts[i])
			continue;
		fprintf(out, "%s%llu %s", before, counts[i],
			lm_enum_name(kind, i));
		before = ", ";
	}
	if (!before[0])
		fputs("none", out);
}

static void put_stage(FILE *out, const struct lm_facts *facts, const char *name,
		      const struct lm_stage *stage, __u64 time_ns)
{
	char took[LM_UNIT_SIZE];

	if (stage->first_ns)
		lm_put_at(out, facts, stage->first_ns);
	else
		lm_put_indent(out);
	fprintf(out, "%s: %llu time%s, %s (%d %%)", name, stage->count,
		lm_plural(stage->count), lm_show_time(took, time_ns),
		lm_share(facts, time_ns));
}

static void put_compact(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->compact.count && !lm_compact_ns(facts))
		return;
	put_stage(out, facts, "Direct compaction", &facts->compact,
		  lm_compact_ns(facts));
	fputs("; results: ", out);
	put_counts(out, LOWMARK_KIND_E_compacted, facts->compacted,
		   LM_NR_COMPACTED);
	fputs(".\n", out);
}

static void put_reclaim(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->reclaim.count && !lm_reclaim_ns(facts))
		return;
	put_stage(out, facts, "Direct reclaim", &facts->reclaim,
		  lm_reclaim_ns(facts));
	fprintf(out, "; %llu pages scanned, %llu reclaimed.\n", facts->scanned,
		facts->reclaimed);
}

static void put_node_reclaim(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->node_reclaim.count)
		return;
	put_stage(out, facts, "Node reclaim", &facts->node_reclaim,
		  facts->node_reclaim.time_ns);
	if (facts->node_reclaimed.known)
		fprintf(out, "; part of the attempts; %llu pages reclaimed.\n",
			facts->node_reclaimed.n);
	else
		fputs("; part of the attempts; pages reclaimed: n/a.\n", out);
}

static void put_attempts(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	struct lm_stage attempts = facts->attempts;

	attempts.count = lm_attempts(facts);
	if (!attempts.count && !lm_attempts_ns(facts))
		return;
	put_stage(out, facts, "Attempts", &attempts, lm_attempts_ns(facts));
	fputs("; retries recorded: ", out);
	put_counts(out, LOWMARK_KIND_E_retry, facts->retries, LM_NR_RETRIES);
	fputs(".\n", out);
}

static void put_throttle(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->throttle.count && !lm_throttle_ns(facts))
		return;
	put_stage(out, facts, "Throttled", &facts->throttle,
		  lm_throttle_ns(facts));
	fputs(".\n", out);
}

static void put_oom(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->oom.count && !lm_oom_ns(facts))
		return;
	put_stage(out, facts, "out_of_memory", &facts->oom, lm_oom_ns(facts));
	fprintf(out, "; %s.\n",
		facts->oom_killed ? "something was killed" :
				    "nothing was killed");
}

static bool has_result(const struct lm_facts *facts)
{
	return facts->has_end && (facts->target.question == LM_WHY_STALL ||
				  facts->target.question == LM_WHY_FAIL);
}

static void put_result(FILE *out, const struct lm_why *why)
{
	const struct lowmark_rec_slow_end *end = &why->facts.end;
	bool page = end->result == LOWMARK_RESULT_PAGE;
	char zone[LM_ZONE_LABEL];

	if (!has_result(&why->facts))
		return;
	lm_put_at(out, &why->facts, why->facts.target.end_ns);
	if (page)
		fprintf(out, "It got a page of %s",
			lm_zone_label(zone, why->names, end->zone));
	else
		fputs("It got no page", out);
	if (end->hdr.flags & LOWMARK_FLAG_UNSEEN)
		fputs("; too many were in the slow path to follow what it did there.\n",
		      out);
	else
		fprintf(out, ", %s %u attempt%s.\n", page ? "after" : "in",
			end->attempts, lm_plural(end->attempts));
	lm_put_rest(out, &why->facts);
}

static void put_runs(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;
	char took[LM_UNIT_SIZE];

	if (facts->target.node == LM_NODE_NONE)
		return;
	if (facts->no_runs) {
		lm_put_indent(out);
		fprintf(out, "kswapd%u: n/a.\n", facts->target.node);
		return;
	}
	if (!kswapd->runs) {
		lm_put_indent(out);
		fprintf(out, "kswapd%u: no balance run was seen to end.\n",
			facts->target.node);
		return;
	}
	if (kswapd->run_ns)
		lm_put_at(out, facts, kswapd->run_ns);
	else
		lm_put_indent(out);
	fprintf(out,
		"kswapd%u balanced %llu time%s, %s: %llu pages scanned, %llu reclaimed.\n",
		facts->target.node, kswapd->runs, lm_plural(kswapd->runs),
		lm_show_time(took, kswapd->balance_ns), kswapd->scanned,
		kswapd->reclaimed);
	if (facts->target.question != LM_WHY_AWAKE)
		return;
	lm_put_indent(out);
	fputs("It ran for: ", out);
	put_counts(out, LOWMARK_KIND_E_run, kswapd->causes, LM_NR_RUNS);
	fputs("; rests: ", out);
	put_counts(out, LOWMARK_KIND_E_rest, kswapd->rests, LM_NR_RESTS);
	fputs(".\n", out);
}

static void put_above(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char label[LM_ZONE_LABEL];

	if (zone && zone->above_ns) {
		lm_put_at(out, facts, zone->above_ns);
		fprintf(out, "%s was above high again, with %u pages free.\n",
			lm_zone_label(label, why->names, zone->zone),
			zone->above_free);
	} else if (zone && lm_fact_margin(zone) < 0) {
		lm_put_indent(out);
		fprintf(out,
			"%s was not seen above high again in the recording.\n",
			lm_zone_label(label, why->names, zone->zone));
	}
}

static void put_sleep(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (!facts->kswapd.sleep_ns)
		return;
	lm_put_at(out, facts, facts->kswapd.sleep_ns);
	fprintf(out, "kswapd%u went to sleep.\n", facts->target.node);
}

static void put_wakes(FILE *out, const struct lm_facts *facts)
{
	__u64 refused[LM_NR_VERDICTS];
	__u64 woken = facts->wakes[LOWMARK_WAKE_WOKEN] +
		      facts->wakes[LOWMARK_WAKE_THROTTLE];
	bool any = false;
	unsigned int i;

	memcpy(refused, facts->wakes, sizeof(refused));
	refused[LOWMARK_WAKE_WOKEN] = 0;
	refused[LOWMARK_WAKE_THROTTLE] = 0;
	for (i = 0; i < LM_NR_VERDICTS; i++)
		any |= refused[i];
	lm_put_indent(out);
	fputs("Requests to wake kswapd: ", out);
	if (facts->no_wakes)
		fputs("n/a", out);
	else if (woken)
		fprintf(out, "%llu woke it", woken);
	else
		fputs(any ? "none woke it" : "none", out);
	if (any) {
		fputs("; refused: ", out);
		put_counts(out, LOWMARK_KIND_E_wake, refused, LM_NR_VERDICTS);
	}
	fputs(".\n", out);
}

/* A line of the time line; without a time it comes last. */
struct moment {
	__u64 time_ns;
	void (*put)(FILE *out, const struct lm_why *why);
};

static void put_sorted(FILE *out, const struct lm_why *why,
		       struct moment moments[], unsigned int nr)
{
	unsigned int i, first;

	for (; nr; nr--) {
		first = 0;
		for (i = 1; i < nr; i++)
			if (moments[i].time_ns - 1 < moments[first].time_ns - 1)
				first = i;
		moments[first].put(out, why);
		memmove(moments + first, moments + first + 1,
			(nr - first - 1) * sizeof(moments[0]));
	}
}

/**
 * lm_put_stages() - tell what the slow path and kswapd did
 * @out: where to
 * @why: the story
 */
void lm_put_stages(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	struct moment moments[] = {
		{ facts->attempts.first_ns, put_attempts },
		{ facts->node_reclaim.first_ns, put_node_reclaim },
		{ facts->compact.first_ns, put_compact },
		{ facts->throttle.first_ns, put_throttle },
		{ facts->reclaim.first_ns, put_reclaim },
		{ facts->oom.first_ns, put_oom },
		{ has_result(facts) ? facts->target.end_ns : 0, put_result },
		{ facts->kswapd.run_ns, put_runs },
		{ zone ? zone->above_ns : 0, put_above },
		{ facts->kswapd.sleep_ns, put_sleep },
	};

	if (facts->target.question != LM_WHY_AWAKE)
		put_wakes(out, facts);
	if (facts->kswapd.awake) {
		lm_put_indent(out);
		fprintf(out, "kswapd%u was awake already.\n",
			facts->target.node);
	}
	put_sorted(out, why, moments, sizeof(moments) / sizeof(moments[0]));
}
