// SPDX-License-Identifier: GPL-2.0-only
/*
 * What "top" shows: everything is drawn into a grid.
 */
#include "top_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/cost.h"
#include "lib/story.h"
#include "lib/units.h"

#define MOST_LINES 8

static const char *const sorts[LM_NR_WATCH_SORTS] = { "zone", "margin",
						      "wakes" };

static const char help[] =
	"lowmark top\n"
	"up, down  select a line\n"
	"enter     story of the selected line (arrows scroll), and back\n"
	"s         sort zones: zone, margin, wakes\n"
	"z         show one zone, the next, all\n"
	"space, p  freeze all, and go on\n"
	"n, N      of a file: one step, ten steps\n"
	"h, ?      this help, and back\n"
	"q         quit\n"
	"Bar: # free, m min, l low, h high (boost included)\n"
	"margin: free pages minus low (boost included)\n"
	"cost: in percent of all CPUs since recording was turned on; of a file, at its end";

static unsigned int list_zones(const struct top_view *view,
			       struct lm_watch_zone list[LM_WATCH_ZONES])
{
	unsigned int i, nr = lm_watch_zones(view->watch, view->sort, list);

	for (i = 0; view->only >= 0 && i < nr; i++) {
		if (list[i].id == (unsigned int)view->only) {
			list[0] = list[i];
			return 1;
		}
	}
	return nr;
}

/**
 * top_next_zone() - show the next zone alone, after the last one all
 * @view: the view
 */
void top_next_zone(struct top_view *view)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	unsigned int i,
		nr = lm_watch_zones(view->watch, LM_WATCH_BY_ZONE, list);
	int only = -1;

	for (i = nr; i-- && (int)list[i].id > view->only;)
		only = (int)list[i].id;
	view->only = only;
	view->selected = 0;
}

/* High stands at three quarters of the bar. */
static void draw_bar(struct grid *grid, int row, int column, int width,
		     const struct lm_zonetime *zone, enum style style)
{
	__u64 full = ((__u64)zone->high + zone->boost) * 4 / 3 + 1;
	const struct {
		char letter;
		__u64 pages;
	} marks[] = { { 'm', (__u64)zone->min + zone->boost },
		      { 'l', (__u64)zone->low + zone->boost },
		      { 'h', (__u64)zone->high + zone->boost } };
	unsigned int m;
	int i;

	for (i = 0; i < width; i++)
		grid_print(grid, row, column + i, style, "%c",
			   zone->free * (__u64)width > full * (__u64)i ? '#' :
									 '.');
	for (m = 0; m < 3; m++)
		grid_print(grid, row,
			   column + (int)(marks[m].pages * (__u64)width / full),
			   style, "%c", marks[m].letter);
}

static enum style style_of(const struct lm_zonetime *zone)
{
	if (zone->free < (__u64)zone->min + zone->boost)
		return STYLE_BAD;
	return zone->free < (__u64)zone->low + zone->boost ? STYLE_WARN :
							     STYLE_GOOD;
}

static void draw_zone(const struct top_view *view, struct grid *grid, int row,
		      const struct lm_watch_zone *zone, bool selected)
{
	const struct lm_zonetime *time = &zone->model->time;
	enum style style = selected ? STYLE_SELECTED : style_of(time);
	char label[LM_ZONE_LABEL];
	int width = grid->columns - 56;

	lm_zone_label(label, view->names, zone->id);
	grid_print(grid, row, 0, style, "%c%-9.9s %9u %+9lld",
		   selected ? '>' : ' ', label, time->free,
		   (long long)zone->margin);
	if (grid->columns < 72) {
		draw_bar(grid, row, 31, grid->columns - 31, time, style);
		return;
	}
	draw_bar(grid, row, 31, width, time, style);
	grid_print(grid, row, 32 + width, style, "%7u %5u %5llu", time->low,
		   time->boost,
		   zone->model->wakes.verdicts[LOWMARK_WAKE_WOKEN]);
}

