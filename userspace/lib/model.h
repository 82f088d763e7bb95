/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a stream of events adds up to. Memory does not grow with its length.
 */
#ifndef LOWMARK_LIB_MODEL_H
#define LOWMARK_LIB_MODEL_H

#include "checks.h"
#include "decisions.h"
#include "episodes.h"
#include "kswapd.h"
#include "loss.h"
#include "slots.h"
#include "spans.h"
#include "tasks.h"
#include "wakes.h"
#include "zonetime.h"

/**
 * struct lm_zone_model - one zone
 * @node: its node, 0 if the number of zones per node is not known
 * @time: its free pages over time
 * @marks: its watermark checks, by enum lowmark_mark
 * @wakes: wakes of kswapd asked for it
 * @blocks: checks that failed for want of a block alone, by order
 * @reserves: lowmem reserves when recording began, by highest zone index
 */
struct lm_zone_model {
	unsigned int node;
	struct lm_zonetime time;
	struct lm_mark_checks marks[LM_NR_MARKS];
	struct lm_wakes wakes;
	struct lm_block_checks blocks[LM_NR_ORDERS];
	__u32 reserves[LM_MOST_RESERVES];
};

/**
 * struct lm_node_model - one node
 * @kswapd: what its kswapd did
 * @open: kswapd was woken and has not gone to sleep
 * @episode: the wake, if @open
 */
struct lm_node_model {
	struct lm_kswapd kswapd;
	bool open;
	struct lm_episode episode;
};

/**
 * struct lm_cpu_model - losses of one CPU
 * @gaps: how often something was lost
 * @restarts: how often the ring was made anew
 * @total: records lost
 * @counts: records lost, by type
 */
struct lm_cpu_model {
	__u64 gaps;
	__u64 restarts;
	__u64 total;
	__u64 counts[LOWMARK_KINDS];
};

/**
 * struct lm_model - everything
 * @zones_per_node: MAX_NR_ZONES of the traced kernel, 0 if unknown
 * @start_ns: begin
 * @end_ns: end
 * @events: records, by type
 * @total: records
 * @lost: records lost, by type
 * @total_lost: records lost
 * @restarts: how often a ring was made anew; what was lost then is unknown
 * @zones: struct lm_zone_model by number of the zone
 * @nodes: struct lm_node_model by node
 * @cpus: struct lm_cpu_model by CPU, of those that lost something
 * @wakers: tasks that woke kswapd, by node
 * @spans: runs of the slow path
 * @worst: the worst wakes
 * @decisions: skips, rescans, retries and stages
 * @filters: bit per filter of the kernel's side that was set in the recording
 * @part: now not all that kswapd does is recorded, or not of every node
 * @blind: now kswapd that was seen to wake may go to sleep unseen
 * @dark: kswapd went out of sight in the middle
 * @settled: a record of settings has been seen
 * @first: filters of the begin, as in records of settings
 * @sampling: highest sampling factor then; 0: no settings were recorded
 * @no_memory: memory ran out: the figures are not whole
 */
struct lm_model {
	unsigned int zones_per_node;
	__u64 start_ns;
	__u64 end_ns;
	__u64 events[LOWMARK_KINDS];
	__u64 total;
	__u64 lost[LOWMARK_KINDS];
	__u64 total_lost;
	__u64 restarts;
	struct lm_slots zones;
	struct lm_slots nodes;
	struct lm_slots cpus;
	struct lm_tasks wakers;
	struct lm_spans spans;
	struct lm_worst_wakes worst;
	struct lm_decisions decisions;
	__u32 filters;
	__u32 sampling;
	bool part;
	bool blind;
	bool dark;
	bool settled;
	__u32 first;
	bool no_memory;
};

int lm_model_init(struct lm_model *model, unsigned int zones_per_node,
		  __u64 start_ns, const char *zones);
void lm_model_begin_at(struct lm_model *model, __u64 from_ns);
void lm_model_before(struct lm_model *model, const struct lm_event *event);
void lm_model_deinit(struct lm_model *model);
void lm_model_loss(struct lm_model *model, const struct lm_event *event);
void lm_model_end(struct lm_model *model, __u64 end_ns);
void lm_model_first_settings(struct lm_model *model, const char *meta);
void lm_model_settings(struct lm_model *model, const struct lm_event *event);
bool lm_model_knows_awake(const struct lm_model *model,
			  const struct lm_kswapd *kswapd);
unsigned int lm_model_node(const struct lm_model *model, unsigned int zone);

typedef void (*lm_model_taker)(struct lm_model *model,
			       const struct lm_event *event);

/* Who takes records, by type; NULL for those that are but counted. */
extern const lm_model_taker lm_model_takers[LOWMARK_KINDS];

/**
 * lm_model_event() - take an event into account
 * @model: the model
 * @event: the event, later than those before
 */
static inline void lm_model_event(struct lm_model *model,
				  const struct lm_event *event)
{
	unsigned int type;

	if (!model->start_ns)
		model->start_ns = event->time_ns;
	if (event->time_ns > model->end_ns)
		model->end_ns = event->time_ns;
	if (!event->record) {
		lm_model_loss(model, event);
		return;
	}
	type = event->record->type;
	model->total++;
	model->events[type]++;
	if (lm_model_takers[type])
		lm_model_takers[type](model, event);
}

#endif
