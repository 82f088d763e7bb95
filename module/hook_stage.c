// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stages of the slow path other than reclaim: direct compaction, throttling
 * before direct reclaim, and the OOM killer.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>

#include "compat_args.h"
#include "compat_scan.h"
#include "compat_task.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "trigger.h"
#include "zone.h"

struct compact_data {
	struct lowmark_span *span;
	u64 begin;
	struct lowmark_compact_args args;
};

struct throttle_data {
	struct lowmark_flight *flight;
	u64 begin;
	u32 gfp;
};

struct oom_data {
	struct lowmark_span *span;
	u64 begin;
	bool followed; /* recording had begun */
	struct lowmark_oom_args args;
};

const size_t lowmark_compact_bytes = sizeof(struct compact_data);
const size_t lowmark_throttle_bytes = sizeof(struct throttle_data);
const size_t lowmark_oom_bytes = sizeof(struct oom_data);

/* The slow path run that a stage begins in; it does not end before it. */
static notrace struct lowmark_span *enter_stage(struct lowmark_flight *flight)
{
	struct lowmark_span *span = lowmark_flight_own_span(flight);

	if (span)
		span->inside = true;
	return span;
}

/**
 * lowmark_compact_entry() - try_to_compact_pages() was entered
 * @ri: keeps the request
 * @regs: registers at entry
 *
 * Return: 0, or 1 if it begins while nothing is recorded
 */
notrace int lowmark_compact_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(COMPACT);
	struct compact_data *data = (struct compact_data *)ri->data;

	if (!lowmark_is_on())
		return 1;
	data->span = enter_stage(lowmark_flight_find());
	data->begin = lowmark_span_enters(data->span);
	lowmark_args_compact(&data->args, regs);
	return 0;
}

/**
 * lowmark_compact_return() - try_to_compact_pages() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_compact_return(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	LOWMARK_TIMED(COMPACT);
	const struct compact_data *data = (struct compact_data *)ri->data;
	struct lowmark_span *span = data->span;
	u64 latency = ktime_get_mono_fast_ns() - data->begin;
	u8 result = lowmark_compact_result(regs_return_value(regs));
	struct lowmark_rec_compact *rec;
	struct lowmark_write write;

	lowmark_span_spent(span, LOWMARK_STAGE_COMPACT, data->begin,
			   latency);
	if (span) {
		lowmark_count(&span->compactions);
		span->inside = false;
		span->ooms_seen = lowmark_ooms_seen();
		span->compacted = lowmark_scans_compacted(result);
	}
	if (!lowmark_wants(LOWMARK_EVENT_SLOW))
		return 0;
	rec = lowmark_write_begin(&write, COMPACT, compact);
	if (!rec)
		return 0;
	rec->latency = latency;
	rec->order = lowmark_u8(data->args.order);
	rec->priority = lowmark_u8(data->args.priority);
	rec->result = result;
	rec->pad = 0;
	rec->number = span ? span->compactions : 0;
	rec->pad2 = 0;
	rec->gfp = data->args.gfp;
	rec->alloc_flags = data->args.alloc_flags;
	lowmark_end(&write);
	return 0;
}

/**
 * lowmark_throttle_entry() - throttle_direct_reclaim() was entered
 * @ri: keeps the request
 * @regs: registers at entry
 *
 * Return: 0, or 1 if it begins while nothing is recorded
 */
notrace int lowmark_throttle_entry(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(THROTTLE);
	struct throttle_data *data = (struct throttle_data *)ri->data;

	if (!lowmark_is_on())
		return 1;
	data->flight = lowmark_flight_enter();
	lowmark_chain_begin(data->flight, LOWMARK_CHAIN_RECLAIM,
			    lowmark_facts_of(NULL, LOWMARK_NO_ORDER, (u32)
				    regs_get_kernel_argument(regs, 0)));
	if (data->flight)
		data->flight->short_node = LOWMARK_ZONE_NONE;
	data->begin = lowmark_span_enters(lowmark_flight_span(data->flight));
	data->gfp = (u32)regs_get_kernel_argument(regs, 0);
	return 0;
}

