// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an allocation would meet, by the arithmetic of the kernel's checks.
 *
 * The "zones" text does not tell highatomic and CMA pages, free blocks by
 * order, cpusets and distances between nodes: the first two count as 0, blocks
 * as present, and nodes follow each other by their numbers.
 */
#include "explain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool index_of_zone(const struct lm_format *format, const char *name,
			  unsigned int *index)
{
	unsigned int i;

	for (i = 0; i < format->zones_per_node && i < LM_MOST_ZONES; i++) {
		if (strcmp(format->zone_names[i], name) != 0)
			continue;
		*index = i;
		return true;
	}
	return false;
}

/* A kernel without a zone takes its pages from Normal, as gfp_zone() does. */
static int highest_index(const struct lm_format *format, const char *name,
			 unsigned int *index)
{
	if (name && index_of_zone(format, name, index))
		return 0;
	if (index_of_zone(format, "Normal", index) ||
	    index_of_zone(format, "DMA32", index))
		return 0;
	*index = 0;
	return format->zones_per_node ? 0 : -EINVAL;
}

static unsigned int slow_flags(const struct lm_request *request,
			       enum lowmark_rules rules)
{
	unsigned int flags = LOWMARK_ALLOC_CMA;

	if (request->high)
		flags |= LOWMARK_ALLOC_MIN_RESERVE;
	if (rules == LOWMARK_RULES_HARDER ? request->atomic : !request->blocks)
		flags |= LOWMARK_ALLOC_NON_BLOCK;
	return flags;
}

static void fill_step(struct lm_step *step, const struct lm_zone *zone,
		      const struct lm_request *request, unsigned int highest,
		      enum lowmark_rules rules)
{
	struct lowmark_watermark facts = {
		.free = zone->free,
		.mark = zone->low,
		.reserve = highest < zone->nr_reserves ?
				   zone->reserves[highest] :
				   0,
		.order = request->order,
		.alloc_flags = LOWMARK_ALLOC_CMA,
	};

	step->zone = zone;
	step->reserve = facts.reserve;
	step->low = lowmark_margin(&facts, rules);
	facts.mark = zone->high;
	step->high = lowmark_margin(&facts, rules);
	facts.mark = zone->min;
	facts.alloc_flags = slow_flags(request, rules);
	step->min = lowmark_margin(&facts, rules);
	step->min_mark = facts.free - ((1L << facts.order) - 1) -
			 facts.reserve - step->min;
}

/* The preferred node first, then by number; on a node from the top down. */
static unsigned int list_place(const struct lm_zone *zone,
			       const struct lm_request *request)
{
	return zone->node == request->node ? 0 : zone->node + 1;
}

static const struct lm_request *sorted_for;

static int compare_steps(const void *a, const void *b)
{
	const struct lm_zone *left = ((const struct lm_step *)a)->zone;
	const struct lm_zone *right = ((const struct lm_step *)b)->zone;
	unsigned int l = list_place(left, sorted_for);
	unsigned int r = list_place(right, sorted_for);

	if (l != r)
		return l < r ? -1 : 1;
	return left->id > right->id ? -1 : left->id < right->id;
}

static void decide(struct lm_explanation *explanation,
		   const struct lm_request *request)
{
	unsigned int i;

	for (i = explanation->nr; i-- > 0;) {
		if (explanation->steps[i].low <= 0)
			continue;
		explanation->distance += explanation->steps[i].low;
		explanation->winner = i;
	}
	explanation->outcome = LM_OUTCOME_FAST;
	if (explanation->distance)
		return;
	explanation->outcome = request->blocks ? LM_OUTCOME_RECLAIM :
						 LM_OUTCOME_FAIL;
	for (i = explanation->nr; i-- > 0;) {
		if (explanation->steps[i].min <= 0)
			continue;
		explanation->winner = i;
		explanation->outcome = LM_OUTCOME_SLOW;
	}
}

/**
 * lm_explain() - compute what an allocation would meet
 * @explanation: what to fill; to be given back if this succeeds
 * @request: the allocation
 * @rules: rules of the kernel for its reserves
 * @format: zones of the kernel
 * @zones: state of the zones; must stay while @explanation is used
 * @nr_zones: entries of @zones
 *
 * Return: 0, -EINVAL if the zones of the kernel are not known or it has none
 * for the request, or -ENOMEM
 */
int lm_explain(struct lm_explanation *explanation,
	       const struct lm_request *request, enum lowmark_rules rules,
	       const struct lm_format *format, const struct lm_zone *zones,
	       unsigned int nr_zones)
{
	unsigned int i, per_node = format->zones_per_node;

	*explanation = (struct lm_explanation){ 0 };
	if (highest_index(format, request->zone, &explanation->highest))
		return -EINVAL;
	explanation->steps = calloc(nr_zones + 1, sizeof(struct lm_step));
	if (!explanation->steps)
		return -ENOMEM;
	for (i = 0; i < nr_zones; i++)
		if (zones[i].managed &&
		    (!request->this_node || zones[i].node == request->node) &&
		    zones[i].id % per_node <= explanation->highest)
			fill_step(&explanation->steps[explanation->nr++],
				  &zones[i], request, explanation->highest,
				  rules);
	if (!explanation->nr) {
		lm_explanation_deinit(explanation);
		return -EINVAL;
	}
	sorted_for = request;
	qsort(explanation->steps, explanation->nr, sizeof(struct lm_step),
	      compare_steps);
	decide(explanation, request);
	return 0;
}

/**
 * lm_explanation_deinit() - give back its memory
 * @explanation: the explanation
 */
void lm_explanation_deinit(struct lm_explanation *explanation)
{
	free(explanation->steps);
	explanation->steps = NULL;
}

/**
 * lm_node_balanced() - whether kswapd would find its node balanced
 * @explanation: the zones of a request
 * @node: the node
 *
 * Return: true if a zone that the request may use is above its high mark
 */
bool lm_node_balanced(const struct lm_explanation *explanation,
		      unsigned int node)
{
	unsigned int i;

	for (i = 0; i < explanation->nr; i++)
		if (explanation->steps[i].zone->node == node &&
		    explanation->steps[i].high > 0)
			return true;
	return false;
}
