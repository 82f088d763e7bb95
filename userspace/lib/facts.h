/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The recorded facts about one incident, gathered for its story: what
 * conclusions may be drawn from.
 */
#ifndef LOWMARK_LIB_FACTS_H
#define LOWMARK_LIB_FACTS_H

#include <stdbool.h>

#include "chunk.h"
#include "loss.h"
#include "stages.h"

#define LM_FACT_ZONES 64
#define LM_FACT_NODES 16
#define LM_NODE_NONE 0xffffu
#define LM_NR_SKIPS (LOWMARK_SKIP_UNKNOWN + 1)
#define LM_NR_RETRIES (LOWMARK_RETRY_UNKNOWN + 1)
#define LM_NR_VERDICTS (LOWMARK_WAKE_NOT_ASKED + 1)
#define LM_NR_COMPACTED (LOWMARK_COMPACTED_SUCCESS + 1)
#define LM_NR_RESTS (LOWMARK_REST_PREMATURE + 1)
#define LM_NR_RUNS (LOWMARK_RUN_UNKNOWN + 1)

/**
 * enum lm_question - what a story is asked for
 * @LM_WHY_STALL: a run of the slow path that took long
 * @LM_WHY_WAKE: a wake of kswapd
 * @LM_WHY_AWAKE: kswapd that keeps running
 * @LM_WHY_ASLEEP: a request that did not wake kswapd
 * @LM_WHY_FAIL: an allocation that failed
 * @LM_WHY_OOM: a call of the OOM killer
 * @LM_NR_QUESTIONS: how many there are
 */
enum lm_question {
	LM_WHY_STALL,
	LM_WHY_WAKE,
	LM_WHY_AWAKE,
	LM_WHY_ASLEEP,
	LM_WHY_FAIL,
	LM_WHY_OOM,
	LM_NR_QUESTIONS,
};

/**
 * struct lm_target - the incident a story is about
 * @question: what is asked
 * @id: its name: of the slow path run, or its number in the recording
 * @begin_ns: when it began; of a run, when its entry had been recorded
 * @entered_ns: from when on what is recorded belongs to it
 * @end_ns: when it ended; for a wake the same as @begin_ns
 * @cpu: where it ended
 * @pid: thread, 0 for kswapd's awake times
 * @level: context level
 * @node: node whose kswapd it is about; LM_NODE_NONE if that is not known
 * @span: slow path run, 0 if there is none
 * @of: incidents of the kind in the recording
 */
struct lm_target {
	enum lm_question question;
	__u64 id;
	__u64 begin_ns;
	__u64 entered_ns;
	__u64 end_ns;
	__u32 cpu;
	__u32 pid;
	__u8 level;
	__u16 node;
	__u64 span;
	__u64 of;
};

/**
 * struct lm_stage - something the incident spent time on
 * @first_ns: when that first ended; 0 if never
 * @count: how often
 * @time_ns: how long in all
 */
struct lm_stage {
	__u64 first_ns;
	__u64 count;
	__u64 time_ns;
};

/**
 * struct lm_fact_zone - a zone when the incident began, in pages
 * @zone: number of the zone
 * @told: its state was recorded with the incident
 * @known: @free and the marks are known, from then or from before
 * @free: free pages
 * @min: min watermark without boost
 * @low: low watermark without boost
 * @high: high watermark without boost
 * @boost: boost
 * @reserve: lowmem reserve at the highest zone index of the request
 * @low_once: low watermark before it was last raised by somebody; 0 if that
 *	was not recorded
 * @checked: the first attempt checked its mark, or else a later one did
 * @why: enum lowmark_why, of that check
 * @mark: enum lowmark_mark, of that check
 * @margin: of that check
 * @skips: times it was passed over, by enum lowmark_skip
 * @under: it was seen not above high afterwards
 * @above_ns: when it was first seen above high again; 0 if never, or if it was
 *	above all the time
 * @above_free: free pages then
 */
struct lm_fact_zone {
	__u16 zone;
	bool told;
	bool known;
	__u32 free;
	__u32 min;
	__u32 low;
	__u32 high;
	__u32 boost;
	__u32 reserve;
	__u32 low_once;
	bool checked;
	__u8 why;
	__u8 mark;
	__s32 margin;
	__u32 skips[LM_NR_SKIPS];
	bool under;
	__u64 above_ns;
	__u32 above_free;
};

/**
 * struct lm_count - a count that a kernel may not be able to give
 * @known: it could
 * @n: the count
 */
struct lm_count {
	bool known;
	__u64 n;
};

/**
 * struct lm_fact_kswapd - kswapd of the incident's node
 * @awake: it was awake when the incident began
 * @hidden: it went out of sight before, and was not seen to wake or sleep since
 * @woken_ns: when it had last been woken before; 0 if that was not recorded
 * @early_runs: balance runs that ended between that and the incident
 * @run_ns: when it began to run afterwards; 0 if that was not recorded
 * @sleep_ns: when it then went to sleep; 0 if that was not recorded
 * @runs: balance runs that ended
 * @balance_ns: their time
 * @scanned: LRU pages they scanned
 * @reclaimed: LRU pages they reclaimed
 * @order: highest order they were to balance for
 * @order_done: order that the last one ended with
 * @failures: runs in a row that reclaimed nothing, the most seen
 * @causes: why it ran, by enum lowmark_run
 * @boost: largest sum of boosts it was to reclaim for
 * @passes: times it looked whether the node is balanced
 * @balanced: how often it was
 * @rests: by enum lowmark_rest
 * @hopeless: the node was hopeless or became it
 * @requests: requests to wake it meanwhile, by enum lowmark_wake
 */
