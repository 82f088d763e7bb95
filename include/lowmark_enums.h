/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The enumerations that fields of the records hold; part of the one list in
 * lowmark_record.h. Values are only ever appended.
 */
#ifndef LOWMARK_ENUMS_H
#define LOWMARK_ENUMS_H

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
	E(4, WHY_BLOCK,	 "block", "enough pages, but no free block of that order (up to 4.3: too few pages in large blocks)") \
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
	E(6, WAKE_UNKNOWN,	"unknown",	"refused, and the state read at entry does not say why") \
	E(7, WAKE_THROTTLE,	"throttle",	"woken by allow_direct_reclaim for a throttled task; the kernel has no event for it") \
	E(8, WAKE_NOT_ASKED,	"not-asked",	"the slow path did not ask: the gfp mask forbids it")

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
	E(4, CAUSE_SEEN,	"seen",		"found changed, cause not seen") \
	E(5, CAUSE_SYSCTL,	"sysctl",	"a sysctl was written")	\
	E(6, CAUSE_HOTPLUG,	"hotplug",	"memory went on or offline") \
	E(7, CAUSE_KHUGEPAGED,	"khugepaged",	"khugepaged raised min_free_kbytes")

/* Why a scan passed a zone over. */
#define LOWMARK_ENUM_SKIP(E)						\
	E(0, SKIP_CPUSET,	"cpuset",	"the cpuset does not allow its node") \
	E(1, SKIP_DIRTY,	"dirty",	"the node has its share of dirty pages") \
	E(2, SKIP_FAIR,		"fair",		"its fair batch is depleted (3.12 to 4.7)") \
	E(3, SKIP_ZLC,		"zlc",		"the zonelist cache has it as full (up to 4.3)") \
	E(4, SKIP_NOFRAGMENT,	"nofragment",	"remote, and the scan must not fragment: it turned back here (5.0 and later)") \
	E(5, SKIP_BUSY,		"busy",		"its node's kswapd is awake (6.18 and later)") \
	E(6, SKIP_RECLAIM_OFF,	"reclaim-off",	"short, and node reclaim is off") \
	E(7, SKIP_RECLAIM_FAR,	"reclaim-far",	"short, and too far for node reclaim") \
	E(8, SKIP_RECLAIM_NONE,	"reclaim-none",	"short, and node reclaim made no progress or not enough") \
	E(9, SKIP_RMQUEUE,	"rmqueue",	"passed its mark, but held no page of the kind asked for") \
	E(10, SKIP_UNKNOWN,	"unknown",	"passed over, and nothing read tells why")

/* Why a scan of the zonelist is begun again; one bit each in a RESCANS field. */
#define LOWMARK_ENUM_RESCAN(E)						\
	E(0, RESCAN_FAIR_LOCAL,	"fair-local",	"fairness dropped: local zones were skipped for it (3.12 to 4.7)") \
	E(1, RESCAN_FAIR_REMOTE, "fair-remote",	"fairness dropped: there are remote nodes (3.12 to 4.7)") \
	E(2, RESCAN_ZLC,	"zlc",		"zonelist cache dropped (up to 4.3)") \
	E(3, RESCAN_NOFRAGMENT_REMOTE, "nofragment-remote", "fragmenting allowed: the next zone is remote (5.0 and later)") \
	E(4, RESCAN_NOFRAGMENT_END, "nofragment-end", "fragmenting allowed: no zone was left (5.0 and later)") \
	E(5, RESCAN_BUSY,	"busy",		"nodes with awake kswapd reconsidered (6.18 and later)")

/* Why the slow path goes round again. */
#define LOWMARK_ENUM_RETRY(E)						\
	E(0, RETRY_RECLAIM,	"reclaim",	"should_reclaim_retry: enough could be reclaimed") \
	E(1, RETRY_COMPACT,	"compact",	"should_compact_retry: compaction may still succeed") \
	E(2, RETRY_OOM,		"oom",		"the OOM killer has freed memory, or another task is in it") \
	E(3, RETRY_RESERVES,	"reserves",	"the task may use reserves, which it had not tried") \
	E(4, RETRY_COMPACTED,	"compacted",	"compaction was tried first; now reclaim") \
	E(5, RETRY_NOFRAGMENT,	"nofragment",	"fragmenting is allowed now") \
	E(6, RETRY_RESTART,	"restart",	"cpuset or zonelist changed meanwhile") \
	E(7, RETRY_NOFAIL,	"nofail",	"__GFP_NOFAIL: it must not fail") \
	E(8, RETRY_UNRESERVE,	"unreserve",	"pages of the highatomic reserve were given back") \
	E(9, RETRY_UNKNOWN,	"unknown",	"nothing read tells why")

#define LOWMARK_ENUM_PRIORITY(E)					\
	E(0, PRIORITY_SYNC_FULL,  "sync-full",	"COMPACT_PRIO_SYNC_FULL")	\
	E(1, PRIORITY_SYNC_LIGHT, "sync-light", "COMPACT_PRIO_SYNC_LIGHT") \
	E(2, PRIORITY_ASYNC,	  "async",	"COMPACT_PRIO_ASYNC")

#define LOWMARK_ENUM_COMPACTED(E)					\
	E(0, COMPACTED_NOT_SUITABLE, "not-suitable", "COMPACT_NOT_SUITABLE_ZONE") \
	E(1, COMPACTED_SKIPPED,	"skipped",	"too few free pages to compact with") \
	E(2, COMPACTED_DEFERRED, "deferred",	"put off after recent failures") \
	E(3, COMPACTED_NO_PAGE,	"no-suitable-page", "COMPACT_NO_SUITABLE_PAGE") \
	E(4, COMPACTED_CONTINUE, "continue",	"should go on with another zone") \
	E(5, COMPACTED_COMPLETE, "complete",	"all of the zone scanned, no page made") \
	E(6, COMPACTED_PARTIAL_SKIPPED, "partial-skipped", "part of the zone scanned, no page made") \
	E(7, COMPACTED_CONTENDED, "contended",	"given up for lock contention") \
	E(8, COMPACTED_SUCCESS,	"success",	"a page of that order should be there")

