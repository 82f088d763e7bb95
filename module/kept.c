// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains that are kept until their end tells whether they are recorded. One that has
 * no room left is counted as lost if it would have passed. One that has been long
 * enough for that need not wait for its end.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "kept.h"
#include "kept_room.h"
#include "lowmark.h"

/**
 * struct lowmark_kept - a chain that is kept
 * @open: its end has not been seen, nor could be decided before
 * @passed: it is recorded whatever its end is
 * @room: its buffers: records, with KEPT records between; none: it is lost
 * @cpu: CPU of the last record that there was room for
 * @base: base of its time
 * @last: its time
 * @since: when the latency of the run that it is began; 0: not yet, or no such run
 * @min_ns: shortest latency that passes
 * @sample: one of so many that pass is recorded
 * @chain: kind of the chain, for sampling
 * @failed: only a failure passes
 * @counts: its records that were not put into a ring, per type
 */
struct lowmark_kept {
	bool open;
	bool passed;
	struct lowmark_room room;
	u32 cpu;
	u64 base;
	u64 last;
	u64 since;
	u64 min_ns;
	u32 sample;
	u8 chain;
	bool failed;
	u32 counts[LOWMARK_KINDS];
};

static struct lowmark_kept *pool; /* one per flight */

/* KEPT records put into the CPU's ring; what follows one belongs to it. */
static DEFINE_PER_CPU(u32, places);

/* The last KEPT record of a chain that is put into a ring; none: no @ring. */
struct place {
	const struct lowmark_ring *ring;
	unsigned long chunk;
	u32 number;
};

/**
 * lowmark_kept_create() - make the pool, unless it is there
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_kept_create(void)
{
	if (!pool)
		pool = vzalloc(array_size(LOWMARK_FLIGHTS, sizeof(*pool)));
	return pool ? lowmark_rooms_create() : -ENOMEM;
}

/**
 * lowmark_kept_destroy() - give the pool back; no probe is armed
 */
void lowmark_kept_destroy(void)
{
	lowmark_rooms_destroy();
	vfree(pool);
	pool = NULL;
}

static notrace struct lowmark_kept *
kept_of(const struct lowmark_flight *flight)
{
	return &pool[lowmark_flight_number(flight)];
}

static notrace void give_back(struct lowmark_kept *kept)
{
	while (kept->room.nr)
		lowmark_room_less(&kept->room);
}

/* What becomes of a chain is decided. */
static notrace void decided(struct lowmark_flight *flight,
			    struct lowmark_kept *kept, enum lowmark_fate fate)
{
	give_back(kept);
	kept->open = false;
	flight->fate = fate;
}

/**
 * lowmark_kept_open() - keep the records of a chain from now on
 * @flight: the chain
 * @chain: its kind
 * @filter: what it will have to pass
 */
notrace void lowmark_kept_open(struct lowmark_flight *flight,
			       enum lowmark_chain chain,
			       const struct lowmark_filter *filter)
{
	struct lowmark_kept *kept = kept_of(flight);

	memset(kept, 0, sizeof(*kept));
	kept->open = true;
	kept->cpu = raw_smp_processor_id();
	lowmark_room_more(&kept->room);
	kept->min_ns = filter->min_ns;
	kept->failed = filter->set & LOWMARK_BY_FAILED;
	kept->sample = filter->sample;
	kept->chain = chain;
}

/**
 * lowmark_kept_since() - the latency of the run that a chain is begins
 * @flight: the chain, which is kept
 * @now: clock
 */
notrace void lowmark_kept_since(const struct lowmark_flight *flight, u64 now)
{
	kept_of(flight)->since = now;
}

/* A record begins here, made by this CPU from now on. */
static notrace void put_place(struct lowmark_kept *kept, unsigned int cpu,
			      u64 now)
{
	struct lowmark_rec_kept *rec = lowmark_room_end(&kept->room);

	kept->base = now;
	kept->cpu = cpu;
	*rec = (struct lowmark_rec_kept){
		.hdr = {
			.type = LOWMARK_REC_KEPT,
			.words = sizeof(*rec) / LOWMARK_WORD,
		},
		.base = now,
		.cpu = cpu,
	};
	kept->room.used += sizeof(*rec);
}

