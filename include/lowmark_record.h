/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The lowmark records: the one list that structs, size checks, decoder
 * tables, JSON keys, the debugfs file "format" and docs/format.md expand from.
 *
 * To add a fact, append a field to its list (or a record to LOWMARK_RECORDS)
 * and fill it in the module; nothing else has to know. Fields are only ever
 * appended; anything else changes LOWMARK_ABI_MAJOR.
 */
#ifndef LOWMARK_RECORD_H
#define LOWMARK_RECORD_H

#include <linux/types.h>

#include "lowmark_enums.h"

#define LOWMARK_ABI_MAJOR	1	/* readers refuse another one */
#define LOWMARK_ABI_MINOR	0	/* grows when something is appended */

#define LOWMARK_COMM_LEN	16
#define LOWMARK_KINDS		48	/* record types are below this */
#define LOWMARK_WORD		8	/* records are counted in these */
#define LOWMARK_CHUNK_MAGIC	0x4b4d574cu	/* "LWMK" */
#define LOWMARK_ZONE_NONE	0xffffu
#define LOWMARK_PAGES_NONE	0xffffffffu
#define LOWMARK_COUNT_NONE	0xffu	/* in a COUNT field: n/a */
#define LOWMARK_STACK_DEPTH	14

typedef char lowmark_comm_t[LOWMARK_COMM_LEN];
typedef __u64 lowmark_stack_t[LOWMARK_STACK_DEPTH];

/* clang-format off */

/*
 * Fields. F(record, ctype, name, kind, meaning); r is handed through.
 * Kinds: DEC, ORDER, PAGES and SPAGES (unsigned, signed pages), NS, TOOK (as NS;
 * 0: not taken), HEX, NODE,
 * ZONE (node * zones per node + index), ZIDX (index alone), GFP, AFLAGS
 * (allocator flags), COUNT (a small number; COUNT_NONE: the kernel has no such
 * thing or does not show it), RESCANS (bit per E_rescan), STACK (return
 * addresses, innermost first, ended by 0), COMM, PAD (always 0) and one
 * E_<enumeration> each.
 * LOWMARK_PAGES_NONE in a PAGES field and LOWMARK_ZONE_NONE in a ZONE or NODE
 * field mean "not taken" and "none". Counts saturate at their type's limits.
 */
#define LOWMARK_FIELDS_TIME(F, r)					\
	F(r, __u64, base, NS, "new base of the times that follow in this chunk")

#define LOWMARK_FIELDS_TASK(F, r)					\
	F(r, __u32, pid, DEC, "thread, as the initial pid namespace numbers it") \
	F(r, __u32, tgid, DEC, "its process")				\
	F(r, lowmark_comm_t, comm, COMM, "its name")

#define LOWMARK_FIELDS_CHECK(F, r)					\
	F(r, __u16, zone, ZONE, "zone checked")				\
	F(r, __u8, order, ORDER, "order asked for")			\
	F(r, __u8, which, E_mark, "which watermark that is")		\
	F(r, __s32, free, SPAGES, "free pages the check was given")	\
	F(r, __u32, mark, PAGES, "watermark asked for, boost included")	\
	F(r, __u32, reserve, PAGES, "lowmem reserve at the highest zone index") \
	F(r, __s32, margin, SPAGES, "usable free - (lowered mark + reserve) as the check compares them; it needs more than 0") \
	F(r, __u32, boost, PAGES, "boost of the zone's watermarks")	\
	F(r, __u8, verdict, DEC, "what the function returned: 1 passed") \
	F(r, __u8, why, E_why, "why it failed")				\
	F(r, __u8, caller, E_caller, "who asked")			\
	F(r, __u8, highest, ZIDX, "highest zone index of the request")	\
	F(r, __u16, alloc_flags, AFLAGS, "allocator flags")		\
	F(r, __u8, derived, DEC, "the same recomputed from the facts above: 1 passed") \
	F(r, __u8, function, E_function, "through which function")