#define LOWMARK_ENUM_NODE_RECLAIM(E)					\
	E(0, NODE_RECLAIM_NOSCAN, "noscan",	"not scanned: the context forbids it or another CPU is at it") \
	E(1, NODE_RECLAIM_FULL,	"full",		"too little to reclaim")	\
	E(2, NODE_RECLAIM_SOME,	"some",		"some pages, not enough")	\
	E(3, NODE_RECLAIM_SUCCESS, "success",	"enough pages reclaimed") \
	E(4, NODE_RECLAIM_NONE,	"none",		"nothing reclaimed (7.3 tells no more)")

/* Why kswapd ran. */
#define LOWMARK_ENUM_RUN(E)						\
	E(0, RUN_LOW,		"low",		"the request found its zone below low") \
	E(1, RUN_ORDER,		"order",	"enough pages, but not of that order") \
	E(2, RUN_BOOST,		"boost",	"the watermarks are boosted") \
	E(3, RUN_THROTTLE,	"throttle",	"a task was throttled in direct reclaim") \
	E(4, RUN_AGAIN,		"again",	"no new request: it had not slept since its last run") \
	E(5, RUN_UNKNOWN,	"unknown",	"no request was seen")

/* What kswapd does between runs. */
#define LOWMARK_ENUM_REST(E)						\
	E(0, REST_NAP,		"nap",		"balanced: naps for up to 100 ms") \
	E(1, REST_AWAKE,	"awake",	"not balanced: runs on without a nap") \
	E(2, REST_DEEP,		"deep",		"still balanced after the nap: sleeps until woken") \
	E(3, REST_PREMATURE,	"premature",	"not balanced any more after the nap: runs on")

#define LOWMARK_ENUM_CLEARED(E)						\
	E(0, CLEARED_NOT,	"set",		"the node became hopeless")	\
	E(1, CLEARED_OTHER,	"cleared",	"cleared, by whom the kernel does not say") \
	E(2, CLEARED_KSWAPD,	"by-kswapd",	"cleared by kswapd: the node is balanced") \
	E(3, CLEARED_DIRECT,	"by-direct-reclaim", "cleared by direct reclaim: the node is balanced") \
	E(4, CLEARED_PCP,	"by-free",	"cleared by pages freed from a CPU's list")

/* Mempolicies, include/uapi/linux/mempolicy.h. */
#define LOWMARK_ENUM_POLICY(E)						\
	E(0, POLICY_DEFAULT,	"default",	"MPOL_DEFAULT")		\
	E(1, POLICY_PREFERRED,	"preferred",	"MPOL_PREFERRED")	\
	E(2, POLICY_BIND,	"bind",		"MPOL_BIND")		\
	E(3, POLICY_INTERLEAVE,	"interleave",	"MPOL_INTERLEAVE")	\
	E(4, POLICY_LOCAL,	"local",	"MPOL_LOCAL")		\
	E(5, POLICY_PREFERRED_MANY, "preferred-many", "MPOL_PREFERRED_MANY") \
	E(6, POLICY_WEIGHTED,	"weighted-interleave", "MPOL_WEIGHTED_INTERLEAVE")

/* What fired the flight recorder. */
#define LOWMARK_ENUM_TRIGGER(E)						\
	E(0, TRIGGER_STALL,	"stall",	"a slow path run took longer than the limit, in ns") \
	E(1, TRIGGER_FAIL,	"fail",		"an allocation of at least that order failed") \
	E(2, TRIGGER_HOPELESS,	"hopeless",	"a node became hopeless") \
	E(3, TRIGGER_BELOW_MIN,	"below-min",	"a zone was below min for longer than the limit, in ns") \
	E(4, TRIGGER_OOM,	"oom",		"the OOM killer chose a victim, not for a cgroup's limit") \
	E(5, TRIGGER_USER,	"user",		"the command \"trigger\"")

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
	L(cause, LOWMARK_ENUM_CAUSE)	\
	L(skip, LOWMARK_ENUM_SKIP)	\
	L(rescan, LOWMARK_ENUM_RESCAN)	\
	L(retry, LOWMARK_ENUM_RETRY)	\
	L(priority, LOWMARK_ENUM_PRIORITY) \
	L(compacted, LOWMARK_ENUM_COMPACTED) \
	L(node_reclaim, LOWMARK_ENUM_NODE_RECLAIM) \
	L(run, LOWMARK_ENUM_RUN)	\
	L(rest, LOWMARK_ENUM_REST)	\
	L(cleared, LOWMARK_ENUM_CLEARED) \
	L(policy, LOWMARK_ENUM_POLICY)	\
	L(trigger, LOWMARK_ENUM_TRIGGER)

#define LOWMARK_DECLARE_ENUM(value, NAME, name, doc) LOWMARK_##NAME = (value),
#define LOWMARK_DECLARE_ENUMS(tag, LIST) \
	enum lowmark_##tag { LIST(LOWMARK_DECLARE_ENUM) };
LOWMARK_ENUMS(LOWMARK_DECLARE_ENUMS)
#undef LOWMARK_DECLARE_ENUMS
#undef LOWMARK_DECLARE_ENUM

/* clang-format on */

#endif