struct lm_fact_kswapd {
	bool awake;
	bool hidden;
	__u64 woken_ns;
	__u64 early_runs;
	__u64 run_ns;
	__u64 sleep_ns;
	__u64 runs;
	__u64 balance_ns;
	__u64 scanned;
	__u64 reclaimed;
	__u8 order;
	__u8 order_done;
	__u32 failures;
	__u64 causes[LM_NR_RUNS];
	__u32 boost;
	__u64 passes;
	__u64 balanced;
	__u64 rests[LM_NR_RESTS];
	bool hopeless;
	__u64 requests[LM_NR_VERDICTS];
};

/**
 * struct lm_facts - the facts about one incident
 * @target: the incident
 * @zones_per_node: of the kernel, 0 if unknown
 * @comm: name of the task
 * @order: order asked for
 * @highest: highest zone index asked for
 * @gfp: gfp mask of the request
 * @requested: @order, @highest and @gfp are known
 * @direct: the request may reclaim directly
 * @wakeful: the request may wake kswapd
 * @noretry: the request gives up early
 * @thisnode: the request wants one node only
 * @no_wakes: requests to wake kswapd were not recorded
 * @no_runs: runs of kswapd were not
 * @no_awake: whether it was awake is not known
 * @has_begin: @begin is known
 * @begin: entry of the slow path
 * @has_end: @end is known
 * @end: return of the slow path
 * @waits: what the run waited for
 * @has_wake: @wake is known
 * @wake: the request to wake kswapd the story is about, or the first inside
 * @zones: zones, those told first
 * @nr_zones: entries of @zones
 * @wakes: requests to wake kswapd inside, by enum lowmark_wake
 * @attempts: attempts
 * @fast: the first attempt was recorded
 * @skips: zones passed over, by enum lowmark_skip
 * @rescans: why the zonelist was scanned again, bits of enum lowmark_rescan
 * @retries: rounds, by enum lowmark_retry
 * @reclaim: direct reclaim
 * @scanned: LRU pages it scanned
 * @reclaimed: pages it reclaimed
 * @compact: direct compaction
 * @compacted: its results, by enum lowmark_compacted
 * @throttle: throttling before direct reclaim
 * @oom: out_of_memory
 * @oom_killed: it killed something
 * @oom_memcg: it was for a cgroup's limit
 * @node_reclaim: node reclaim
 * @node_reclaimed: pages it reclaimed, known if the kernel tells
 * @kswapd: kswapd of the node
 * @raised_ns: last change of marks by sysctl, hotplug or khugepaged within
 *	LM_RAISED_NS before; 0 if none
 * @raised_by: enum lowmark_cause of that
 * @stalls: other runs of the slow path that ended meanwhile
 * @lost: records lost meanwhile
 */
struct lm_facts {
	struct lm_target target;
	unsigned int zones_per_node;
	char comm[LOWMARK_COMM_LEN];
	__u8 order;
	__u8 highest;
	__u32 gfp;
	bool requested;
	bool direct;
	bool wakeful;
	bool noretry;
	bool thisnode;
	bool no_wakes;
	bool no_runs;
	bool no_awake;
	bool has_begin;
	struct lowmark_rec_slow_begin begin;
	bool has_end;
	struct lowmark_rec_slow_end end;
	struct lm_waits waits;
	bool has_wake;
	struct lowmark_rec_wake wake;
	struct lm_fact_zone zones[LM_FACT_ZONES];
	unsigned int nr_zones;
	__u64 wakes[LM_NR_VERDICTS];
	struct lm_stage attempts;
	bool fast;
	struct lm_count skips[LM_NR_SKIPS];
	__u32 rescans;
	__u64 retries[LM_NR_RETRIES];
	struct lm_stage reclaim;
	__u64 scanned;
	__u64 reclaimed;
	struct lm_stage compact;
	__u64 compacted[LM_NR_COMPACTED];
	struct lm_stage throttle;
	struct lm_stage oom;
	bool oom_killed;
	bool oom_memcg;
	struct lm_stage node_reclaim;
	struct lm_count node_reclaimed;
	struct lm_fact_kswapd kswapd;
	__u64 raised_ns;
	__u8 raised_by;
	__u64 stalls;
	__u64 lost;
};

#define LM_RAISED_NS 5000000000ull
#define LM_AFTER_NS 1000000000ull /* how long after it is looked at */

void lm_attempt_skips(const struct lowmark_rec_attempt *rec,
		      __u8 counts[LM_NR_SKIPS]);
struct lm_target lm_slow_target(enum lm_question question,
				const struct lm_event *event,
				unsigned int zones_per_node);
unsigned int lm_fact_node(const struct lm_facts *facts, unsigned int zone);
struct lm_fact_zone *lm_fact_zone(struct lm_facts *facts, unsigned int zone);

#endif
