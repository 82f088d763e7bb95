/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Filters: which chains of records are recorded.
 *
 * A chain is a slow path run with all that is recorded inside it, or else what
 * is under way in one context: a wake, a reclaim, a run of kswapd, an attempt.
 * Its fate is decided once: at its begin, or of what is kept at its end, or when it has
 * been long enough. Other records are decided one by one.
 * A filter on a fact that a chain or record does not have lets it not pass.
 * What tells the state of the machine (new watermarks, settings, hopeless
 * nodes, zones at start and stop) always passes.
 */
#ifndef LOWMARK_FILTER_H
#define LOWMARK_FILTER_H

#include <linux/seq_file.h>

#include "filter_parse.h"
#include "flight.h"
#include "ring.h"
#include "zone.h"

/**
 * enum lowmark_fate - what becomes of the records of a chain
 * @LOWMARK_FATE_PASS: they are recorded
 * @LOWMARK_FATE_DROP: they are not
 * @LOWMARK_FATE_KEEP: they are kept until that can be told
 */
enum lowmark_fate {
	LOWMARK_FATE_PASS,
	LOWMARK_FATE_DROP,
	LOWMARK_FATE_KEEP,
};

/**
 * enum lowmark_chain - kinds of chains; each is sampled by itself
 * @LOWMARK_CHAIN_SLOW: a slow path run
 * @LOWMARK_CHAIN_ATTEMPT: a scan of the zonelist
 * @LOWMARK_CHAIN_WAKE: a call of wakeup_kswapd
 * @LOWMARK_CHAIN_RECLAIM: direct reclaim
 * @LOWMARK_CHAIN_KSWAPD: a run of kswapd
 * @LOWMARK_NR_CHAINS: how many there are
 */
enum lowmark_chain {
	LOWMARK_CHAIN_SLOW,
	LOWMARK_CHAIN_ATTEMPT,
	LOWMARK_CHAIN_WAKE,
	LOWMARK_CHAIN_RECLAIM,
	LOWMARK_CHAIN_KSWAPD,
	LOWMARK_NR_CHAINS
};

#define LOWMARK_NO_ORDER 0xffu

/**
 * struct lowmark_facts - what filters look at
 * @zone: number of the zone, or LOWMARK_ZONE_NONE
 * @node: its node, or LOWMARK_ZONE_NONE
 * @order: order, or LOWMARK_NO_ORDER
 * @has_gfp: @gfp is known
 * @gfp: gfp mask
 */
struct lowmark_facts {
	u16 zone;
	u16 node;
	u8 order;
	bool has_gfp;
	u32 gfp;
};

void lowmark_filter_exit(void);
int lowmark_filter_use(const struct lowmark_filter *filter);
int lowmark_filter_set(const char *text, char *why);
void lowmark_filter_start(void);
void lowmark_filter_settings(void);
void lowmark_filter_show(struct seq_file *m);
void lowmark_filter_show_stats(struct seq_file *m);

/* Asked of the current set; the caller holds the RCU read lock. */
bool lowmark_filter_task(const struct lowmark_filter *filter);
bool lowmark_filter_matches(const struct lowmark_filter *filter,
			    const struct lowmark_facts *facts);
bool lowmark_filter_record(const struct lowmark_filter *filter,
			   const struct lowmark_hdr *record);
bool lowmark_filter_turn(unsigned int class, u32 factor);

void lowmark_filter_decide(struct lowmark_flight *flight,
			   enum lowmark_chain chain,
			   const struct lowmark_facts *facts);
bool lowmark_filter_drops_order(const struct lowmark_flight *flight,
				unsigned int order);

/* The facts of a request to the page allocator */
static inline struct lowmark_facts
lowmark_facts_of(struct zone *zone, unsigned int order, u32 gfp)
{
	return (struct lowmark_facts){
		.zone = lowmark_zone_id_or_none(zone),
		.node = zone ? zone_to_nid(zone) : LOWMARK_ZONE_NONE,
		.order = lowmark_u8(order),
		.has_gfp = true,
		.gfp = gfp,
	};
}

/*
 * A chain begins, unless it is part of another one.
 * Context: probe handler; @flight has just been entered, or is NULL
 */
static inline void lowmark_chain_begin(struct lowmark_flight *flight,
				       enum lowmark_chain chain,
				       struct lowmark_facts facts)
{
	if (unlikely(READ_ONCE(lowmark_filtering)) && flight &&
	    flight->users == 1)
		lowmark_filter_decide(flight, chain, &facts);
}

/*
 * A slow path run begins. It is a chain of its own also inside another one
 * that is no slow path run. Returns the fate of what is around it.
 */
static inline u8 lowmark_chain_begin_slow(struct lowmark_flight *flight,
					  struct lowmark_facts facts)
{
	u8 outer = flight ? flight->fate : LOWMARK_FATE_PASS;

	if (unlikely(READ_ONCE(lowmark_filtering)) && flight &&
	    !flight->depth && outer != LOWMARK_FATE_KEEP)
		lowmark_filter_decide(flight, LOWMARK_CHAIN_SLOW, &facts);
	return outer;
}

/* Can a watermark check be known at its begin not to be recorded? */
static inline bool lowmark_filter_drops(const struct lowmark_flight *flight,
					unsigned int order)
{
	return unlikely(READ_ONCE(lowmark_filtering)) &&
	       lowmark_filter_drops_order(flight, order);
}

#endif
