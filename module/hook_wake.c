// SPDX-License-Identifier: GPL-2.0-only
/*
 * kswapd wake requests: wakeup_kswapd(), the tracepoint that tells it has
 * woken kswapd, and the wakes that neither shows.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>

#include "caller.h"
#include "compat_args.h"
#include "compat_scan.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "inlined.h"
#include "lowmark.h"
#include "node.h"
#include "ring.h"
#include "wake.h"
#include "wmark.h"
#include "zone.h"

const size_t lowmark_wake_bytes = sizeof(struct lowmark_wake_request);

static notrace struct lowmark_wake_state
state_of(const struct lowmark_wake_request *request)
{
	struct zone *zone = request->args.zone;
	unsigned long free = lowmark_zone_free(zone);

	return (struct lowmark_wake_state){
		.margin = lowmark_zone_margin_low(zone, request->args.highest,
						  free),
		.boost = lowmark_zone_boost(zone),
		.free = free,
	};
}

static notrace void write_wake(const struct lowmark_wake_request *request,
			       unsigned int verdict,
			       const struct lowmark_wake_state *state)
{
	struct zone *zone = request->args.zone;
	struct lowmark_rec_wake *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, WAKE, wake);
	if (!rec)
		return;
	rec->zone = lowmark_zone_id(zone);
	rec->order = lowmark_u8(request->args.order);
	rec->verdict = verdict;
	rec->gfp = request->args.gfp;
	rec->margin = lowmark_signed_pages(state->margin);
	rec->free = lowmark_pages(state->free);
	rec->boost = lowmark_boost_pages(state->boost);
	rec->highest = lowmark_u8(request->args.highest);
	rec->caller = request->caller;
	rec->failures = lowmark_failures_count(request->failures);
	lowmark_end(&write);
}

/*
 * Source: cpuset_node_allowed(), kernel/cgroup/cpuset.c: the hard-wall case,
 * the one that the task's own nodes decide.
 */
static notrace bool is_allowed(struct zone *zone, u32 gfp)
{
	return lowmark_level() != LOWMARK_CTX_TASK ||
	       !(LOWMARK_WAKE_IS_HARDWALL ||
		 gfp & (__force u32)__GFP_HARDWALL) ||
	       node_isset(zone_to_nid(zone), current->mems_allowed);
}

/* The mask of the run that asks, for kernels whose request has none. */
static notrace u32 gfp_of_span(struct lowmark_flight *flight)
{
	const struct lowmark_span *span = lowmark_flight_own_span(flight);

	return span ? span->gfp : 0;
}

static notrace void read_request(struct lowmark_wake_request *request)
{
	pg_data_t *pgdat = request->args.zone->zone_pgdat;

	if (!LOWMARK_WAKE_HAS_GFP)
		request->args.gfp = gfp_of_span(request->flight);
	request->failures = min_t(int, lowmark_kswapd_failures(pgdat), U16_MAX);
	request->runs = lowmark_node_runs(pgdat);
	request->managed = managed_zone(request->args.zone);
	request->allowed = is_allowed(request->args.zone, request->args.gfp);
	/* wakeup_kswapd() asks the same without a barrier; a race is its own. */
	request->asleep = waitqueue_active(&pgdat->kswapd_wait);
}

/**
 * lowmark_wake_begins() - wakeup_kswapd() was entered
 * @request: has the arguments
 * @caller: where it returns to
 *
 * Context: preemption is off
 */
notrace void lowmark_wake_begins(struct lowmark_wake_request *request,
				 unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(WAKE);
	struct lowmark_span *span;

	/* If not, its event may have been before recording began. */
	request->followed = lowmark_is_on();
	request->flight = lowmark_flight_enter();
	read_request(request);
	lowmark_chain_begin(request->flight, LOWMARK_CHAIN_WAKE,
			    lowmark_facts_of(request->args.zone,
					     request->args.order,
					     request->args.gfp));
	request->caller = lowmark_caller_wake(caller, request->flight);
	span = lowmark_flight_own_span(request->flight);
	if (span)
		lowmark_span_asks(span);
	request->begin = lowmark_span_enters(span);
	if (request->flight) {
		request->flight->in_wake = true;
		request->flight->woken = false;
		request->flight->balanced = -1;
		request->flight->request = request;
	}
}

/**
 * lowmark_wake_entry() - the same by a kretprobe
 * @ri: keeps the request and what is known of its outcome
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_wake_entry(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	struct lowmark_wake_request *request = (void *)ri->data;

	lowmark_inlined_wake(regs);
	lowmark_args_wake(&request->args, regs);
	lowmark_wake_begins(request, lowmark_return_address(regs));
	return 0;
}

/**
 * lowmark_wake_cpuset() - the cpuset answers wakeup_kswapd()
 * @flight: what the running context is doing, or NULL
 * @allowed: the answer
 */
notrace void lowmark_wake_cpuset(struct lowmark_flight *flight, bool allowed)
{
	if (flight && flight->in_wake)
		flight->request->allowed = allowed;
}

