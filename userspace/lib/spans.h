/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Runs of the allocator's slow path: spans from entry to return.
 */
#ifndef LOWMARK_LIB_SPANS_H
#define LOWMARK_LIB_SPANS_H

#include <stdbool.h>

#include "blame.h"
#include "chunk.h"
#include "hist.h"
#include "stages.h"
#include "wakes.h"

#define LM_OPEN_SPANS 4096 /* open at the same time */
#define LM_SPAN_CHAINS 1024
#define LM_MOST_NESTED 8 /* more of the same key: returns were lost */
#define LM_WORST_SPANS 32
#define LM_NR_ATTEMPTS (LOWMARK_ATTEMPT_OTHER + 1)

/**
 * struct lm_span - one run of the slow path
 * @next: while it is open, the next one of its chain
 * @id: its name
 * @begin_ns: entry; 0 if that was not recorded
 * @latency_ns: time to return
 * @cpu: CPU of the entry
 * @pid: thread
 * @comm: its name
 * @level: context level it ran in
 * @order: order asked for
 * @result: enum lowmark_result
 * @gfp: gfp mask
 * @preferred: preferred zone
 * @zone: zone of the page
 * @attempts: scans of the zonelist inside
 * @reclaims: direct reclaims inside
 * @wakes: kswapd wakes asked for inside
 * @waits: what it waited for
 * @reclaim_ns: time in direct reclaim that was recorded
 * @reclaimed: pages that it reclaimed
 * @states: states of zones seen at entry
 * @short_zones: how many of them were below low
 * @worst_zone: zone with the smallest margin at entry; LOWMARK_ZONE_NONE if
 *	none was recorded
 * @worst_margin: its free - (low + boost + reserve)
 * @cgroup: id of the task's cgroup at entry, LM_CGROUP_NONE if unknown
 */
struct lm_span {
	struct lm_span *next;
	__u64 id;
	__u64 begin_ns;
	__u64 latency_ns;
	__u32 cpu;
	__u32 pid;
	char comm[LOWMARK_COMM_LEN];
	__u8 level;
	__u8 order;
	__u8 result;
	__u32 gfp;
	__u16 preferred;
	__u16 zone;
	__u16 attempts;
	__u16 reclaims;
	__u16 wakes;
	struct lm_waits waits;
	__u64 reclaim_ns;
	__u64 reclaimed;
	__u16 states;
	__u16 short_zones;
	__u16 worst_zone;
	__s64 worst_margin;
	__u64 cgroup;
};

/**
 * struct lm_span_sum - spans added up
 * @hist: their latency
 * @failed: those that found no page
 * @attempts: scans of the zonelist
 * @reclaims: direct reclaims
 * @wakes: kswapd wakes asked for
 */
struct lm_span_sum {
	struct lm_hist hist;
	__u64 failed;
	__u64 attempts;
	__u64 reclaims;
	__u64 wakes;
};

/**
 * struct lm_spans - all spans
 * @begun: entries recorded
 * @unbegun: returns recorded whose entry was not
 * @unended: entries recorded whose return was not, so far as is known
 * @unseen: returns recorded that do not tell what happened inside
 * @all: all that ended, added up
 * @orders: the same by order; NULL where there are none
 * @blames: the same by enum lm_blame_by
 * @worst: the longest, in order
 * @nr_worst: entries of @worst
 * @attempts: scans of the zonelist by enum lowmark_attempt and result
 * @reclaim_begins: direct reclaims that began
 * @reclaims: time of direct reclaims
 * @scanned: LRU pages they scanned
 * @reclaimed: pages they reclaimed
 * @waits: what runs waited for whose ends are to follow, by hash of their id
 * @pool: memory of open spans
 * @unused: those of @pool that are not in use
 * @open: spans that have not ended, by hash of the thread, latest first
 */
struct lm_spans {
	__u64 begun;
	__u64 unbegun;
	__u64 unended;
	__u64 unseen;
	struct lm_span_sum all;
	struct lm_span_sum *orders[LM_NR_ORDERS];
	struct lm_blames blames[LM_NR_BY];
	struct lm_span worst[LM_WORST_SPANS];
	unsigned int nr_worst;
	__u64 attempts[LM_NR_ATTEMPTS][LOWMARK_RESULT_PAGE + 1];
	__u64 reclaim_begins;
	struct lm_hist reclaims;
	__u64 scanned;
	__u64 reclaimed;
	struct {
		__u64 id;
		struct lm_waits waits;
	} waits[LM_SPAN_CHAINS];
	struct lm_span *pool;
	struct lm_span *unused;
	struct lm_span *open[LM_SPAN_CHAINS];
};

int lm_spans_init(struct lm_spans *spans);
void lm_spans_deinit(struct lm_spans *spans);
void lm_spans_begin(struct lm_spans *spans, const struct lm_event *event);
void lm_spans_waits(struct lm_spans *spans,
		    const struct lowmark_rec_waits *rec);
void lm_spans_end(struct lm_spans *spans, const struct lm_event *event,
		  struct lm_span *span);
void lm_spans_zone(struct lm_spans *spans, const struct lm_event *event);
void lm_spans_attempt(struct lm_spans *spans, const struct lm_event *event);
void lm_spans_reclaim(struct lm_spans *spans, const struct lm_event *event);
void lm_spans_stop(struct lm_spans *spans);

#endif