static int draw_zones(const struct top_view *view, struct grid *grid, int row)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	unsigned int i, nr = list_zones(view, list);

	grid_print(grid, row++, 0, STYLE_TITLE, " %-9s %9s %9s, by %s", "zone",
		   "free", "margin", sorts[view->sort]);
	if (grid->columns >= 72)
		grid_print(grid, row - 1, grid->columns - 24, STYLE_TITLE,
			   "%7s %5s %5s", "low", "boost", "wakes");
	for (i = 0; i < nr; i++)
		draw_zone(view, grid, row++, &list[i],
			  (int)i == view->selected);
	return row;
}

static int draw_nodes(const struct top_view *view, struct grid *grid, int row)
{
	const struct lm_slots *nodes = &view->watch->model.nodes;
	const struct lm_node_model *node;
	unsigned int i;

	for (i = 0; i < nodes->nr; i++) {
		node = lm_slots_find(nodes, i);
		if (node)
			grid_print(grid, row++, 0, STYLE_PLAIN,
				   "kswapd%u %s, scanned %llu reclaimed %llu",
				   i, lm_watch_kswapd(view->watch, i),
				   node->kswapd.scanned,
				   node->kswapd.reclaimed);
	}
	return row;
}

static void draw_rates(const struct top_view *view, struct grid *grid, int row)
{
	const struct lm_pulse *last = &view->watch->last;
	char line[160] = "rates n/a yet", cost[40] = "; cost n/a";
	char max[LM_UNIT_SIZE];
	struct lm_cost of;

	if (view->watch->windows)
		snprintf(
			line, sizeof(line),
			"/s: wakes %llu ref %llu stalls %llu max %s; lost %llu",
			last->wakes, last->refused, last->stalls.count,
			last->stalls.count ?
				lm_show_time(max, last->stalls.max) :
				"-",
			view->watch->model.total_lost);
	if (lm_cost(view->stats, &of) == LM_COST_KNOWN)
		snprintf(cost, sizeof(cost), "; cost %.3f %%",
			 lm_cost_percent(&of));
	/* Cut off it would be another number. */
	if (strlen(line) + strlen(cost) > (size_t)grid->columns)
		cost[0] = '\0';
	grid_print(grid, row, 0, STYLE_PLAIN, "%s%s", line, cost);
}

static bool wanted(const struct top_view *view, const struct lm_span *span)
{
	return view->only < 0 || span->preferred == view->only;
}

static int draw_stalls(const struct top_view *view, struct grid *grid, int row,
		       int line)
{
	const struct lm_spans *spans = &view->watch->model.spans;
	char label[LM_ZONE_LABEL], time[LM_UNIT_SIZE];
	unsigned int i, shown = 0;

	grid_print(grid, row++, 0, STYLE_TITLE, " %-9s %-9s %-15s", "stall",
		   "zone", "task");
	for (i = 0; i < spans->nr_worst && shown < MOST_LINES; i++) {
		const struct lm_span *span = &spans->worst[i];
		bool selected = line == view->selected;

		if (!wanted(view, span))
			continue;
		grid_print(grid, row++, 0,
			   selected ? STYLE_SELECTED : STYLE_PLAIN,
			   "%c%-9s %-9.9s %.15s-%u order %u%s",
			   selected ? '>' : ' ',
			   lm_show_time(time, span->latency_ns),
			   lm_zone_label(label, view->names, span->preferred),
			   span->comm, span->pid, span->order,
			   span->result ? "" : " failed");
		shown++;
		line++;
	}
	return row;
}

static void draw_wakers(const struct top_view *view, struct grid *grid, int row)
{
	const struct lm_task *top[5];
	unsigned int i,
		nr = lm_tasks_top(&view->watch->model.wakers, -1, top, 5);

	grid_print(grid, row++, 0, STYLE_TITLE, " wakes top wakers");
	for (i = 0; i < nr; i++)
		grid_print(grid, row++, 0, STYLE_PLAIN,
			   "%6llu %.15s-%u, node %u", top[i]->count,
			   top[i]->comm, top[i]->pid, top[i]->group);
}

