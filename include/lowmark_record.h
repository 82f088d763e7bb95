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

#define LOWMARK_ABI_MAJOR	1	/* readers refuse another one */
#define LOWMARK_ABI_MINOR	0	/* grows when something is appended */

#define LOWMARK_COMM_LEN	16
#define LOWMARK_KINDS		32	/* record types are below this */
#define LOWMARK_WORD		8	/* records are counted in these */
#define LOWMARK_CHUNK_MAGIC	0x4b4d574cu	/* "LWMK" */
#define LOWMARK_ZONE_NONE	0xffffu
#define LOWMARK_PAGES_NONE	0xffffffffu

typedef char lowmark_comm_t[LOWMARK_COMM_LEN];

/* clang-format off */

/*
 * Enumerations. E(value, NAME, name, meaning)
 */
#define LOWMARK_ENUM_MARK(E)						\
	E(0, MARK_MIN,	 "min",	  "the min watermark, boost included")	\
	E(1, MARK_LOW,	 "low",	  "the low watermark, boost included")	\
	E(2, MARK_HIGH,	 "high",  "the high watermark, boost included")	\
	E(3, MARK_PROMO, "promo", "the promotion watermark (6.1 and later)") \
	E(4, MARK_MIN_UNBOOSTED, "min-unboosted", "the min watermark without boost") \
	E(5, MARK_OTHER, "other", "no watermark of the zone has this value")

#define LOWMARK_ENUM_WHY(E)						\
	E(0, WHY_OK,	 "ok",	  "the check passed")			\
	E(1, WHY_PAGES,	 "pages", "short of pages")			\
	E(2, WHY_HIGHATOMIC, "highatomic", "enough pages, but they are the highatomic reserve") \
	E(3, WHY_CMA,	 "cma",	  "enough pages, but they are CMA pages the request may not use") \
	E(4, WHY_BLOCK,	 "block", "enough pages, but no free block of that order") \
	E(5, WHY_RACE,	 "race",	  "the zone changed between the check and its record")

#define LOWMARK_ENUM_CALLER(E)						\
	E(0, CALLER_UNKNOWN,	"unknown",    "the caller could not be found") \
	E(1, CALLER_FAST,	"fast-path",  "an allocation's first attempt") \
	E(2, CALLER_SLOW,	"slow-path",  "an attempt of the slow path") \
	E(3, CALLER_RETRY,	"retry",      "the slow path, deciding whether to go on reclaiming") \
	E(4, CALLER_KSWAPD,	"kswapd",     "kswapd")			\
	E(5, CALLER_WAKEUP,	"wakeup",     "wakeup_kswapd, looking whether a wake is needed") \
	E(6, CALLER_COMPACTION,	"compaction", "compaction")		\
	E(7, CALLER_RECLAIM,	"reclaim",    "direct reclaim")		\
	E(8, CALLER_OTHER,	"other",      "any other function (NUMA balancing, page reporting ...)")

#define LOWMARK_ENUM_FUNCTION(E)					\
	E(0, FN_CHECK,	"__zone_watermark_ok",	  "called directly")	\
	E(1, FN_OK,	"zone_watermark_ok",	  "through zone_watermark_ok") \
	E(2, FN_SAFE,	"zone_watermark_ok_safe", "through zone_watermark_ok_safe: exact counters")

#define LOWMARK_ENUM_WAKE(E)						\
	E(0, WAKE_WOKEN,	"woken",	"kswapd was asleep and has been woken") \
	E(1, WAKE_UNMANAGED,	"unmanaged",	"the zone has no managed pages") \
	E(2, WAKE_CPUSET,	"cpuset",	"the cpuset does not allow the zone") \
	E(3, WAKE_AWAKE,	"awake",	"kswapd was not asleep")	\
	E(4, WAKE_HOPELESS,	"hopeless",	"the node is hopeless: kswapd failed too often") \
	E(5, WAKE_BALANCED,	"balanced",	"the node is balanced and not boosted") \
	E(6, WAKE_UNKNOWN,	"unknown",	"refused, and the state read at entry does not say why")

