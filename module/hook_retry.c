// SPDX-License-Identifier: GPL-2.0-only
/*
 * Going round again: what should_reclaim_retry(), should_compact_retry() and
 * the highatomic reserve answer the slow path, and the retry that follows.
 */
#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/tracepoint.h>
#include <trace/events/oom.h>

#include "compat_scan.h"
#include "compat_sched.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "watermark.h"
#include "zone.h"

struct unreserve_data {
	bool force;
};

const size_t lowmark_unreserve_bytes = sizeof(struct unreserve_data);

/*
 * Who holds the OOM lock makes others go round again: their last looks and
 * calls of out_of_memory(), which stand for it.
 */
static atomic_t ooms_seen; /* begins and ends of such */
static atomic_t ooms_open; /* calls under way */

/**
 * lowmark_ooms_reset() - forget who is in the OOM killer; no probe is armed
 */
void lowmark_ooms_reset(void)
{
	atomic_set(&ooms_open, 0);
}

/**
 * lowmark_ooms_seen() - how often the OOM lock has been seen held
 *
 * Return: another number than before, if it has been since
 */
notrace u32 lowmark_ooms_seen(void)
{
	return atomic_read(&ooms_seen);
}

/**
 * lowmark_oom_begins() - out_of_memory() was entered, by any task
 */
notrace void lowmark_oom_begins(void)
{
	atomic_inc(&ooms_seen);
	atomic_inc(&ooms_open);
}

/**
 * lowmark_oom_ends() - it returns
 */
notrace void lowmark_oom_ends(void)
{
	atomic_inc(&ooms_seen);
	atomic_dec(&ooms_open);
}

/* The run itself has taken no last look in this round. */
static notrace bool others_in_oom(const struct lowmark_span *span)
{
	return atomic_read(&ooms_open) > 0 ||
	       lowmark_ooms_seen() != span->ooms_seen;
}

/* The innermost run, be it in a stage or not. */
static notrace struct lowmark_span *span_here(void)
{
	return lowmark_flight_span(lowmark_flight_find());
}

static notrace void ask(enum lowmark_retry reason)
{
	struct lowmark_span *span = span_here();

	if (span)
		span->asked = reason + 1;
}

static notrace void probe_reclaim_retry(void *unused, struct zoneref *ref,
					int order, unsigned long reclaimable,
					unsigned long available,
					unsigned long min, int loops,
					bool verdict)
{
	LOWMARK_TIMED_ENTRY(RECLAIM_RETRY);
	struct lowmark_rec_reclaim_retry *rec;
	struct lowmark_write write;

	if (verdict)
		ask(LOWMARK_RETRY_RECLAIM);
	if (!lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, RECLAIM_RETRY, reclaim_retry);
	if (!rec)
		return;
	rec->zone = lowmark_zone_id(ref->zone);
	rec->order = lowmark_u8(order);
	rec->verdict = verdict;
	rec->loops = loops;
	rec->reclaimable = lowmark_pages(reclaimable);
	rec->available = lowmark_pages(available);
	rec->min = lowmark_pages(min);
	rec->pad = 0;
	lowmark_end(&write);
}

void *const lowmark_reclaim_retry_probe = probe_reclaim_retry;

static notrace void probe_compact_retry(void *unused, int order,
					enum compact_priority priority,
					enum compact_result result, int retries,
					int limit, bool verdict)
{
	LOWMARK_TIMED_ENTRY(COMPACT_RETRY);
	struct lowmark_rec_compact_retry *rec;
	struct lowmark_write write;

	if (verdict)
		ask(LOWMARK_RETRY_COMPACT);
	if (!lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, COMPACT_RETRY, compact_retry);
	if (!rec)
		return;
	rec->order = lowmark_u8(order);
	rec->priority = priority;
	rec->result = result;
	rec->verdict = verdict;
	rec->retries = retries;
	rec->limit = limit;
	lowmark_end(&write);
}

void *const lowmark_compact_retry_probe = probe_compact_retry;

/**
 * lowmark_unreserve_entry() - unreserve_highatomic_pageblock() was entered
 * @ri: keeps whether the slow path is giving up
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_unreserve_entry(struct kretprobe_instance *ri,
				    struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(UNRESERVE);
	struct unreserve_data *data = (struct unreserve_data *)ri->data;

	data->force = regs_get_kernel_argument(regs, 1) & 0xff;
	return 0;
}

/**
 * lowmark_unreserve_return() - unreserve_highatomic_pageblock() returns
 * @ri: has whether the slow path is giving up
 * @regs: registers at return
 *
 * Without force it is called between two scans after the same reclaim.
 *
 * Return: 0
 */
notrace int lowmark_unreserve_return(struct kretprobe_instance *ri,
				     struct pt_regs *regs)
{
	LOWMARK_TIMED(UNRESERVE);
	const struct unreserve_data *data = (struct unreserve_data *)ri->data;
	struct lowmark_span *span = span_here();

	if (!span)
		return 0;
	if (!data->force)
		span->progress = 1;
	else if (regs_return_value(regs) & 0xff)
		span->asked = LOWMARK_RETRY_UNRESERVE + 1;
	return 0;
}

static notrace void write_retry(const struct lowmark_span *span,
				enum lowmark_retry reason, bool observed)
{
	struct lowmark_rec_retry *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_SLOW))
		return;
	rec = lowmark_write_begin(&write, RETRY, retry);
	if (!rec)
		return;
	rec->span = span->id;
	rec->reason = reason;
	rec->observed = observed;
	rec->number = span->retries;
	rec->pad = 0;
	lowmark_end(&write);
}