#define LOWMARK_FIELDS_WAKE(F, r)					\
	F(r, __u16, zone, ZONE, "zone the wake was asked for")		\
	F(r, __u8, order, ORDER, "order asked for")			\
	F(r, __u8, verdict, E_wake, "woken, or why not")		\
	F(r, __u32, gfp, GFP, "gfp mask of the waker's request")	\
	F(r, __s32, margin, SPAGES, "zone's free - (low + boost + reserve)") \
	F(r, __u32, free, PAGES, "free pages of the zone")		\
	F(r, __u32, boost, PAGES, "boost of the zone's watermarks")	\
	F(r, __u8, highest, ZIDX, "highest zone index asked for")	\
	F(r, __u8, caller, E_caller, "who asked")			\
	F(r, __u16, failures, COUNT, "kswapd runs in a row that reclaimed nothing")

#define LOWMARK_FIELDS_SLOW_BEGIN(F, r)					\
	F(r, __u64, span, HEX, "names this slow path run")		\
	F(r, __u16, zone, ZONE, "preferred zone")			\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u16, node, NODE, "node the allocating CPU is on")	\
	F(r, __u8, migratetype, DEC, "migratetype")			\
	F(r, __u8, nodemask, DEC, "1: a nodemask restricts the zonelist") \
	F(r, __u16, zones, DEC, "zones of the zonelist at this index")	\
	F(r, __u16, stated, DEC, "zone states that follow this record") \
	F(r, __u64, cgroup, DEC, "id of the task's cgroup (v2); 0: none")	\
	F(r, __u8, policy, E_policy, "mempolicy of the task")		\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, policy_node, NODE, "first node of that policy")	\
	F(r, __u32, pad2, PAD, "0")

#define LOWMARK_FIELDS_SLOW_END(F, r)					\
	F(r, __u64, span, HEX, "names the slow path run")		\
	F(r, __u64, latency, NS, "time from entry to return, without that to record the entry")		\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, result, E_result, "outcome")				\
	F(r, __u16, zone, ZONE, "zone of the page")			\
	F(r, __u16, preferred, ZONE, "preferred zone at entry")		\
	F(r, __u16, attempts, DEC, "attempts made inside")		\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u16, reclaims, DEC, "direct reclaims begun inside")	\
	F(r, __u16, wakes, DEC, "kswapd wakes asked for inside")	\
	F(r, __u64, waking, NS, "time in wakeup_kswapd")		\
	F(r, __u64, scanning, NS, "time in attempts")			\
	F(r, __u64, reclaiming, NS, "time in direct reclaim")		\
	F(r, __u64, compacting, NS, "time in direct compaction")	\
	F(r, __u64, throttled, NS, "time throttled before direct reclaim") \
	F(r, __u64, killing, NS, "time in out_of_memory")		\
	F(r, __u16, retries, DEC, "times it went round again")		\
	F(r, __u16, compactions, DEC, "direct compactions inside")	\
	F(r, __u16, ooms, DEC, "calls of out_of_memory inside")		\
	F(r, __u8, reserves, DEC, "1: it tried without watermarks or at the OOM victim's") \
	F(r, __u8, pad, PAD, "0")

