// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rules about kswapd: what woke it, what kept it asleep or awake.
 */
#include "rules_parts.h"

#define FRUITLESS_PERCENT 5
#define GIVES_UP 16 /* MAX_RECLAIM_RETRIES of the kernel */

int lm_rule_hopeless(const struct lm_facts *facts, const struct lm_names *names,
		     char *evidence)
{
	__u64 refused = facts->kswapd.requests[LOWMARK_WAKE_HOPELESS];
	const struct lm_fact_zone *zone = lm_main_zone(facts);

	(void)names;
	if (facts->target.question == LM_WHY_ASLEEP) {
		if (!facts->has_wake ||
		    facts->wake.verdict != LOWMARK_WAKE_HOPELESS)
			return 0;
		TELL(evidence,
		     "kswapd%u had reclaimed nothing %u times in a row",
		     facts->target.node, facts->wake.failures);
		return 97;
	}
	/* Who has pages enough does not need kswapd. */
	if ((!refused && !facts->kswapd.hopeless) ||
	    (zone && lm_fact_margin(zone) >= 0))
		return 0;
	TELL(evidence,
	     "%llu wakes were refused as hopeless; kswapd%u reclaimed nothing %u times in a row",
	     refused, facts->target.node,
	     facts->kswapd.failures > facts->wake.failures ?
		     facts->kswapd.failures :
		     facts->wake.failures);
	/* Then neither can the task: that says more than that kswapd gave up. */
	return lm_reclaim_in_vain(facts) ? 60 : 90;
}

int lm_rule_throttle_wake(const struct lm_facts *facts,
			  const struct lm_names *names, char *evidence)
{
	(void)names;
	if (!facts->has_wake || facts->wake.verdict != LOWMARK_WAKE_THROTTLE)
		return 0;
	TELL(evidence, "the wake came from allow_direct_reclaim on node %u",
	     facts->target.node);
	return 95;
}

static int refused_as(const struct lm_facts *facts,
		      const struct lm_names *names, char *evidence,
		      __u8 verdict, int score)
{
	char label[LM_ZONE_LABEL];

	if (!facts->has_wake || facts->wake.verdict != verdict)
		return 0;
	TELL(evidence, "%s was %+d pages from low; the verdict was read as %s",
	     lm_zone_label(label, names, facts->wake.zone), facts->wake.margin,
	     verdict == LOWMARK_WAKE_BALANCED  ? "balanced" :
	     verdict == LOWMARK_WAKE_NOT_ASKED ? "not asked" :
	     verdict == LOWMARK_WAKE_CPUSET    ? "cpuset" :
						 "unmanaged");
	return score;
}

int lm_rule_balanced(const struct lm_facts *facts, const struct lm_names *names,
		     char *evidence)
{
	return refused_as(facts, names, evidence, LOWMARK_WAKE_BALANCED, 90);
}

int lm_rule_no_wake_flag(const struct lm_facts *facts,
			 const struct lm_names *names, char *evidence)
{
	return refused_as(facts, names, evidence, LOWMARK_WAKE_NOT_ASKED, 97);
}

int lm_rule_wake_cpuset(const struct lm_facts *facts,
			const struct lm_names *names, char *evidence)
{
	return refused_as(facts, names, evidence, LOWMARK_WAKE_CPUSET, 95);
}

int lm_rule_unmanaged(const struct lm_facts *facts,
		      const struct lm_names *names, char *evidence)
{
	return refused_as(facts, names, evidence, LOWMARK_WAKE_UNMANAGED, 95);
}

static bool fruitless(const struct lm_fact_kswapd *kswapd)
{
	return kswapd->scanned &&
	       (double)kswapd->reclaimed * 100 <
		       (double)kswapd->scanned * FRUITLESS_PERCENT;
}

int lm_rule_awake_fruitless(const struct lm_facts *facts,
			    const struct lm_names *names, char *evidence)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;

	(void)names;
	if (!kswapd->runs ||
	    (!fruitless(kswapd) && kswapd->failures < GIVES_UP))
		return 0;
	TELL(evidence,
	     "%llu run%s scanned %llu pages and reclaimed %llu; %u in a row reclaimed nothing",
	     kswapd->runs, lm_plural(kswapd->runs), kswapd->scanned,
	     kswapd->reclaimed, kswapd->failures);
	return 85;
}

int lm_rule_awake_demand(const struct lm_facts *facts,
			 const struct lm_names *names, char *evidence)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;

	(void)names;
	if (!kswapd->runs || fruitless(kswapd) || !kswapd->reclaimed ||
	    !kswapd->requests[LOWMARK_WAKE_AWAKE])
		return 0;
	TELL(evidence,
	     "%llu run%s reclaimed %llu of %llu pages scanned, while %llu requests found it awake",
	     kswapd->runs, lm_plural(kswapd->runs), kswapd->reclaimed,
	     kswapd->scanned, kswapd->requests[LOWMARK_WAKE_AWAKE]);
	return 72;
}

int lm_rule_awake_order(const struct lm_facts *facts,
			const struct lm_names *names, char *evidence)
{
	const struct lm_fact_kswapd *kswapd = &facts->kswapd;

	(void)names;
	if (!kswapd->runs || !kswapd->order ||
	    kswapd->order_done >= kswapd->order)
		return 0;
	TELL(evidence, "it was to balance for order %u and ended with order %u",
	     kswapd->order, kswapd->order_done);
	return 74;
}

int lm_rule_awake_again(const struct lm_facts *facts,
			const struct lm_names *names, char *evidence)
{
	__u64 again = facts->kswapd.rests[LOWMARK_REST_PREMATURE];

	(void)names;
	if (!again)
		return 0;
	TELL(evidence, "%llu naps ended below the mark, in %llu runs", again,
	     facts->kswapd.runs);
	return 2 * again >= facts->kswapd.runs ? 78 : 50;
}
