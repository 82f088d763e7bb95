// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fast paths, kept in a log per CPU and context level: a fast path that finds
 * a page costs no room in the ring, one that the slow path follows is retraced
 * from the log.
 *
 * Nothing probes the begin and end of a fast path. One that succeeds counts
 * its pages in the events of its CPU: what was seen under the same count
 * belongs to one that has not.
 */
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/percpu.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/vmstat.h>

#include "attempt.h"
#include "fast.h"
#include "flight.h"
#include "lowmark.h"
#include "walk.h"

#define LOG_ENTRIES 32u
#define LEVELS LOWMARK_CTX_NMI /* an NMI does not enter the slow path */

enum kind { SEEN_CHECK, SEEN_SKIP, SEEN_NODE_RECLAIM };

/**
 * struct seen - something a scan did
 * @cut: lowmark_fast_cut() then
 * @kind: enum kind
 * @recorded: the check is in the ring already
 * @reason: of a skip: enum lowmark_skip
 * @nid: of a skip: the node
 * @check: the check
 */
struct seen {
	u64 cut;
	u8 kind;
	bool recorded;
	u8 reason;
	int nid;
	struct lowmark_check check;
};

/**
 * struct log - the last that was seen in one context
 * @task: whose it is
 * @pid: its pid; another task may get its memory
 * @moves: of the task between CPUs
 * @first: number of its first entry
 * @number: number of the next entry
 * @seen: the entries, by number
 */
struct log {
	struct task_struct *task;
	pid_t pid;
	u64 moves;
	u32 first;
	u32 number;
	struct seen seen[LOG_ENTRIES];
};

struct logs {
	struct log at[LEVELS];
};

static struct logs __percpu *logs;
static DEFINE_PER_CPU(struct lowmark_fast_stats, fast_stats);

/**
 * lowmark_fast_create() - make room for the logs
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_fast_create(void)
{
	logs = alloc_percpu(struct logs);
	return logs ? 0 : -ENOMEM;
}

/**
 * lowmark_fast_destroy() - free it
 */
void lowmark_fast_destroy(void)
{
	free_percpu(logs);
}

/**
 * lowmark_fast_reset() - forget all fast paths; no probe is armed
 */
void lowmark_fast_reset(void)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(logs, cpu), 0, sizeof(struct logs));
}

/**
 * lowmark_fast_sum() - what became of the fast paths before slow paths
 * @sum: filled, for all CPUs
 */
void lowmark_fast_sum(struct lowmark_fast_stats *sum)
{
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const struct lowmark_fast_stats *one;

		one = &per_cpu(fast_stats, cpu);
		sum->retraced += one->retraced;
		sum->unseen += one->unseen;
		sum->truncated += one->truncated;
		sum->partial += one->partial;
	}
}

/* Allocations of this CPU; source: __count_zid_vm_events(), linux/vmstat.h. */
static __always_inline u64 cut_now(void)
{
	u64 sum = 0;
#ifdef CONFIG_VM_EVENT_COUNTERS
	const unsigned long *events = raw_cpu_ptr(vm_event_states.event);
	int i;

	for (i = 0; i <= ZONE_MOVABLE; i++)
		sum += events[PGALLOC_NORMAL - ZONE_NORMAL + i];
#endif
	return sum;
}

static __always_inline struct log *log_at(unsigned int level)
{
	return level < LEVELS ? &this_cpu_ptr(logs)->at[level] : NULL;
}

static notrace struct log *log_here(void)
{
	return log_at(lowmark_level());
}

static __always_inline bool is_current(const struct log *log)
{
	return log->task == current && log->pid == current->pid &&
	       log->moves == current->se.nr_migrations;
}

static __always_inline struct seen *append_to(struct log *log, enum kind kind)
{
	struct seen *seen;

	if (!log)
		return NULL;
	if (!is_current(log)) {
		log->task = current;
		log->pid = current->pid;
		log->moves = current->se.nr_migrations;
		log->first = log->number;
	}
	seen = &log->seen[log->number++ % LOG_ENTRIES];
	seen->cut = cut_now();
	seen->kind = kind;
	return seen;
}

static notrace struct seen *append(enum kind kind)
{
	return append_to(log_here(), kind);
}

/**
 * lowmark_fast_slot() - a scan that no walk is known of has made a check
 * @level: LOWMARK_CTX_* level of the running context
 * @recorded: the check is in the ring
 *
 * Return: where to keep the check, at once; or NULL
 */
notrace struct lowmark_check *lowmark_fast_slot(unsigned int level,
						bool recorded)
{
	struct seen *seen = append_to(log_at(level), SEEN_CHECK);

	if (!seen)
		return NULL;
	seen->recorded = recorded;
	return &seen->check;
}

/**
 * lowmark_fast_skip() - such a scan was refused a zone before its check
 * @nid: node of the zone
 * @reason: LOWMARK_SKIP_CPUSET or LOWMARK_SKIP_DIRTY
 */
notrace void lowmark_fast_skip(int nid, enum lowmark_skip reason)
{
	struct seen *seen = append(SEEN_SKIP);

	if (!seen)
		return;
	seen->nid = nid;
	seen->reason = reason;
}

/**
 * lowmark_fast_stage_begins() - a scan does what may allocate for itself
 * @stage: for lowmark_fast_stage_ends()
 */
