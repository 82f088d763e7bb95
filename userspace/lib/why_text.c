// SPDX-License-Identifier: GPL-2.0-only
/*
 * The story of one incident as lines of text: who asked for what and what each
 * zone had; then the time line, then the cause.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "flags.h"
#include "rules_parts.h"
#include "why.h"
#include "why_parts.h"

const char *const lm_questions[LM_NR_QUESTIONS] = {
	[LM_WHY_STALL] = "stall", [LM_WHY_WAKE] = "wake",
	[LM_WHY_AWAKE] = "awake", [LM_WHY_ASLEEP] = "asleep",
	[LM_WHY_FAIL] = "fail",	  [LM_WHY_OOM] = "oom",
};

static void put_task(FILE *out, const struct lm_facts *facts)
{
	char comm[LOWMARK_COMM_LEN + 1];

	fprintf(out, "%s-%u", lm_cleaned(comm, sizeof(comm), facts->comm),
		facts->target.pid);
}

static void put_title(FILE *out, const struct lm_facts *facts)
{
	const struct lm_target *target = &facts->target;
	char took[LM_UNIT_SIZE];

	lm_show_time(took, target->end_ns - target->begin_ns);
	fprintf(out, "At %llu.%06llu s ", target->begin_ns / 1000000000,
		target->begin_ns / 1000 % 1000000);
	switch (target->question) {
	case LM_WHY_STALL:
		put_task(out, facts);
		fprintf(out, " was held up for %s", took);
		break;
	case LM_WHY_FAIL:
		put_task(out, facts);
		fprintf(out, " got no page, after %s", took);
		break;
	case LM_WHY_OOM:
		put_task(out, facts);
		fputs(" called the OOM killer", out);
		break;
	case LM_WHY_WAKE:
		put_task(out, facts);
		fprintf(out, " woke kswapd%u", target->node);
		break;
	case LM_WHY_ASLEEP:
		put_task(out, facts);
		fprintf(out, " did not wake kswapd%u", target->node);
		break;
	default:
		fprintf(out, "kswapd%u began to run, for %s", target->node,
			took);
		break;
	}
	if (target->span == target->id)
		fprintf(out, " (id 0x%llx, one of %llu)\n", target->id,
			target->of);
	else
		fprintf(out, " (id %llu of %llu)\n", target->id, target->of);
}

static void put_request(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	char gfp[LM_FLAGS_SIZE];

	if (!facts->requested)
		return;
	lm_put_at(out, facts, facts->target.begin_ns);
	fprintf(out, "It asked for order %u with %s", facts->order,
		facts->gfp ? lm_gfp_text(gfp, why->names, facts->gfp) :
			     "no gfp flags");
	if (facts->has_begin && facts->begin.policy)
		fprintf(out, ", mempolicy %s",
			lm_enum_name(LOWMARK_KIND_E_policy,
				     facts->begin.policy));
	if (facts->has_begin && facts->begin.cgroup)
		fprintf(out, ", cgroup %llu", facts->begin.cgroup);
	fputs(".\n", out);
}

/* "1 cpuset, 2 dirty"; what the kernel cannot tell is not there. */
static void put_skips(FILE *out, const struct lm_facts *facts)
{
	const char *before = "Zones skipped: ";
	bool known = false;
	unsigned int i;

	if (!facts->target.span)
		return;
	for (i = 0; i < LM_NR_SKIPS; i++) {
		known |= facts->skips[i].known;
		if (!facts->skips[i].known || !facts->skips[i].n)
			continue;
		if (before[0] == 'Z')
			lm_put_indent(out);
		fprintf(out, "%s%llu %s", before, facts->skips[i].n,
			lm_enum_name(LOWMARK_KIND_E_skip, i));
		before = ", ";
	}
	if (before[0] != 'Z') {
		fputs(".\n", out);
	} else {
		lm_put_indent(out);
		fprintf(out, "Zones skipped: %s.\n", known ? "none" : "n/a");
	}
	before = "The zonelist was scanned again for: ";
	for (i = 0; i <= LOWMARK_RESCAN_BUSY; i++) {
		if (!(facts->rescans & 1u << i))
			continue;
		if (before[0] == 'T')
			lm_put_indent(out);
		fprintf(out, "%s%s", before,
			lm_enum_name(LOWMARK_KIND_E_rescan, i));
		before = ", ";
	}
	if (before[0] != 'T')
		fputs(".\n", out);
}

static void put_zone(FILE *out, const struct lm_why *why,
		     const struct lm_fact_zone *zone)
{
	char label[LM_ZONE_LABEL];

	lm_put_indent(out);
	fprintf(out, "%-10s ", lm_zone_label(label, why->names, zone->zone));
	if (zone->known)
		fprintf(out, "%9u %8u %8u %8u %8u ", zone->free, zone->low,
			zone->high, zone->boost, zone->reserve);
	else
		fprintf(out, "%9s %8s %8s %8s %8s ", "n/a", "n/a", "n/a", "n/a",
			"n/a");
	if (zone->known && zone->told)
		fprintf(out, "%+8lld  ",
			(long long)zone->free - zone->low - zone->boost -
				zone->reserve);
	else
		fprintf(out, "%8s  ", "n/a");
	if (zone->checked)
		fprintf(out, "%+d to %s: %s\n", zone->margin,
			lm_enum_name(LOWMARK_KIND_E_mark, zone->mark),
			lm_enum_name(LOWMARK_KIND_E_why, zone->why));
	else
		fputs("n/a\n", out);
}

static void put_zones(FILE *out, const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	bool titled = false;
	unsigned int i;

	for (i = 0; i < facts->nr_zones; i++) {
		if (!facts->zones[i].told && !facts->zones[i].checked)
			continue;
		if (!titled) {
			lm_put_indent(out);
			fprintf(out, "%-10s %9s %8s %8s %8s %8s %8s  %s\n",
				"zone", "free", "low", "high", "boost",
				"reserve", "margin", "checked");
		}
		titled = true;
		put_zone(out, why, &facts->zones[i]);
	}
}

static void put_others(FILE *out, const struct lm_facts *facts)
{
	if (facts->stalls) {
		lm_put_indent(out);
		fprintf(out,
			"Meanwhile %llu slow path run%s of other tasks ended.\n",
			facts->stalls, lm_plural(facts->stalls));
	}
	if (!facts->lost)
		return;
	lm_put_indent(out);
	fputs("Records were lost meanwhile: there may be more to this.\n", out);
}

/**
 * lm_why_text() - tell a story in lines of text
 * @why: the story
 *
 * Return: the text, to be freed; NULL if there is no memory
 */
char *lm_why_text(const struct lm_why *why)
{
	const struct lm_facts *facts = &why->facts;
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	if (!out)
		return NULL;
	put_title(out, facts);
	put_request(out, why);
	put_zones(out, why);
	put_skips(out, facts);
	lm_put_stages(out, why);
	put_others(out, facts);
	lm_put_conclusion(out, why);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}