static notrace bool has_room(const struct lowmark_kept *kept,
			     unsigned int bytes)
{
	return lowmark_room_has(&kept->room,
				bytes + sizeof(struct lowmark_rec_kept));
}

static notrace struct lowmark_hdr *place(struct lowmark_kept *kept,
					 unsigned int type, unsigned int bytes)
{
	unsigned int cpu = raw_smp_processor_id();
	u64 now = max_t(u64, ktime_get_mono_fast_ns(), kept->last);
	struct lowmark_hdr *hdr;

	if (!has_room(kept, bytes) && !lowmark_room_more(&kept->room)) {
		give_back(kept);
		return NULL;
	}
	if (!kept->room.used || kept->cpu != cpu || now - kept->base > U32_MAX)
		put_place(kept, cpu, now);
	kept->last = now;
	hdr = lowmark_room_end(&kept->room);
	hdr->dt = now - kept->base;
	hdr->type = type;
	hdr->words = bytes / LOWMARK_WORD;
	hdr->ctx = lowmark_context();
	hdr->flags = LOWMARK_FLAG_KEPT;
	return hdr;
}

/**
 * lowmark_kept_begin() - start a record of a chain that is kept
 * @write: state for lowmark_kept_end(); its interrupt state is the caller's
 * @flight: the chain
 * @type: type of the record
 * @bytes: its length
 *
 * Return: the record with its header filled; NULL if the chain is lost
 */
notrace void *lowmark_kept_begin(struct lowmark_write *write,
				 const struct lowmark_flight *flight,
				 unsigned int type, unsigned int bytes)
{
	struct lowmark_kept *kept = kept_of(flight);

	kept->counts[type]++;
	write->kept = kept;
	write->bytes = bytes;
	return kept->room.nr ? place(kept, type, bytes) : NULL;
}

/**
 * lowmark_kept_end() - the record that lowmark_kept_begin() started is whole
 * @write: its state
 */
notrace void lowmark_kept_end(struct lowmark_write *write)
{
	write->kept->room.used += write->bytes;
}

/*
 * Puts a record into the ring; one lost has been counted there. Returns false
 * if a KEPT record has to stand before it: it goes into another chunk, or an
 * interrupt has put a chain of its own there.
 */
static notrace bool put(const struct lowmark_hdr *record, struct place *place)
{
	unsigned int bytes = record->words * LOWMARK_WORD;
	struct lowmark_write write;
	struct lowmark_hdr *hdr;
	u32 dt;

	hdr = lowmark_ring_begin(&write, record->type, bytes, record->ctx);
	if (!hdr) {
		place->ring = NULL;
		return true;
	}
	if (record->type != LOWMARK_REC_KEPT &&
	    (write.ring != place->ring || write.ring->head != place->chunk ||
	     __this_cpu_read(places) != place->number)) {
		lowmark_ring_cancel(&write);
		return false;
	}
	dt = hdr->dt;
	memcpy(hdr, record, bytes);
	if (record->type == LOWMARK_REC_KEPT) {
		hdr->dt = dt;
		place->ring = write.ring;
		place->chunk = write.ring->head;
		place->number = __this_cpu_inc_return(places);
	}
	lowmark_ring_end(&write);
	return true;
}

/*
 * Put the first buffer of a chain into the ring. Every chunk that its records get
 * into tells anew where and when they were made. That may be 32 KiB, and all there
 * are at the end of a chain: interrupts are let in between records, unless the probe
 * is one that came by a trap, but no other task.
 */
static notrace void put_first(struct lowmark_kept *kept)
{
	u32 at, bytes;
	const void *data = lowmark_room_first(&kept->room, &bytes);
	const struct lowmark_hdr *record, *where = data;
	struct place place = { .ring = NULL };

	preempt_disable_notrace();
	for (at = 0; at < bytes; at += record->words * LOWMARK_WORD) {
		record = data + at;
		if (record->type == LOWMARK_REC_KEPT)
			where = record;
		else
			kept->counts[record->type]--;
		while (!put(record, &place))
			put(where, &place);
	}
	preempt_enable_notrace();
}

