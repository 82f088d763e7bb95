// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording over time, in a bounded number of columns. Columns begin narrow;
 * whenever time runs out of them, each two are joined, so that the length of
 * the recording need not be known before.
 */
#include "plot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "merge.h"

#define FIRST_WIDTH_NS 1000

static void join_free(struct lm_plot_free *into, const struct lm_plot_free *a,
		      const struct lm_plot_free *b)
{
	struct lm_plot_free joined = b->seen ? *b : *a;

	if (a->seen && b->seen) {
		if (a->least < joined.least)
			joined.least = a->least;
		if (a->most > joined.most)
			joined.most = a->most;
	}
	joined.changed = a->changed || b->changed;
	joined.marked = a->marked || b->marked;
	memcpy(joined.marks, b->marked ? b->marks : a->marks,
	       sizeof(joined.marks));
	*into = joined;
}

static void join_columns(struct lm_plot_column *into,
			 const struct lm_plot_column *a,
			 const struct lm_plot_column *b)
{
	*into = (struct lm_plot_column){
		.wakes = a->wakes + b->wakes,
		.stalls = a->stalls > b->stalls ? a->stalls : b->stalls,
		.longest_ns = a->longest_ns > b->longest_ns ? a->longest_ns :
							      b->longest_ns,
		.ooms = a->ooms + b->ooms,
		.lost = a->lost || b->lost,
		.runs = a->runs | b->runs,
	};
}

static void widen(struct lm_plot *plot)
{
	unsigned int i, z, half = plot->room / 2;
	struct lm_plot_free *columns;

	for (i = 0; i < half; i++)
		join_columns(&plot->columns[i], &plot->columns[2 * i],
			     &plot->columns[2 * i + 1]);
	memset(&plot->columns[half], 0, half * sizeof(*plot->columns));
	for (z = 0; z < plot->nr_zones; z++) {
		columns = plot->zones[z].columns;
		for (i = 0; i < half; i++)
			join_free(&columns[i], &columns[2 * i],
				  &columns[2 * i + 1]);
		memset(&columns[half], 0, half * sizeof(*columns));
	}
	plot->width_ns *= 2;
	plot->nr = (plot->nr + 1) / 2;
}

static unsigned int column_at(struct lm_plot *plot, __u64 time_ns)
{
	__u64 at = time_ns > plot->start_ns ? time_ns - plot->start_ns : 0;

	while (at / plot->width_ns >= plot->room)
		widen(plot);
	if (at / plot->width_ns >= plot->nr)
		plot->nr = (unsigned int)(at / plot->width_ns) + 1;
	return (unsigned int)(at / plot->width_ns);
}

static struct lm_plot_zone *get_zone(struct lm_plot *plot, unsigned int number)
{
	struct lm_plot_zone *zone;
	unsigned int i;

	for (i = 0; i < plot->nr_zones; i++)
		if (plot->zones[i].zone == number)
			return &plot->zones[i];
	if (plot->nr_zones == LM_PLOT_ZONES) {
		plot->left_out++;
		return NULL;
	}
	zone = &plot->zones[plot->nr_zones];
	zone->columns = calloc(plot->room, sizeof(*zone->columns));
	if (!zone->columns) {
		plot->no_memory = true;
		return NULL;
	}
	zone->zone = number;
	plot->nr_zones++;
	return zone;
}

static void see_marks(struct lm_plot *plot, struct lm_plot_zone *zone,
		      __u64 time_ns)
{
	struct lm_plot_free *column = &zone->columns[column_at(plot, time_ns)];
	unsigned int i;

	if (!zone->marked)
		return;
	column->marked = true;
	for (i = 0; i < 3; i++)
		column->marks[i] = zone->marks[i] + zone->boost;
}

static void see_free(struct lm_plot *plot, struct lm_plot_zone *zone,
		     __u64 time_ns, __u32 free)
{
	struct lm_plot_free *column = &zone->columns[column_at(plot, time_ns)];

	if (!column->seen || free < column->least)
		column->least = free;
	if (!column->seen || free > column->most)
		column->most = free;
	column->seen = true;
	column->last = free;
	zone->samples++;
	see_marks(plot, zone, time_ns);
}

