// SPDX-License-Identifier: GPL-2.0-only
/*
 * Making, resizing and reading the rings.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "compat.h"
#include "lowmark.h"
#include "ring.h"

DEFINE_PER_CPU(struct lowmark_ring *, lowmark_ring);
static unsigned int ring_kib;

/**
 * lowmark_ring_sum() - add up counts per record type
 * @counts: LOWMARK_KINDS of them
 *
 * Return: the sum
 */
notrace u64 lowmark_ring_sum(const u64 *counts)
{
	u64 sum = 0;
	unsigned int kind;

	for (kind = 0; kind < LOWMARK_KINDS; kind++)
		sum += counts[kind];
	return sum;
}

static void wake_readers(struct irq_work *work)
{
	wake_up_all(&container_of(work, struct lowmark_ring, wake)->wait);
}

static void ring_destroy(struct lowmark_ring *ring)
{
	if (!ring)
		return;
	irq_work_sync(&ring->wake);
	kvfree(ring->at_open);
	vfree(ring->data);
	kfree(ring);
}

static struct lowmark_ring *ring_create(unsigned int cpu, unsigned int kib)
{
	struct lowmark_ring *ring;
	int node = cpu_to_node(cpu);

	ring = kzalloc_node(sizeof(*ring), GFP_KERNEL, node);
	if (!ring)
		return NULL;
	ring->cpu = cpu;
	ring->chunks = (unsigned long)kib * 1024 / LOWMARK_CHUNK_BYTES;
	init_waitqueue_head(&ring->wait);
	init_irq_work(&ring->wake, wake_readers);
	ring->at_open = kvcalloc(ring->chunks, sizeof(*ring->at_open),
				 GFP_KERNEL);
	ring->data = vmalloc_node(ring->chunks * LOWMARK_CHUNK_BYTES, node);
	if (!ring->at_open || !ring->data) {
		ring_destroy(ring);
		return NULL;
	}
	return ring;
}

/* Nobody writes to @old after this. */
static void swap_rings(struct lowmark_ring **rings)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		swap(per_cpu(lowmark_ring, cpu), rings[cpu]);
	/* Writers hold interrupts off, which RCU waits for. */
	synchronize_rcu();
}

/*
 * vmalloc() has the OOM killer make room before it gives up. So rings have to
 * fit into what can be had without; small ones are tried even in an emergency.
 */
static bool fits(unsigned int kib)
{
	u64 wanted = (u64)kib * 1024 * num_possible_cpus() >> PAGE_SHIFT;
	long available = si_mem_available();
	struct sysinfo memory;

	si_meminfo(&memory);
	return wanted <= memory.totalram / 64 ||
	       (available > 0 && wanted <= (u64)available / 4 * 3);
}

/**
 * lowmark_rings_create() - give every CPU a ring of this size
 * @kib: KiB per CPU, from LOWMARK_RING_KIB_MIN to LOWMARK_RING_KIB_MAX
 *
 * Replaces the rings there are; what they hold is gone.
 *
 * Return: 0 or -ENOMEM, when nothing has changed
 */
int lowmark_rings_create(unsigned int kib)
{
	struct lowmark_ring **rings;
	unsigned int cpu;
	int ret = 0;

	if (!fits(kib))
		return -ENOMEM;
	rings = kcalloc(nr_cpu_ids, sizeof(struct lowmark_ring *), GFP_KERNEL);
	if (!rings)
		return -ENOMEM;
	for_each_possible_cpu(cpu) {
		rings[cpu] = ring_create(cpu, kib);
		if (!rings[cpu]) {
			ret = -ENOMEM;
			goto out;
		}
	}
	swap_rings(rings);
	ring_kib = kib;
out:
	for_each_possible_cpu(cpu)
		ring_destroy(rings[cpu]);
	kfree(rings);
	return ret;
}

/**
 * lowmark_rings_destroy() - free all rings; nothing writes or reads them
 */
void lowmark_rings_destroy(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		ring_destroy(per_cpu(lowmark_ring, cpu));
		per_cpu(lowmark_ring, cpu) = NULL;
	}
}

/**
 * lowmark_rings_kib() - size of the rings
 *
 * Return: KiB per CPU
 */
unsigned int lowmark_rings_kib(void)
{
	return ring_kib;
}

/**
 * lowmark_rings_opened() - does any reader have a ring open
 *
 * Return: true if so
 */
