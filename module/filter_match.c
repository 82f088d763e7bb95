// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does a chain or a record match a set of filters?
 */
#include <linux/mmzone.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "filter.h"
#include "lowmark.h"
#include "task.h"

#define GENERATIONS 64 /* that descent is followed over */

static notrace bool has_pid(const struct lowmark_filter *filter,
			    const struct task_struct *task)
{
	unsigned int i;

	for (i = 0; i < filter->nr_pids; i++)
		if (filter->pids[i] == task->pid ||
		    filter->pids[i] == task->tgid)
			return true;
	return false;
}

/* One whose parent has ended is a child of init, or of a subreaper, since. */
static notrace bool descends(const struct lowmark_filter *filter)
{
	const struct task_struct *task = current;
	unsigned int i;

	for (i = 0; i < GENERATIONS && task->pid; i++) {
		task = rcu_dereference(task->real_parent);
		if (has_pid(filter, task))
			return true;
	}
	return false;
}

static notrace bool has_comm(const struct lowmark_filter *filter)
{
	unsigned int i;

	for (i = 0; i < filter->nr_comms; i++)
		if (!strncmp(filter->comms[i], current->comm,
			     LOWMARK_COMM_LEN))
			return true;
	return false;
}

static notrace bool has_cgroup(const struct lowmark_filter *filter)
{
	unsigned int i;

	for (i = 0; i < filter->nr_cgroups; i++)
		if (lowmark_task_within(filter->cgroups[i]))
			return true;
	return false;
}

/**
 * lowmark_filter_task() - does the running task match?
 * @filter: the set
 *
 * In an interrupt that is the interrupted one, as in the records.
 *
 * Return: true if so
 */
notrace bool lowmark_filter_task(const struct lowmark_filter *filter)
{
	u32 set = filter->set;

	if (set & LOWMARK_BY_PID && !has_pid(filter, current) &&
	    !(set & LOWMARK_BY_CHILDREN && descends(filter)))
		return false;
	if (set & LOWMARK_BY_COMM && !has_comm(filter))
		return false;
	return !(set & LOWMARK_BY_CGROUP) || has_cgroup(filter);
}

static notrace bool has_node(const struct lowmark_filter *filter,
			     unsigned int node)
{
	return node < LOWMARK_FILTER_NODES &&
	       filter->nodes[node / 64] >> node % 64 & 1;
}

/**
 * lowmark_filter_matches() - does a chain match, as far as its begin tells?
 * @filter: the set
 * @facts: what is known of it
 *
 * Return: true if so
 */
notrace bool lowmark_filter_matches(const struct lowmark_filter *filter,
				    const struct lowmark_facts *facts)
{
	u32 set = filter->set;

	if (set & LOWMARK_BY_ORDER &&
	    (facts->order > 31 || !(filter->orders >> facts->order & 1)))
		return false;
	if (set & LOWMARK_BY_GFP &&
	    (!facts->has_gfp || filter->gfp & ~facts->gfp))
		return false;
	if (set & LOWMARK_BY_NODE && !has_node(filter, facts->node))
		return false;
	if (set & LOWMARK_BY_ZONE &&
	    (facts->zone == LOWMARK_ZONE_NONE ||
	     !(filter->zones >> facts->zone % MAX_NR_ZONES & 1)))
		return false;
	return lowmark_filter_task(filter);
}

/* Where a record has its facts, from its begin; 0: it has no such fact. */
struct place {
	u8 zone;
	u8 node;
	u8 order;
	u8 gfp;
	u8 result; /* 0 there: it failed */
};