static notrace void put_all(struct lowmark_kept *kept)
{
	while (kept->room.nr) {
		put_first(kept);
		lowmark_room_less(&kept->room);
	}
}

/*
 * One buffer fewer, of a chain that has passed. Where its last one is full it goes on
 * in the one that is empty now: others may be waiting for that.
 */
static notrace void move_on(struct lowmark_kept *kept)
{
	put_first(kept);
	if (kept->room.nr > 1 && !has_room(kept, LOWMARK_RECORD_MAX))
		lowmark_room_turn(&kept->room);
	else
		lowmark_room_less(&kept->room);
}

/*
 * Whatever its end is, it was long enough then: when its last record was made, or when
 * recording ended. Now it may be that and yet end with a latency that was not.
 */
static notrace bool has_lasted(const struct lowmark_kept *kept, u64 until)
{
	return kept->since && !kept->failed && until > kept->since &&
	       until - kept->since >= kept->min_ns;
}

/**
 * lowmark_kept_decide() - before a record of a chain that is kept: need it still be?
 * @flight: the chain
 *
 * Where it has passed one buffer goes into the ring at a time, before what was made
 * after it; when there is none left, what follows goes there at once.
 */
notrace void lowmark_kept_decide(struct lowmark_flight *flight)
{
	struct lowmark_kept *kept = kept_of(flight);

	if (likely(!kept->room.nr || !(kept->passed || has_lasted(kept, kept->last))))
		return;
	if (!kept->passed &&
	    !lowmark_filter_turn(kept->chain, kept->sample)) {
		decided(flight, kept, LOWMARK_FATE_DROP);
		return;
	}
	kept->passed = true;
	move_on(kept);
	if (!kept->room.nr)
		decided(flight, kept, LOWMARK_FATE_PASS);
}

/* What is kept gets into no ring. */
static notrace void count_lost(const struct lowmark_kept *kept)
{
	unsigned long flags;

	local_irq_save(flags);
	lowmark_ring_lose(__this_cpu_read(lowmark_ring), kept->counts);
	local_irq_restore(flags);
}

static notrace bool passes(const struct lowmark_kept *kept, u64 latency,
			   bool failed)
{
	return kept->passed ||
	       (latency >= kept->min_ns && (failed || !kept->failed) &&
		lowmark_filter_turn(kept->chain, kept->sample));
}

/**
 * lowmark_kept_close() - a chain that was kept ends
 * @flight: the chain
 * @latency: ns it took; 0 if it is no slow path run
 * @failed: it got no page
 *
 * When recording has ended it comes too late: as if it still went on.
 */
notrace void lowmark_kept_close(struct lowmark_flight *flight, u64 latency,
				bool failed)
{
	struct lowmark_kept *kept = kept_of(flight);

	if (!lowmark_is_on()) {
		flight->fate = LOWMARK_FATE_DROP;
		return;
	}
	if (passes(kept, latency, failed)) {
		if (!kept->room.nr)
			count_lost(kept);
		else
			put_all(kept);
	}
	decided(flight, kept, LOWMARK_FATE_DROP);
}

static void lose(void *info)
{
	const struct lowmark_kept *kept = info;

	lowmark_ring_lose(per_cpu(lowmark_ring, kept->cpu), kept->counts);
}

/* Whatever its end will be. */
static bool would_pass(const struct lowmark_kept *kept, u64 end)
{
	return kept->passed ||
	       (has_lasted(kept, end) &&
		lowmark_filter_turn(kept->chain, kept->sample));
}

/**
 * lowmark_kept_stop() - forget the chains that are kept
 * @end: when recording ended
 *
 * They have no end in the recording that ends. Of those that have passed by then, what
 * is not in a ring is counted as lost, in that of the CPU of the last record that there
 * was room for.
 *
 * Context: process context; no probe is armed
 */
void lowmark_kept_stop(u64 end)
{
	unsigned int i;

	for (i = 0; pool && i < LOWMARK_FLIGHTS; i++) {
		struct lowmark_kept *kept = &pool[i];

		if (kept->open && would_pass(kept, end))
			lowmark_on_cpu(kept->cpu, lose, kept);
		kept->open = false;
	}
	lowmark_rooms_reset();
}