#define LOWMARK_ENUM_ATTEMPT(E)						\
	E(0, ATTEMPT_FAST,	"fast",		"first attempt, at the low watermark") \
	E(1, ATTEMPT_SLOW,	"slow",		"slow path, at the min watermark") \
	E(2, ATTEMPT_RESERVE,	"reserve",	"slow path, without watermarks") \
	E(3, ATTEMPT_OOM,	"oom",		"last look at the high watermark before OOM") \
	E(4, ATTEMPT_RECLAIM,	"reclaim",	"slow path, after direct reclaim made progress") \
	E(5, ATTEMPT_COMPACT,	"compact",	"slow path, after direct compaction") \
	E(6, ATTEMPT_NOFAIL,	"nofail",	"slow path, last resort of __GFP_NOFAIL") \
	E(7, ATTEMPT_OTHER,	"other",	"any other")

#define LOWMARK_ENUM_RESULT(E)						\
	E(0, RESULT_FAILED,	"failed",	"no page")		\
	E(1, RESULT_PAGE,	"page",		"a page was found")

#define LOWMARK_ENUM_SAMPLE(E)						\
	E(0, SAMPLE_SLOW,	"slow-path",	"at entry of the slow path") \
	E(1, SAMPLE_WAKE,	"wake",		"when kswapd was woken")	\
	E(2, SAMPLE_BALANCE_BEGIN, "balance-begin", "when kswapd began to balance") \
	E(3, SAMPLE_BALANCE_END, "balance-end",	"when kswapd had balanced")	\
	E(4, SAMPLE_START,	"start",	"when recording began")	\
	E(5, SAMPLE_STOP,	"stop",		"when recording ended")

#define LOWMARK_ENUM_CAUSE(E)						\
	E(0, CAUSE_START,	"start",	"first values after recording began") \
	E(1, CAUSE_SETUP,	"setup",	"setup_per_zone_wmarks ran: sysctl or hotplug") \
	E(2, CAUSE_BOOST,	"boost",	"the boost was raised")	\
	E(3, CAUSE_DECAY,	"decay",	"the boost was lowered")	\
	E(4, CAUSE_SEEN,	"seen",		"found changed, cause not seen")

/* L(tag, list): every enumeration above */
#define LOWMARK_ENUMS(L)		\
	L(mark, LOWMARK_ENUM_MARK)	\
	L(why, LOWMARK_ENUM_WHY)	\
	L(caller, LOWMARK_ENUM_CALLER)	\
	L(function, LOWMARK_ENUM_FUNCTION) \
	L(wake, LOWMARK_ENUM_WAKE)	\
	L(attempt, LOWMARK_ENUM_ATTEMPT) \
	L(result, LOWMARK_ENUM_RESULT)	\
	L(sample, LOWMARK_ENUM_SAMPLE)	\
	L(cause, LOWMARK_ENUM_CAUSE)