#define LOWMARK_FIELDS_ATTEMPT(F, r)					\
	F(r, __u8, kind, E_attempt, "which attempt of the allocation")	\
	F(r, __u8, result, E_result, "outcome")				\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u16, number, DEC, "which attempt of its slow path run; 0: none open") \
	F(r, __u16, zone, ZONE, "zone of the page")			\
	F(r, __u16, preferred, ZONE, "preferred zone")			\
	F(r, __u8, migratetype, DEC, "migratetype")			\
	F(r, __u8, unknown, COUNT, "zones skipped, nothing tells why")	\
	F(r, __u32, alloc_flags, AFLAGS, "allocator flags")		\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u32, latency, TOOK, "time it took, at most 4.29 s")	\
	F(r, __u16, zones, DEC, "zones it went over, in all its scans")	\
	F(r, __u16, rescans, RESCANS, "why it scanned again; none: once") \
	F(r, __u8, scans, COUNT, "how often it scanned the zonelist")	\
	F(r, __u8, checks, COUNT, "watermark checks that were seen")	\
	F(r, __u8, cpuset, COUNT, "zones skipped: cpuset")		\
	F(r, __u8, dirty, COUNT, "zones skipped: dirty pages")		\
	F(r, __u8, fair, COUNT, "zones skipped: fair batch depleted")	\
	F(r, __u8, zlc, COUNT, "zones skipped: zonelist cache")		\
	F(r, __u8, nofragment, COUNT, "zones at which it turned back rather than fragment") \
	F(r, __u8, busy, COUNT, "zones skipped: kswapd of the node is awake") \
	F(r, __u8, reclaim_off, COUNT, "zones skipped: short, node reclaim off") \
	F(r, __u8, reclaim_far, COUNT, "zones skipped: short, too far to reclaim") \
	F(r, __u8, reclaim_none, COUNT, "zones skipped: short, node reclaim in vain") \
	F(r, __u8, rmqueue, COUNT, "zones skipped: nothing usable on the free lists")

#define LOWMARK_FIELDS_ZONE(F, r)					\
	F(r, __u16, zone, ZONE, "zone")					\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u8, when, E_sample, "why it was read")			\
	F(r, __u32, free, PAGES, "free pages, the counter checks use")	\
	F(r, __u32, exact, PAGES, "free pages with every CPU's share added") \
	F(r, __u32, min, PAGES, "min watermark, without boost")		\
	F(r, __u32, low, PAGES, "low watermark, without boost")		\
	F(r, __u32, high, PAGES, "high watermark, without boost")	\
	F(r, __u32, boost, PAGES, "boost")				\
	F(r, __u32, reserve, PAGES, "lowmem reserve at the highest zone index")

#define LOWMARK_FIELDS_KSWAPD_WAKE(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order kswapd will reclaim for")	\
	F(r, __u8, highest, ZIDX, "highest zone index it will balance")	\
	F(r, __u32, failures, COUNT, "runs in a row that reclaimed nothing")

#define LOWMARK_FIELDS_BALANCE_BEGIN(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u32, boost, PAGES, "sum of the boosts it will reclaim for") \
	F(r, __u16, zone, ZONE, "zone of the request that woke it")	\
	F(r, __u8, cause, E_run, "why it runs")				\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __s32, margin, SPAGES, "margin to low of that request; 0 without one")

#define LOWMARK_FIELDS_BALANCE_END(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order at the begin")			\
	F(r, __u8, order_done, ORDER, "order kswapd ended with")	\
	F(r, __u32, failures, COUNT, "runs in a row that reclaimed nothing, afterwards") \
	F(r, __u64, latency, NS, "time from begin to end")		\
	F(r, __u64, scanned, DEC, "LRU pages scanned; by the multi-generation LRU those it tries again count twice")			\
	F(r, __u64, reclaimed, DEC, "LRU pages reclaimed")

#define LOWMARK_FIELDS_KSWAPD_SLEEP(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u16, pad, PAD, "0")					\
	F(r, __u32, failures, COUNT, "runs in a row that reclaimed nothing")

#define LOWMARK_FIELDS_RECLAIM_BEGIN(F, r)				\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, number, DEC, "which reclaim of its slow path run; 0: none open") \
	F(r, __u32, gfp, GFP, "gfp mask")

#define LOWMARK_FIELDS_RECLAIM_END(F, r)				\
	F(r, __u64, latency, NS, "time from begin to end")		\
	F(r, __u64, scanned, DEC, "LRU pages scanned; by the multi-generation LRU those it tries again count twice")			\
	F(r, __u64, reclaimed, DEC, "pages reclaimed, as the kernel reports them")

