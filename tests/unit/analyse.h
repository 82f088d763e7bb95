/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hands a chunk, however damaged, to everything that looks at events, as the
 * commands do; for tests and fuzzers that run under the sanitizers.
 */
#ifndef ANALYSE_H
#define ANALYSE_H

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/expr.h"
#include "lib/gather.h"
#include "lib/merge.h"
#include "lib/pick.h"
#include "lib/plot.h"
#include "lib/render.h"
#include "lib/rules.h"
#include "lib/watch.h"
#include "lib/why.h"

/* A chunk in memory, read once. */
struct analysed {
	struct lm_source source;
	const void *chunk;
	size_t len;
	unsigned int damaged;
	bool taken;
};

static inline int analysed_next(struct lm_source *source, unsigned int stream,
				const void **data, size_t *len)
{
	struct analysed *from = (struct analysed *)source;

	(void)stream;
	if (from->taken)
		return 0;
	from->taken = true;
	*data = from->chunk;
	*len = from->len;
	return 1;
}

static inline void analysed_damaged(struct lm_source *source,
				    unsigned int stream, size_t at,
				    const char *what)
{
	(void)stream;
	(void)at;
	if (!what)
		abort();
	((struct analysed *)source)->damaged++;
}

static inline void analysed_begin(struct analysed *from, struct lm_merge *merge,
				  const void *chunk, size_t len)
{
	*from = (struct analysed){
		.source = { .nr_streams = 1,
			    .next = analysed_next,
			    .damaged = analysed_damaged },
		.chunk = chunk,
		.len = len,
	};
	if (lm_merge_init(merge, &from->source))
		abort();
}

static inline void analyse_event(const struct lm_event *event,
				 const struct lm_names *names,
				 const struct lm_expr *expr)
{
	static char buf[LM_RENDER_SIZE];

	if (lm_render_text(buf, names, event) != strlen(buf) ||
	    lm_render_json(buf, names, event) != strlen(buf))
		abort();
	lm_expr_wants(expr, event, names);
}

/* The stories, all that are there to be told. */
static inline void analyse_story(const struct lm_target *target,
				 const struct lm_names *names,
				 const char *zones, const void *chunk,
				 size_t len)
{
	static struct lm_gather gather;
	static struct lm_why why;
	const struct lm_event *event;
	struct lm_merge merge;
	struct analysed from;

	lm_gather_init(&gather, target, names, zones);
	lm_gather_missing(&gather, "", len & 1 ? "events slow\n" : "");
	analysed_begin(&from, &merge, chunk, len);
	while (lm_merge_next(&merge, LM_FOREVER, &event) > 0)
		lm_gather_event(&gather, event);
	lm_merge_deinit(&merge);
	lm_gather_end(&gather);
	why.facts = gather.facts;
	why.names = names;
	lm_findings_make(&why.findings, &why.facts, names);
	free(lm_why_text(&why));
	json_object_put(lm_why_json(&why));
}

/*
 * Look at all events of a chunk in every way. Return: the number of events, -1
 * if the chunk was found damaged.
 */
static inline long analyse(const struct lm_names *names, const char *zones,
			   const void *chunk, size_t len)
{
	static struct lm_pick picks[LM_NR_QUESTIONS];
	static struct lm_plot plot;
	static struct lm_watch watch;
	static struct lm_expr expr;
	const struct lm_event *event;
	struct lm_merge merge;
	struct analysed from;
	unsigned int i, per_node = names->names.zones_per_node;
	__u64 end_ns = 0;
	long nr = 0;

	if (!expr.nr && lm_expr_parse(&expr, "margin<0 || comm==x && zone==1"))
		abort();
	for (i = 0; i < LM_NR_QUESTIONS; i++)
		picks[i] = (struct lm_pick){ .choice = { .question = i },
					     .zones_per_node = per_node };
	if (lm_plot_init(&plot, 64, per_node, 1000, zones) ||
	    lm_watch_init(&watch, per_node, 1000, zones))
		abort();
	analysed_begin(&from, &merge, chunk, len);
	for (; lm_merge_next(&merge, LM_FOREVER, &event) > 0; nr++) {
		analyse_event(event, names, &expr);
		for (i = 0; i < LM_NR_QUESTIONS; i++)
			lm_pick_event(&picks[i], event);
		lm_plot_event(&plot, event);
		lm_watch_event(&watch, event);
		end_ns = event->time_ns;
	}
	lm_merge_deinit(&merge);
	lm_plot_end(&plot, end_ns);
	lm_plot_deinit(&plot);
	lm_watch_deinit(&watch);
	for (i = 0; i < LM_NR_QUESTIONS; i++) {
		lm_pick_end(&picks[i], end_ns);
		if (picks[i].found)
			analyse_story(&picks[i].best.target, names, zones,
				      chunk, len);
	}
	return from.damaged ? -1 : nr;
}

#endif
