// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing the rings: from any context a probe can run in, without allocation
 * and without a lock that another CPU could hold.
 */
#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "lowmark.h"
#include "ring.h"
#include "ring_write.h"
#include "trigger.h"

static notrace void fill_header(struct lowmark_ring *ring,
				struct lowmark_chunk *chunk, u64 now)
{
	unsigned int kind;

	chunk->magic = LOWMARK_CHUNK_MAGIC;
	chunk->header_bytes = sizeof(*chunk);
	chunk->abi_major = LOWMARK_ABI_MAJOR;
	chunk->kinds = LOWMARK_KINDS;
	chunk->cpu = ring->cpu;
	chunk->bytes = sizeof(*chunk);
	chunk->seq = ring->head;
	chunk->time_first = now;
	chunk->time_last = now;
	chunk->nested = lowmark_ring_sum(ring->nested);
	for (kind = 0; kind < LOWMARK_KINDS; kind++)
		chunk->seen[kind] = ring->written[kind] + ring->dropped[kind] +
				    ring->nested[kind];
	ring->told = lowmark_ring_sum(ring->dropped) + chunk->nested;
}

/* Overwrite mode: give up the oldest chunk, unless a reader just took it. */
static notrace void drop_oldest(struct lowmark_ring *ring)
{
	unsigned long tail = atomic_long_read(&ring->tail);
	unsigned int kind;
	const u64 *from, *to;

	if (ring->head - tail < ring->chunks)
		return;
	if (atomic_long_cmpxchg(&ring->tail, tail, tail + 1) != tail)
		return;
	from = ring->at_open[tail % ring->chunks];
	to = ring->at_open[(tail + 1) % ring->chunks];
	for (kind = 0; kind < LOWMARK_KINDS; kind++)
		ring->overwritten[kind] += to[kind] - from[kind];
}

/* Returns false if the ring is full of unread chunks. */
static notrace bool open_chunk(struct lowmark_ring *ring, u64 now)
{
	struct lowmark_chunk *chunk = lowmark_ring_slot(ring, ring->head);

	if (ring->head - (unsigned long)atomic_long_read(&ring->tail) >=
	    ring->chunks) {
		if (!READ_ONCE(lowmark.overwrite) ||
		    lowmark_triggers_frozen(now))
			return false;
		drop_oldest(ring);
	}
	ring->at = chunk;
	fill_header(ring, chunk, now);
	memcpy(ring->at_open[ring->head % ring->chunks], ring->written,
	       sizeof(ring->written));
	ring->base = now;
	ring->pid = LOWMARK_RING_NO_TASK;
	/* Pairs with the acquire in lowmark_ring_peek(). */
	smp_store_release(&ring->used, (u32)sizeof(*chunk));
	return true;
}

static notrace void close_chunk(struct lowmark_ring *ring)
{
	struct lowmark_chunk *chunk = lowmark_ring_slot(ring, ring->head);

	chunk->bytes = ring->used;
	chunk->time_last = ring->last;
	WRITE_ONCE(ring->used, 0);
	/* Publishes the chunk; pairs with the acquire of the readers. */
	smp_store_release(&ring->head, ring->head + 1);
	if (READ_ONCE(ring->opened))
		irq_work_queue(&ring->wake);
}

static notrace void place_time(struct lowmark_ring *ring, unsigned int ctx,
			       u64 now)
{
	struct lowmark_rec_time *rec;

	ring->base = now;
	rec = lowmark_ring_place(ring, LOWMARK_REC_TIME, sizeof(*rec), ctx, now);
	rec->base = now;
	lowmark_ring_placed(ring, LOWMARK_REC_TIME, sizeof(*rec));
}

static notrace void place_task(struct lowmark_ring *ring, unsigned int ctx,
			       u64 now)
{
	struct lowmark_rec_task *rec;

	memcpy(ring->comm, current->comm, sizeof(ring->comm));
	ring->pid = current->pid;
	ring->tgid = current->tgid;
	rec = lowmark_ring_place(ring, LOWMARK_REC_TASK, sizeof(*rec), ctx, now);
	rec->pid = current->pid;
	rec->tgid = current->tgid;
	memcpy(rec->comm, ring->comm, sizeof(rec->comm));
	lowmark_ring_placed(ring, LOWMARK_REC_TASK, sizeof(*rec));
}

/**
 * lowmark_ring_prepare() - make the ring take a record: open a chunk, name the
 *	task, give a new base
 * @ring: this CPU's
 * @type: type of the record
 * @bytes: its length
 * @ctx: LOWMARK_CTX_* of what it tells of
 * @now: its time
 *
 * Context: as lowmark_ring_begin(), between its begin and its return
 *
 * Return: false if it is lost, which has been counted
 */