bool lowmark_rings_opened(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		if (READ_ONCE(per_cpu(lowmark_ring, cpu)->opened))
			return true;
	return false;
}

/**
 * lowmark_rings_resize() - change the size of the rings
 * @kib: KiB per CPU
 *
 * Context: the caller holds lowmark.lock, which openers of rings take too
 *
 * Return: 0, -ERANGE, -EBUSY while a reader has a ring open, or -ENOMEM
 */
int lowmark_rings_resize(unsigned int kib)
{
	if (kib < LOWMARK_RING_KIB_MIN || kib > LOWMARK_RING_KIB_MAX)
		return -ERANGE;
	if (lowmark_rings_opened())
		return -EBUSY;
	return lowmark_rings_create(kib);
}

/**
 * lowmark_rings_clear() - forget what the rings hold
 *
 * Context: the caller holds lowmark.lock
 *
 * Return: 0, or -EBUSY while a reader has a ring open
 */
int lowmark_rings_clear(void)
{
	unsigned int cpu;

	if (lowmark_rings_opened())
		return -EBUSY;
	for_each_possible_cpu(cpu) {
		struct lowmark_ring *ring = per_cpu(lowmark_ring, cpu);
		unsigned long head, tail;

		lowmark_ring_flush(ring);
		/* Pairs with the release in close_chunk(). */
		head = smp_load_acquire(&ring->head);
		do {
			tail = atomic_long_read(&ring->tail);
		} while ((long)(head - tail) > 0 &&
			 atomic_long_cmpxchg(&ring->tail, tail, head) != tail);
	}
	return 0;
}

/**
 * lowmark_ring_peek() - copy a chunk without taking it
 * @ring: the ring
 * @number: chunk wanted; raised to the oldest one that is still there
 * @copy: LOWMARK_CHUNK_BYTES of room
 *
 * The open chunk is copied as far as it holds whole records.
 *
 * Return: bytes of the chunk; 0 if there is none with this number yet
 */
size_t lowmark_ring_peek(struct lowmark_ring *ring, unsigned long *number,
			 void *copy)
{
	struct lowmark_chunk *chunk = copy;
	unsigned long head, tail;
	u32 bytes;

	for (;;) {
		tail = atomic_long_read(&ring->tail);
		if ((long)(*number - tail) < 0)
			*number = tail;
		/* Pairs with the release in close_chunk(). */
		head = smp_load_acquire(&ring->head);
		if ((long)(*number - head) > 0)
			return 0;
		chunk = lowmark_ring_slot(ring, *number);
		if (*number != head) {
			bytes = READ_ONCE(chunk->bytes);
		} else {
			/* Pairs with the release in placed(). */
			bytes = smp_load_acquire(&ring->used);
			/* Pairs with the release in close_chunk(). */
			if (smp_load_acquire(&ring->head) != head)
				continue;
			if (!bytes)
				return 0;
		}
		if (bytes < sizeof(*chunk) || bytes > LOWMARK_CHUNK_BYTES)
			continue;
		memcpy(copy, chunk, bytes);
		/* The copy is good if the writer had not come round by now. */
		smp_rmb();
		if ((long)(*number - atomic_long_read(&ring->tail)) >= 0)
			break;
	}
	chunk = copy;
	if (*number == head) {
		chunk->bytes = bytes;
		chunk->time_last = max(chunk->time_first, READ_ONCE(ring->last));
	}
	return bytes;
}

/**
 * lowmark_ring_take() - take the oldest closed chunk
 * @ring: the ring; the caller is its only reader
 * @copy: LOWMARK_CHUNK_BYTES of room
 *
 * Return: bytes of the chunk; 0 if there is none
 */
size_t lowmark_ring_take(struct lowmark_ring *ring, void *copy)
{
	unsigned long number, head;
	size_t bytes;

	for (;;) {
		number = atomic_long_read(&ring->tail);
		/* Pairs with the release in close_chunk(). */
		head = smp_load_acquire(&ring->head);
		if (number == head)
			return 0;
		bytes = lowmark_ring_peek(ring, &number, copy);
		if (!bytes || (long)(head - number) <= 0)
			continue;
		/* Whoever moves the tail owns the chunk; see ring.h. */
		if (atomic_long_cmpxchg(&ring->tail, number, number + 1) ==
		    number)
			return bytes;
	}
}