/* clang-format off */
#define AT(record, field) \
	.field = offsetof(struct lowmark_rec_##record, field)
#define AT_AS(record, fact, field) \
	.fact = offsetof(struct lowmark_rec_##record, field)

static const struct place places[LOWMARK_KINDS] = {
	[LOWMARK_REC_CHECK] = { AT(check, zone), AT(check, order),
				AT_AS(check, result, verdict) },
	[LOWMARK_REC_WAKE] = { AT(wake, zone), AT(wake, order), AT(wake, gfp) },
	[LOWMARK_REC_SLOW_BEGIN] = { AT(slow_begin, zone),
				     AT(slow_begin, order),
				     AT(slow_begin, gfp) },
	[LOWMARK_REC_SLOW_END] = { AT_AS(slow_end, zone, preferred),
				   AT(slow_end, order), AT(slow_end, gfp),
				   AT(slow_end, result) },
	[LOWMARK_REC_ATTEMPT] = { AT_AS(attempt, zone, preferred),
				  AT(attempt, order), AT(attempt, gfp),
				  AT(attempt, result) },
	[LOWMARK_REC_ZONE] = { AT(zone, zone) },
	[LOWMARK_REC_KSWAPD_WAKE] = { AT(kswapd_wake, node),
				      AT(kswapd_wake, order) },
	[LOWMARK_REC_BALANCE_BEGIN] = { AT(balance_begin, node),
					AT(balance_begin, order) },
	[LOWMARK_REC_BALANCE_END] = { AT(balance_end, node),
				      AT(balance_end, order) },
	[LOWMARK_REC_KSWAPD_SLEEP] = { AT(kswapd_sleep, node) },
	[LOWMARK_REC_RECLAIM_BEGIN] = { AT(reclaim_begin, order),
					AT(reclaim_begin, gfp) },
	[LOWMARK_REC_SKIP] = { AT(skip, zone), AT(skip, order) },
	[LOWMARK_REC_RECLAIM_RETRY] = { AT(reclaim_retry, zone),
					AT(reclaim_retry, order) },
	[LOWMARK_REC_COMPACT_RETRY] = { AT(compact_retry, order) },
	[LOWMARK_REC_COMPACT] = { AT(compact, order), AT(compact, gfp) },
	[LOWMARK_REC_THROTTLE] = { AT(throttle, node), AT(throttle, gfp) },
	[LOWMARK_REC_OOM] = { AT(oom, order), AT(oom, gfp) },
	[LOWMARK_REC_NODE_RECLAIM] = { AT(node_reclaim, node),
				       AT(node_reclaim, order) },
	[LOWMARK_REC_PASS] = { AT(pass, node), AT(pass, order) },
	[LOWMARK_REC_REST] = { AT(rest, node), AT(rest, order) },
};
/* clang-format on */

static notrace void read_facts(struct lowmark_facts *facts, const void *record,
			       const struct place *place)
{
	*facts = (struct lowmark_facts){
		.zone = LOWMARK_ZONE_NONE,
		.node = LOWMARK_ZONE_NONE,
		.order = LOWMARK_NO_ORDER,
		.has_gfp = place->gfp,
	};
	if (place->zone)
		facts->zone = *(u16 *)(record + place->zone);
	if (place->node)
		facts->node = *(u16 *)(record + place->node);
	else if (facts->zone != LOWMARK_ZONE_NONE)
		facts->node = facts->zone / MAX_NR_ZONES;
	if (place->order)
		facts->order = *(u8 *)(record + place->order);
	if (place->gfp)
		facts->gfp = *(u32 *)(record + place->gfp);
}

/* The states of all zones when recording starts and stops */
static notrace bool frames_recording(const struct lowmark_hdr *record)
{
	return record->type == LOWMARK_REC_ZONE &&
	       ((const struct lowmark_rec_zone *)record)->when >=
		       LOWMARK_SAMPLE_START;
}

/**
 * lowmark_filter_record() - does a record that belongs to no chain match?
 * @filter: the set
 * @record: the record, with all but its header filled in
 *
 * Return: true if so
 */
notrace bool lowmark_filter_record(const struct lowmark_filter *filter,
				   const struct lowmark_hdr *record)
{
	const struct place *place = &places[record->type];
	struct lowmark_facts facts;

	if (frames_recording(record))
		return true;
	if (filter->set & LOWMARK_BY_MIN)
		return false;
	if (filter->set & LOWMARK_BY_FAILED &&
	    (!place->result || *((u8 *)record + place->result)))
		return false;
	read_facts(&facts, record, place);
	return lowmark_filter_matches(filter, &facts);
}
