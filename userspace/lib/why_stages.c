// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parts of a story that tell what the slow path and kswapd did.
 */
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
	char since[LM_UNIT_SIZE];

	lm_show_time(since, time_ns - facts->target.begin_ns);
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
	fprintf(out, "%s: %llu times, %s (%d %%)", name, stage->count,
		lm_show_time(took, time_ns), lm_share(facts, time_ns));
}

static void put_compact(FILE *out, const struct lm_facts *facts)
{
	if (!facts->compact.count && !lm_compact_ns(facts))
		return;
	put_stage(out, facts, "Direct compaction", &facts->compact,
		  lm_compact_ns(facts));
	fputs("; results: ", out);
	put_counts(out, LOWMARK_KIND_E_compacted, facts->compacted,
		   LM_NR_COMPACTED);
	fputs(".\n", out);
}

static void put_reclaim(FILE *out, const struct lm_facts *facts)
{
	if (!facts->reclaim.count && !lm_reclaim_ns(facts))
		return;
	put_stage(out, facts, "Direct reclaim", &facts->reclaim,
		  lm_reclaim_ns(facts));
	fprintf(out, "; %llu pages scanned, %llu reclaimed.\n", facts->scanned,
		facts->reclaimed);
}

static void put_node_reclaim(FILE *out, const struct lm_facts *facts)
{
	if (!facts->node_reclaim.count)
		return;
	put_stage(out, facts, "Node reclaim", &facts->node_reclaim,
		  facts->node_reclaim.time_ns);
	if (facts->node_reclaimed.known)
		fprintf(out, "; %llu pages reclaimed.\n",
			facts->node_reclaimed.n);
	else
		fputs("; pages reclaimed: n/a.\n", out);
}

/**
 * lm_put_stages() - tell what the slow path did
 * @out: where to
 * @why: the story
 */
void lm_put_stages(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;

	if (facts->target.question != LM_WHY_AWAKE) {
		lm_put_indent(out);
		fputs("Requests to wake kswapd: ", out);
		put_counts(out, LOWMARK_KIND_E_wake, facts->wakes,
			   LM_NR_VERDICTS);
		fputs(".\n", out);
	}
	if (facts->attempts.count) {
		put_stage(out, facts, "Attempts", &facts->attempts,
			  facts->attempts.time_ns);
		fputs("; retries recorded: ", out);
		put_counts(out, LOWMARK_KIND_E_retry, facts->retries,
			   LM_NR_RETRIES);
		fputs(".\n", out);
	}
	put_node_reclaim(out, facts);
	put_compact(out, facts);
	if (facts->throttle.count || lm_throttle_ns(facts)) {
		put_stage(out, facts, "Throttled", &facts->throttle,
			  lm_throttle_ns(facts));
		fputs(".\n", out);
	}
	put_reclaim(out, facts);
	if (facts->oom.count || lm_oom_ns(facts)) {
		put_stage(out, facts, "out_of_memory", &facts->oom,
			  lm_oom_ns(facts));
		fprintf(out, "; %s.\n",
			facts->oom_killed ? "something was killed" :
					    "nothing was killed");
	}
}

static void put_runs(FILE *out, const struct lm_facts *facts)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;
	char took[LM_UNIT_SIZE];

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
		"kswapd%u balanced %llu times, %s: %llu pages scanned, %llu reclaimed.\n",
		facts->target.node, kswapd->runs,
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

/**
 * lm_put_kswapd() - tell what kswapd did and when there was enough again
 * @out: where to
 * @why: the story
 */
void lm_put_kswapd(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char label[LM_ZONE_LABEL];

	if (facts->kswapd.awake) {
		lm_put_indent(out);
		fprintf(out, "kswapd%u was awake already.\n",
			facts->target.node);
	}
	put_runs(out, facts);
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
	if (!facts->kswapd.sleep_ns)
		return;
	lm_put_at(out, facts, facts->kswapd.sleep_ns);
	fprintf(out, "kswapd%u went to sleep.\n", facts->target.node);
}
