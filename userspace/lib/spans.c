// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs of the allocator's slow path: spans from entry to return.
 *
 * Open spans are found by thread, context level, and in interrupts CPU. A span
 * entered inside another one of the same key (reclaim allocates) ends first.
 */
#include "spans.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "zonetime.h"

/* Put all open spans aside; their returns are not known. */
static void forget_open(struct lm_spans *spans)
{
	unsigned int i;

	memset(spans->open, 0, sizeof(spans->open));
	spans->unused = NULL;
	for (i = 0; i < LM_OPEN_SPANS; i++) {
		spans->unended += spans->pool[i].begin_ns != 0;
		spans->pool[i].begin_ns = 0;
		spans->pool[i].next = spans->unused;
		spans->unused = &spans->pool[i];
	}
}

/**
 * lm_spans_init() - start
 * @spans: what to initialise
 *
 * Return: 0 or -ENOMEM
 */
int lm_spans_init(struct lm_spans *spans)
{
	memset(spans, 0, sizeof(*spans));
	spans->pool = calloc(LM_OPEN_SPANS, sizeof(*spans->pool));
	if (!spans->pool)
		return -ENOMEM;
	forget_open(spans);
	return 0;
}

/**
 * lm_spans_deinit() - give back all memory
 * @spans: the spans
 */
void lm_spans_deinit(struct lm_spans *spans)
{
	unsigned int i;

	for (i = 0; i < LM_NR_ORDERS; i++)
		free(spans->orders[i]);
	for (i = 0; i < LM_NR_BY; i++)
		lm_blames_deinit(&spans->blames[i]);
	free(spans->pool);
}

static struct lm_span **chain_of(struct lm_spans *spans, __u32 pid)
{
	return &spans->open[pid * 2654435761u % LM_SPAN_CHAINS];
}

static bool same_key(const struct lm_span *span, const struct lm_event *event)
{
	__u8 level = event->record->ctx & LOWMARK_CTX_LEVEL;

	return span->level == level && span->pid == event->pid &&
	       (!level || span->cpu == event->cpu);
}

/* The open span that an event belongs to: the one entered last. */
static struct lm_span *find_open(struct lm_spans *spans,
				 const struct lm_event *event)
{
	struct lm_span *span = *chain_of(spans, event->pid);

	while (span && !same_key(span, event))
		span = span->next;
	return span;
}

/* Take a span out of its chain. */
static void unlink_span(struct lm_spans *spans, struct lm_span **link)
{
	struct lm_span *span = *link;

	*link = span->next;
	span->begin_ns = 0;
	span->next = spans->unused;
	spans->unused = span;
}

/* Spans that are nested too deep have returned without our knowing. */
static void drop_deep(struct lm_spans *spans, const struct lm_event *event)
{
	struct lm_span **link = chain_of(spans, event->pid);
	unsigned int depth = 0;

	while (*link) {
		if (same_key(*link, event) && ++depth > LM_MOST_NESTED) {
			spans->unended++;
			unlink_span(spans, link);
		} else {
			link = &(*link)->next;
		}
	}
}

/**
 * lm_spans_begin() - the slow path was entered
 * @spans: the spans
 * @event: the entry
 */
void lm_spans_begin(struct lm_spans *spans, const struct lm_event *event)
{
	const struct lowmark_rec_slow_begin *rec = (const void *)event->record;
	struct lm_span **chain = chain_of(spans, event->pid);
	struct lm_span *span;

	spans->begun++;
	if (!spans->unused)
		forget_open(spans);
	span = spans->unused;
	spans->unused = span->next;
	*span = (struct lm_span){
		.next = *chain,
		.id = rec->span,
		.begin_ns = event->time_ns,
		.cpu = event->cpu,
		.pid = event->pid,
		.level = event->record->ctx & LOWMARK_CTX_LEVEL,
		.worst_zone = LOWMARK_ZONE_NONE,
		.cgroup = rec->cgroup ? rec->cgroup : LM_CGROUP_NONE,
	};
	*chain = span;
	drop_deep(spans, event);
}

/* Take the span that returns out of the open ones, if its entry is known. */
static bool take_open(struct lm_spans *spans, const struct lm_event *event,
		      __u64 id, struct lm_span *taken)
{
	struct lm_span **link = chain_of(spans, event->pid);
	struct lm_span *span = *link;

	while (span && !(span->id == id && same_key(span, event)))
		span = span->next;
	if (!span)
		return false;
	while (*link != span) {
		if (same_key(*link, event)) {
			spans->unended++;
			unlink_span(spans, link);
		} else {
			link = &(*link)->next;
		}
	}
	*taken = *span;
	unlink_span(spans, link);
	return true;
}

static void add_to_sum(struct lm_span_sum *sum, const struct lm_span *span)
{
	lm_hist_add(&sum->hist, span->latency_ns);
	sum->failed += span->result == LOWMARK_RESULT_FAILED;
	sum->attempts += span->attempts;
	sum->reclaims += span->reclaims;
	sum->wakes += span->wakes;
}