static void set_marks(struct lm_plot_zone *zone, __u32 min, __u32 low,
		      __u32 high, __u32 boost)
{
	if (boost != LOWMARK_PAGES_NONE)
		zone->boost = boost;
	if (min == LOWMARK_PAGES_NONE || low == LOWMARK_PAGES_NONE ||
	    high == LOWMARK_PAGES_NONE)
		return;
	zone->marked = true;
	zone->marks[0] = min;
	zone->marks[1] = low;
	zone->marks[2] = high;
}

static void take_start(struct lm_plot *plot, const char *text)
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);

	for (i = 0; i < nr; i++) {
		struct lm_plot_zone *zone = get_zone(plot, zones[i].id);
		__u32 boost = zones[i].boost < zones[i].min ? zones[i].boost :
							      zones[i].min;

		if (!zone)
			continue;
		set_marks(zone, zones[i].min - boost, zones[i].low - boost,
			  zones[i].high - boost, boost);
		if (zones[i].free != LOWMARK_PAGES_NONE)
			see_free(plot, zone, plot->start_ns, zones[i].free);
	}
	free(zones);
}

/**
 * lm_plot_init() - start
 * @plot: what to initialise
 * @columns: most columns, an even number
 * @zones_per_node: MAX_NR_ZONES of the traced kernel, 0 if unknown
 * @start_ns: when recording began, 0 if unknown
 * @zones: text of "zones" then, "" if unknown
 *
 * Return: 0 or -ENOMEM; to be ended by lm_plot_deinit() in any case
 */
int lm_plot_init(struct lm_plot *plot, unsigned int columns,
		 unsigned int zones_per_node, __u64 start_ns, const char *zones)
{
	memset(plot, 0, sizeof(*plot));
	plot->room = columns;
	plot->width_ns = FIRST_WIDTH_NS;
	plot->start_ns = start_ns;
	plot->until_ns = LM_FOREVER;
	plot->columns = calloc(columns, sizeof(*plot->columns));
	if (lm_model_init(&plot->model, zones_per_node, start_ns, zones) ||
	    !plot->columns)
		return -ENOMEM;
	if (start_ns)
		take_start(plot, zones);
	return plot->no_memory ? -ENOMEM : 0;
}

/**
 * lm_plot_deinit() - give back all memory
 * @plot: the plot
 */
void lm_plot_deinit(struct lm_plot *plot)
{
	unsigned int i;

	for (i = 0; i < plot->nr_zones; i++)
		free(plot->zones[i].columns);
	free(plot->columns);
	lm_model_deinit(&plot->model);
}

/**
 * lm_plot_begin_at() - let a plot be about a part of the recording
 * @plot: the plot, just initialised
 * @window: the part, settled; earlier events are to be given to
 *	lm_plot_before()
 */
void lm_plot_begin_at(struct lm_plot *plot, const struct lm_window *window)
{
	struct lm_plot_zone *zone;
	unsigned int i;

	plot->until_ns = window->to_ns;
	if (window->from_ns <= plot->start_ns)
		return;
	plot->start_ns = window->from_ns;
	lm_model_begin_at(&plot->model, window->from_ns);
	for (i = 0; i < plot->nr_zones; i++) {
		zone = &plot->zones[i];
		zone->columns[0].seen = false;
		zone->samples = 0;
	}
}

/* First column of what ended at @end_ns; the last one is put into @last. */
static unsigned int first_column(struct lm_plot *plot, __u64 end_ns,
				 __u64 latency_ns, unsigned int *last)
{
	*last = column_at(plot, end_ns);
	return column_at(plot, latency_ns < end_ns ? end_ns - latency_ns : 0);
}

static void take_balance_end(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_balance_end *rec = (const void *)event->record;
	unsigned int i, last;

	if (rec->node >= LM_PLOT_NODES)
		return;
	plot->nodes |= 1ull << rec->node;
	i = first_column(plot, event->time_ns, rec->latency, &last);
	for (; i <= last; i++)
		plot->columns[i].runs |= 1ull << rec->node;
}

static void take_slow_end(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;
	unsigned int i, last;

	i = first_column(plot, event->time_ns, rec->latency, &last);
	for (; i <= last; i++) {
		plot->columns[i].stalls++;
		if (rec->latency > plot->columns[i].longest_ns)
			plot->columns[i].longest_ns = rec->latency;
	}
}

static void take_loss(struct lm_plot *plot, const struct lm_loss *loss)
{
	__u64 to = loss->to_ns < plot->until_ns ? loss->to_ns : plot->until_ns;
	unsigned int i = column_at(plot, to), first;

	first = column_at(plot, loss->from_ns);
	for (; i > first; i--)
		plot->columns[i].lost = true;
	plot->columns[first].lost = true;
}