/* Source: wakeup_kswapd(), mm/vmscan.c, 5.10 to 7.3: order of its tests. */
static notrace unsigned int refusal(const struct lowmark_wake_request *request)
{
	if (!request->managed)
		return LOWMARK_WAKE_UNMANAGED;
	if (request->flight && request->flight->balanced == 1)
		return LOWMARK_WAKE_BALANCED;
	if (!request->allowed)
		return LOWMARK_WAKE_CPUSET;
	if (!request->asleep)
		return LOWMARK_WAKE_AWAKE;
	if (request->failures >= LOWMARK_HOPELESS)
		return LOWMARK_WAKE_HOPELESS;
	return LOWMARK_WAKE_UNKNOWN;
}

/**
 * lowmark_wake_ends() - wakeup_kswapd() returns
 * @request: as lowmark_wake_begins() left it
 *
 * Context: preemption is off
 */
notrace void lowmark_wake_ends(const struct lowmark_wake_request *request)
{
	LOWMARK_TIMED(WAKE);
	struct lowmark_flight *flight = request->flight;
	struct lowmark_wake_state state;

	/* A scan that wakes counts the time as its own. */
	if (flight && !flight->walk)
		lowmark_span_spent(lowmark_flight_own_span(flight),
				   LOWMARK_STAGE_WAKE, request->begin,
				   ktime_get_mono_fast_ns() - request->begin);
	lowmark_wmark_note(request->args.zone, LOWMARK_CAUSE_SEEN);
	/* Without a slot, which is counted, nobody knows whether it was woken. */
	if (lowmark_wants(LOWMARK_EVENT_WAKE) && request->followed && flight &&
	    !flight->woken) {
		state = state_of(request);
		write_wake(request, refusal(request), &state);
	}
	if (flight) {
		flight->in_wake = false;
		lowmark_flight_leave(flight);
	}
}

/**
 * lowmark_wake_return() - the same by a kretprobe
 * @ri: has the request
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_wake_return(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	lowmark_wake_ends((const struct lowmark_wake_request *)ri->data);
	return 0;
}

static notrace void probe_woken(void *unused, int nid, int zid, int order,
				gfp_t gfp)
{
	LOWMARK_TIMED_ENTRY(WAKE_WOKEN);
	struct lowmark_flight *flight = lowmark_flight_find();
	pg_data_t *pgdat = NODE_DATA(nid);
	const struct lowmark_wake_request *request, unseen = {
		.args = {
			.zone = &pgdat->node_zones[zid],
			.gfp = (__force u32)gfp,
			.order = order,
			.highest = zid,
		},
		.runs = lowmark_node_runs(pgdat),
	};
	struct lowmark_wake_state state;

	request = &unseen;
	/* Where the entry was missed, the tracepoint's facts must do. */
	if (flight && flight->in_wake) {
		flight->woken = true;
		request = flight->request;
	}
	state = state_of(request);
	/* At once: it is to have the time of the event. */
	if (lowmark_wants(LOWMARK_EVENT_WAKE)) {
		write_wake(request, LOWMARK_WAKE_WOKEN, &state);
		lowmark_node_states(pgdat, zid, LOWMARK_SAMPLE_WAKE);
	}
	lowmark_node_note_wake(request->args.zone, request->runs,
			       request->args.order, &state);
}

#ifdef LOWMARK_SHORT_WAKE_EVENTS
static notrace void probe_woken_v4_4(void *unused, int nid, int zid, int order)
{
	probe_woken(unused, nid, zid, order, 0);
}

void *const lowmark_wake_woken_probe = probe_woken_v4_4;
#else
void *const lowmark_wake_woken_probe = probe_woken;
#endif

/**
 * lowmark_wake_not_asked() - the slow path begins with a gfp mask that does
 *	not let it ask for kswapd
 * @request: what it is asked for
 */
notrace void lowmark_wake_not_asked(const struct lowmark_request *request)
{
	const struct lowmark_wake_request wake = {
		.args = {
			.zone = request->preferred,
			.gfp = request->gfp,
			.order = request->order,
			.highest = lowmark_checks_as(request),
		},
		.caller = LOWMARK_CALLER_SLOW,
	};
	struct lowmark_wake_state state;

	if (!lowmark_wants(LOWMARK_EVENT_WAKE))
		return;
	state = state_of(&wake);
	write_wake(&wake, LOWMARK_WAKE_NOT_ASKED, &state);
}

/**
 * lowmark_wake_throttle() - allow_direct_reclaim() has woken kswapd
 * @pgdat: the node
 * @runs: runs of its kswapd before
 *
 * The kernel has no event for it. Source: allow_direct_reclaim(), mm/vmscan.c,
 * 5.10 to 7.3: kswapd is to balance up to ZONE_NORMAL.
 */
notrace void lowmark_wake_throttle(pg_data_t *pgdat, u32 runs)
{
	struct lowmark_wake_request wake = {
		.args = { .highest = ZONE_NORMAL },
		.failures = lowmark_kswapd_failures(pgdat),
		.caller = LOWMARK_CALLER_RECLAIM,
	};
	struct lowmark_wake_state state;
	int i = ZONE_NORMAL;

	while (i && !managed_zone(&pgdat->node_zones[i]))
		i--;
	wake.args.zone = &pgdat->node_zones[i];
	state = state_of(&wake);
	lowmark_node_note_throttle(wake.args.zone, runs, &state);
	if (lowmark_wants(LOWMARK_EVENT_WAKE))
		write_wake(&wake, LOWMARK_WAKE_THROTTLE, &state);
}
