// SPDX-License-Identifier: GPL-2.0-only
/*
 * An explained allocation, for people and as JSON.
 */
#include "explain_view.h"

#include "lib/json.h"

static const char *const outcomes[] = {
	[LM_OUTCOME_FAST] = "fast-path",
	[LM_OUTCOME_SLOW] = "slow-path",
	[LM_OUTCOME_RECLAIM] = "reclaim",
	[LM_OUTCOME_FAIL] = "fail",
};

static void print_answer(const struct lm_explanation *explanation,
			 const struct lm_request *request, const char *when,
			 FILE *out)
{
	const struct lm_zone *zone =
		explanation->steps[explanation->winner].zone;

	fprintf(out, "An order-%u %s allocation on node %u %s would ",
		request->order, request->gfp, request->node, when);
	switch (explanation->outcome) {
	case LM_OUTCOME_FAST:
		fprintf(out, "take\na page from %u:%s on the fast path.\n",
			zone->node, zone->name);
		return;
	case LM_OUTCOME_SLOW:
		fprintf(out,
			"enter\nthe slow path and take a page from %u:%s at the min watermark.\n",
			zone->node, zone->name);
		return;
	case LM_OUTCOME_RECLAIM:
		fputs("enter\nthe slow path and have to reclaim: every zone is below min.\n",
		      out);
		return;
	case LM_OUTCOME_FAIL:
		fputs("fail:\nevery zone is below min, and it may not reclaim.\n",
		      out);
		return;
	}
}

static void print_head(const char *mark, FILE *out)
{
	fprintf(out,
		" |    zone            free   -  %-8s  -  reserve  -  order  =   margin\n",
		mark);
}

static void print_step(const struct lm_step *step, unsigned int order,
		       long mark, long margin, FILE *out)
{
	fprintf(out, " |    %u:%-9s %9u   %10ld   %10ld   %8lu   %8ld  %s\n",
		step->zone->node, step->zone->name, step->zone->free, mark,
		step->reserve, (1ul << order) - 1, margin,
		margin > 0 ? "passes" : "too low");
}

static void print_kswapd(const struct lm_explanation *explanation,
			 const struct lm_request *request, FILE *out)
{
	const struct lm_step *step;
	unsigned int i;

	fputs(" |\n | kswapd, once awake, reclaims until a zone of its node is above high\n",
	      out);
	print_head("high", out);
	for (i = 0; i < explanation->nr; i++) {
		step = &explanation->steps[i];
		print_step(step, request->order, step->zone->high, step->high,
			   out);
	}
}

static void print_fast(const struct lm_explanation *explanation,
		       const struct lm_request *request, FILE *out)
{
	const struct lm_step *step;
	unsigned int i;

	fputs(" | fast path: get_page_from_freelist() at the low watermark\n",
	      out);
	print_head("low", out);
	for (i = 0; i < explanation->nr; i++) {
		step = &explanation->steps[i];
		print_step(step, request->order, step->zone->low, step->low,
			   out);
	}
	if (explanation->distance)
		fprintf(out,
			" |    a zone passes: it takes a page%s; the slow path is %llu pages away\n",
			request->order ? " if there is a block" : "",
			explanation->distance);
	else
		fputs(" |    none passes: on to the slow path\n", out);
}

static void print_slow(const struct lm_explanation *explanation,
		       const struct lm_request *request, FILE *out)
{
	const struct lm_step *step;
	unsigned int i;

	fprintf(out, " v\n | slow path: __alloc_pages_slowpath()\n | 1. %s\n",
		request->kswapd ? "wakes kswapd of every node of the list" :
				  "does not wake kswapd: the flags forbid it");
	fputs(" | 2. get_page_from_freelist() at the min watermark", out);
	fputs(request->high ? ", lowered for __GFP_HIGH\n" : "\n", out);
	print_head("min", out);
	for (i = 0; i < explanation->nr; i++) {
		step = &explanation->steps[i];
		print_step(step, request->order, step->min_mark, step->min,
			   out);
	}
	if (!request->blocks) {
		fputs(" | 3. fails: it may not wait for reclaim\n", out);
		return;
	}
	fprintf(out, " | 3. direct %sreclaim, then again from 2\n",
		request->order ? "compaction and " : "");
	if (request->order > LM_COSTLY_ORDER)
		fprintf(out, " | 4. fails: no OOM kill above order %d\n",
			LM_COSTLY_ORDER);
	else
		fputs(" | 4. out_of_memory() when reclaim makes no progress\n",
		      out);
}

/**
 * print_explanation() - print the way of an allocation with its numbers
 * @explanation: what it would meet
 * @request: the allocation
 * @when: of which time the numbers are, for example "now"
 * @out: where to
 */
void print_explanation(const struct lm_explanation *explanation,
		       const struct lm_request *request, const char *when,
		       FILE *out)
{
	print_answer(explanation, request, when, out);
	fprintf(out, "\n alloc_pages(%s, %u), all numbers in pages\n",
		request->gfp, request->order);
	print_fast(explanation, request, out);
	print_slow(explanation, request, out);
	print_kswapd(explanation, request, out);
	fputs("\nA check passes with a margin above 0; marks include the boost. Cpusets,\n"
	      "free blocks by order, highatomic and CMA pages are not known here; other\n"
	      "nodes are listed by number, the kernel goes by distance.\n",
	      out);
}

static void add_step(struct json_object *array, const struct lm_step *step,
		     const struct lm_explanation *explanation)
{
	struct json_object *item = lm_json_item(array);

	lm_json_u64(item, "node", step->zone->node);
	lm_json_text(item, "zone", step->zone->name);
	lm_json_u64(item, "id", step->zone->id);
	lm_json_u64(item, "free_pages", step->zone->free);
	lm_json_s64(item, "reserve_pages", step->reserve);
	lm_json_u64(item, "low_pages", step->zone->low);
	lm_json_s64(item, "margin_low_pages", step->low);
	lm_json_s64(item, "lowered_min_pages", step->min_mark);
	lm_json_s64(item, "margin_min_pages", step->min);
	lm_json_u64(item, "high_pages", step->zone->high);
	lm_json_s64(item, "margin_high_pages", step->high);
	lm_json_bool(item, "node_balanced",
		     lm_node_balanced(explanation, step->zone->node));
}

/**
 * explanation_json() - make a JSON document of an explained allocation
 * @explanation: what it would meet
 * @request: the allocation
 * @when: of which time the numbers are
 *
 * Return: the document, to be given back with json_object_put()
 */
struct json_object *explanation_json(const struct lm_explanation *explanation,
				     const struct lm_request *request,
				     const char *when)
{
	struct json_object *doc = json_object_new_object(), *zones;
	unsigned int i;

	lm_json_u64(doc, "order", request->order);
	lm_json_text(doc, "gfp", request->gfp);
	lm_json_u64(doc, "node", request->node);
	lm_json_text(doc, "when", when);
	lm_json_u64(doc, "highest", explanation->highest);
	lm_json_text(doc, "outcome", outcomes[explanation->outcome]);
	if (explanation->outcome <= LM_OUTCOME_SLOW)
		lm_json_u64(doc, "page_from",
			    explanation->steps[explanation->winner].zone->id);
	else
		json_object_object_add(doc, "page_from", NULL);
	lm_json_u64(doc, "to_slow_path_pages", explanation->distance);
	zones = lm_json_array(doc, "zonelist");
	for (i = 0; i < explanation->nr; i++)
		add_step(zones, &explanation->steps[i], explanation);
	return doc;
}