/*
 * Fields. F(record, ctype, name, kind, meaning); r is handed through.
 * Kinds: DEC, ORDER, PAGES and SPAGES (unsigned, signed pages), NS, HEX, NODE,
 * ZONE (node * zones per node + index), ZIDX (index alone), GFP, AFLAGS
 * (allocator flags), COMM, PAD (always 0) and one E_<enumeration> each.
 * LOWMARK_PAGES_NONE in a PAGES field and LOWMARK_ZONE_NONE in a ZONE field
 * mean "not taken" and "none". Page counts saturate at their type's limits.
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
	F(r, __u16, failures, DEC, "kswapd runs in a row that reclaimed nothing")

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
	F(r, __u16, stated, DEC, "zone states that follow this record")

#define LOWMARK_FIELDS_SLOW_END(F, r)					\
	F(r, __u64, span, HEX, "names the slow path run")		\
	F(r, __u64, latency, NS, "time from entry to return")		\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, result, E_result, "outcome")				\
	F(r, __u16, zone, ZONE, "zone of the page")			\
	F(r, __u16, preferred, ZONE, "preferred zone at entry")		\
	F(r, __u16, attempts, DEC, "attempts made inside")		\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u16, reclaims, DEC, "direct reclaims begun inside")	\
	F(r, __u16, wakes, DEC, "kswapd wakes asked for inside")

#define LOWMARK_FIELDS_ATTEMPT(F, r)					\
	F(r, __u8, kind, E_attempt, "which attempt of the allocation")	\
	F(r, __u8, result, E_result, "outcome")				\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u16, number, DEC, "which attempt of its slow path run; 0: none open") \
	F(r, __u16, zone, ZONE, "zone of the page")			\
	F(r, __u16, preferred, ZONE, "preferred zone")			\
	F(r, __u8, migratetype, DEC, "migratetype")			\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u32, alloc_flags, AFLAGS, "allocator flags")		\
	F(r, __u32, gfp, GFP, "gfp mask")				\
	F(r, __u32, latency, NS, "time it took, at most 4.29 s")

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
	F(r, __u32, failures, DEC, "runs in a row that reclaimed nothing")

#define LOWMARK_FIELDS_BALANCE_BEGIN(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, highest, ZIDX, "highest zone index")			\
	F(r, __u32, boost, PAGES, "sum of the boosts it will reclaim for")

#define LOWMARK_FIELDS_BALANCE_END(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u8, order, ORDER, "order at the begin")			\
	F(r, __u8, order_done, ORDER, "order kswapd ended with")	\
	F(r, __u32, failures, DEC, "runs in a row that reclaimed nothing, afterwards") \
	F(r, __u64, latency, NS, "time from begin to end")		\
	F(r, __u64, scanned, DEC, "LRU pages scanned")			\
	F(r, __u64, reclaimed, DEC, "LRU pages reclaimed")

#define LOWMARK_FIELDS_KSWAPD_SLEEP(F, r)				\
	F(r, __u16, node, NODE, "node")					\
	F(r, __u16, pad, PAD, "0")					\
	F(r, __u32, failures, DEC, "runs in a row that reclaimed nothing")

#define LOWMARK_FIELDS_RECLAIM_BEGIN(F, r)				\
	F(r, __u8, order, ORDER, "order")				\
	F(r, __u8, pad, PAD, "0")					\
	F(r, __u16, number, DEC, "which reclaim of its slow path run; 0: none open") \
	F(r, __u32, gfp, GFP, "gfp mask")

#define LOWMARK_FIELDS_RECLAIM_END(F, r)				\
	F(r, __u64, latency, NS, "time from begin to end")		\
	F(r, __u64, scanned, DEC, "LRU pages scanned")			\
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

/*
 * Records. R(type, NAME, name, bytes with header, meaning)
 * The sizes are written by hand: changing one is an ABI event.
 */
#define LOWMARK_RECORDS(R)						\
	R(1,  TIME,	     time,	     16, "new time base")	\
	R(2,  TASK,	     task,	     32, "the task that the following records of this chunk belong to") \
	R(3,  CHECK,	     check,	     40, "watermark check")	\
	R(4,  WAKE,	     wake,	     32, "wakeup_kswapd was called")	\
	R(5,  SLOW_BEGIN,    slow_begin,     32, "an allocation entered the slow path") \
	R(6,  SLOW_END,	     slow_end,	     40, "an allocation left the slow path") \
	R(7,  ATTEMPT,	     attempt,	     32, "one scan of the zonelist, at its end") \
	R(8,  ZONE,	     zone,	     40, "state of a zone")	\
	R(9,  KSWAPD_WAKE,   kswapd_wake,    16, "kswapd runs")		\
	R(10, BALANCE_BEGIN, balance_begin,  16, "kswapd begins to balance its node") \
	R(11, BALANCE_END,   balance_end,    40, "kswapd ends balancing")	\
	R(12, KSWAPD_SLEEP,  kswapd_sleep,   16, "kswapd goes to sleep")	\
	R(13, RECLAIM_BEGIN, reclaim_begin,  16, "direct reclaim begins") \
	R(14, RECLAIM_END,   reclaim_end,    32, "direct reclaim ends")	\
	R(15, WMARK,	     wmark,	     32, "watermarks of a zone, when they changed")

#define LOWMARK_DECLARE_ENUM(value, NAME, name, doc) LOWMARK_##NAME = (value),
#define LOWMARK_DECLARE_ENUMS(tag, LIST) \
	enum lowmark_##tag { LIST(LOWMARK_DECLARE_ENUM) };
LOWMARK_ENUMS(LOWMARK_DECLARE_ENUMS)
#undef LOWMARK_DECLARE_ENUMS
#undef LOWMARK_DECLARE_ENUM

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

/**
 * struct lowmark_hdr - starts every record
 * @dt: ns since the chunk's time base (its time_first, or the last TIME record)
 * @type: enum lowmark_record_type; an unknown one is skipped by its length
 * @words: length of the record with this header, in 8-byte words
 * @ctx: LOWMARK_CTX_*; in interrupt context the task is the interrupted one
 * @flags: 0
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
 * A chunk without records tells of losses at the end of a stream.
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
