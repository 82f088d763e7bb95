// SPDX-License-Identifier: GPL-2.0-only
/*
 * The slow path and the attempts (scans of the zonelist) inside it.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>

#include "caller.h"
#include "compat_args.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "watermark.h"
#include "wmark.h"
#include "zone.h"

struct slow_data {
	struct lowmark_flight *flight;
	u64 id;
	u64 begin;
	u32 gfp;
	u16 preferred;
	u8 order;
};

const size_t lowmark_slow_bytes = sizeof(struct slow_data);

struct attempt_data {
	u64 begin;
	u32 gfp;
	u32 alloc_flags;
	u16 preferred;
	u16 number;
	u8 order;
	u8 highest;
	u8 kind;
	u8 migratetype;
};

const size_t lowmark_attempt_bytes = sizeof(struct attempt_data);

static DEFINE_PER_CPU(u64, span_counter);

static notrace u64 new_span_id(void)
{
	return ((u64)raw_smp_processor_id() << 48) |
	       __this_cpu_inc_return(span_counter);
}

static notrace bool zone_is_listed(const struct zoneref *ref,
				   const struct lowmark_request *request)
{
	const nodemask_t *nodes = request->nodemask;

	return ref->zone_idx <= (int)request->highest &&
	       (!nodes || node_isset(zone_to_nid(ref->zone), *nodes));
}

/* Source: for_next_zone_zonelist_nodemask(), include/linux/mmzone.h. */
static notrace unsigned int count_zones(const struct lowmark_request *request)
{
	const struct zoneref *ref = request->zonelist->_zonerefs;
	unsigned int count = 0;
	int i;

	for (i = 0; i < MAX_ZONES_PER_ZONELIST && ref[i].zone; i++)
		count += zone_is_listed(&ref[i], request);
	return count;
}

static notrace void write_states(const struct lowmark_request *request,
				 unsigned int count)
{
	const struct zoneref *ref = request->zonelist->_zonerefs;

	for (; count && ref->zone; ref++) {
		if (!zone_is_listed(ref, request))
			continue;
		lowmark_wmark_note(ref->zone, LOWMARK_CAUSE_SEEN);
		lowmark_zone_state(ref->zone, request->highest,
				   LOWMARK_SAMPLE_SLOW);
		count--;
	}
}

static notrace void write_begin(const struct slow_data *data,
				const struct lowmark_request *request)
{
	unsigned int zones = count_zones(request);
	unsigned int stated = min_t(unsigned int, zones, LOWMARK_ZONELIST_MAX);
	struct lowmark_rec_slow_begin *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_ZONE))
		stated = 0;
	rec = lowmark_write_begin(&write, SLOW_BEGIN, slow_begin);
	if (!rec)
		return;
	rec->span = data->id;
	rec->zone = data->preferred;
	rec->order = data->order;
	rec->highest = lowmark_u8(request->highest);
	rec->gfp = data->gfp;
	rec->node = numa_node_id();
	rec->migratetype = lowmark_u8(request->migratetype);
	rec->nodemask = !!request->nodemask;
	rec->zones = zones;
	rec->stated = stated;
	rec->cgroup = 0;
	rec->policy = LOWMARK_POLICY_DEFAULT;
	rec->pad = 0;
	rec->policy_node = LOWMARK_ZONE_NONE;
	rec->pad2 = 0;
	lowmark_end(&write);
	write_states(request, stated);
}

static notrace void open_span(struct slow_data *data)
{
	struct lowmark_flight *flight = lowmark_flight_enter();

	data->flight = flight;
	if (!flight)
		return;
	if (flight->depth++ < LOWMARK_SPAN_DEPTH)
		flight->spans[flight->depth - 1] = (struct lowmark_span){
			.id = data->id,
		};
}

static notrace void slow_begins(struct slow_data *data, struct pt_regs *regs)
{
	struct lowmark_request request;

	lowmark_args_slow(&request, regs);
	data->id = new_span_id();
	data->begin = ktime_get_mono_fast_ns();
	data->gfp = request.gfp;
	data->order = request.order;
	data->preferred = lowmark_zone_id_or_none(request.preferred);
	open_span(data);
	if (lowmark_wants(LOWMARK_EVENT_SLOW))
		write_begin(data, &request);
}

/**
 * lowmark_slow_entry() - __alloc_pages_slowpath() was entered
 * @ri: keeps the request
 * @regs: registers at entry; no ftrace site, so the trap may be an int3
 *
 * Return: 0
 */
notrace int lowmark_slow_entry(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	lowmark_hit(LOWMARK_HOOK_SLOW);
	__this_cpu_write(lowmark_int3, true);
	slow_begins((struct slow_data *)ri->data, regs);
	__this_cpu_write(lowmark_int3, false);
	return 0;
}

