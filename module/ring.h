/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rings: one per CPU, cut into chunks that are handed out whole.
 *
 * A chunk has a number that only grows. Chunks below head are closed, chunk
 * head is being written by its CPU with interrupts off, chunks below tail are
 * gone. Whoever moves tail over a chunk with cmpxchg decides its fate: the
 * reader has read it, or the writer (overwrite mode) has dropped it.
 */
#ifndef LOWMARK_RING_H
#define LOWMARK_RING_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/percpu.h>
#include <linux/wait.h>

#include "lowmark_record.h"

#define LOWMARK_CHUNK_BYTES (64u << 10)
#define LOWMARK_RING_NO_TASK (-1) /* as pid: this chunk named none yet */
#define LOWMARK_RING_READER 0 /* bits of opened */
#define LOWMARK_RING_NEW 1
#define LOWMARK_RING_KIB_MIN 256u
#define LOWMARK_RING_KIB_MAX 1048576u

/**
 * struct lowmark_ring - ring of one CPU
 * @data: the chunks, @chunks * LOWMARK_CHUNK_BYTES
 * @chunks: number of chunks, at least 4
 * @cpu: its CPU
 * @head: number of the chunk being written; written by the CPU alone
 * @at: that chunk
 * @used: bytes of it that hold whole records; 0: not opened
 * @busy: the CPU is writing; seen by an NMI that interrupts it
 * @base: clock that the dt of the next record counts from
 * @last: clock of the last record
 * @pid: task the last TASK record of this chunk named
 * @tgid: its process
 * @comm: its name then
 * @written: records written, per type
 * @dropped: records lost because the ring was full (discard mode), per type
 * @nested: the same because an NMI hit the writer, per type
 * @overwritten: records overwritten before they were read, per type
 * @unkept: of @dropped, those of chains that were kept: no room, or recording ended
 * @told: sum of @dropped and @nested that closed chunks have told of
 * @at_open: @written when a chunk was opened, per chunk slot
 * @tail: number of the oldest chunk that still is to be read
 * @opened: LOWMARK_RING_READER: a reader has the ring file open;
 *	LOWMARK_RING_NEW: its first flush is to close a chunk, even an empty one
 * @wait: readers waiting for a chunk
 * @wake: wakes them outside of the probe
 */
struct lowmark_ring {
	void *data;
	unsigned long chunks;
	unsigned int cpu;

	unsigned long head;
	void *at;
	u32 used;
	int busy;
	u64 base;
	u64 last;
	pid_t pid;
	pid_t tgid;
	u64 comm[2];
	u64 written[LOWMARK_KINDS];
	u64 dropped[LOWMARK_KINDS];
	u64 nested[LOWMARK_KINDS];
	u64 overwritten[LOWMARK_KINDS];
	u64 unkept;
	u64 told;
	u64 (*at_open)[LOWMARK_KINDS];

	atomic_long_t tail;
	unsigned long opened;
	wait_queue_head_t wait;
	struct irq_work wake;
};

#define LOWMARK_RECORD_MAX 128 /* bytes of the longest record */

/**
 * struct lowmark_write - a record being written
 * @ring: where; NULL if a filter has to see it first
 * @flags: interrupt state to restore
 * @bytes: its length
 * @kept: with those of its chain, which wait; NULL: in @record
 * @record: the record, until a filter has seen it
 *
 * Small, since kernels clear what is on the stack.
 */
struct lowmark_write {
	struct lowmark_ring *ring;
	unsigned long flags;
	unsigned int bytes;
	struct lowmark_kept *kept;
	struct lowmark_hdr *record;
};

DECLARE_PER_CPU(struct lowmark_ring *, lowmark_ring);

int lowmark_rings_create(unsigned int kib);
void lowmark_rings_destroy(void);
int lowmark_rings_resize(unsigned int kib);
int lowmark_rings_clear(void);
unsigned int lowmark_rings_kib(void);
bool lowmark_rings_opened(void);

void *lowmark_ring_begin(struct lowmark_write *write, unsigned int type,
			 unsigned int bytes, unsigned int ctx);
bool lowmark_ring_prepare(struct lowmark_ring *ring, unsigned int type,
			  unsigned int bytes, unsigned int ctx, u64 now);
void lowmark_ring_end(struct lowmark_write *write);
void lowmark_ring_cancel(struct lowmark_write *write);
void lowmark_ring_lose(struct lowmark_ring *ring, const u32 *counts);
void lowmark_on_cpu(unsigned int cpu, smp_call_func_t func, void *info);
void lowmark_ring_flush(struct lowmark_ring *ring);

/* What filters do with records, in filter.c. */
extern bool lowmark_filtering;
void *lowmark_filter_begin(struct lowmark_write *write, unsigned int type,
			   unsigned int bytes, unsigned int ctx);
void lowmark_filter_end(struct lowmark_write *write);

/* As lowmark_ring_begin(), for what filters apply to. */
static inline void *lowmark_begin(struct lowmark_write *write,
				  unsigned int type, unsigned int bytes,
				  unsigned int ctx)
{
	if (unlikely(READ_ONCE(lowmark_filtering)))
		return lowmark_filter_begin(write, type, bytes, ctx);
	return lowmark_ring_begin(write, type, bytes, ctx);
}

static inline void lowmark_end(struct lowmark_write *write)
{
	if (unlikely(!write->ring))
		lowmark_filter_end(write);
	else
		lowmark_ring_end(write);
}

/*
 * Starts a record of a type known at build time; NULL if it is lost. The
 * second is for who knows the context, see lowmark_context().
 */
#define lowmark_write_begin(write, NAME, name) \
	lowmark_write_begin_in(write, NAME, name, lowmark_context())
#define lowmark_write_begin_in(write, NAME, name, ctx)                        \
	((struct lowmark_rec_##name *)lowmark_begin(                          \
		write, LOWMARK_REC_##NAME, sizeof(struct lowmark_rec_##name), \
		ctx))

size_t lowmark_ring_peek(struct lowmark_ring *ring, unsigned long *number,
			 void *copy);
size_t lowmark_ring_take(struct lowmark_ring *ring, void *copy);
u64 lowmark_ring_sum(const u64 *counts);

static inline void *lowmark_ring_slot(struct lowmark_ring *ring,
				      unsigned long number)
{
	return ring->data + (number % ring->chunks) * LOWMARK_CHUNK_BYTES;
}

#endif
