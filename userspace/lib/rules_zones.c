// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules about what was free and what kept the request from it.
 */
#include "rules_parts.h"

/* Enough for its mark, if the lowmem reserve did not count. */
static bool withheld(const struct lm_fact_zone *zone)
{
	return lm_listed(zone) && zone->known && zone->reserve &&
	       lm_fact_margin(zone) < 0 &&
	       lm_fact_margin(zone) + zone->reserve >= 0;
}

/*
 * The lower zones of most machines are withheld from most requests. That is
 * the cause only if most of what is free is there.
 */
int lm_rule_lowmem(const struct lm_facts *facts, const struct lm_names *names,
		   char *evidence)
{
	const struct lm_fact_zone *zone, *most = NULL;
	__u64 held = 0, others = 0;
	char label[LM_ZONE_LABEL];
	unsigned int i;

	for (i = 0; i < facts->nr_zones; i++) {
		zone = &facts->zones[i];
		if (!withheld(zone)) {
			if (lm_listed(zone))
				others += zone->free;
			continue;
		}
		held += zone->free;
		if (!most || zone->free > most->free)
			most = zone;
	}
	if (!most || held < 4 * others)
		return 0;
	TELL(evidence,
	     "%s had %u pages free, above low %u, but %u are reserved; the other zones had %llu",
	     lm_zone_label(label, names, most->zone), most->free,
	     most->low + most->boost, most->reserve, others);
	return 85;
}

int lm_rule_boost(const struct lm_facts *facts, const struct lm_names *names,
		  char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char label[LM_ZONE_LABEL];

	if (facts->target.question == LM_WHY_AWAKE) {
		if (!facts->kswapd.causes[LOWMARK_RUN_BOOST])
			return 0;
		TELL(evidence,
		     "%llu of %llu runs were for a boost, of up to %u pages",
		     facts->kswapd.causes[LOWMARK_RUN_BOOST],
		     facts->kswapd.runs, facts->kswapd.boost);
		if (facts->kswapd.causes[LOWMARK_RUN_BOOST] ==
		    facts->kswapd.runs)
			return 90;
		return 2 * facts->kswapd.causes[LOWMARK_RUN_BOOST] >
				       facts->kswapd.runs ?
			       80 :
			       45;
	}
	if (facts->target.question == LM_WHY_WAKE && facts->wake.boost &&
	    !facts->wake.gfp && facts->wake.margin >= 0) {
		TELL(evidence,
		     "%s was %d pages above low; an allocation woke it that found the zone boosted, by %u pages",
		     lm_zone_label(label, names, facts->wake.zone),
		     facts->wake.margin, facts->wake.boost);
		return 90;
	}
	if (!zone || !zone->boost || lm_fact_margin(zone) >= 0 ||
	    lm_fact_margin(zone) + zone->boost < 0)
		return 0;
	TELL(evidence,
	     "%s had %u pages free: above low %u + reserve %u, below that and the boost of %u",
	     lm_zone_label(label, names, zone->zone), zone->free, zone->low,
	     zone->reserve, zone->boost);
	return 90;
}

static unsigned int count_why(const struct lm_facts *facts, __u8 why,
			      const struct lm_fact_zone **worst)
{
	unsigned int i, nr = 0;

	*worst = NULL;
	for (i = 0; i < facts->nr_zones; i++) {
		if (!facts->zones[i].checked || facts->zones[i].why != why)
			continue;
		nr++;
		if (!*worst || facts->zones[i].margin > (*worst)->margin)
			*worst = &facts->zones[i];
	}
	return nr;
}