notrace void lowmark_fast_stage_begins(struct lowmark_fast_stage *stage)
{
	const struct log *log = log_here();

	stage->number = log ? log->number : 0;
	stage->cut = cut_now();
}

/**
 * lowmark_fast_stage_ends() - node reclaim of a scan without a walk ends
 * @stage: as lowmark_fast_stage_begins() left it
 *
 * What was seen meanwhile is not the scan's; what was seen before still is,
 * whatever was allocated meanwhile.
 */
notrace void lowmark_fast_stage_ends(const struct lowmark_fast_stage *stage)
{
	struct log *log = log_here();
	u64 cut = cut_now();
	u32 i;

	if (!log)
		return;
	if (is_current(log) && (s32)(stage->number - log->first) >= 0) {
		if (log->number - stage->number >= LOG_ENTRIES)
			log->first = stage->number;
		log->number = stage->number;
		for (i = log->number;
		     i != log->first && log->number - i < LOG_ENTRIES; i--) {
			struct seen *seen = &log->seen[(i - 1) % LOG_ENTRIES];

			if (seen->cut != stage->cut)
				break;
			seen->cut = cut;
		}
	}
	append(SEEN_NODE_RECLAIM);
}

/* How many of the last entries are of a scan that found nothing. */
static notrace u32 count_last(const struct log *log)
{
	u64 cut = cut_now();
	u32 count = 0;

	if (!IS_ENABLED(CONFIG_VM_EVENT_COUNTERS) || !is_current(log))
		return 0;
	while (count < LOG_ENTRIES && count < log->number - log->first &&
	       log->seen[(log->number - 1 - count) % LOG_ENTRIES].cut == cut)
		count++;
	return count;
}

/*
 * How many of those are of no use: node reclaim whose check is missing. What
 * an interrupt allocates in between cuts a scan in two.
 */
static notrace u32 count_headless(const struct log *log, u32 count)
{
	u32 headless = 0;

	while (headless < count &&
	       log->seen[(log->number - count + headless) % LOG_ENTRIES].kind ==
		       SEEN_NODE_RECLAIM)
		headless++;
	return headless;
}

/* Where it begins for us; false if that is not where the scan begins. */
static notrace bool is_whole(struct lowmark_walk *walk, const struct seen *seen)
{
	if (seen->kind == SEEN_CHECK)
		return lowmark_walk_join(walk, seen->check.zone,
					 zone_to_nid(seen->check.zone));
	return lowmark_walk_join(walk, NULL, seen->nid);
}

/* The flags it began with; a rescan drops some of them. */
static notrace u32 first_flags(const struct log *log, u32 from, u32 gfp)
{
	for (; from != log->number; from++) {
		const struct seen *seen = &log->seen[from % LOG_ENTRIES];

		if (seen->kind == SEEN_CHECK)
			return seen->check.facts.alloc_flags;
	}
	return WMARK_LOW | (gfp & (__force u32)__GFP_KSWAPD_RECLAIM);
}

/*
 * Source: prepare_alloc_pages(): in a cpuset the fast path is restricted to
 * its nodes, unless it is restricted already; the slow path is not.
 */
static notrace void restrict_nodes(struct lowmark_request *request)
{
	if (!request->nodemask && lowmark_level() == LOWMARK_CTX_TASK)
		request->nodemask = &current->mems_allowed;
}

static notrace void retrace(struct lowmark_walk *walk, struct seen *seen)
{
	struct lowmark_check *check = &seen->check;

	switch (seen->kind) {
	case SEEN_CHECK:
		if (!seen->recorded)
			lowmark_check_write_kept(check);
		lowmark_walk_check(walk, check->zone, check->facts.alloc_flags,
				   lowmark_check_is_high(check),
				   check->verdict);
		break;
	case SEEN_SKIP:
		lowmark_walk_skip(walk, seen->nid, seen->reason);
		break;
	default:
		lowmark_walk_node_reclaim(walk);
	}
}

/**
 * lowmark_fast_failed() - the slow path was entered: record the attempt of the
 *	fast path before it, with the checks that were not recorded at once
 * @slow: what the slow path is asked for
 *
 * A fast path that moved to another CPU meanwhile, or that others ran in
 * between of, is missed, or the part before that; both is counted.
 */
notrace void lowmark_fast_failed(const struct lowmark_request *slow)
{
	struct lowmark_request request = *slow;
	struct lowmark_walk walk __uninitialized;
	struct log *log = log_here();
	u32 count, headless;

	if (!log)
		return;
	count = count_last(log);
	headless = count_headless(log, count);
	count -= headless;
	if (!count) {
		this_cpu_inc(fast_stats.unseen);
		return;
	}
	this_cpu_inc(fast_stats.retraced);
	if (count == LOG_ENTRIES)
		this_cpu_inc(fast_stats.truncated);
	restrict_nodes(&request);
	request.alloc_flags =
		first_flags(log, log->number - count, request.gfp);
	lowmark_walk_begin(&walk, &request);
	walk.live = true;
	if (!is_whole(&walk, &log->seen[(log->number - count) % LOG_ENTRIES]) ||
	    headless)
		this_cpu_inc(fast_stats.partial);
	for (; count; count--)
		retrace(&walk, &log->seen[(log->number - count) % LOG_ENTRIES]);
	lowmark_walk_end(&walk, NULL);
	lowmark_attempt_write(&walk, LOWMARK_ATTEMPT_FAST, 0, NULL);
	log->task = NULL;
}
