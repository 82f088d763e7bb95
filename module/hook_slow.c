// SPDX-License-Identifier: GPL-2.0-only
/*
 * The slow path: its begin and end.
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>

#include "attempt.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "compat_sched.h"
#include "fast.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "kept.h"
#include "lowmark.h"
#include "node.h"
#include "ring.h"
#include "slow.h"
#include "stack.h"
#include "task.h"
#include "trigger.h"
#include "wmark.h"
#include "zone.h"

const size_t lowmark_slow_bytes = sizeof(struct lowmark_slow);

static DEFINE_PER_CPU(u64, span_counter);

static notrace u64 new_span_id(void)
{
	return ((u64)raw_smp_processor_id() << 48) |
	       __this_cpu_inc_return(span_counter);
}

static notrace unsigned int count_zones(const struct lowmark_request *request)
{
	const struct zoneref *ref = request->zonelist->_zonerefs;
	unsigned int count = 0;
	struct zone *zone;
	int i;

	for (i = 0; i < MAX_ZONES_PER_ZONELIST; i++) {
		zone = READ_ONCE(ref[i].zone);
		if (!zone)
			break;
		count += lowmark_is_listed(request, &ref[i], zone);
	}
	return count;
}

static notrace void write_states(const struct lowmark_request *request,
				 unsigned int count)
{
	const struct zoneref *ref = request->zonelist->_zonerefs;
	unsigned int ctx = lowmark_context();
	struct zone *zone;

	for (; count && (zone = READ_ONCE(ref->zone)); ref++) {
		if (!lowmark_is_listed(request, ref, zone))
			continue;
		lowmark_wmark_note(zone, LOWMARK_CAUSE_SEEN);
		lowmark_zone_state(zone, lowmark_checks_as(request),
				   LOWMARK_SAMPLE_SLOW, ctx);
		count--;
	}
}

static notrace void write_begin(const struct lowmark_slow *slow,
				const struct lowmark_request *request,
				struct pt_regs *regs)
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
	rec->span = slow->id;
	rec->zone = slow->preferred;
	rec->order = slow->order;
	rec->highest = lowmark_u8(request->highest);
	rec->gfp = slow->gfp;
	rec->node = numa_node_id();
	rec->migratetype = lowmark_u8(request->migratetype);
	rec->nodemask = !!request->nodemask;
	rec->zones = zones;
	rec->stated = stated;
	rec->cgroup = lowmark_task_cgroup();
	rec->policy = lowmark_task_policy(&rec->policy_node);
	rec->pad = 0;
	rec->pad2 = 0;
	lowmark_end(&write);
	write_states(request, stated);
	if (READ_ONCE(lowmark.stack) && regs)
		lowmark_stack_write(slow->id, regs);
}

/* Whether zones are recorded or not: one of them may be below min. */
static notrace void look_at_zones(const struct lowmark_request *request)
{
	const struct zoneref *ref = request->zonelist->_zonerefs;
	struct zone *zone;
	int i;

	for (i = 0; i < LOWMARK_ZONELIST_MAX; i++) {
		zone = READ_ONCE(ref[i].zone);
		if (!zone)
			break;
		if (lowmark_is_listed(request, &ref[i], zone))
			lowmark_trigger_zone(zone);
	}
}

static atomic_long_t spans_missed;

/**
 * lowmark_spans_missed() - slow path runs inside so many others that what they
 *	did was not looked at
 *
 * Return: how many since the module was loaded
 */
u64 lowmark_spans_missed(void)
{
	return atomic_long_read(&spans_missed);
}

static notrace void open_span(struct lowmark_slow *slow)
{
	struct lowmark_flight *flight = slow->flight;

	if (!flight)
		return;
	slow->outer = flight->walk;
	flight->walk = NULL;
	if (flight->depth++ < LOWMARK_SPAN_DEPTH)
		flight->spans[flight->depth - 1] = (struct lowmark_span){
			.id = slow->id,
			.gfp = slow->gfp,
			.mems = lowmark_mems_copied(lowmark_mems_sequence()),
		};
	else
		atomic_long_inc(&spans_missed);
}

static notrace void fast_failed(const struct lowmark_request *request)
{
	/* With checks=all its own probe has recorded it. */
	if (!lowmark_sites_placed())
		lowmark_attempt_fast_failed(request);
	else if (READ_ONCE(lowmark.checks) != LOWMARK_CHECKS_ALL)
		lowmark_fast_failed(request);
}

/**
 * lowmark_slow_begins() - an allocation enters the slow path
 * @slow: filled
 * @request: what it asks for
 * @regs: registers at its entry; NULL where it is inlined
 */
notrace void lowmark_slow_begins(struct lowmark_slow *slow,
				 const struct lowmark_request *request,
				 struct pt_regs *regs)
{
	struct lowmark_facts facts;
	struct lowmark_span *span;