#define LOWMARK_FIELDS_WMARK(F, r)					\
	F(r, __u16, zone, ZONE, "zone")					\
	F(r, __u8, cause, E_cause, "what changed them")			\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u32, min, PAGES, "min watermark, without boost")		\
	F(r, __u32, low, PAGES, "low watermark, without boost")		\
	F(r, __u32, high, PAGES, "high watermark, without boost")	\
	F(r, __u32, boost, PAGES, "boost")				\
	F(r, __u32, managed, PAGES, "managed pages")

#define LOWMARK_FIELDS_SKIP(F, r)					\
	F(r, __u16, zone, ZONE, "zone passed over")			\
	F(r, __u8, reason, E_skip, "why")				\
	F(r, __u8, scan, DEC, "which scan of its attempt, from 0")	\
	F(r, __u16, number, DEC, "which attempt of its slow path run; 0: none open") \
	F(r, __u8, observed, DEC, "1: seen happen, 0: derived from state") \
	F(r, __u8, order, ORDER, "order")

#define LOWMARK_FIELDS_RESCAN(F, r)					\
	F(r, __u16, reasons, RESCANS, "every reason that held")		\
	F(r, __u8, taken, DEC, "1: the zonelist is scanned again, 0: no reason held, the attempt ends") \
	F(r, __u8, scan, DEC, "scan that ended, from 0")		\
	F(r, __u16, zone, ZONE, "zone where it turned back; none: at the end of the list") \
	F(r, __u8, observed, DEC, "1: seen happen, 0: derived from state") \
	F(r, __u8, number, DEC, "which attempt of its slow path run; 0: none open")

#define LOWMARK_FIELDS_RECLAIM_RETRY(F, r)				\
	F(r, __u16, zone, ZONE, "zone looked at")			\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, verdict, DEC, "1: its min mark could be met by reclaim") \
	F(r, __u32, loops, DEC, "rounds in a row without progress")	\
	F(r, __u32, reclaimable, PAGES, "reclaimable pages of the zone")	\
	F(r, __u32, available, PAGES, "those and the free pages")	\
	F(r, __u32, min, PAGES, "min watermark")			\
	F(r, __u32, pad, PAD, "0")

#define LOWMARK_FIELDS_COMPACT_RETRY(F, r)				\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, priority, E_priority, "priority of the compaction before") \
	F(r, __u8, result, E_compacted, "its result")			\
	F(r, __u8, verdict, DEC, "1: go round again")			\
	F(r, __u16, retries, DEC, "retries so far")			\
	F(r, __u16, limit, DEC, "most retries")

#define LOWMARK_FIELDS_RETRY(F, r)					\
	F(r, __u64, span, HEX, "slow path run that goes round again")	\
	F(r, __u8, reason, E_retry, "why")				\
	F(r, __u8, observed, DEC, "1: seen happen, 0: derived from state") \
	F(r, __u16, number, DEC, "how many times now")			\
	F(r, __u32, pad, PAD, "0")

#define LOWMARK_FIELDS_COMPACT(F, r)					\
	F(r, __u64, latency, NS, "time it took")			\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, priority, E_priority, "how hard it was to try")	\
	F(r, __u8, result, E_compacted, "outcome")			\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, number, DEC, "which compaction of its slow path run; 0: none open") \
	F(r, __u16, pad2, PAD, "0")					\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u32, alloc_flags, AFLAGS, "allocator flags")

#define LOWMARK_FIELDS_THROTTLE(F, r)					\
	F(r, __u64, latency, NS, "time in throttle_direct_reclaim")	\
	F(r, __u16, node, NODE, "node whose reserves are short; none: not throttled") \
	F(r, __u8, killed, DEC, "1: the task was killed meanwhile")	\
	F(r, __u8, throttled, DEC, "1: it had to wait")			\
	F(r, __u32, gfp, GFP, "gfp mask")

