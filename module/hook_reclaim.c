// SPDX-License-Identifier: GPL-2.0-only
/*
 * Direct reclaim: begin and end, and the pages any reclaim scans and frees.
 */
#include <linux/mm.h>
#include <linux/preempt.h>
#include <linux/timekeeping.h>
#include <linux/tracepoint.h>
#include <trace/events/vmscan.h>

#include "compat_scan.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "zone.h"

static notrace void reclaim_begins(int order, gfp_t gfp)
{
	LOWMARK_TIMED_ENTRY(RECLAIM_BEGIN);
	struct lowmark_flight *flight = lowmark_flight_find();
	struct lowmark_rec_reclaim_begin *rec;
	struct lowmark_write write;
	struct lowmark_span *span;

	if (!lowmark_is_on())
		return;
	/* One whose end was not seen still has its place. */
	if (!flight || !flight->reclaim_begin)
		flight = lowmark_flight_enter();
	lowmark_chain_begin(flight, LOWMARK_CHAIN_RECLAIM,
			    lowmark_facts_of(NULL, order, (__force u32)gfp));
	span = lowmark_flight_span(flight);
	if (flight) {
		flight->scanned = 0;
		flight->reclaimed = 0;
		flight->reclaim_begin = lowmark_span_enters(span);
	}
	if (span) {
		lowmark_count(&span->reclaims);
		span->inside = true;
	}
	if (!lowmark_wants(LOWMARK_EVENT_RECLAIM))
		return;
	rec = lowmark_write_begin(&write, RECLAIM_BEGIN, reclaim_begin);
	if (!rec)
		return;
	rec->order = lowmark_u8(order);
	rec->pad = 0;
	rec->number = span ? span->reclaims : 0;
	rec->gfp = (__force u32)gfp;
	lowmark_end(&write);
}

static notrace void reclaim_ends(unsigned long reclaimed)
{
	LOWMARK_TIMED_ENTRY(RECLAIM_END);
	struct lowmark_flight *flight = lowmark_flight_find();
	struct lowmark_span *span = lowmark_flight_span(flight);
	struct lowmark_rec_reclaim_end *rec;
	struct lowmark_write write;
	u64 latency;

	if (!flight || !flight->reclaim_begin)
		return; /* it began before recording did */
	if (span) {
		span->progress = reclaimed ? LOWMARK_SCANS_AFTER_RECLAIM : 0;
		span->inside = false;
		span->ooms_seen = lowmark_ooms_seen();
	}
	/* Tracepoints do not forbid it since 7.x. */
	preempt_disable_notrace();
	latency = ktime_get_mono_fast_ns() - flight->reclaim_begin;
	lowmark_span_spent(span, LOWMARK_STAGE_RECLAIM, flight->reclaim_begin,
			   latency);
	preempt_enable_notrace();
	rec = lowmark_wants(LOWMARK_EVENT_RECLAIM) ?
		      lowmark_write_begin(&write, RECLAIM_END, reclaim_end) :
		      NULL;
	if (rec) {
		rec->latency = latency;
		rec->scanned = flight->scanned;
		rec->reclaimed = reclaimed;
		lowmark_end(&write);
	}
	flight->reclaim_begin = 0;
	lowmark_flight_leave(flight);
}

static notrace void probe_shrink(void *unused, int nid, unsigned long scanned,
				 unsigned long reclaimed,
				 struct reclaim_stat *stat, int priority,
				 int file)
{
	LOWMARK_TIMED_ENTRY(SHRINK);
	struct lowmark_flight *flight = lowmark_flight_find();

	if (!flight)
		return;
	flight->scanned += scanned;
	flight->reclaimed += reclaimed;
}

/*
 * The two tracepoints of direct reclaim got a memcg, and begin another order
 * of arguments, in v7.1. The kernel's own header tells which it has.
 */
static notrace void probe_begin(void *unused, gfp_t gfp, int order,
				struct mem_cgroup *memcg)
{
	reclaim_begins(order, gfp);
}

static notrace void probe_begin_v7_0(void *unused, int order, gfp_t gfp)
{
	reclaim_begins(order, gfp);
}

static notrace void probe_end(void *unused, unsigned long reclaimed,
			      struct mem_cgroup *memcg)
{
	reclaim_ends(reclaimed);
}

static notrace void probe_end_v7_0(void *unused, unsigned long reclaimed)
{
	reclaim_ends(reclaimed);
}

/* 3.18 and 4.4; drop when the minimum is 5.10. */
static notrace void probe_begin_v4_4(void *unused, int order, int may_write,
				     gfp_t gfp)
{
	reclaim_begins(order, gfp);
}

static notrace void probe_shrink_v4_4(void *unused, int nid, int zid,
				      unsigned long scanned,
				      unsigned long reclaimed, int priority,
				      int flags)
{
	probe_shrink(unused, nid, scanned, reclaimed, NULL, priority, 0);
}

/* Is @probe what the kernel's header declares for tracepoint @name? */
#define FITS(name, probe) \
	__same_type(check_trace_callback_type_##name, void(typeof(probe) *))

static_assert(FITS(mm_vmscan_lru_shrink_inactive, probe_shrink) ||
	      FITS(mm_vmscan_lru_shrink_inactive, probe_shrink_v4_4));
static_assert(FITS(mm_vmscan_direct_reclaim_begin, probe_begin) ||
	      FITS(mm_vmscan_direct_reclaim_begin, probe_begin_v7_0) ||
	      FITS(mm_vmscan_direct_reclaim_begin, probe_begin_v4_4));
static_assert(FITS(mm_vmscan_direct_reclaim_end, probe_end) ||
	      FITS(mm_vmscan_direct_reclaim_end, probe_end_v7_0));

void *const lowmark_shrink_probe =
	FITS(mm_vmscan_lru_shrink_inactive, probe_shrink) ?
		(void *)probe_shrink :
		(void *)probe_shrink_v4_4;
void *const lowmark_reclaim_begin_probe =
	FITS(mm_vmscan_direct_reclaim_begin, probe_begin) ?
		(void *)probe_begin :
	FITS(mm_vmscan_direct_reclaim_begin, probe_begin_v7_0) ?
		(void *)probe_begin_v7_0 :
		(void *)probe_begin_v4_4;
void *const lowmark_reclaim_end_probe =
	FITS(mm_vmscan_direct_reclaim_end, probe_end) ? (void *)probe_end :
							(void *)probe_end_v7_0;