/* A check that failed for want of pages speaks against the finer reasons. */
static int finer_reason(const struct lm_facts *facts,
			const struct lm_names *names, char *evidence, __u8 why,
			const char *what)
{
	const struct lm_fact_zone *zone, *plain;
	unsigned int nr = count_why(facts, why, &zone);
	unsigned int short_of = count_why(facts, LOWMARK_WHY_PAGES, &plain);
	char label[LM_ZONE_LABEL];

	if (!nr)
		return 0;
	TELL(evidence,
	     "%u zone%s failed for this and %u for want of pages; %s was %+d pages from its mark %s",
	     nr, nr == 1 ? "" : "s", short_of,
	     lm_zone_label(label, names, zone->zone), zone->margin, what);
	if (short_of > nr)
		return 55;
	/* What its time went to is the nearer cause of a stall. */
	return facts->target.question == LM_WHY_STALL &&
			       (lm_lacked_cpu(facts) ||
				lm_share(facts, lm_compact_ns(facts)) >= 50 ||
				lm_share(facts, lm_scanning_ns(facts)) >= 50) ?
		       70 :
		       85;
}

int lm_rule_fragmentation(const struct lm_facts *facts,
			  const struct lm_names *names, char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char what[48], label[LM_ZONE_LABEL];
	int score;

	if (!facts->order)
		return 0;
	snprintf(what, sizeof(what), "but held no block of order %u",
		 facts->order);
	score = finer_reason(facts, names, evidence, LOWMARK_WHY_BLOCK, what);
	if (score || !zone || zone->checked || lm_fact_margin(zone) < 0)
		return score;
	TELL(evidence,
	     "%s was %lld pages above low, and yet order %u was not to be had; no check tells why",
	     lm_zone_label(label, names, zone->zone),
	     (long long)lm_fact_margin(zone), facts->order);
	return 70;
}

int lm_rule_highatomic(const struct lm_facts *facts,
		       const struct lm_names *names, char *evidence)
{
	return finer_reason(facts, names, evidence, LOWMARK_WHY_HIGHATOMIC,
			    "with the reserve counted off");
}

int lm_rule_cma(const struct lm_facts *facts, const struct lm_names *names,
		char *evidence)
{
	return finer_reason(facts, names, evidence, LOWMARK_WHY_CMA,
			    "with CMA pages counted off");
}

/* A zone of a node that the request could not use, with pages enough. */
static const struct lm_fact_zone *free_elsewhere(const struct lm_facts *facts)
{
	const struct lm_fact_zone *zone, *best = NULL;
	unsigned int i;

	for (i = 0; i < facts->nr_zones; i++) {
		zone = &facts->zones[i];
		if (lm_fact_node(facts, zone->zone) == facts->target.node ||
		    !zone->known || zone->checked ||
		    zone->free <= (__u64)zone->high + zone->boost)
			continue;
		if (!best || zone->free > best->free)
			best = zone;
	}
	return best;
}

int lm_rule_cpuset(const struct lm_facts *facts, const struct lm_names *names,
		   char *evidence)
{
	const struct lm_count *skips = &facts->skips[LOWMARK_SKIP_CPUSET];
	const struct lm_fact_zone *zone = free_elsewhere(facts);
	const struct lm_fact_zone *plain, *block;
	bool fragmented = !count_why(facts, LOWMARK_WHY_PAGES, &plain) &&
			  count_why(facts, LOWMARK_WHY_BLOCK, &block);
	char label[LM_ZONE_LABEL];

	if (!skips->known || !skips->n)
		return 0;
	if (!zone) {
		TELL(evidence,
		     "zones were passed over %llu time%s for the cpuset; none of them is known to have had enough",
		     skips->n, lm_plural(skips->n));
		return 55;
	}
	TELL(evidence,
	     "zones were passed over %llu time%s for the cpuset; %s had %u pages free, above high %u",
	     skips->n, lm_plural(skips->n),
	     lm_zone_label(label, names, zone->zone), zone->free,
	     zone->high + zone->boost);
	/* Nothing tells whether there was a block in what was free there. */
	return fragmented ? 80 : 90;
}

