/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an allocation would meet: the watermark checks of the fast path, the
 * slow path and kswapd, computed from the state of the zones.
 */
#ifndef LOWMARK_LIB_EXPLAIN_H
#define LOWMARK_LIB_EXPLAIN_H

#include <stdbool.h>

#include "../../module/watermark.h"
#include "names.h"
#include "zones.h"

#define LM_GFP_TEXT 128
#define LM_COSTLY_ORDER 3 /* PAGE_ALLOC_COSTLY_ORDER */

/**
 * struct lm_request - an allocation to be explained
 * @order: its order
 * @node: preferred node
 * @gfp: its flags as the user spelt them
 * @zone: name of the highest zone it may use; NULL: as high as there is
 * @this_node: __GFP_THISNODE
 * @high: __GFP_HIGH
 * @atomic: __GFP_ATOMIC, as kernels before 6.4 have it
 * @blocks: __GFP_DIRECT_RECLAIM
 * @kswapd: __GFP_KSWAPD_RECLAIM
 */
struct lm_request {
	unsigned int order;
	unsigned int node;
	char gfp[LM_GFP_TEXT];
	const char *zone;
	bool this_node;
	bool high;
	bool atomic;
	bool blocks;
	bool kswapd;
};

/**
 * struct lm_step - one zone of the zonelist
 * @zone: the zone
 * @reserve: its lowmem reserve against the request
 * @low: margin of the fast path's check; it needs more than 0
 * @min: margin of the slow path's check
 * @min_mark: the min watermark as that check lowers it
 * @high: margin of kswapd's check of the high watermark
 */
struct lm_step {
	const struct lm_zone *zone;
	long reserve;
	long low;
	long min;
	long min_mark;
	long high;
};

/**
 * enum lm_outcome - how an allocation would end
 * @LM_OUTCOME_FAST: with a page, on the fast path
 * @LM_OUTCOME_SLOW: with a page, at the min watermark of the slow path
 * @LM_OUTCOME_RECLAIM: in direct reclaim or compaction
 * @LM_OUTCOME_FAIL: without a page
 */
enum lm_outcome {
	LM_OUTCOME_FAST,
	LM_OUTCOME_SLOW,
	LM_OUTCOME_RECLAIM,
	LM_OUTCOME_FAIL,
};

/**
 * struct lm_explanation - an allocation against the zones
 * @highest: highest zone index of the request
 * @steps: the zonelist, in its order
 * @nr: entries of @steps
 * @outcome: how it would end
 * @winner: entry of @steps that the page would come from, if there is one
 * @distance: pages that the fast path can still take
 */
struct lm_explanation {
	unsigned int highest;
	struct lm_step *steps;
	unsigned int nr;
	enum lm_outcome outcome;
	unsigned int winner;
	unsigned long long distance;
};

int lm_request_gfp(struct lm_request *request, const char *text);
enum lowmark_rules lm_rules_of(const struct lm_format *format);
int lm_explain(struct lm_explanation *explanation,
	       const struct lm_request *request, enum lowmark_rules rules,
	       const struct lm_format *format, const struct lm_zone *zones,
	       unsigned int nr_zones);
void lm_explanation_deinit(struct lm_explanation *explanation);
bool lm_node_balanced(const struct lm_explanation *explanation,
		      unsigned int node);

#endif
