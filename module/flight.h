/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is under way: one slot per task and context level that is inside the
 * slow path, wakeup_kswapd, direct reclaim or a run of kswapd.
 */
#ifndef LOWMARK_FLIGHT_H
#define LOWMARK_FLIGHT_H

#include <linux/atomic.h>
#include <linux/hash.h>
#include <linux/sched.h>
#include <linux/types.h>

#include "lowmark.h"
#include "slow.h"
#include "waits.h"
#include "walk.h"

struct lowmark_wake_request;

#define LOWMARK_FLIGHTS 2048 /* slots */
#define LOWMARK_SPAN_DEPTH 3 /* slow path runs inside each other */

/* What the slow path spends its time with; stages do not overlap. */
enum lowmark_stage {
	LOWMARK_STAGE_WAKE,
	LOWMARK_STAGE_SCAN,
	LOWMARK_STAGE_RECLAIM,
	LOWMARK_STAGE_COMPACT,
	LOWMARK_STAGE_THROTTLE,
	LOWMARK_STAGE_OOM,
	LOWMARK_NR_STAGES
};

/**
 * struct lowmark_scan - a scan of the zonelist under way
 * @walk: its walk
 * @begin: clock when it began
 * @kind: enum lowmark_attempt
 */
struct lowmark_scan {
	struct lowmark_walk walk;
	u64 begin;
	u8 kind;
};

/**
 * struct lowmark_span - an open slow path run
 * @id: its name in the records
 * @attempts: attempts so far
 * @reclaims: direct reclaims so far
 * @wakes: wake requests so far
 * @retries: times it went round again
 * @compactions: direct compactions so far
 * @ooms: calls of out_of_memory() so far
 * @progress: attempts to come that direct reclaim's progress allows
 * @reserves: an attempt used reserves
 * @compacted: direct compaction has ended since the last attempt
 * @looked: the last look before OOM was taken in this round
 * @reclaimed: an attempt followed direct reclaim in this round
 * @in_loop: an attempt has been made in its loop since it began, or began anew
 * @asking: it has asked for kswapd since the last round began
 * @moved: the kernel may have another @mems; stays until it begins anew
 * @inside: it is in a stage that may allocate; what does is not its own
 * @asked: why it will go round again, one more than enum lowmark_retry; 0: not
 *	known
 * @stage: the stages of this round, a bit each
 * @flags: allocator flags of the last attempt of a round
 * @gfp: gfp mask
 * @mems: what the kernel has copied of lowmark_mems_sequence() when it began, or
 *	began anew
 * @mems_late: the same when its last stage but asking for kswapd ended
 * @mems_asked: the sequence when it asked for kswapd first in this round
 * @ooms_seen: lowmark_ooms_seen() when reclaim or compaction ended last
 * @spent: time per stage
 * @waits: what it waits for
 * @slow: the run, where the slow path is inlined
 * @inlined: @slow is valid
 * @attempt: its last attempt
 */
struct lowmark_span {
	u64 id;
	u16 attempts;
	u16 reclaims;
	u16 wakes;
	u16 retries;
	u16 compactions;
	u16 ooms;
	u8 progress;
	bool reserves;
	bool compacted;
	bool looked;
	bool reclaimed;
	bool in_loop;
	bool asking;
	bool moved;
	bool inside;
	u8 asked;
	u8 stage;
	u32 flags;
	u32 gfp;
	u32 mems;
	u32 mems_late;
	u32 mems_asked;
	u32 ooms_seen;
	u64 spent[LOWMARK_NR_STAGES];
	struct lowmark_waits waits;
#ifdef LOWMARK_HAVE_FAIR_ZONES
	struct lowmark_slow slow;
	bool inlined;
#endif
	struct lowmark_scan attempt;
};