	slow->id = new_span_id();
	slow->gfp = request->gfp;
	slow->order = request->order;
	slow->preferred = lowmark_zone_id_or_none(request->preferred);
	slow->flight = lowmark_flight_enter();
	facts = lowmark_facts_of(request->preferred, request->order,
				 request->gfp);
	slow->outer_fate = lowmark_chain_begin_slow(slow->flight, facts);
	fast_failed(request);
	open_span(slow);
	if (lowmark_wants(LOWMARK_EVENT_SLOW))
		write_begin(slow, request, regs);
	if (lowmark_triggered_by(LOWMARK_TRIGGER_BELOW_MIN))
		look_at_zones(request);
	if (request->preferred && lowmark_forbids_kswapd(request->gfp))
		lowmark_wake_not_asked(request);
	/* What was done here is no time of the allocation's. */
	slow->begin = ktime_get_mono_fast_ns();
	lowmark_chain_since(slow->flight, slow->outer_fate, slow->begin);
	span = lowmark_flight_span(slow->flight);
	if (span)
		lowmark_waits_begin(&span->waits, slow->begin);
}

/**
 * lowmark_slow_entry() - __alloc_pages_slowpath() was entered
 * @ri: keeps the request
 * @regs: registers at entry; no ftrace site, so the trap may be an int3
 *
 * Return: 0, or 1 if its return is of no interest
 */
notrace int lowmark_slow_entry(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(SLOW);
	struct lowmark_request request;

	if (!lowmark_is_on())
		return 1;
	lowmark_trap_begins();
	lowmark_args_slow(&request, regs);
	lowmark_slow_begins((struct lowmark_slow *)ri->data, &request, regs);
	lowmark_trap_ends();
	return 0;
}

static notrace void fill_stages(struct lowmark_rec_slow_end *rec,
				const struct lowmark_span *span)
{
	rec->attempts = span->attempts;
	rec->reclaims = span->reclaims;
	rec->wakes = span->wakes;
	rec->waking = span->spent[LOWMARK_STAGE_WAKE];
	rec->scanning = span->spent[LOWMARK_STAGE_SCAN];
	rec->reclaiming = span->spent[LOWMARK_STAGE_RECLAIM];
	rec->compacting = span->spent[LOWMARK_STAGE_COMPACT];
	rec->throttled = span->spent[LOWMARK_STAGE_THROTTLE];
	rec->killing = span->spent[LOWMARK_STAGE_OOM];
	rec->retries = span->retries;
	rec->compactions = span->compactions;
	rec->ooms = span->ooms;
	rec->reserves = span->reserves;
	rec->pad = 0;
}

static notrace void write_end(const struct lowmark_slow *slow,
			      const struct lowmark_span *span, u64 latency,
			      struct page *page)
{
	static const struct lowmark_span unseen;
	struct lowmark_rec_slow_end *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, SLOW_END, slow_end);
	if (!rec)
		return;
	rec->span = slow->id;
	rec->latency = latency;
	rec->order = slow->order;
	rec->result = page ? LOWMARK_RESULT_PAGE : LOWMARK_RESULT_FAILED;
	rec->zone = lowmark_page_zone(page);
	rec->preferred = slow->preferred;
	rec->gfp = slow->gfp;
	if (!span)
		rec->hdr.flags |= LOWMARK_FLAG_UNSEEN;
	fill_stages(rec, span ? span : &unseen);
	lowmark_end(&write);
}

/* The outermost run of its context ends, whose records were maybe kept. */
static notrace void end_chain(const struct lowmark_slow *slow, u64 latency,
			      struct page *page)
{
	if (slow->outer_fate == LOWMARK_FATE_KEEP)
		return;
	lowmark_chain_end(slow->flight, latency, !page);
	slow->flight->fate = slow->outer_fate;
}

/**
 * lowmark_slow_ends() - an allocation leaves the slow path
 * @slow: as lowmark_slow_begins() filled it
 * @page: what it got, or NULL
 */
notrace void lowmark_slow_ends(const struct lowmark_slow *slow,
			       struct page *page)
{
	struct lowmark_flight *flight = slow->flight;
	struct lowmark_span *span = lowmark_flight_span(flight);
	u64 latency;

	if (span)
		lowmark_waits_end(&span->waits, slow->id);
	/* No record of it is later: by that a filter decides whether it lasted. */
	latency = ktime_get_mono_fast_ns() - slow->begin;
	if (lowmark_wants(LOWMARK_EVENT_SLOW))
		write_end(slow, span, latency, page);
	if (flight && flight->depth == 1)
		end_chain(slow, latency, page);
	lowmark_trigger_slow(latency, slow->id, slow->order, slow->preferred,
			     !page);
	if (flight) {
		flight->walk = slow->outer;
		flight->depth--;
		lowmark_flight_leave(flight);
	}
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
	LOWMARK_TIMED(SLOW);

	lowmark_slow_ends((struct lowmark_slow *)ri->data,
			  (struct page *)regs_return_value(regs));
	return 0;
}
