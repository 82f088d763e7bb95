// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules about what the slow path did and what its time went to.
 */
#include "rules_parts.h"

#define JUST_NS 100000000ull /* woken no longer ago than this: just now */

/* Nothing was to be reclaimed: neither burst nor a slow kswapd is the cause. */
static bool reclaim_works(const struct lm_facts *facts)
{
	__u64 scanned = facts->scanned + facts->kswapd.scanned;
	__u64 reclaimed = facts->reclaimed + facts->kswapd.reclaimed;

	return reclaimed &&
	       lm_percent(reclaimed, scanned) >= LM_EFFECTIVE_PERCENT;
}

/* It was woken, but no run of it has ended since. */
static bool just_woken(const struct lm_facts *facts)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;

	return kswapd->awake && kswapd->woken_ns && !kswapd->early_runs &&
	       facts->target.begin_ns - kswapd->woken_ns < JUST_NS;
}

static void tell_burst(const struct lm_facts *facts,
		       const struct lm_names *names,
		       const struct lm_fact_zone *zone, char *evidence)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;
	char label[LM_ZONE_LABEL], since[LM_UNIT_SIZE], when[64];

	if (kswapd->awake)
		snprintf(when, sizeof(when), "had been woken %s before",
			 lm_show_time(since, facts->target.begin_ns -
						     kswapd->woken_ns));
	else
		snprintf(when, sizeof(when), "slept until this");
	TELL(evidence,
	     "%s had %u pages free, %lld short of low; min to low is %u pages; kswapd%u %s, then reclaimed %llu pages",
	     lm_zone_label(label, names, zone->zone), zone->free,
	     -(long long)lm_fact_margin(zone), zone->low - zone->min,
	     facts->target.node, when, kswapd->reclaimed);
}

int lm_rule_burst(const struct lm_facts *facts, const struct lm_names *names,
		  char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	bool woke = !facts->kswapd.awake && facts->wakes[LOWMARK_WAKE_WOKEN];

	if (!zone || facts->order || lm_fact_margin(zone) >= 0 ||
	    facts->target.node == LM_NODE_NONE ||
	    (!woke && !just_woken(facts)) || !reclaim_works(facts))
		return 0;
	tell_burst(facts, names, zone, evidence);
	return facts->reclaim.count || zone->free < zone->min + zone->reserve ?
		       75 :
		       60;
}

int lm_rule_behind(const struct lm_facts *facts, const struct lm_names *names,
		   char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;
	char label[LM_ZONE_LABEL];

	if (!zone || lm_fact_margin(zone) >= 0 ||
	    facts->target.node == LM_NODE_NONE ||
	    (!kswapd->awake && !facts->wakes[LOWMARK_WAKE_AWAKE]) ||
	    facts->wakes[LOWMARK_WAKE_WOKEN] || just_woken(facts) ||
	    !reclaim_works(facts))
		return 0;
	TELL(evidence,
	     "%s was %lld pages short of low though kswapd%u was awake; it reclaimed %llu of %llu pages scanned",
	     lm_zone_label(label, names, zone->zone),
	     -(long long)lm_fact_margin(zone), facts->target.node,
	     kswapd->reclaimed, kswapd->scanned);
	return 72;
}

int lm_rule_node_reclaim(const struct lm_facts *facts,
			 const struct lm_names *names, char *evidence)
{
	int share = lm_share(facts, facts->node_reclaim.time_ns);
	char took[LM_UNIT_SIZE], pages[32] = "n/a";

	(void)names;
	if (!facts->node_reclaim.count)
		return 0;
	if (facts->node_reclaimed.known)
		snprintf(pages, sizeof(pages), "%llu", facts->node_reclaimed.n);
	TELL(evidence,
	     "node reclaim ran %llu time%s for %s, %d %% of the time, and reclaimed %s pages",
	     facts->node_reclaim.count, lm_plural(facts->node_reclaim.count),
	     lm_show_time(took, facts->node_reclaim.time_ns), share, pages);
	if (facts->target.question != LM_WHY_STALL || share < 50 ||
	    lm_lacked_cpu(facts))
		return 45;
	return share >= 80 ? 96 : 90;
}