#define LOWMARK_FIELDS_OOM(F, r)					\
	F(r, __u64, latency, NS, "time in out_of_memory")		\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, verdict, COUNT, "1: something was killed or will exit") \
	F(r, __u8, memcg, DEC, "1: a cgroup's limit, not the system's memory") \
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u32, gfp, GFP, "gfp mask")

#define LOWMARK_FIELDS_NODE_RECLAIM(F, r)				\
	F(r, __u64, latency, NS, "time it took")			\
	F(r, __u16, node, NODE, "node reclaimed from")			\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, result, E_node_reclaim, "outcome")			\
	F(r, __u32, reclaimed, PAGES, "pages reclaimed, where the kernel tells (7.3)")

#define LOWMARK_FIELDS_PASS(F, r)					\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order asked about")			\
	F(r, __u8, highest, ZIDX, "highest zone index asked about")	\
	F(r, __u8, balanced, DEC, "1: a zone is at its high mark")	\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, number, DEC, "which look of this run, from 1")

#define LOWMARK_FIELDS_REST(F, r)					\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, rest, E_rest, "what kswapd does now")		\
	F(r, __u8, order, ORDER, "order it asked about")		\
	F(r, __u8, highest, ZIDX, "highest zone index it asked about")	\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, pad2, PAD, "0")

#define LOWMARK_FIELDS_HOPELESS(F, r)					\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, cleared, E_cleared, "set, or cleared by whom")	\
	F(r, __u8, observed, DEC, "1: seen happen, 0: derived from state") \
	F(r, __u32, failures, COUNT, "runs in a row that reclaimed nothing; those before it was cleared")

#define LOWMARK_FIELDS_BATCHES(F, r)					\
	F(r, __u16, zone, ZONE, "zone up to which the fair batches are refilled") \
	F(r, __u16, depleted, DEC, "zones that were depleted")		\
	F(r, __u32, pad, PAD, "0")

#define LOWMARK_FIELDS_STACK(F, r)					\
	F(r, __u64, span, HEX, "slow path run it belongs to")		\
	F(r, lowmark_stack_t, frames, STACK, "return addresses")

#define LOWMARK_FIELDS_SETTINGS(F, r)					\
	F(r, __u32, events, HEX, "bit per event, in the order of the parameter") \
	F(r, __u32, filters, HEX, "bit per filter that is set, in the order of \"status\"") \
	F(r, __u32, sampling, DEC, "one of so many is recorded; 1: all")	\
	F(r, __u32, number, DEC, "which change since the module was loaded") \
	F(r, __u64, min_latency, NS, "shortest slow path run recorded")	\
	F(r, __u8, checks, DEC, "0 matter, 1 failed, 2 all")		\
	F(r, __u8, overwrite, DEC, "1: a full ring drops its oldest")	\
	F(r, __u16, pad, PAD, "0")					\
	F(r, __u32, pad2, PAD, "0")

#define LOWMARK_FIELDS_TRIGGER(F, r)					\
	F(r, __u64, value, DEC, "what crossed the limit: ns, order or node") \
	F(r, __u64, span, HEX, "slow path run it belongs to; 0: none")	\
	F(r, __u8, cause, E_trigger, "which trigger")			\
	F(r, __u8, order, COUNT, "order of the allocation, where there is one") \
	F(r, __u16, zone, ZONE, "zone, where there is one")		\
	F(r, __u32, number, DEC, "which one since the module was loaded, of all causes")

#define LOWMARK_FIELDS_KEPT(F, r)					\
	F(r, __u64, base, NS, "base of the times of the kept records that follow") \
	F(r, __u32, cpu, DEC, "CPU that made them")			\
	F(r, __u32, pad, PAD, "0")

#define LOWMARK_FIELDS_WAITS(F, r)					\
	F(r, __u64, span, HEX, "names the slow path run")		\
	F(r, __u64, queued, NS, "time it waited for a CPU")		\
	F(r, __u64, queued_between, NS, "of that, outside of the stages that its end tells") \
	F(r, __u64, slept_between, NS, "time outside of them in which it slept")

