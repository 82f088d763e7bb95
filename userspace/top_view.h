/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What "top" shows: everything is drawn into a grid.
 */
#ifndef LOWMARK_TOP_VIEW_H
#define LOWMARK_TOP_VIEW_H

#include "grid.h"
#include "lib/names.h"
#include "lib/recall.h"
#include "lib/watch.h"

/**
 * enum top_page - what fills the screen
 * @TOP_MAIN: the figures
 * @TOP_STORY: the story of the selected line
 * @TOP_HELP: the keys
 */
enum top_page { TOP_MAIN, TOP_STORY, TOP_HELP };

/**
 * struct top_view - what is to be shown, and how
 * @watch: the figures
 * @recall: the stories of stalls
 * @names: names of the kernel
 * @note: line about where they come from
 * @stats: text of the file "stats"
 * @page: which page
 * @sort: order of the zones
 * @only: show this zone alone, -1 for all
 * @selected: selected line: zones first, then stalls
 * @scroll: lines of the story that are above the screen
 * @paused: the picture stands
 * @time_ns: time shown, since the start
 */
struct top_view {
	const struct lm_watch *watch;
	const struct lm_recall *recall;
	const struct lm_names *names;
	const char *note;
	const char *stats;
	enum top_page page;
	enum lm_watch_sort sort;
	int only;
	int selected;
	int scroll;
	bool paused;
	__u64 time_ns;
};

void top_draw(struct top_view *view, struct grid *grid);
void top_next_zone(struct top_view *view);

#endif