static notrace void write_end(const struct slow_data *data,
			      const struct lowmark_span *span,
			      struct page *page)
{
	struct lowmark_rec_slow_end *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, SLOW_END, slow_end);
	if (!rec)
		return;
	rec->span = data->id;
	rec->latency = ktime_get_mono_fast_ns() - data->begin;
	rec->order = data->order;
	rec->result = page ? LOWMARK_RESULT_PAGE : LOWMARK_RESULT_FAILED;
	rec->zone = lowmark_page_zone(page);
	rec->preferred = data->preferred;
	rec->attempts = span ? span->attempts : 0;
	rec->gfp = data->gfp;
	rec->reclaims = span ? span->reclaims : 0;
	rec->wakes = span ? span->wakes : 0;
	memset((void *)rec + offsetof(typeof(*rec), waking), 0,
	       sizeof(*rec) - offsetof(typeof(*rec), waking));
	lowmark_end(&write);
}

/**
 * lowmark_slow_return() - __alloc_pages_slowpath() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_slow_return(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	const struct slow_data *data = (struct slow_data *)ri->data;
	struct lowmark_flight *flight = data->flight;

	if (lowmark_wants(LOWMARK_EVENT_SLOW))
		write_end(data, lowmark_flight_span(flight),
			  (struct page *)regs_return_value(regs));
	if (flight) {
		flight->depth--;
		lowmark_flight_leave(flight);
	}
	return 0;
}

/* Source: the flags of each call in __alloc_pages_slowpath(), 5.10 to 7.3. */
static notrace unsigned int attempt_kind(u32 flags, struct lowmark_span *span,
					 unsigned long caller)
{
	u32 mark = flags & LOWMARK_ALLOC_WMARK_MASK;

	if (!span)
		return mark == WMARK_LOW ? LOWMARK_ATTEMPT_FAST :
					   LOWMARK_ATTEMPT_OTHER;
	if (mark == WMARK_HIGH)
		return LOWMARK_ATTEMPT_OOM;
	if (flags & LOWMARK_ALLOC_NO_WATERMARKS)
		return LOWMARK_ATTEMPT_RESERVE;
	if (lowmark_caller_compacts(caller))
		return LOWMARK_ATTEMPT_COMPACT;
	return span->progress ? LOWMARK_ATTEMPT_RECLAIM : LOWMARK_ATTEMPT_SLOW;
}

/**
 * lowmark_attempt_entry() - get_page_from_freelist() was entered
 * @ri: keeps the request
 * @regs: registers at entry
 *
 * Return: 0, or 1 for an attempt that is not recorded
 */
notrace int lowmark_attempt_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	struct attempt_data *data = (struct attempt_data *)ri->data;
	struct lowmark_request request;
	struct lowmark_span *span;

	lowmark_hit(LOWMARK_HOOK_ATTEMPT);
	span = lowmark_flight_span(lowmark_flight_find());
	if (span)
		span->attempts++;
	else if (READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_ALL)
		return 1;
	if (!lowmark_wants(LOWMARK_EVENT_ATTEMPT))
		return 1;
	lowmark_args_scan(&request, regs);
	data->begin = ktime_get_mono_fast_ns();
	data->gfp = request.gfp;
	data->order = request.order;
	data->alloc_flags = request.alloc_flags;
	data->preferred = lowmark_zone_id_or_none(request.preferred);
	data->number = span ? span->attempts : 0;
	data->highest = lowmark_u8(request.highest);
	data->migratetype = lowmark_u8(request.migratetype);
	data->kind = attempt_kind(data->alloc_flags, span,
				  lowmark_return_address(regs));
	if (span)
		span->progress = false;
	return 0;
}

/**
 * lowmark_attempt_return() - get_page_from_freelist() returns
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_attempt_return(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	const struct attempt_data *data = (struct attempt_data *)ri->data;
	struct page *page = (struct page *)regs_return_value(regs);
	struct lowmark_rec_attempt *rec;
	struct lowmark_write write;
	u64 latency = ktime_get_mono_fast_ns() - data->begin;

	rec = lowmark_write_begin(&write, ATTEMPT, attempt);
	if (!rec)
		return 0;
	rec->kind = data->kind;
	rec->result = page ? LOWMARK_RESULT_PAGE : LOWMARK_RESULT_FAILED;
	rec->order = data->order;
	rec->highest = data->highest;
	rec->number = data->number;
	rec->zone = lowmark_page_zone(page);
	rec->preferred = data->preferred;
	rec->migratetype = data->migratetype;
	rec->unknown = LOWMARK_COUNT_NONE;
	rec->alloc_flags = data->alloc_flags;
	rec->gfp = data->gfp;
	rec->latency = min_t(u64, latency, U32_MAX);
	rec->zones = 0;
	rec->rescans = 0;
	memset((void *)rec + offsetof(typeof(*rec), scans), LOWMARK_COUNT_NONE,
	       sizeof(*rec) - offsetof(typeof(*rec), scans));
	lowmark_end(&write);
	return 0;
}
