/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How things stand now: the model so far, and the rates of the last second.
 */
#ifndef LOWMARK_LIB_WATCH_H
#define LOWMARK_LIB_WATCH_H

#include "model.h"
#include "pulse.h"

#define LM_WATCH_WINDOW_NS 1000000000ull
#define LM_WATCH_ZONES 32

/**
 * enum lm_watch_sort - order of the zones
 * @LM_WATCH_BY_ZONE: by number
 * @LM_WATCH_BY_MARGIN: smallest margin to low first
 * @LM_WATCH_BY_WAKES: most wakes of kswapd first
 * @LM_NR_WATCH_SORTS: number of orders
 */
enum lm_watch_sort {
	LM_WATCH_BY_ZONE,
	LM_WATCH_BY_MARGIN,
	LM_WATCH_BY_WAKES,
	LM_NR_WATCH_SORTS,
};

/**
 * struct lm_watch - how things stand
 * @model: all so far
 * @window: the second that is not over
 * @last: the one before; not set if @windows is 0
 * @windows: seconds that are over
 * @window_ns: begin of @window
 */
struct lm_watch {
	struct lm_model model;
	struct lm_pulse window;
	struct lm_pulse last;
	__u64 windows;
	__u64 window_ns;
};

/**
 * struct lm_watch_zone - a zone as it is listed
 * @id: its number
 * @model: what is known of it; its free pages and marks are
 * @margin: free - (low + boost)
 */
struct lm_watch_zone {
	unsigned int id;
	const struct lm_zone_model *model;
	__s64 margin;
};

int lm_watch_init(struct lm_watch *watch, unsigned int zones_per_node,
		  __u64 start_ns, const char *zones);
void lm_watch_deinit(struct lm_watch *watch);
void lm_watch_event(struct lm_watch *watch, const struct lm_event *event);
void lm_watch_until(struct lm_watch *watch, __u64 time_ns);
void lm_watch_state(struct lm_watch *watch, const char *zones, __u64 time_ns);
unsigned int lm_watch_zones(const struct lm_watch *watch,
			    enum lm_watch_sort sort,
			    struct lm_watch_zone list[LM_WATCH_ZONES]);
const char *lm_watch_kswapd(const struct lm_watch *watch, unsigned int node);

#endif
