// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chains that are kept until their end tells whether they are recorded. Their
 * room is taken from a pool that is made when a filter needs it, and more as long as
 * half of the pool is free. A chain that gets none is counted as lost if it would
 * have passed. One that has been long enough for that need not wait for its end.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "kept.h"
#include "lowmark.h"

#define BUFFERS BITS_PER_LONG
#define BUFFER_BYTES (32u << 10)
#define MOST 16u /* buffers of one chain */

/**
 * struct lowmark_kept - a chain that is kept
 * @head: its first buffer: records, with KEPT records between
 * @tail: its last one
 * @nr: how many there are; 0: it is lost
 * @passed: it is recorded whatever its end is
 * @used: bytes of the last buffer
 * @cpu: CPU of the last record
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
	u8 head;
	u8 tail;
	u8 nr;
	bool passed;
	u32 used;
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
static void *buffers;
static unsigned long taken; /* bit per buffer */
static u32 filled[BUFFERS]; /* bytes of each that is full */
static u8 after[BUFFERS]; /* which one goes on where it ends */

/* KEPT records put into the CPU's ring; what follows one belongs to it. */
static DEFINE_PER_CPU(u32, places);

/* The last KEPT record of a chain that is put into the ring. */
struct place {
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
	if (pool)
		return 0;
	buffers = vmalloc(BUFFERS * BUFFER_BYTES);
	pool = vzalloc(array_size(LOWMARK_FLIGHTS, sizeof(*pool)));
	if (pool && buffers)
		return 0;
	lowmark_kept_destroy();
	return -ENOMEM;
}

/**
 * lowmark_kept_destroy() - give the pool back; no probe is armed
 */
void lowmark_kept_destroy(void)
{
	vfree(buffers);
	vfree(pool);
	buffers = NULL;
	pool = NULL;
}

/**
 * lowmark_kept_reset() - forget the chains that are kept; no probe is armed
 */
void lowmark_kept_reset(void)
{
	taken = 0;
}

static notrace struct lowmark_kept *
kept_of(const struct lowmark_flight *flight)
{
	return &pool[lowmark_flight_number(flight)];
}

/* Let a chain go on in another buffer. Return: false if there is none for it. */
static notrace bool take_buffer(struct lowmark_kept *kept)
{
	unsigned int i;

	if (kept->nr == MOST)
		return false;
	if (kept->nr && !kept->passed &&
	    hweight_long(READ_ONCE(taken)) >= BUFFERS / 2)
		return false;
	for (i = 0; i < BUFFERS; i++)
		if (!test_bit(i, &taken) && !test_and_set_bit(i, &taken))
			break;
	if (i == BUFFERS)
		return false;
	if (kept->nr++) {
		after[kept->tail] = i;
		filled[kept->tail] = kept->used;
	} else {
		kept->head = i;
	}
	kept->tail = i;
	kept->used = 0;
	return true;
}

static notrace void give_back_first(struct lowmark_kept *kept)
{
	unsigned int first = kept->head;

	kept->head = after[first];
	kept->nr--;
	clear_bit_unlock(first, &taken);
}

static notrace void give_back(struct lowmark_kept *kept)
{
	while (kept->nr)
		give_back_first(kept);
}

/* Where the next record of a chain goes. */
static notrace void *next_place(const struct lowmark_kept *kept)
{
	return buffers + kept->tail * BUFFER_BYTES + kept->used;
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
	take_buffer(kept);
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
	struct lowmark_rec_kept *rec = next_place(kept);

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
	kept->used += sizeof(*rec);
}

static notrace struct lowmark_hdr *place(struct lowmark_kept *kept,
					 unsigned int type, unsigned int bytes)
{
	unsigned int cpu = raw_smp_processor_id();
	u64 now = max_t(u64, ktime_get_mono_fast_ns(), kept->last);
	struct lowmark_hdr *hdr;

	if (kept->used + bytes + sizeof(struct lowmark_rec_kept) >
		    BUFFER_BYTES &&
	    !take_buffer(kept)) {
		give_back(kept);
		return NULL;
	}
	if (!kept->used || kept->cpu != cpu || now - kept->base > U32_MAX)
		put_place(kept, cpu, now);
	kept->last = now;
	hdr = next_place(kept);
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

	if (kept->counts[type] < U16_MAX)
		kept->counts[type]++;
	write->kept = kept;
	write->bytes = bytes;
	return kept->nr ? place(kept, type, bytes) : NULL;
}

/**
 * lowmark_kept_end() - the record that lowmark_kept_begin() started is whole
 * @write: its state
 */
notrace void lowmark_kept_end(struct lowmark_write *write)
{
	write->kept->used += write->bytes;
}

/* A ring without room has no such chunk. */
#define NOWHERE ULONG_MAX

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
		place->chunk = NOWHERE;
		return true;
	}
	if (record->type != LOWMARK_REC_KEPT &&
	    (write.ring->head != place->chunk ||
	     __this_cpu_read(places) != place->number)) {
		lowmark_ring_cancel(&write);
		return false;
	}
	dt = hdr->dt;
	memcpy(hdr, record, bytes);
	if (record->type == LOWMARK_REC_KEPT) {
		hdr->dt = dt;
		place->chunk = write.ring->head;
		place->number = __this_cpu_inc_return(places);
	}
	lowmark_ring_end(&write);
	return true;
}

/*
 * Put the first buffer of a chain into the ring. Every chunk that its records get
 * into tells anew where and when they were made. That may be 32 KiB: interrupts are
 * let in between records, unless the probe is one that came by a trap.
 */
static notrace void emit_first(struct lowmark_kept *kept)
{
	const void *data = buffers + kept->head * BUFFER_BYTES;
	u32 bytes = kept->nr > 1 ? filled[kept->head] : kept->used;
	const struct lowmark_hdr *record, *where = data;
	struct place place = { .chunk = NOWHERE };
	unsigned int at;

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
	give_back_first(kept);
}

/* Whatever its end is, it was long enough when its last record was made. */
static notrace bool has_lasted(const struct lowmark_kept *kept)
{
	return kept->since && !kept->failed && kept->last > kept->since &&
	       kept->last - kept->since >= kept->min_ns;
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

	if (likely(!kept->nr || !(kept->passed || has_lasted(kept))))
		return;
	if (!kept->passed &&
	    !lowmark_filter_turn(kept->chain, kept->sample)) {
		give_back(kept);
		flight->fate = LOWMARK_FATE_DROP;
		return;
	}
	kept->passed = true;
	emit_first(kept);
	if (!kept->nr)
		flight->fate = LOWMARK_FATE_PASS;
}

static notrace void count_lost(const struct lowmark_kept *kept)
{
	struct lowmark_ring *ring;
	unsigned long flags;
	unsigned int type;

	local_irq_save(flags);
	ring = __this_cpu_read(lowmark_ring);
	for (type = 0; ring && type < LOWMARK_KINDS; type++) {
		ring->dropped[type] += kept->counts[type];
		ring->unkept += kept->counts[type];
	}
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
 */
notrace void lowmark_kept_close(struct lowmark_flight *flight, u64 latency,
				bool failed)
{
	struct lowmark_kept *kept = kept_of(flight);

	/* Its end is not recorded any more when recording has ended. */
	if (lowmark_is_on() && passes(kept, latency, failed)) {
		if (!kept->nr)
			count_lost(kept);
		while (kept->nr)
			emit_first(kept);
	}
	give_back(kept);
	flight->fate = LOWMARK_FATE_DROP;
}
