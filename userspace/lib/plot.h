/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording over time, in a bounded number of columns. Whatever is joined in
 * a column keeps its extremes.
 */
#ifndef LOWMARK_LIB_PLOT_H
#define LOWMARK_LIB_PLOT_H

#include <stdbool.h>

#include "model.h"
#include "window.h"

#define LM_PLOT_ZONES 64
#define LM_PLOT_NODES 64
#define LM_PLOT_COLUMNS 8192

/**
 * struct lm_plot_free - a zone during one column, in pages
 * @seen: free pages were seen
 * @marked: watermarks are known
 * @changed: the watermarks were changed
 * @least: fewest free pages
 * @most: most free pages
 * @last: free pages seen last
 * @marks: min, low and high watermark at the end, boost included
 */
struct lm_plot_free {
	bool seen;
	bool marked;
	bool changed;
	__u32 least;
	__u32 most;
	__u32 last;
	__u32 marks[3];
};

/**
 * struct lm_plot_zone - a zone over time
 * @zone: its number
 * @samples: how often its free pages were seen
 * @marked: its watermarks are known
 * @boost: boost of its watermarks
 * @marks: its watermarks without boost
 * @columns: the zone during each column
 */
struct lm_plot_zone {
	unsigned int zone;
	__u64 samples;
	bool marked;
	__u32 boost;
	__u32 marks[3];
	struct lm_plot_free *columns;
};

/**
 * struct lm_plot_column - what happened during one column
 * @wakes: wakes of kswapd
 * @stalls: runs of the slow path under way
 * @longest_ns: the longest of them
 * @ooms: calls of out_of_memory
 * @lost: records were lost
 * @runs: bit per node: its kswapd balanced
 */
struct lm_plot_column {
	__u32 wakes;
	__u32 stalls;
	__u64 longest_ns;
	__u32 ooms;
	bool lost;
	__u64 runs;
};

/**
 * struct lm_plot - a recording over time
 * @start_ns: begin of the first column
 * @end_ns: end of the recording
 * @until_ns: nothing is drawn after that
 * @width_ns: of a column
 * @room: columns there may be
 * @nr: columns used
 * @columns: what happened in each
 * @zones: the zones
 * @nr_zones: entries of @zones
 * @left_out: records of zones for which there was no place
 * @nodes: bit per node whose kswapd ran
 * @no_memory: memory ran out
 * @model: everything added up
 */
struct lm_plot {
	__u64 start_ns;
	__u64 end_ns;
	__u64 until_ns;
	__u64 width_ns;
	unsigned int room;
	unsigned int nr;
	struct lm_plot_column *columns;
	struct lm_plot_zone zones[LM_PLOT_ZONES];
	unsigned int nr_zones;
	__u64 left_out;
	__u64 nodes;
	bool no_memory;
	struct lm_model model;
};

int lm_plot_init(struct lm_plot *plot, unsigned int columns,
		 unsigned int zones_per_node, __u64 start_ns,
		 const char *zones);
void lm_plot_begin_at(struct lm_plot *plot, const struct lm_window *window);
void lm_plot_deinit(struct lm_plot *plot);
void lm_plot_before(struct lm_plot *plot, const struct lm_event *event);
void lm_plot_event(struct lm_plot *plot, const struct lm_event *event);
void lm_plot_end(struct lm_plot *plot, __u64 end_ns);

#endif