int lm_rule_unreclaimable(const struct lm_facts *facts,
			  const struct lm_names *names, char *evidence)
{
	int part = lm_percent(facts->reclaimed, facts->scanned);
	const struct lm_fact_zone *zone = lm_main_zone(facts);

	(void)names;
	/* With pages enough it does not even begin to scan. */
	if (!lm_reclaim_in_vain(facts) ||
	    (!facts->scanned && zone && lm_fact_margin(zone) >= 0))
		return 0;
	TELL(evidence,
	     "%llu direct reclaim%s scanned %llu pages and reclaimed %llu (%d %%)",
	     facts->reclaim.count, lm_plural(facts->reclaim.count),
	     facts->scanned, facts->reclaimed, part);
	return facts->target.question == LM_WHY_STALL ? 75 : 82;
}

int lm_rule_cpu(const struct lm_facts *facts, const struct lm_names *names,
		char *evidence)
{
	int share = lm_share(facts, facts->waits.queued);
	char took[LM_UNIT_SIZE];

	(void)names;
	if (!lm_lacked_cpu(facts))
		return 0;
	TELL(evidence,
	     "it was runnable without a CPU for %s, %d %% of the time",
	     lm_show_time(took, facts->waits.queued), share);
	return share >= 80 ? 100 : 86;
}

/*
 * A stage that took most of the time is the cause of a stall, unless the task had no
 * CPU for as long.
 */
static int stage(const struct lm_facts *facts, char *evidence, const char *what,
		 __u64 count, __u64 time_ns)
{
	int share = lm_share(facts, time_ns);
	char took[LM_UNIT_SIZE];

	if (!time_ns || lm_lacked_cpu(facts))
		return 0;
	TELL(evidence, "%s: %llu time%s, %s, %d %% of the time", what, count,
	     lm_plural(count), lm_show_time(took, time_ns), share);
	if (share >= 80)
		return 92;
	return share >= 50 ? 80 : 0;
}

int lm_rule_compaction(const struct lm_facts *facts,
		       const struct lm_names *names, char *evidence)
{
	int score = stage(facts, evidence, "direct compaction",
			  facts->compact.count, lm_compact_ns(facts));

	(void)names;
	return score ? score + 4 : 0;
}

int lm_rule_throttled(const struct lm_facts *facts,
		      const struct lm_names *names, char *evidence)
{
	(void)names;
	return stage(facts, evidence, "throttled", facts->throttle.count,
		     lm_throttle_ns(facts));
}

int lm_rule_oom_time(const struct lm_facts *facts, const struct lm_names *names,
		     char *evidence)
{
	(void)names;
	/* What was tried before it was called was in vain. */
	return stage(facts, evidence, "out_of_memory", facts->oom.count,
		     lm_oom_ns(facts)) ?
		       92 :
		       0;
}

int lm_rule_memcg_oom(const struct lm_facts *facts,
		      const struct lm_names *names, char *evidence)
{
	(void)names;
	if (!facts->oom_memcg)
		return 0;
	TELL(evidence, "out_of_memory was called for a cgroup's limit, and %s",
	     facts->oom_killed ? "killed" : "killed nothing");
	return 98;
}

int lm_rule_atomic(const struct lm_facts *facts, const struct lm_names *names,
		   char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char label[LM_ZONE_LABEL];

	if (!facts->requested || facts->direct)
		return 0;
	if (!zone || lm_fact_margin(zone) >= 0) {
		TELL(evidence,
		     "its gfp mask has no __GFP_DIRECT_RECLAIM; no zone is known to have been short");
		return 40;
	}
	TELL(evidence,
	     "its gfp mask has no __GFP_DIRECT_RECLAIM; %s had %u pages free, min is %u and reserve %u",
	     lm_zone_label(label, names, zone->zone), zone->free, zone->min,
	     zone->reserve);
	return 80;
}

int lm_rule_gave_up(const struct lm_facts *facts, const struct lm_names *names,
		    char *evidence)
{
	(void)names;
	if (!facts->noretry)
		return 0;
	TELL(evidence,
	     "its gfp mask has __GFP_NORETRY; it ended after %llu direct reclaims and %llu compactions",
	     facts->reclaim.count, facts->compact.count);
	return 65;
}

int lm_rule_scanning(const struct lm_facts *facts, const struct lm_names *names,
		     char *evidence)
{
	(void)names;
	return stage(facts, evidence, "attempts", lm_attempts(facts),
		     lm_scanning_ns(facts));
}
