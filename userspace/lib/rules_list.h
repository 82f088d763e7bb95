/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of rules: R(function, id, questions, cause, advice).
 */
#ifndef LOWMARK_LIB_RULES_LIST_H
#define LOWMARK_LIB_RULES_LIST_H

#include "rules.h"

#define Q(name) (1u << LM_WHY_##name)
#define Q_SLOW (Q(STALL) | Q(FAIL) | Q(OOM))
#define Q_SHORT (Q_SLOW | Q(WAKE))

/* clang-format off */
#define LM_RULES(R)                                                            \
	R(burst, "burst", Q(STALL),                                            \
	  "the low mark is too small for the burst: kswapd was woken " \
	  "too late to keep free pages above min", \
	  "vm.watermark_scale_factor widens the distance from min to low")     \
	R(behind, "kswapd-behind", Q(STALL),                                   \
	  "kswapd was running and reclaiming, but slower than pages were taken", \
	  "a larger vm.watermark_scale_factor starts it earlier; less " \
	  "demand or faster swap helps it") \
	R(lowmem, "lowmem-reserve", Q_SHORT | Q(ASLEEP),                       \
	  "free pages are in a lower zone that its lowmem reserve withholds",  \
	  "vm.lowmem_reserve_ratio")                                           \
	R(boost, "boost", Q_SHORT | Q(AWAKE),                                  \
	  "the watermarks were boosted: without the boost there were enough pages", \
	  "vm.watermark_boost_factor")                                         \
	R(fragmentation, "fragmentation", Q_SHORT,                             \
	  "fragmentation: enough pages were free, but no block of that order", \
	  "vm.compaction_proactiveness, or a smaller order")                   \
	R(highatomic, "highatomic", Q_SLOW,                                    \
	  "the free pages are the reserve for atomic allocations of high order", \
	  "the kernel gives that reserve back under pressure only")            \
	R(cma, "cma", Q_SLOW,                                                  \
	  "the free pages are CMA pages that the request may not use",         \
	  "the size of the CMA area (cma=)")                                   \
	R(cpuset, "cpuset", Q_SLOW,                                            \
	  "the cpuset kept it from nodes that had free pages", "cpuset.mems")  \
	R(binding, "node-binding", Q_SLOW,                                     \
	  "it was bound to nodes that were short while another had free pages", \
	  "the mempolicy (numactl, mbind) or __GFP_THISNODE of the caller")    \
	R(no_zone, "no-zone", Q(FAIL),                                         \
	  "there was no zone to look at: the nodes it was limited to have no memory for it", \
	  "the nodes that its caller or its cpuset leave it, and the zones below its highest") \
	R(hopeless, "hopeless-node", Q_SLOW | Q(ASLEEP),                       \
	  "the node is hopeless: kswapd had reclaimed nothing too often and gave up", \
	  "nothing on the node can be reclaimed: swap is off or full, or memory is locked") \
	R(dirty, "dirty-pages", Q_SLOW,                                        \
	  "zones were passed over because their node has its share of dirty pages", \
	  "vm.dirty_ratio and vm.dirty_background_ratio, or faster writeback") \
	R(node_reclaim, "zone-reclaim", Q_SLOW,                                \
	  "it reclaimed from its own node rather than take pages of another",  \
	  "vm.zone_reclaim_mode")                                              \
	R(unreclaimable, "unreclaimable", Q_SLOW,                              \
	  "direct reclaim found hardly anything to reclaim",                   \
	  "swap, a smaller working set, or less locked memory")                \
	R(compaction, "compaction", Q(STALL),                                  \
	  "its time went to direct compaction",                                \
	  "vm.compaction_proactiveness or transparent_hugepage/defrag")        \
	R(cpu, "cpu-wait", Q(STALL),                                           \
	  "it could have run, and waited for a CPU",                           \
	  "the load of the CPUs, or its priority; not a mark")                 \
	R(scanning, "scanning", Q(STALL),                                      \
	  "its time passed inside scans of the zonelist, waiting for a lock, an " \
	  "interrupt or, unless the records tell how long, a CPU",             \
	  "contention for the zone lock or for the CPUs, not a mark")           \
	R(throttled, "throttled", Q(STALL),                                    \
	  "it was throttled until kswapd had refilled the reserves for reclaim", \
	  "vm.min_free_kbytes, or less swapping over devices that allocate")   \
	R(oom_time, "oom-killer", Q(STALL),                                    \
	  "its time went to the OOM killer", "too little memory or swap for the load") \
	R(memcg_oom, "memcg-limit", Q(OOM),                                    \
	  "a cgroup reached its limit, not the system", "memory.max of the cgroup") \
	R(atomic, "atomic-reserve", Q(FAIL),                                   \
	  "the request could not wait for reclaim and the reserves were used up", \
	  "vm.min_free_kbytes")                                                \
	R(gave_up, "noretry", Q(FAIL),                                         \
	  "the request was told to give up early", \
	  "__GFP_NORETRY of the caller, who can do without") \
	R(raised, "marks-raised", Q_SHORT,                                     \
	  "the marks had just been raised above what was free",                \
	  "vm.min_free_kbytes or vm.watermark_scale_factor as they were written") \
	R(fair, "fair-batch", Q_SLOW,                                          \
	  "zones were passed over because their fair batch was depleted",      \
	  "the fair zone policy of this kernel (3.12 to 4.7)")                 \
	R(below_low, "below-low", Q(WAKE),                                     \
	  "free pages had fallen below the low mark", \
	  "the ordinary course; vm.watermark_scale_factor sets the mark") \
	R(throttle_wake, "throttled-task", Q(WAKE),                            \
	  "a task throttled in direct reclaim woke it", \
	  "reserves for reclaim were short: vm.min_free_kbytes") \
	R(balanced, "balanced", Q(ASLEEP),                                     \
	  "another zone up to the request's highest was above its mark, " \
	  "so the node counts as balanced", \
	  "the ordinary course: kswapd balances nodes, not zones")             \
	R(no_wake_flag, "no-kswapd-flag", Q(ASLEEP),                           \
	  "the request's gfp mask forbids waking kswapd", "__GFP_KSWAPD_RECLAIM of the caller") \
	R(wake_cpuset, "cpuset", Q(ASLEEP),                                    \
	  "the task's cpuset does not allow the zone", "cpuset.mems")          \
	R(unmanaged, "unmanaged", Q(ASLEEP),                                   \
	  "the zone has no pages of its own", "the ordinary course")           \
	R(awake_fruitless, "unreclaimable", Q(AWAKE),                          \
	  "it scanned but found hardly anything to reclaim",                   \
	  "swap, a smaller working set, or less locked memory")                \
	R(awake_demand, "demand", Q(AWAKE),                                    \
	  "pages were taken as fast as it reclaimed them", \
	  "the load, or vm.watermark_scale_factor") \
	R(awake_order, "high-order", Q(AWAKE),                                 \
	  "it was to make blocks of a high order and had to give up on that order", \
	  "the callers of that order, vm.compaction_proactiveness")            \
	R(awake_again, "premature-sleep", Q(AWAKE),                            \
	  "it was balanced for moments only: the nap ended below the mark",    \
	  "vm.watermark_scale_factor widens the distance from low to high")
/* clang-format on */

#define LM_DECLARE_RULE(function, id, questions, cause, advice) \
	int lm_rule_##function(const struct lm_facts *facts,    \
			       const struct lm_names *names, char *evidence);
LM_RULES(LM_DECLARE_RULE)
#undef LM_DECLARE_RULE

#endif
