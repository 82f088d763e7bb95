/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The decisions of allocator and kswapd, and how lowmark sees each: the one
 * list that the debugfs file "decisions" and docs/decisions.md expand from.
 */
#ifndef LOWMARK_DECISIONS_H
#define LOWMARK_DECISIONS_H

/* clang-format off */

/*
 * D(id, decision, kernels, function, HAS, seen, limit, from, basis, source)
 *
 * kernels: which have it, in words; HAS: the same for the kernel the module is
 * built for, LOWMARK_DECIDES_<HAS> of module/compat_decisions.h.
 * seen: the hooks that observe it, if all of them are placed; limit: what
 * they do not tell nevertheless.
 * from: the hooks that it is derived from where they are placed and those of
 * seen are not; basis: how. With neither it is unobservable, and basis is why.
 * Hooks are rows of module/hooks.h, as H(ID) H(ID); whoever expands the list
 * defines H, and LOWMARK_FAIR_ERA(hooks), for those that only kernels with the fair
 * zone policy have. source: record and fields it is read from.
 */
#define LOWMARK_DECISIONS(D, H)						\
	D("G0", "attempt begins, ends", "all", "get_page_from_freelist", ALWAYS, \
	  H(ATTEMPT), "of the fast path only if the slow path follows, or with checks=all", \
	  , "", "attempt: kind, result, zone")				\
	D("G1", "zone skipped: cpuset", "all", "get_page_from_freelist", ALWAYS, \
	  H(ATTEMPT) H(CPUSET), "",					\
	  H(ATTEMPT) H(CHECK), "the task's mems_allowed, for a zone passed over", \
	  "skip: reason cpuset; attempt: cpuset")			\
	D("G2", "zone skipped: dirty pages", "all", "get_page_from_freelist", ALWAYS, \
	  H(ATTEMPT) H(DIRTY), "the node's first zone; its others follow from that", \
	  , "", "skip: reason dirty; attempt: dirty")			\
	D("G3", "scan again: no fragmenting, next zone is remote", "5.0 and later", \
	  "get_page_from_freelist", NOFRAGMENT, , "",			\
	  H(ATTEMPT) H(CHECK), "the flags of the next check, or without vm.defrag_mode the zonelist where none follows", \
	  "rescan: reasons nofragment-remote; skip: reason nofragment")	\
	D("G4", "zone skipped: its kswapd is awake", "6.18 and later",	\
	  "get_page_from_freelist", BUSY, , "",			\
	  H(ATTEMPT) H(CHECK), "whether kswapd sleeps when the scan has gone on", \
	  "skip: reason busy; attempt: busy")				\
	D("G4b", "scan again: nodes with awake kswapd", "6.18 and later", \
	  "get_page_from_freelist", BUSY, , "",			\
	  H(ATTEMPT) H(CHECK), "a zone comes up that lies behind or is still to be skipped, or the scan fails after such skips", \
	  "rescan: reasons busy")					\
	D("G5", "memory accepted for a zone",				\
	  "6.5 and later with CONFIG_UNACCEPTED_MEMORY", "cond_accept_memory", ACCEPTS, \
	  , "", , "no hook is placed there; only the pages it adds show in the checks", \
	  "check: free")						\
	D("G6", "high mark asked for first", "6.7 and later", "get_page_from_freelist", \
	  BELOW_HIGH, H(CHECK), "an order 0 request that passes is checked inline", \
	  , "", "check: which high")					\
	D("G7", "zone checked against the mark", "all", "__zone_watermark_ok", ALWAYS, \
	  H(CHECK), "an order 0 request that passes is checked inline",	\
	  , "", "check: mark, margin, verdict, why")			\
	D("G7b", "checked again without boost", "5.0 and later", "__zone_watermark_ok", \
	  BOOST, H(CHECK), "a build may have it inlined, as Debian's 7.2", , "", \
	  "check: which min-unboosted")					\
	D("G8", "zone grown: deferred struct pages",			\
	  "4.17 and later with CONFIG_DEFERRED_STRUCT_PAGE_INIT", "_deferred_grow_zone", \
	  DEFERS, , "", , "no hook is placed there; it ends with the boot", "") \
	D("G9", "zone used without watermarks", "all", "get_page_from_freelist", ALWAYS, \
	  H(ATTEMPT), "", , "", "attempt: alloc_flags, kind, zone")	\
	D("G10", "zone skipped: short, node reclaim off or too far", "all", \
	  "get_page_from_freelist", ALWAYS, , "",			\
	  H(ATTEMPT) H(CHECK) H(NODE_RECLAIM), "node reclaim is not called after the failed check; the distance", \
	  "skip: reason reclaim-off, reclaim-far")			\
	D("G11", "node reclaim and its result", "all", "node_reclaim (3.18, 4.4: zone_reclaim)", \
	  ALWAYS, H(NODE_RECLAIM), "", , "", "node_reclaim: result, reclaimed; skip: reason reclaim-none") \
	D("G12", "zone skipped: no page on its free lists", "all", "get_page_from_freelist", \
	  ALWAYS, , "",							\
	  H(ATTEMPT) H(CHECK), "the zone passed its mark, seen or by its free pages, and the scan went on", \
	  "skip: reason rmqueue; attempt: rmqueue")			\
	D("G12b", "kswapd woken for a boost", "5.0 and later", "get_page_from_freelist", BOOST, \
	  H(WAKE), "", , "", "wake: caller fast-path, slow-path; gfp 0")	\
	D("G13", "scan again: no fragmenting, no zone left", "5.0 and later", \
	  "get_page_from_freelist", NOFRAGMENT, , "",			\
	  H(ATTEMPT) H(CHECK), "the flags of the next check, or without vm.defrag_mode that the scan fails", \
	  "rescan: reasons nofragment-end")				\
	D("G14", "highatomic block reserved", "4.4 and later", "reserve_highatomic_pageblock", \
	  HIGHATOMIC, , "", , "inlined, and no record holds the size of the reserve; it shows where a check fails for it", \
	  "check: why highatomic")					\
	D("S0", "slow path begins, ends", "all", "__alloc_pages_slowpath", ALWAYS, \
	  H(SLOW), "", , "", "slow_begin, slow_end")			\
	D("S1", "no zone allowed: fails at once", "5.10 and later", "__alloc_pages_slowpath", \
	  SINCE_5_10, , "", H(SLOW) H(ATTEMPT), "a failed run without an attempt", \
	  "slow_begin: zones; slow_end: attempts")			\
	D("S2", "kswapd is asked", "all", "wake_all_kswapds; since 7.0 __alloc_pages_slowpath", \
	  ALWAYS, H(SLOW) H(WAKE), "", , "", "wake: caller slow-path; slow_end: wakes") \
	D("S3", "first attempt of the slow path", "all", "__alloc_pages_slowpath", ALWAYS, \
	  H(SLOW) H(ATTEMPT), "", , "", "attempt: kind slow, number 1")	\
	D("S4", "compaction before reclaim", "up to 6.19", "__alloc_pages_slowpath", BEFORE_7_0, \
	  H(SLOW) H(COMPACT), "that it is the early one follows from the order of the records", \
	  , "", "compact: number, priority, result")			\
	D("S4r", "retry: compaction was tried first", "7.0 and later", "__alloc_pages_slowpath", \
	  SINCE_7_0, , "",						\
	  H(SLOW) H(ATTEMPT) H(COMPACT) H(RECLAIM_BEGIN), "a round with compaction and without reclaim before this one", \
	  "retry: reason compacted")					\
	D("S5", "restart: cpuset or zonelist changed, at the retry", "6.15 to 6.19, stable releases since mid-2025", \
	  "__alloc_pages_slowpath", RESTARTS_AT_RETRY, , "",		\
	  H(SLOW) H(ATTEMPT), "mems_allowed has changed, or a round that could begin for nothing else", \
	  "retry: reason restart")					\
	D("S6", "reserves used", "all", "__alloc_pages_slowpath (3.18, 4.4: __alloc_pages_high_priority)", \
	  ALWAYS, H(SLOW) H(ATTEMPT), "", , "",				\
	  "attempt: kind reserve; slow_end: reserves; retry: reason reserves") \
	D("S7", "may not reclaim: fails", "all", "__alloc_pages_slowpath", ALWAYS, , "", \
	  H(SLOW) H(RECLAIM_BEGIN), "the gfp mask, and a failed run without reclaim", \
	  "slow_end: gfp, result, reclaims")				\
	D("S8", "direct reclaim and its progress", "all",		\
	  "try_to_free_pages (caller 3.18, 4.4: __alloc_pages_direct_reclaim)", ALWAYS, \
	  H(RECLAIM_BEGIN) H(RECLAIM_END), "", , "",			\
	  "reclaim_begin; reclaim_end: scanned, reclaimed; attempt: kind reclaim") \
	D("S8t", "throttled before direct reclaim", "all", "throttle_direct_reclaim", ALWAYS, \
	  H(THROTTLE) H(ALLOW), "", , "", "throttle: node, latency, killed") \
	D("S9", "direct compaction and its result", "all", "try_to_compact_pages", ALWAYS, \
	  H(COMPACT), "", , "", "compact: priority, result, latency")	\
	D("S10", "gives up: NORETRY, or costly", "all", "__alloc_pages_slowpath", ALWAYS, , "", \
	  H(SLOW), "the gfp mask and order of a failed run",		\
	  "slow_end: gfp, order, result, retries")			\
	D("S11", "retry: enough could be reclaimed", "4.7 and later", "should_reclaim_retry", \
	  SINCE_5_10, H(RECLAIM_RETRY), "", , "", "reclaim_retry: verdict, available, min; retry: reason reclaim, unreserve") \
	D("S12", "retry: compaction may still succeed", "4.7 and later", "should_compact_retry", \
	  SINCE_5_10, H(COMPACT_RETRY), "order 0 and dying tasks are refused without an event", \
	  , "", "compact_retry: verdict, retries; retry: reason compact") \
	D("S13", "retry: fragmenting allowed (defrag_mode)", "6.15 and later", \
	  "__alloc_pages_slowpath", DEFRAGS, , "",			\
	  H(SLOW) H(ATTEMPT), "the flag is gone in the next attempt",	\
	  "retry: reason nofragment")					\
	D("S14", "restart: cpuset or zonelist changed",			\
	  "5.10 and later (3.18, 4.4: the whole allocation is repeated)", \
	  "__alloc_pages_slowpath", SINCE_5_10, , "",			\
	  H(SLOW) H(ATTEMPT), "mems_allowed has changed, or a round that could begin for nothing else; after reclaim a changed zonelist is not told", \
	  "retry: reason restart")					\
	D("S15", "last look before OOM, and the OOM killer", "all", "__alloc_pages_may_oom", \
	  ALWAYS, H(SLOW) H(ATTEMPT) H(OOM), "that another task holds the OOM lock follows from its last look and its call of out_of_memory()", \
	  , "", "attempt: kind oom; oom: verdict")			\
	D("S16", "retry after OOM, or the victim fails", "all", "__alloc_pages_slowpath", ALWAYS, \
	  , "", H(SLOW) H(ATTEMPT) H(OOM) H(RECLAIM_BEGIN), "out_of_memory() has returned true, or another task was in it after the reclaim of a round without last look", \
	  "retry: reason oom; slow_end: result")			\
	D("S17", "NOFAIL: last resort, and once more", "all", "__alloc_pages_slowpath", ALWAYS, , "", \
	  H(SLOW) H(ATTEMPT), "the flags of an attempt that the gfp mask alone would not get", \
	  "attempt: kind nofail; retry: reason nofail")			\
	D("S18", "allocation fails", "all", "__alloc_pages_slowpath", ALWAYS, \
	  H(SLOW), "whether warn_alloc() logged it is not looked at", , "", "slow_end: result failed") \
	D("W1", "no wake: zone without pages", "all", "wakeup_kswapd", ALWAYS, , "", \
	  H(WAKE) H(WAKE_WOKEN), "the zone's managed pages at entry", "wake: verdict unmanaged") \
	D("W2", "no wake: cpuset", "all", "wakeup_kswapd", ALWAYS, \
	  H(WAKE) H(WAKE_WOKEN) H(CPUSET), "",				\
	  H(WAKE) H(WAKE_WOKEN), "the task's mems_allowed at entry", "wake: verdict cpuset") \
	D("W3", "no wake: kswapd is awake", "all", "wakeup_kswapd", ALWAYS, , "", \
	  H(WAKE) H(WAKE_WOKEN), "kswapd's wait queue at entry", "wake: verdict awake") \
	D("W4", "no wake: node is hopeless", "4.12 and later", "wakeup_kswapd", SINCE_5_10, , "", \
	  H(WAKE) H(WAKE_WOKEN), "the node's failures at entry", "wake: verdict hopeless, failures") \
	D("W5", "no wake: node is balanced", "4.12 and later", "wakeup_kswapd", SINCE_5_10, \
	  H(WAKE) H(WAKE_WOKEN) H(BALANCED), "", , "", "wake: verdict balanced") \
	D("W5z", "no wake: zone is balanced", "up to 4.11", "wakeup_kswapd", BEFORE_5_10, \
	  H(WAKE) H(WAKE_WOKEN) LOWMARK_FAIR_ERA(H(ZONE_BALANCED)), "", , "", "wake: verdict balanced") \
	D("W6", "kswapd is woken", "all", "wakeup_kswapd", ALWAYS,	\
	  H(WAKE_WOKEN), "", , "", "wake: verdict woken")		\
	D("W7", "kswapd is not asked: gfp mask", "all", "__alloc_pages_slowpath", ALWAYS, , "", \
	  H(SLOW), "the gfp mask at entry", "wake: verdict not-asked")	\
	D("W8", "kswapd is woken for a throttled task", "all", "allow_direct_reclaim (3.18, 4.4: pfmemalloc_watermark_ok)", \
	  ALWAYS, , "", H(ALLOW), "its answer, and kswapd asleep at entry", "wake: verdict throttle") \
	D("K1", "nap, or no rest", "all", "prepare_kswapd_sleep", ALWAYS, \
	  H(REST), "", , "", "rest: nap, awake")			\
	D("K2", "premature sleep", "all", "prepare_kswapd_sleep", ALWAYS, \
	  H(REST), "a nap cut short by a wake shows as a run without kswapd_sleep", \
	  , "", "rest: premature")					\
	D("K3", "deep sleep", "all", "kswapd", ALWAYS, H(KSWAPD_SLEEP), "", , "", "kswapd_sleep; rest: deep") \
	D("K4", "kswapd runs", "all", "balance_pgdat", ALWAYS, H(BALANCE), "its cause is that of the last wake", \
	  , "", "balance_begin: cause, order; balance_end: order_done, reclaimed") \
	D("K5", "pass: is the node balanced", "all", "balance_pgdat", ALWAYS, \
	  H(BALANCE) H(BALANCED), "that a boost is dropped follows from the next pass", , "", \
	  "pass: balanced, number")					\
	D("K6", "a run in vain is counted", "4.12 and later", "balance_pgdat", SINCE_5_10, , "", \
	  H(BALANCE), "the failures before and after the run", "balance_end: failures; hopeless: set") \
	D("K7", "failures cleared", "4.12 and later", "shrink_node; since 7.0 kswapd_clear_hopeless", \
	  SINCE_5_10, H(CLEARED), "",					\
	  H(BALANCE), "the failures before and after a run; who cleared them is a guess", \
	  "hopeless: cleared")						\
	D("K8", "mark that balanced means", "all", "pgdat_balanced", ALWAYS, \
	  H(CHECK), "", , "", "check: caller kswapd, wakeup; which")	\
	D("K9", "boost raised, lowered", "5.0 and later", "boost_watermark", BOOST, , "", \
	  H(WAKE) H(BALANCE), "the boost has changed since a hook last saw it", \
	  "wmark: cause boost, decay")					\
	D("K10", "watermarks set anew", "all", "setup_per_zone_wmarks", ALWAYS, \
	  H(WMARK), "", , "", "wmark: cause sysctl, hotplug, khugepaged, setup") \
	D("F1", "zone skipped: fair batch depleted", "3.12 to 4.7", "get_page_from_freelist", \
	  FAIR, , "", H(ATTEMPT) H(CHECK), "a local zone without a check, which each zone gets there else", \
	  "skip: reason fair; attempt: fair")				\
	D("F2", "fair batches refilled", "3.12 to 4.7", "reset_alloc_batches", FAIR, \
	  H(ATTEMPT) LOWMARK_FAIR_ERA(H(BATCHES)), "",				\
	  H(ATTEMPT) H(CHECK), "a rescan for local zones refills them first", \
	  "batches: zone, depleted; rescan: reasons fair-local")	\
	D("F3", "scan again without fairness", "3.12 to 4.7", "get_page_from_freelist", FAIR, , "", \
	  H(ATTEMPT) H(CHECK), "the flags of the next check, or that the scan fails", \
	  "rescan: reasons fair-local, fair-remote")			\
	D("Z1", "zone skipped, scan again: zonelist cache", "up to 4.3 with CONFIG_NUMA", \
	  "zlc_zone_worth_trying", ZLC, H(ATTEMPT) H(CHECK) LOWMARK_FAIR_ERA(H(ZLC)), \
	  "that the cache is dropped follows from the first short zone", , "", \
	  "skip: reason zlc; attempt: zlc; rescan: reasons zlc")

/* clang-format on */

#endif