/**
 * struct lowmark_flight - a slot
 * @key: task and context level; 0: free
 * @users: what is under way; only the owner of the key changes what follows
 * @fate: enum lowmark_fate of the chain that is under way
 * @depth: open slow path runs; those above LOWMARK_SPAN_DEPTH have no span
 * @spans: the open runs
 * @in_wake: inside wakeup_kswapd
 * @request: what it was asked for, valid while @in_wake
 * @woken: the wake was issued
 * @balanced: what pgdat_balanced() told wakeup_kswapd: 0, 1, or -1 not asked
 * @short_node: node whose reserves throttled the task; LOWMARK_ZONE_NONE: none
 * @walk: the innermost walk over a zonelist, or NULL
 * @passes: looks of this run of kswapd whether its node is balanced
 * @scanned: LRU pages scanned since the flight's reclaim began
 * @reclaimed: LRU pages reclaimed since then
 * @reclaim_begin: clock when direct reclaim began
 */
struct lowmark_flight {
	unsigned long key;
	u16 users;
	u8 fate;
	u16 depth;
	struct lowmark_span spans[LOWMARK_SPAN_DEPTH];
	bool in_wake;
	bool woken;
	s8 balanced;
	struct lowmark_wake_request *request;
	struct lowmark_walk *walk;
	u16 short_node;
	u16 passes;
	u64 scanned;
	u64 reclaimed;
	u64 reclaim_begin;
};

/* One more, as far as the counter goes; a stuck request counts very far. */
static inline u16 lowmark_count(u16 *counter)
{
	if (*counter < U16_MAX)
		++*counter;
	return *counter;
}

#define LOWMARK_FLIGHT_BITS 11

/* How many flights' search begins at a slot. */
extern atomic_t lowmark_flight_homes[1 << LOWMARK_FLIGHT_BITS];

/* Tasks are aligned to more than the four levels. */
static inline unsigned long lowmark_flight_key(unsigned int level)
{
	return (unsigned long)current | level;
}

void lowmark_flights_reset(void);
struct lowmark_flight *lowmark_flight_search(unsigned long key);
struct lowmark_flight *lowmark_flight_enter(void);
unsigned int lowmark_flight_number(const struct lowmark_flight *flight);
void lowmark_flight_leave(struct lowmark_flight *flight);
struct lowmark_span *lowmark_flight_span(struct lowmark_flight *flight);
struct lowmark_span *lowmark_flight_own_span(struct lowmark_flight *flight);
u64 lowmark_flights_missed(void);
u64 lowmark_span_enters(struct lowmark_span *span);
void lowmark_span_asks(struct lowmark_span *span);
void lowmark_span_spent(struct lowmark_span *span, enum lowmark_stage stage,
			u64 begin, u64 time);
void lowmark_ooms_reset(void);
u32 lowmark_ooms_seen(void);
void lowmark_oom_begins(void);
void lowmark_oom_ends(void);
void lowmark_span_goes_round(struct lowmark_span *span, unsigned int kind,
			     u32 flags);

/* The slot of the running context, on a level that is known; NULL if none */
static inline struct lowmark_flight *lowmark_flight_find_at(unsigned int level)
{
	unsigned long key = lowmark_flight_key(level);
	unsigned int home = hash_long(key, LOWMARK_FLIGHT_BITS);

	if (!atomic_read(&lowmark_flight_homes[home]))
		return NULL;
	return lowmark_flight_search(key);
}

/* The slot that was entered last on this CPU, or what was; most often wanted. */
DECLARE_PER_CPU(struct lowmark_flight *, lowmark_flight_last);

/* The slot of the running context; NULL if nothing is under way. */
static inline struct lowmark_flight *lowmark_flight_find(void)
{
	struct lowmark_flight *last = this_cpu_read(lowmark_flight_last);
	unsigned int level = lowmark_level();

	/* Whose key it has it is, wherever that was found. */
	if (last && READ_ONCE(last->key) == lowmark_flight_key(level))
		return last;
	return lowmark_flight_find_at(level);
}

/* The ctx byte of a record, LOWMARK_CTX_* bits, of a level and a slot or NULL */
static inline unsigned int
lowmark_context_at(unsigned int level, const struct lowmark_flight *flight)
{
	if (current->flags & PF_KSWAPD && level == LOWMARK_CTX_TASK)
		level |= LOWMARK_CTX_KSWAPD;
	if (flight && flight->depth)
		level |= LOWMARK_CTX_SLOW;
	return level;
}

#endif
