// SPDX-License-Identifier: GPL-2.0-only
/*
 * What followed each wake of kswapd, until it went to sleep again.
 */
#include "episodes.h"

#include <string.h>

/**
 * lm_episode_begin() - kswapd was woken
 * @episode: what to initialise
 * @node: node of kswapd
 * @event: the wake
 */
void lm_episode_begin(struct lm_episode *episode, unsigned int node,
		      const struct lm_event *event)
{
	const struct lowmark_rec_wake *rec = (const void *)event->record;

	*episode = (struct lm_episode){
		.node = (__u16)node,
		.zone = rec->zone,
		.order = rec->order,
		.highest = rec->highest,
		.caller = rec->caller,
		.gfp = rec->gfp,
		.free = rec->free,
		.margin = rec->margin,
		.wake_ns = event->time_ns,
		.cpu = event->cpu,
		.pid = event->pid,
		.wakers = 1,
	};
	memcpy(episode->comm, event->comm,
	       strnlen(event->comm, sizeof(episode->comm) - 1));
}

static struct lm_zone_then *find_zone(struct lm_episode *episode,
				      unsigned int zone)
{
	unsigned int i;

	for (i = 0; i < episode->nr_zones; i++)
		if (episode->zones[i].zone == zone)
			return &episode->zones[i];
	return NULL;
}

/**
 * lm_episode_state() - set the state of a zone when kswapd was woken
 * @episode: the wake
 * @then: the state; it replaces an earlier one of the same zone
 */
void lm_episode_state(struct lm_episode *episode,
		      const struct lm_zone_then *then)
{
	struct lm_zone_then *known = find_zone(episode, then->zone);

	if (!known && episode->nr_zones < LM_MOST_ZONES)
		known = &episode->zones[episode->nr_zones++];
	if (known)
		*known = *then;
}

static __u32 pages_or_zero(__u32 pages)
{
	return pages == LOWMARK_PAGES_NONE ? 0 : pages;
}

static void take_state(struct lm_episode *episode,
		       const struct lowmark_rec_zone *rec)
{
	__u32 boost = pages_or_zero(rec->boost);
	const struct lm_zone_then then = {
		.zone = rec->zone,
		.free = rec->free,
		.low = rec->low + boost,
		.high = rec->high + boost,
		.reserve = pages_or_zero(rec->reserve),
	};

	if (rec->low == LOWMARK_PAGES_NONE || rec->high == LOWMARK_PAGES_NONE)
		return;
	lm_episode_state(episode, &then);
	episode->told = true;
}

/**
 * lm_episode_zone() - the state of a zone of the node was recorded
 * @episode: the wake
 * @event: the state
 */
void lm_episode_zone(struct lm_episode *episode, const struct lm_event *event)
{
	const struct lowmark_rec_zone *rec = (const void *)event->record;
	struct lm_zone_then *then;

	if (rec->free == LOWMARK_PAGES_NONE)
		return;
	if (rec->when == LOWMARK_SAMPLE_WAKE && event->cpu == episode->cpu &&
	    !episode->run_ns)
		take_state(episode, rec);
	if (rec->when != LOWMARK_SAMPLE_BALANCE_END)
		return;
	then = find_zone(episode, rec->zone);
	if (!then)
		return;
	then->ended = true;
	then->free_after = rec->free;
}

/**
 * lm_episode_free() - free pages of a zone of the node were seen
 * @episode: the wake
 * @time_ns: when
 * @zone: the zone
 * @free: free pages
 */
void lm_episode_free(struct lm_episode *episode, __u64 time_ns,
		     unsigned int zone, __u32 free)
{
	const struct lm_zone_then *then;

	if (zone != episode->zone || episode->above_ns || !episode->run_ns)
		return;
	then = find_zone(episode, zone);
	if (!then || free <= (__u64)then->high + then->reserve)
		return;
	episode->above_ns = time_ns;
	episode->above_free = free;
}

/**
 * lm_episode_run() - kswapd of the node begins to run
 * @episode: the wake
 * @event: what it runs for
 */
void lm_episode_run(struct lm_episode *episode, const struct lm_event *event)
{
	const struct lowmark_rec_kswapd_wake *rec = (const void *)event->record;

	if (episode->run_ns)
		return;
	episode->run_ns = event->time_ns;
	episode->run_order = rec->order;
	episode->run_highest = rec->highest;
}

/**
 * lm_episode_balanced() - kswapd of the node ended a balance run
 * @episode: the wake
 * @rec: how it went
 */
void lm_episode_balanced(struct lm_episode *episode,
			 const struct lowmark_rec_balance_end *rec)
{
	episode->passes++;
	episode->balance_ns += rec->latency;
	episode->scanned += rec->scanned;
	episode->reclaimed += rec->reclaimed;
	episode->order_done = rec->order_done;
	if (rec->failures != LOWMARK_COUNT_NONE)
		episode->failures = rec->failures;
}

/**
 * lm_episode_stall() - the slow path returned to somebody
 * @episode: the wake
 * @latency_ns: time it took
 */
void lm_episode_stall(struct lm_episode *episode, __u64 latency_ns)
{
	episode->stalls++;
	if (latency_ns > episode->longest_stall_ns)
		episode->longest_stall_ns = latency_ns;
}

static bool worse(const struct lm_episode *a, const struct lm_episode *b)
{
	if (a->complete != b->complete)
		return a->complete;
	return a->margin < b->margin;
}

/**
 * lm_worst_wakes_add() - keep an episode if it is among the worst
 * @worst: the worst so far
 * @episode: the episode, at its end
 */
void lm_worst_wakes_add(struct lm_worst_wakes *worst,
			const struct lm_episode *episode)
{
	unsigned int at = worst->nr;

	if (at == LM_WORST_WAKES) {
		at--;
		if (!worse(episode, &worst->list[at]))
			return;
	} else {
		worst->nr++;
	}
	for (; at && worse(episode, &worst->list[at - 1]); at--)
		worst->list[at] = worst->list[at - 1];
	worst->list[at] = *episode;
}