static void take_check(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_check *rec = (const void *)event->record;
	struct lm_plot_zone *zone = get_zone(plot, rec->zone);

	if (!zone || !lm_check_sees_free(rec))
		return;
	if (rec->boost != LOWMARK_PAGES_NONE)
		zone->boost = rec->boost;
	see_free(plot, zone, event->time_ns, (__u32)rec->free);
}

static void take_zone(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	struct lm_plot_zone *zone = get_zone(plot, rec->zone);

	if (!zone)
		return;
	set_marks(zone, rec->min, rec->low, rec->high, rec->boost);
	if (rec->free != LOWMARK_PAGES_NONE)
		see_free(plot, zone, event->time_ns, rec->free);
}

static void take_wake(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_wake *rec = (const void *)event->record;
	struct lm_plot_zone *zone = get_zone(plot, rec->zone);

	if (rec->verdict == LOWMARK_WAKE_WOKEN)
		plot->columns[column_at(plot, event->time_ns)].wakes++;
	if (zone && rec->free != LOWMARK_PAGES_NONE)
		see_free(plot, zone, event->time_ns, rec->free);
}

static void take_wmark(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_wmark *rec = (const void *)event->record;
	struct lm_plot_zone *zone = get_zone(plot, rec->zone);

	if (!zone)
		return;
	set_marks(zone, rec->min, rec->low, rec->high, rec->boost);
	see_marks(plot, zone, event->time_ns);
	if (rec->cause != LOWMARK_CAUSE_START)
		zone->columns[column_at(plot, event->time_ns)].changed = true;
}

static void take_oom(struct lm_plot *plot, const struct lm_event *event)
{
	plot->columns[column_at(plot, event->time_ns)].ooms++;
}

static void (*const takers[LOWMARK_KINDS])(struct lm_plot *plot,
					   const struct lm_event *event) = {
	[LOWMARK_REC_CHECK] = take_check,
	[LOWMARK_REC_WAKE] = take_wake,
	[LOWMARK_REC_SLOW_END] = take_slow_end,
	[LOWMARK_REC_ZONE] = take_zone,
	[LOWMARK_REC_BALANCE_END] = take_balance_end,
	[LOWMARK_REC_WMARK] = take_wmark,
	[LOWMARK_REC_OOM] = take_oom,
};

/**
 * lm_plot_before() - take an event from before the begin
 * @plot: the plot, after lm_plot_begin_at()
 * @event: the event: only the watermarks it tells go on
 */
void lm_plot_before(struct lm_plot *plot, const struct lm_event *event)
{
	const struct lowmark_rec_zone *zone = (const void *)event->record;
	const struct lowmark_rec_wmark *wmark = (const void *)event->record;
	struct lm_plot_zone *found = NULL;

	lm_model_before(&plot->model, event);
	if (event->loss)
		return;
	if (event->record->type == LOWMARK_REC_ZONE) {
		found = get_zone(plot, zone->zone);
		if (found)
			set_marks(found, zone->min, zone->low, zone->high,
				  zone->boost);
	} else if (event->record->type == LOWMARK_REC_WMARK) {
		found = get_zone(plot, wmark->zone);
		if (found)
			set_marks(found, wmark->min, wmark->low, wmark->high,
				  wmark->boost);
	}
	if (found)
		see_marks(plot, found, plot->start_ns);
}

/**
 * lm_plot_event() - take an event into account
 * @plot: the plot
 * @event: the event, later than those before
 */
void lm_plot_event(struct lm_plot *plot, const struct lm_event *event)
{
	if (!plot->start_ns)
		plot->start_ns = event->time_ns;
	lm_model_event(&plot->model, event);
	if (event->loss)
		take_loss(plot, event->loss);
	else if (takers[event->record->type])
		takers[event->record->type](plot, event);
}

/**
 * lm_plot_end() - no more events come
 * @plot: the plot
 * @end_ns: when recording ended, 0 if unknown
 */
void lm_plot_end(struct lm_plot *plot, __u64 end_ns)
{
	lm_model_end(&plot->model, end_ns);
	plot->end_ns = plot->model.end_ns;
	column_at(plot, plot->end_ns);
	plot->no_memory |= plot->model.no_memory;
}