static notrace void write_throttle(const struct throttle_data *data,
				   u64 latency, bool killed)
{
	u16 node = data->flight ? data->flight->short_node : LOWMARK_ZONE_NONE;
	struct lowmark_rec_throttle *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_SLOW) || node == LOWMARK_ZONE_NONE)
		return;
	rec = lowmark_write_begin(&write, THROTTLE, throttle);
	if (!rec)
		return;
	rec->latency = latency;
	rec->node = node;
	rec->killed = killed;
	rec->throttled = 1;
	rec->gfp = data->gfp;
	lowmark_end(&write);
}

/**
 * lowmark_throttle_return() - throttle_direct_reclaim() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Recorded only if allow_direct_reclaim() found a node short meanwhile.
 *
 * Return: 0
 */
notrace int lowmark_throttle_return(struct kretprobe_instance *ri,
				    struct pt_regs *regs)
{
	LOWMARK_TIMED(THROTTLE);
	const struct throttle_data *data = (struct throttle_data *)ri->data;
	u64 latency = ktime_get_mono_fast_ns() - data->begin;

	lowmark_span_spent(lowmark_flight_span(data->flight),
			   LOWMARK_STAGE_THROTTLE, data->begin, latency);
	/* A killed task scans as if reclaim had made progress. */
	if (data->flight && regs_return_value(regs) & 0xff &&
	    lowmark_flight_own_span(data->flight))
		lowmark_flight_own_span(data->flight)->progress =
			LOWMARK_SCANS_AFTER_RECLAIM;
	write_throttle(data, latency, regs_return_value(regs) & 0xff);
	if (data->flight)
		lowmark_flight_leave(data->flight);
	return 0;
}

/**
 * lowmark_oom_entry() - out_of_memory() was entered
 * @ri: keeps the request
 * @regs: registers at entry
 *
 * It holds the OOM lock, whether it is recorded or not.
 *
 * Return: 0
 */
notrace int lowmark_oom_entry(struct kretprobe_instance *ri,
			      struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(OOM);
	struct oom_data *data = (struct oom_data *)ri->data;

	lowmark_oom_begins();
	data->followed = lowmark_is_on();
	if (!data->followed)
		return 0;
	data->span = enter_stage(lowmark_flight_find());
	data->begin = lowmark_span_enters(data->span);
	lowmark_args_oom(&data->args, regs);
	return 0;
}

static notrace void write_oom(const struct oom_data *data, u64 latency,
			      bool killed)
{
	struct lowmark_rec_oom *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, OOM, oom);
	if (!rec)
		return;
	rec->latency = latency;
	rec->order = lowmark_u8(data->args.order);
	rec->verdict = LOWMARK_OOM_TELLS ? killed : LOWMARK_COUNT_NONE;
	rec->memcg = data->args.memcg;
	rec->pad = 0;
	rec->gfp = data->args.gfp;
	lowmark_end(&write);
}

static notrace void end_oom(const struct oom_data *data, bool killed)
{
	struct lowmark_span *span = data->span;
	u64 latency = ktime_get_mono_fast_ns() - data->begin;

	lowmark_span_spent(span, LOWMARK_STAGE_OOM, data->begin, latency);
	if (span) {
		lowmark_count(&span->ooms);
		span->inside = false;
		if (killed)
			span->asked = LOWMARK_RETRY_OOM + 1;
	}
	write_oom(data, latency, killed);
	if (lowmark_triggered_by(LOWMARK_TRIGGER_OOM) && !data->args.memcg &&
	    lowmark_oom_chose(data->args.oc, killed))
		lowmark_trigger_met(LOWMARK_TRIGGER_OOM, data->args.order,
				    span ? span->id : 0, data->args.order,
				    LOWMARK_ZONE_NONE);
}

/**
 * lowmark_oom_return() - out_of_memory() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_oom_return(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	LOWMARK_TIMED(OOM);
	const struct oom_data *data = (struct oom_data *)ri->data;

	lowmark_oom_ends();
	if (data->followed)
		end_oom(data, !LOWMARK_OOM_TELLS ||
				       regs_return_value(regs) & 0xff);
	return 0;
}