int lm_rule_binding(const struct lm_facts *facts, const struct lm_names *names,
		    char *evidence)
{
	const struct lm_fact_zone *zone = free_elsewhere(facts);
	const struct lm_fact_zone *own = lm_main_zone(facts);
	bool bound = facts->has_begin &&
		     (facts->begin.nodemask ||
		      facts->begin.policy == LOWMARK_POLICY_BIND);
	char label[LM_ZONE_LABEL];

	if ((!bound && !facts->thisnode) || !zone || zone->told ||
	    facts->target.node == LM_NODE_NONE ||
	    (own && lm_fact_margin(own) >= 0))
		return 0;
	TELL(evidence,
	     "it was bound to node %u by %s; %s had %u pages free, above high %u",
	     facts->target.node, bound ? "a mempolicy" : "its gfp mask",
	     lm_zone_label(label, names, zone->zone), zone->free,
	     zone->high + zone->boost);
	return 88;
}

/*
 * __alloc_pages_slowpath() gives up before its first attempt if no zone is left
 * (5.10 to 7.3), the cpuset's included. It has other reasons to do so, of which no
 * record tells: a preferred zone is evidence against this one.
 */
int lm_rule_no_zone(const struct lm_facts *facts, const struct lm_names *names,
		    char *evidence)
{
	(void)names;
	if (!facts->has_end || facts->end.attempts ||
	    facts->end.preferred != LOWMARK_ZONE_NONE ||
	    facts->end.result != LOWMARK_RESULT_FAILED ||
	    facts->end.hdr.flags & LOWMARK_FLAG_UNSEEN)
		return 0;
	TELL(evidence,
	     "%s, and that leaves no zone: the slow path made no attempt",
	     facts->thisnode ? "it wanted one node only, by __GFP_THISNODE" :
			       "a nodemask or cpuset limits it");
	return 99;
}

static int passed_over(const struct lm_facts *facts, char *evidence,
		       __u8 reason, const char *what)
{
	const struct lm_count *skips = &facts->skips[reason];
	__u64 all = 0;
	unsigned int i;

	if (!skips->known || !skips->n)
		return 0;
	for (i = 0; i < LM_NR_SKIPS; i++)
		all += facts->skips[i].known ? facts->skips[i].n : 0;
	TELL(evidence, "%llu of %llu skipped zones were skipped for %s",
	     skips->n, all, what);
	return 2 * skips->n >= all ? 75 : 50;
}

int lm_rule_dirty(const struct lm_facts *facts, const struct lm_names *names,
		  char *evidence)
{
	(void)names;
	return passed_over(facts, evidence, LOWMARK_SKIP_DIRTY, "dirty pages");
}

int lm_rule_fair(const struct lm_facts *facts, const struct lm_names *names,
		 char *evidence)
{
	(void)names;
	return passed_over(facts, evidence, LOWMARK_SKIP_FAIR, "fairness");
}

int lm_rule_raised(const struct lm_facts *facts, const struct lm_names *names,
		   char *evidence)
{
	const struct lm_fact_zone *zone = lm_main_zone(facts);
	char since[LM_UNIT_SIZE], label[LM_ZONE_LABEL];

	if (!facts->raised_ns || !zone || lm_fact_margin(zone) >= 0)
		return 0;
	lm_show_time(since, facts->target.begin_ns - facts->raised_ns);
	if (zone->low_once) {
		TELL(evidence,
		     "%s before, low of %s was set from %u to %u pages, and %u were free",
		     since, lm_zone_label(label, names, zone->zone),
		     zone->low_once, zone->low, zone->free);
		return zone->free >= (__u64)zone->low_once + zone->boost +
					       zone->reserve ?
			       92 :
			       0;
	}
	TELL(evidence,
	     "the marks changed %s before; low of %s is %u pages since, and %u were free",
	     since, lm_zone_label(label, names, zone->zone), zone->low,
	     zone->free);
	return 80;
}

int lm_rule_below_low(const struct lm_facts *facts,
		      const struct lm_names *names, char *evidence)
{
	const struct lowmark_rec_wake *wake = &facts->wake;
	char label[LM_ZONE_LABEL];

	if (!facts->has_wake || wake->margin >= 0)
		return 0;
	TELL(evidence, "%s was %lld pages short of low",
	     lm_zone_label(label, names, wake->zone), -(long long)wake->margin);
	return 70;
}
