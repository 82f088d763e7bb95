// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a scan is refused zones for besides their watermarks: cpusets and the
 * share of dirty pages; and node reclaim, which it tries before it goes on.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>

#include "attempt.h"
#include "caller.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "fast.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "wake.h"
#include "walk.h"
#include "zone.h"

struct node_data {
	int nid;
	bool wakes; /* wakeup_kswapd() asks */
};

struct node_reclaim_data {
	struct lowmark_flight *flight;
	struct lowmark_span *span;
	struct lowmark_walk *walk;
	struct lowmark_fast_stage stage;
	u32 fast;
	u64 begin;
	u32 order;
	u16 node;
};

const size_t lowmark_cpuset_bytes = sizeof(struct node_data);
const size_t lowmark_dirty_bytes = sizeof(struct node_data);
const size_t lowmark_node_reclaim_bytes = sizeof(struct node_reclaim_data);

/* The task may have moved since the question: its walk is looked up anew. */
static notrace void refused(int nid, enum lowmark_skip reason)
{
	struct lowmark_walk *walk = lowmark_walk_current(lowmark_flight_find());

	if (walk)
		lowmark_walk_skip(walk, nid, reason);
	else if (lowmark_sites_placed())
		lowmark_fast_skip(nid, reason);
}

/**
 * lowmark_cpuset_entry() - a cpuset is asked whether it allows a node
 * @ri: keeps the node
 * @regs: registers at entry
 *
 * Return: 0, or 1 if neither a scan nor wakeup_kswapd() asks
 */
notrace int lowmark_cpuset_entry(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(CPUSET);
	struct node_data *data = (struct node_data *)ri->data;
	const struct lowmark_flight *flight = lowmark_flight_find();

	data->wakes = flight && flight->in_wake;
	if (!data->wakes && !lowmark_caller_scans(lowmark_return_address(regs)))
		return 1;
	data->nid = (int)regs_get_kernel_argument(regs, 0);
	return 0;
}

/**
 * lowmark_cpuset_return() - the cpuset answers
 * @ri: has the node
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_cpuset_return(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	LOWMARK_TIMED(CPUSET);
	const struct node_data *data = (struct node_data *)ri->data;
	bool allowed = regs_return_value(regs) & 0xff;

	if (data->wakes)
		lowmark_wake_cpuset(lowmark_flight_find(), allowed);
	else if (!allowed)
		refused(data->nid, LOWMARK_SKIP_CPUSET);
	return 0;
}

/**
 * lowmark_dirty_entry() - node_dirty_ok() was entered, by a scan
 * @ri: keeps the node
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_dirty_entry(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(DIRTY);
	struct node_data *data = (struct node_data *)ri->data;

	data->nid = lowmark_args_dirty_node(regs);
	return 0;
}

/**
 * lowmark_dirty_return() - node_dirty_ok() answers
 * @ri: has the node
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_dirty_return(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	LOWMARK_TIMED(DIRTY);
	const struct node_data *data = (struct node_data *)ri->data;

	if (!(regs_return_value(regs) & 0xff))
		refused(data->nid, LOWMARK_SKIP_DIRTY);
	return 0;
}

/**
 * lowmark_node_reclaim_entry() - node_reclaim() was entered, by a scan
 * @ri: keeps the request
 * @regs: registers at entry
 *
 * Return: 0, or 1 if it begins while nothing is recorded
 */
notrace int lowmark_node_reclaim_entry(struct kretprobe_instance *ri,
				       struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(NODE_RECLAIM);
	struct node_reclaim_data *data = (struct node_reclaim_data *)ri->data;
	struct lowmark_flight *flight;

	if (!lowmark_is_on())
		return 1;
	flight = lowmark_flight_find();
	data->flight = flight;
	data->walk = flight ? flight->walk : NULL;
	data->fast = lowmark_attempt_fast_number();
	/* What it allocates itself is no step of the walk, nor of the run. */
	data->span = lowmark_flight_own_span(flight);
	if (data->span)
		data->span->inside = true;
	if (data->walk)
		flight->walk = NULL;
	else if (lowmark_walk_current(NULL))
		lowmark_walk_node_reclaim(lowmark_walk_current(NULL));
	else
		lowmark_fast_stage_begins(&data->stage);
	data->begin = ktime_get_mono_fast_ns();
	data->node = lowmark_args_reclaim_node(regs);
	data->order = (u32)regs_get_kernel_argument(regs, 2);
	return 0;
}

/**
 * lowmark_node_reclaim_return() - node_reclaim() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_node_reclaim_return(struct kretprobe_instance *ri,
					struct pt_regs *regs)
{
	LOWMARK_TIMED(NODE_RECLAIM);
	const struct node_reclaim_data *data = (void *)ri->data;
	struct lowmark_rec_node_reclaim *rec;
	struct lowmark_write write;

	if (data->span)
		data->span->inside = false;
	if (data->walk) {
		lowmark_walk_node_reclaim(data->walk);
		data->flight->walk = data->walk;
	} else if (lowmark_sites_placed()) {
		lowmark_fast_stage_ends(&data->stage);
	} else {
		lowmark_attempt_fast_forget(data->fast);
	}
	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return 0;
	rec = lowmark_write_begin(&write, NODE_RECLAIM, node_reclaim);
	if (!rec)
		return 0;
	rec->latency = ktime_get_mono_fast_ns() - data->begin;
	rec->node = data->node;
	rec->order = lowmark_u8(data->order);
	rec->result = lowmark_node_reclaim_result(regs_return_value(regs),
						  &rec->reclaimed);
	lowmark_end(&write);
	return 0;
}