static const struct lm_span *selected_stall(const struct top_view *view,
					    int line)
{
	const struct lm_spans *spans = &view->watch->model.spans;
	unsigned int i;

	for (i = 0; i < spans->nr_worst; i++)
		if (wanted(view, &spans->worst[i]) && !line--)
			return &spans->worst[i];
	return NULL;
}

static char *story_of_zone(const struct top_view *view, unsigned int zone)
{
	const struct lm_worst_wakes *worst = &view->watch->model.worst;
	char label[LM_ZONE_LABEL];
	char *text = NULL;
	unsigned int i;

	for (i = 0; i < worst->nr && !text; i++)
		if (worst->list[i].zone == zone)
			text = lm_story_of_wake(&worst->list[i], view->names);
	if (!text &&
	    asprintf(&text, "No wake of kswapd for %s is complete so far.",
		     lm_zone_label(label, view->names, zone)) < 0)
		return NULL;
	return text;
}

/* All is known of most of the longest stalls, of others what they sum up. */
static char *story_of_stall(const struct top_view *view,
			    const struct lm_span *span)
{
	char time[LM_UNIT_SIZE], reclaim[LM_UNIT_SIZE];
	char *text = lm_recall_story(view->recall, span->id,
				     view->watch->model.spans.all.hist.count);

	if (!text &&
	    asprintf(&text,
		     "Stall of %.15s-%u on CPU %u\n  order %u, %s after %s\n"
		     "  %u attempts, %u direct reclaims, %u wakes asked\n"
		     "  direct reclaim took %s and reclaimed %llu pages",
		     span->comm, span->pid, span->cpu, span->order,
		     span->result ? "got a page" : "failed",
		     lm_show_time(time, span->latency_ns), span->attempts,
		     span->reclaims, span->wakes,
		     lm_show_time(reclaim, span->reclaim_ns),
		     span->reclaimed) < 0)
		return NULL;
	return text;
}

static char *selected_story(const struct top_view *view)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	int nr = (int)list_zones(view, list);
	const struct lm_span *span;

	if (view->selected < nr)
		return story_of_zone(view, list[view->selected].id);
	span = selected_stall(view, view->selected - nr);
	return span ? story_of_stall(view, span) : NULL;
}

static void draw_story(struct top_view *view, struct grid *grid)
{
	char *text = selected_story(view);
	int room = grid->rows - 1, lines;

	if (!text)
		return;
	lines = grid_height(grid, text);
	if (view->scroll > lines - room)
		view->scroll = lines - room;
	if (view->scroll < 0)
		view->scroll = 0;
	grid_lines(grid, 1, view->scroll, text);
	free(text);
}

static void keep_selection(struct top_view *view)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	int nr = (int)list_zones(view, list), stalls = 0;

	while (stalls < MOST_LINES && selected_stall(view, stalls))
		stalls++;
	if (view->selected >= nr + stalls)
		view->selected = nr + stalls - 1;
	if (view->selected < 0)
		view->selected = 0;
}

/**
 * top_draw() - draw the current page
 * @view: what is to be shown; its selection is kept to lines there are
 * @grid: the screen, already cleared
 */
void top_draw(struct top_view *view, struct grid *grid)
{
	struct lm_watch_zone list[LM_WATCH_ZONES];
	int row;

	keep_selection(view);
	grid_print(grid, 0, 0, STYLE_TITLE, "lowmark top %llu.%03llu s%s %s",
		   view->time_ns / 1000000000, view->time_ns / 1000000 % 1000,
		   view->paused ? " paused" : "", view->note);
	if (view->page == TOP_HELP) {
		grid_lines(grid, 1, 0, help);
		return;
	}
	if (view->page == TOP_STORY) {
		draw_story(view, grid);
		return;
	}
	draw_rates(view, grid, 1);
	row = draw_nodes(view, grid, 2);
	row = draw_zones(view, grid, row);
	row = draw_stalls(view, grid, row, (int)list_zones(view, list));
	draw_wakers(view, grid, row);
}
