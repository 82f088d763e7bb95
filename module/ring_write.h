/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The writing of one record into this CPU's ring. Inline for what is written
 * by thousands; everybody else calls lowmark_ring_begin().
 */
#ifndef LOWMARK_RING_WRITE_H
#define LOWMARK_RING_WRITE_H

#include <linux/irqflags.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "ring.h"

/*
 * Up to where a chunk may be used for a record to fit into it, with a new base
 * and the name of its task before it.
 */
static __always_inline u32 lowmark_ring_limit(unsigned int bytes)
{
	return LOWMARK_CHUNK_BYTES - sizeof(struct lowmark_rec_time) -
	       sizeof(struct lowmark_rec_task) - bytes;
}

/* Is the running task the one that this chunk named last? */
static __always_inline bool
lowmark_ring_names_task(const struct lowmark_ring *ring)
{
	const char *comm = current->comm;
	u64 first, second;

	BUILD_BUG_ON(sizeof(current->comm) != sizeof(first) + sizeof(second));
	/*
	 * Copied, not compared by memcmp(), which may not be inlined; not to an
	 * array, which would be guarded.
	 */
	memcpy(&first, comm, sizeof(first));
	memcpy(&second, comm + sizeof(first), sizeof(second));
	return ring->pid == current->pid && ring->tgid == current->tgid &&
	       ring->comm[0] == first && ring->comm[1] == second;
}

/* Returns where the next record goes, with its header filled. */
static __always_inline void *lowmark_ring_place(struct lowmark_ring *ring,
						unsigned int type,
						unsigned int bytes,
						unsigned int ctx, u64 now)
{
	struct lowmark_hdr *hdr = ring->at + ring->used;

	hdr->dt = (u32)(now - ring->base);
	hdr->type = type;
	hdr->words = bytes / LOWMARK_WORD;
	hdr->ctx = ctx;
	hdr->flags = 0;
	return hdr;
}

static __always_inline void lowmark_ring_placed(struct lowmark_ring *ring,
						unsigned int type,
						unsigned int bytes)
{
	ring->written[type]++;
	/* A whole record is there; pairs with the acquire in lowmark_ring_peek(). */
	smp_store_release(&ring->used, ring->used + bytes);
}

/* A chunk is open, has room, and its base and its task are those of now. */
static __always_inline bool lowmark_ring_is_ready(const struct lowmark_ring *ring,
						  unsigned int bytes, u64 now)
{
	/* One that is not open, 0, becomes the largest number. */
	return ring->used - 1 < lowmark_ring_limit(bytes) &&
	       now - ring->base <= U32_MAX && lowmark_ring_names_task(ring);
}

/* See lowmark_ring_begin(). */
static __always_inline void *
lowmark_ring_begin_here(struct lowmark_write *write, unsigned int type,
			unsigned int bytes, unsigned int ctx)
{
	struct lowmark_ring *ring;
	u64 now;

	local_irq_save(write->flags);
	ring = __this_cpu_read(lowmark_ring);
	if (unlikely(!ring))
		goto out;
	if (unlikely(ring->busy)) {
		ring->nested[type]++;
		goto out;
	}
	WRITE_ONCE(ring->busy, 1);
	barrier(); /* an NMI on this CPU sees busy before anything else */
	now = ktime_get_mono_fast_ns();
	/* The clock may step back by a little when an NMI reads it. */
	if (unlikely(now < ring->last))
		now = ring->last;
	ring->last = now;
	if (likely(lowmark_ring_is_ready(ring, bytes, now)) ||
	    lowmark_ring_prepare(ring, type, bytes, ctx, now)) {
		write->ring = ring;
		write->bytes = bytes;
		return lowmark_ring_place(ring, type, bytes, ctx, now);
	}
	barrier();
	WRITE_ONCE(ring->busy, 0);
out:
	local_irq_restore(write->flags);
	return NULL;
}

/* See lowmark_ring_end(). */
static __always_inline void
lowmark_ring_end_here(struct lowmark_write *write, unsigned int type,
		      unsigned int bytes)
{
	lowmark_ring_placed(write->ring, type, bytes);
	barrier(); /* an NMI on this CPU sees the record before busy goes */
	WRITE_ONCE(write->ring->busy, 0);
	local_irq_restore(write->flags);
}

#endif