static void add_to_blames(struct lm_spans *spans, const struct lm_span *span,
			  const struct lowmark_rec_slow_end *rec)
{
	const struct lm_run run = {
		.pid = span->pid,
		.comm = span->comm,
		.cgroup = span->cgroup,
		.failed = span->result == LOWMARK_RESULT_FAILED,
		.rec = rec,
		.waits = &span->waits,
	};

	lm_blames_run(spans->blames, &run);
}

static void add_to_worst(struct lm_spans *spans, const struct lm_span *span)
{
	unsigned int at = spans->nr_worst;

	if (at == LM_WORST_SPANS) {
		at--;
		if (span->latency_ns <= spans->worst[at].latency_ns)
			return;
	} else {
		spans->nr_worst++;
	}
	for (; at && spans->worst[at - 1].latency_ns < span->latency_ns; at--)
		spans->worst[at] = spans->worst[at - 1];
	spans->worst[at] = *span;
}

static void add_span(struct lm_spans *spans, const struct lm_span *span)
{
	struct lm_span_sum **order = &spans->orders[lm_order_slot(span->order)];

	if (!*order)
		*order = calloc(1, sizeof(**order));
	if (*order)
		add_to_sum(*order, span);
	add_to_sum(&spans->all, span);
	add_to_worst(spans, span);
}

static unsigned int waits_at(__u64 id)
{
	return (unsigned int)(id * 0x9e3779b97f4a7c15ull >> 32) %
	       LM_SPAN_CHAINS;
}

/**
 * lm_spans_waits() - a run of the slow path tells what it waited for
 * @spans: the spans
 * @rec: that; its end follows
 */
void lm_spans_waits(struct lm_spans *spans, const struct lowmark_rec_waits *rec)
{
	unsigned int at = waits_at(rec->span);

	spans->waits[at].id = rec->span;
	spans->waits[at].waits = lm_waits_of(rec);
}

/**
 * lm_spans_end() - the slow path returned
 * @spans: the spans
 * @event: the return
 * @span: set to the span
 */
void lm_spans_end(struct lm_spans *spans, const struct lm_event *event,
		  struct lm_span *span)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;

	if (!take_open(spans, event, rec->span, span)) {
		spans->unbegun++;
		*span = (struct lm_span){
			.id = rec->span,
			.cpu = event->cpu,
			.pid = event->pid,
			.level = event->record->ctx & LOWMARK_CTX_LEVEL,
			.worst_zone = LOWMARK_ZONE_NONE,
			.cgroup = LM_CGROUP_NONE,
		};
	}
	if (spans->waits[waits_at(rec->span)].id == rec->span)
		span->waits = spans->waits[waits_at(rec->span)].waits;
	memcpy(span->comm, event->comm,
	       strnlen(event->comm, sizeof(span->comm) - 1));
	spans->unseen += !!(event->record->flags & LOWMARK_FLAG_UNSEEN);
	span->latency_ns = rec->latency;
	span->order = rec->order;
	span->result = rec->result;
	span->gfp = rec->gfp;
	span->preferred = rec->preferred;
	span->zone = rec->zone;
	span->attempts = rec->attempts;
	span->reclaims = rec->reclaims;
	span->wakes = rec->wakes;
	add_span(spans, span);
	add_to_blames(spans, span, rec);
}

/**
 * lm_spans_zone() - the state of a zone at entry of the slow path
 * @spans: the spans
 * @event: the state
 */
void lm_spans_zone(struct lm_spans *spans, const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	struct lm_span *span = find_open(spans, event);
	__s64 margin = lm_zone_margin(rec);

	if (!span || rec->free == LOWMARK_PAGES_NONE ||
	    rec->low == LOWMARK_PAGES_NONE)
		return;
	span->states++;
	span->short_zones += margin < 0;
	if (span->worst_zone == LOWMARK_ZONE_NONE ||
	    margin < span->worst_margin) {
		span->worst_zone = rec->zone;
		span->worst_margin = margin;
	}
}

/**
 * lm_spans_attempt() - the zonelist was scanned
 * @spans: the spans
 * @event: the end of the scan
 */
void lm_spans_attempt(struct lm_spans *spans, const struct lm_event *event)
{
	const struct lowmark_rec_attempt *rec = (const void *)event->record;
	unsigned int kind = rec->kind < LM_NR_ATTEMPTS ? rec->kind :
							 LOWMARK_ATTEMPT_OTHER;

	spans->attempts[kind][rec->result == LOWMARK_RESULT_PAGE]++;
}

/**
 * lm_spans_reclaim() - direct reclaim ended
 * @spans: the spans
 * @event: its end
 */
void lm_spans_reclaim(struct lm_spans *spans, const struct lm_event *event)
{
	const struct lowmark_rec_reclaim_end *rec = (const void *)event->record;
	struct lm_span *span = find_open(spans, event);

	lm_hist_add(&spans->reclaims, rec->latency);
	spans->scanned += rec->scanned;
	spans->reclaimed += rec->reclaimed;
	if (!span)
		return;
	span->reclaim_ns += rec->latency;
	span->reclaimed += rec->reclaimed;
}

/**
 * lm_spans_stop() - recording ended
 * @spans: the spans
 */
void lm_spans_stop(struct lm_spans *spans)
{
	forget_open(spans);
}