/*
 * Records. R(type, NAME, name, bytes with header, meaning)
 * The sizes are written by hand: changing one is an ABI event.
 */
#define LOWMARK_RECORDS(R)						\
	R(1,  TIME,	     time,	     16, "new time base")	\
	R(2,  TASK,	     task,	     32, "the task that the following records of this chunk belong to") \
	R(3,  CHECK,	     check,	     40, "watermark check")	\
	R(4,  WAKE,	     wake,	     32, "wakeup_kswapd was called")	\
	R(5,  SLOW_BEGIN,    slow_begin,     48, "an allocation entered the slow path") \
	R(6,  SLOW_END,	     slow_end,	     96, "an allocation left the slow path") \
	R(7,  ATTEMPT,	     attempt,	     48, "one scan of the zonelist, at its end") \
	R(8,  ZONE,	     zone,	     40, "state of a zone")	\
	R(9,  KSWAPD_WAKE,   kswapd_wake,    16, "kswapd runs")		\
	R(10, BALANCE_BEGIN, balance_begin,  24, "kswapd begins to balance its node") \
	R(11, BALANCE_END,   balance_end,    40, "kswapd ends balancing")	\
	R(12, KSWAPD_SLEEP,  kswapd_sleep,   16, "kswapd goes to sleep")	\
	R(13, RECLAIM_BEGIN, reclaim_begin,  16, "direct reclaim begins") \
	R(14, RECLAIM_END,   reclaim_end,    32, "direct reclaim ends")	\
	R(15, WMARK,	     wmark,	     32, "watermarks of a zone, when they changed") \
	R(16, SKIP,	     skip,	     16, "a scan passed a zone over") \
	R(17, RESCAN,	     rescan,	     16, "a scan ended without a page, and the zonelist may be scanned again") \
	R(18, RECLAIM_RETRY, reclaim_retry,  32, "the slow path asks whether more reclaim could do, for one zone") \
	R(19, COMPACT_RETRY, compact_retry,  16, "the slow path asks whether more compaction could do") \
	R(20, RETRY,	     retry,	     24, "the slow path goes round again") \
	R(21, COMPACT,	     compact,	     32, "direct compaction, at its end") \
	R(22, THROTTLE,	     throttle,	     24, "throttling before direct reclaim, at its end") \
	R(23, OOM,	     oom,	     24, "out_of_memory, at its end")	\
	R(24, NODE_RECLAIM,  node_reclaim,   24, "node reclaim of a scan, at its end") \
	R(25, PASS,	     pass,	     16, "kswapd looks whether its node is balanced") \
	R(26, REST,	     rest,	     16, "kswapd decides between sleep and another run") \
	R(27, HOPELESS,	     hopeless,	     16, "a node became hopeless, or no longer is") \
	R(28, BATCHES,	     batches,	     16, "fair batches are refilled (3.12 to 4.7)") \
	R(29, STACK,	     stack,	    128, "kernel stack at entry of the slow path") \
	R(30, SETTINGS,	     settings,	     40, "settings, when they change") \
	R(31, TRIGGER,	     trigger,	     32, "a trigger of the flight recorder fired") \
	R(32, KEPT,	     kept,	     24, "where and when the kept records that follow were made; its own time is when they were written here") \
	R(33, WAITS,	     waits,	     40, "what a slow path run waited for, just before its end")

#define LOWMARK_DECLARE_TYPE(type, NAME, name, bytes, doc) \
	LOWMARK_REC_##NAME = (type),
enum lowmark_record_type { LOWMARK_RECORDS(LOWMARK_DECLARE_TYPE) };
#undef LOWMARK_DECLARE_TYPE

/* clang-format on */