/* The same for 3.18 and 4.4: without progress they go to the OOM killer. */
static notrace enum lowmark_retry derive_legacy(const struct lowmark_span *span)
{
	if (!(span->stage & 1u << LOWMARK_STAGE_RECLAIM))
		return LOWMARK_RETRY_RESTART;
	return span->reclaimed && !span->looked ? LOWMARK_RETRY_RECLAIM :
						  LOWMARK_RETRY_OOM;
}

/* As it was when the kernel last looked; as soon after that as can be. */
static notrace u32 mems_sequence(const struct lowmark_span *span)
{
	return span->asking ? span->mems_asked : lowmark_mems_sequence();
}

/* Why a round begins that nothing announced. */
static notrace enum lowmark_retry derive(const struct lowmark_span *span,
					 u32 flags, u32 mems)
{
	if (LOWMARK_ALLOC_FAIR)
		return derive_legacy(span);
	if (flags & ~span->flags &
	    (LOWMARK_ALLOC_NO_WATERMARKS | LOWMARK_ALLOC_OOM))
		return LOWMARK_RETRY_RESERVES;
	if (LOWMARK_HAS_NOFRAGMENT &&
	    span->flags & ~flags & LOWMARK_ALLOC_NOFRAGMENT)
		return LOWMARK_RETRY_NOFRAGMENT;
	if (!(span->stage & 1u << LOWMARK_STAGE_RECLAIM))
		return LOWMARK_COMPACTS_IN_LOOP &&
				       span->stage & 1u << LOWMARK_STAGE_COMPACT ?
			       LOWMARK_RETRY_COMPACTED :
			       LOWMARK_RETRY_RESTART;
	if (span->looked || span->mems != mems)
		return LOWMARK_RETRY_RESTART;
	/* Another task is in the OOM killer: then it has not even looked. */
	if (others_in_oom(span))
		return LOWMARK_RETRY_OOM;
	return span->moved ? LOWMARK_RETRY_RESTART : LOWMARK_RETRY_UNKNOWN;
}

/* Does the scan of a round in its loop follow on the one before its loop? */
static notrace bool enters_loop(const struct lowmark_span *span)
{
	/* In the loop it had done so; then it was wrong to say that it begins anew. */
	const u8 looped = 1u << LOWMARK_STAGE_RECLAIM |
			  1u << LOWMARK_STAGE_THROTTLE |
			  1u << LOWMARK_STAGE_OOM;

	return LOWMARK_SCANS_BEFORE_LOOP && !span->in_loop && !span->asked &&
	       !(span->stage & looped);
}

/* The kernel has copied it since the run was entered: which one? */
static notrace void begin_first(struct lowmark_span *span)
{
	u32 entered = span->mems;

	span->mems = lowmark_mems_copied(mems_sequence(span));
	span->moved = span->mems != entered;
}

static notrace void go_round(struct lowmark_span *span, u32 flags)
{
	u32 mems = mems_sequence(span);
	/* Whatever it was to go round again for. */
	bool anew = LOWMARK_BEGINS_ANEW_FIRST && span->mems != mems;
	enum lowmark_retry reason;

	if (!anew && enters_loop(span)) {
		span->in_loop = true;
		return;
	}
	reason = anew	     ? LOWMARK_RETRY_RESTART :
		 span->asked ? span->asked - 1 :
			       derive(span, flags, mems);
	lowmark_count(&span->retries);
	span->in_loop = reason != LOWMARK_RETRY_RESTART;
	if (!span->in_loop) {
		span->mems = lowmark_mems_copied(mems);
		/* The kernel has copied it since the last stage: which one? */
		span->moved = span->mems != span->mems_late;
	}
	write_retry(span, reason, !anew && span->asked);
}

/**
 * lowmark_span_goes_round() - a slow path run begins an attempt
 * @span: the run, with the attempt counted
 * @kind: enum lowmark_attempt; those at the head of the loop begin a round
 * @flags: allocator flags of the attempt
 *
 * Source: the labels of __alloc_pages_slowpath(), 3.18, 4.4, 5.10 to 7.3. In
 * the old ones the scan without watermarks does not begin a round.
 */
notrace void lowmark_span_goes_round(struct lowmark_span *span,
				     unsigned int kind, u32 flags)
{
	if (flags & (LOWMARK_ALLOC_NO_WATERMARKS | LOWMARK_ALLOC_OOM))
		span->reserves = true;
	if (kind == LOWMARK_ATTEMPT_OOM) {
		span->looked = true;
		atomic_inc(&ooms_seen);
	}
	if (kind == LOWMARK_ATTEMPT_NOFAIL && !span->asked)
		span->asked = LOWMARK_RETRY_NOFAIL + 1;
	if (kind == LOWMARK_ATTEMPT_RECLAIM)
		span->reclaimed = true;
	if (kind != LOWMARK_ATTEMPT_SLOW &&
	    (kind != LOWMARK_ATTEMPT_RESERVE || LOWMARK_ALLOC_FAIR))
		return;
	if (span->attempts > 1)
		go_round(span, flags);
	else
		begin_first(span);
	span->asked = 0;
	span->asking = false;
	span->stage = 0;
	span->looked = false;
	span->reclaimed = false;
	span->flags = flags;
}
