// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is under way, in a fixed table: no allocation, no lock.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "flight.h"
#include "lowmark.h"

#define SLOT_BITS LOWMARK_FLIGHT_BITS
#define SLOTS BIT(SLOT_BITS)
#define PROBES 16u

static struct lowmark_flight slots[SLOTS];
atomic_t lowmark_flight_homes[SLOTS];
DEFINE_PER_CPU(struct lowmark_flight *, lowmark_flight_last);
static atomic_long_t missed;

/**
 * lowmark_flights_reset() - forget all flights; no probe is armed
 */
void lowmark_flights_reset(void)
{
	memset(slots, 0, sizeof(slots));
	memset(lowmark_flight_homes, 0, sizeof(lowmark_flight_homes));
}

/**
 * lowmark_flights_missed() - flights that found no free slot
 *
 * Return: how many since the module was loaded
 */
u64 lowmark_flights_missed(void)
{
	return atomic_long_read(&missed);
}

/**
 * lowmark_flight_search() - the rest of lowmark_flight_find_at()
 * @key: of the running context
 *
 * Return: its slot, or NULL if nothing is under way
 */
notrace struct lowmark_flight *lowmark_flight_search(unsigned long key)
{
	unsigned int home = hash_long(key, SLOT_BITS);
	unsigned int i;

	for (i = 0; i < PROBES; i++) {
		struct lowmark_flight *flight = &slots[(home + i) % SLOTS];

		if (READ_ONCE(flight->key) == key)
			return flight;
	}
	return NULL;
}

/**
 * lowmark_flight_enter() - something begins in the running context
 *
 * Return: its slot with one user more; NULL if there is no room, which has
 * been counted
 */
notrace struct lowmark_flight *lowmark_flight_enter(void)
{
	struct lowmark_flight *flight = lowmark_flight_find();
	unsigned long key = lowmark_flight_key(lowmark_level());
	unsigned int home = hash_long(key, SLOT_BITS);
	unsigned int i;

	for (i = 0; !flight && i < PROBES; i++) {
		struct lowmark_flight *slot = &slots[(home + i) % SLOTS];

		if (READ_ONCE(slot->key) || cmpxchg(&slot->key, 0, key) != 0)
			continue;
		flight = slot;
		flight->users = 0;
		flight->fate = 0;
		flight->depth = 0;
		flight->in_wake = false;
		flight->walk = NULL;
		flight->scanned = 0;
		flight->reclaimed = 0;
		flight->reclaim_begin = 0;
		atomic_inc(&lowmark_flight_homes[home]);
	}
	if (flight) {
		flight->users++;
		this_cpu_write(lowmark_flight_last, flight);
	} else {
		atomic_long_inc(&missed);
	}
	return flight;
}

/**
 * lowmark_flight_number() - the number of a slot
 * @flight: the slot
 *
 * Return: below LOWMARK_FLIGHTS
 */
notrace unsigned int lowmark_flight_number(const struct lowmark_flight *flight)
{
	return flight - slots;
}

/**
 * lowmark_flight_leave() - what lowmark_flight_enter() began has ended
 * @flight: the slot; may be free for others afterwards
 */
notrace void lowmark_flight_leave(struct lowmark_flight *flight)
{
	if (!flight->users || --flight->users)
		return;
	/* Another CPU writes to what has a new owner. */
	if (this_cpu_read(lowmark_flight_last) == flight)
		this_cpu_write(lowmark_flight_last, NULL);
	atomic_dec(&lowmark_flight_homes[hash_long(flight->key, SLOT_BITS)]);
	/* The next owner's cmpxchg sees a slot that nobody writes any more. */
	smp_store_release(&flight->key, 0);
}

/**
 * lowmark_flight_span() - the innermost slow path run of a flight
 * @flight: the slot, or NULL
 *
 * Return: it, or NULL if none is open
 */
notrace struct lowmark_span *lowmark_flight_span(struct lowmark_flight *flight)
{
	if (!flight || !flight->depth || flight->depth > LOWMARK_SPAN_DEPTH)
		return NULL;
	return &flight->spans[flight->depth - 1];
}

/**
 * lowmark_flight_own_span() - the slow path run that an attempt belongs to
 * @flight: the slot, or NULL
 *
 * Return: the innermost run, or NULL if there is none or if it is in a stage,
 * such as reclaim, that allocates for itself
 */
notrace struct lowmark_span *
lowmark_flight_own_span(struct lowmark_flight *flight)
{
	struct lowmark_span *span = lowmark_flight_span(flight);

	return span && !span->inside ? span : NULL;
}

/**
 * lowmark_context() - the ctx byte of a record written now
 *
 * Return: LOWMARK_CTX_* bits
 */
notrace unsigned int lowmark_context(void)
{
	return lowmark_context_at(lowmark_level(), lowmark_flight_find());
}