/* struct lowmark_hdr.ctx */
#define LOWMARK_CTX_LEVEL	0x03	/* one of the four below */
#define LOWMARK_CTX_TASK	0x00
#define LOWMARK_CTX_SOFTIRQ	0x01
#define LOWMARK_CTX_HARDIRQ	0x02
#define LOWMARK_CTX_NMI		0x03
#define LOWMARK_CTX_KSWAPD	0x04	/* the task is kswapd */
#define LOWMARK_CTX_SLOW	0x08	/* the task is inside the slow path */

/* struct lowmark_hdr.flags */
#define LOWMARK_FLAG_KEPT	0x01	/* made earlier, see struct lowmark_hdr */
#define LOWMARK_FLAG_LATE	0x02	/* of the fast path before the slow path that begins now */
#define LOWMARK_FLAG_ASSUMED	0x04	/* a check whose return was not looked at */
#define LOWMARK_FLAG_UNSEEN	0x08	/* a slow_end whose counts and times inside are n/a */

/**
 * struct lowmark_hdr - starts every record
 * @dt: ns since the chunk's time base (its time_first, or the last TIME
 *	record); of a kept record since the base of the last KEPT record
 * @type: enum lowmark_record_type; an unknown one is skipped by its length
 * @words: length of the record with this header, in 8-byte words
 * @ctx: LOWMARK_CTX_*; in interrupt context the task is the interrupted one
 * @flags: LOWMARK_FLAG_*
 *
 * A kept record was made before the records that stand before it, maybe on
 * another CPU: it waited until a filter could decide about the slow path run or the
 * attempt that it belongs to. That is at its end, or as soon as the run has been long
 * enough: what follows then is not kept, and has no end if recording ended before. They
 * are written in order, with their own times and CPUs, but maybe by several CPUs: @dt of
 * the KEPT record before them tells when. Other records of a CPU never
 * step back in time.
 */
struct lowmark_hdr {
	__u32 dt;
	__u8 type;
	__u8 words;
	__u8 ctx;
	__u8 flags;
};

/**
 * struct lowmark_chunk - starts every chunk that a ring hands out
 * @magic: LOWMARK_CHUNK_MAGIC, in the byte order of the writer
 * @header_bytes: length of this header; records start there
 * @abi_major: LOWMARK_ABI_MAJOR of the writer
 * @kinds: number of entries of @seen
 * @cpu: CPU that wrote the chunk
 * @bytes: length of the chunk with this header
 * @seq: number of the chunk on its CPU, counting from 0 since the ring was made
 * @time_first: clock (ns) when the chunk was opened; the first time base
 * @time_last: clock (ns) of the last record, or of the closing of an empty chunk
 * @nested: records lost so far because an NMI interrupted the writer; they
 *	are part of @seen
 * @seen: per record type, how many records this CPU had produced, written or
 *	lost, before the first record of this chunk
 *
 * Losses need no record of their own: what a reader got of a type between two
 * chunks falls short of the difference of @seen by exactly what was lost, and
 * it was lost between the end of the one and the begin of the other.
 * A chunk without records tells of losses at the end of a stream, or is what a
 * reader that did not wait and found nothing counts losses from.
 */
struct lowmark_chunk {
	__u32 magic;
	__u16 header_bytes;
	__u8 abi_major;
	__u8 kinds;
	__u32 cpu;
	__u32 bytes;
	__u64 seq;
	__u64 time_first;
	__u64 time_last;
	__u64 nested;
	__u64 seen[LOWMARK_KINDS];
};

/* clang-format off */
#define LOWMARK_MEMBER(record, ctype, name, kind, doc) ctype name;
#define LOWMARK_DECLARE_STRUCT(type, NAME, name, bytes, doc)	\
	struct lowmark_rec_##name {				\
		struct lowmark_hdr hdr;				\
		LOWMARK_FIELDS_##NAME(LOWMARK_MEMBER, name)		\
	};
LOWMARK_RECORDS(LOWMARK_DECLARE_STRUCT)
#undef LOWMARK_DECLARE_STRUCT
#undef LOWMARK_MEMBER
/* clang-format on */

#endif