notrace bool lowmark_ring_prepare(struct lowmark_ring *ring, unsigned int type,
				  unsigned int bytes, unsigned int ctx, u64 now)
{
	if (ring->used && ring->used > lowmark_ring_limit(bytes))
		close_chunk(ring);
	if (!ring->used && !open_chunk(ring, now)) {
		ring->dropped[type]++;
		return false;
	}
	if (now - ring->base > U32_MAX)
		place_time(ring, ctx, now);
	if (!lowmark_ring_names_task(ring))
		place_task(ring, ctx, now);
	return true;
}

/**
 * lowmark_ring_begin() - start a record in this CPU's ring, past all filters
 * @write: state for lowmark_ring_end()
 * @type: its type
 * @bytes: its length, a multiple of LOWMARK_WORD
 * @ctx: LOWMARK_CTX_* of what it tells of
 *
 * Context: any, NMI included. On success interrupts stay off until
 * lowmark_ring_end() or lowmark_ring_cancel(), which must follow soon.
 *
 * Return: the record with its header filled, the rest undefined; NULL if it
 * is lost, which has been counted
 */
notrace void *lowmark_ring_begin(struct lowmark_write *write, unsigned int type,
				 unsigned int bytes, unsigned int ctx)
{
	return lowmark_ring_begin_here(write, type, bytes, ctx);
}

/**
 * lowmark_ring_end() - publish the record that lowmark_ring_begin() started
 * @write: its state; the record's type must not have been changed
 */
notrace void lowmark_ring_end(struct lowmark_write *write)
{
	const struct lowmark_hdr *hdr = write->ring->at + write->ring->used;

	lowmark_ring_end_here(write, hdr->type, write->bytes);
}

/**
 * lowmark_ring_cancel() - give up the record that lowmark_ring_begin() started
 * @write: its state
 */
notrace void lowmark_ring_cancel(struct lowmark_write *write)
{
	barrier(); /* as in lowmark_ring_end() */
	WRITE_ONCE(write->ring->busy, 0);
	local_irq_restore(write->flags);
}

static notrace void flush_here(void *data)
{
	struct lowmark_ring *ring = data;
	u64 untold = lowmark_ring_sum(ring->dropped) +
		     lowmark_ring_sum(ring->nested) - ring->told;
	unsigned long flags;

	local_irq_save(flags);
	WRITE_ONCE(ring->busy, 1);
	barrier(); /* as in lowmark_ring_begin() */
	if (!ring->used &&
	    (untold || test_bit(LOWMARK_RING_NEW, &ring->opened))) {
		ring->last = max_t(u64, ring->last, ktime_get_mono_fast_ns());
		open_chunk(ring, ring->last);
	}
	if (ring->used) {
		close_chunk(ring);
		clear_bit(LOWMARK_RING_NEW, &ring->opened);
	}
	barrier(); /* as in lowmark_ring_end() */
	WRITE_ONCE(ring->busy, 0);
	local_irq_restore(flags);
}

/**
 * lowmark_ring_lose() - count records of a kept chain that get into no ring
 * @ring: the ring, or NULL
 * @counts: how many, per type
 *
 * An NMI that comes meanwhile, or while a record is written, counts as one that wanted
 * to write then.
 *
 * Context: interrupts off, on the ring's CPU; any while that is offline
 */
notrace void lowmark_ring_lose(struct lowmark_ring *ring, const u32 *counts)
{
	unsigned int type;
	u64 all = 0;

	if (!ring)
		return;
	if (ring->busy) {
		for (type = 0; type < LOWMARK_KINDS; type++)
			ring->nested[type] += counts[type];
		return;
	}
	WRITE_ONCE(ring->busy, 1);
	barrier(); /* as in lowmark_ring_begin() */
	for (type = 0; type < LOWMARK_KINDS; type++) {
		ring->dropped[type] += counts[type];
		all += counts[type];
	}
	ring->unkept += all;
	barrier(); /* as in lowmark_ring_end() */
	WRITE_ONCE(ring->busy, 0);
}

/* While a CPU is offline more than one may come in its place. */
static DEFINE_MUTEX(offline);

/**
 * lowmark_on_cpu() - run a function on a CPU, or here while that is offline
 * @cpu: the CPU
 * @func: the function; on that CPU it is called with interrupts off
 * @info: for @func
 *
 * Context: may sleep
 */
void lowmark_on_cpu(unsigned int cpu, smp_call_func_t func, void *info)
{
	cpus_read_lock();
	if (smp_call_function_single(cpu, func, info, 1)) {
		mutex_lock(&offline);
		func(info); /* that CPU is offline and cannot write */
		mutex_unlock(&offline);
	}
	cpus_read_unlock();
}

/**
 * lowmark_ring_flush() - close the open chunk of a ring
 * @ring: the ring
 *
 * Afterwards everything written before the call is in closed chunks. An empty
 * one tells of losses that none tells of yet, or gives a new reader what to
 * count losses from.
 *
 * Context: may sleep
 */
void lowmark_ring_flush(struct lowmark_ring *ring)
{
	lowmark_on_cpu(ring->cpu, flush_here, ring);
}
