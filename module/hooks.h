/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks: one row per function or tracepoint that is probed.
 */
#ifndef LOWMARK_HOOKS_H
#define LOWMARK_HOOKS_H

#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>

struct lowmark_look;
struct lowmark_replace;

/* clang-format off */
/*
 * H(ID, name, KIND, target, what it provides): the rows, in the order they
 * are armed. Handlers of a row are named after it: lowmark_<name>_entry and
 * _return for a KRETPROBE, lowmark_<name>_hit for a KPROBE,
 * lowmark_<name>_probe for a TRACEPOINT. SITES is a KRETPROBE that is armed
 * only where the probes at the calls, lowmark_<name>_sites, do not do. REPLACED
 * is one unless ftrace can send its calls to us, lowmark_<name>_replace. ENTRY
 * is a KPROBE unless ftrace shows its entries to us, lowmark_<name>_look. CHECKS
 * is what hooks= and verdict= make of it. A target "a|b" is b where the kernel
 * has no a: the inner function, or the outer one that it is inlined in.
 * What looks at the walk of an attempt is taken away before what keeps it:
 * tracepoints, functions seen through ftrace, kprobes, kretprobes, and the
 * probed calls last.
 */
#define LOWMARK_HOOKS(H)						\
	H(ATTEMPT, attempt, SITES, "get_page_from_freelist", "scans of the zonelist") \
	H(WMARK, wmark, KRETPROBE, "__setup_per_zone_wmarks|setup_per_zone_wmarks", "new marks") \
	H(CHECK, check, CHECKS, "__zone_watermark_ok", "watermark checks") \
	H(CHECK_OK, check_ok, ENTRY, "zone_watermark_ok", "checks asked through it") \
	H(CHECK_SAFE, check_safe, ENTRY, "zone_watermark_ok_safe", "checks with exact counters") \
	H(BALANCED, balanced, REPLACED, "pgdat_balanced", "refusals of a balanced node") \
	H(WAKE, wake, REPLACED, "wakeup_kswapd", "kswapd wake requests") \
	H(WAKE_WOKEN, wake_woken, TRACEPOINT, "mm_vmscan_wakeup_kswapd", "wakes issued") \
	H(SLOW, slow, KRETPROBE, "__alloc_pages_slowpath", "slow path runs") \
	H(CPUSET, cpuset, KRETPROBE,					\
	  "__cpuset_node_allowed|cpuset_current_node_allowed|cpuset_node_allowed" \
	  "|__cpuset_node_allowed_softwall",				\
	  "cpuset skips")						\
	H(DIRTY, dirty, KRETPROBE, "node_dirty_ok|zone_dirty_ok", "dirty skips") \
	H(NODE_RECLAIM, node_reclaim, KRETPROBE, "node_reclaim|zone_reclaim", "node reclaim") \
	H(COMPACT, compact, KRETPROBE, "try_to_compact_pages", "direct compaction") \
	H(THROTTLE, throttle, KRETPROBE, "throttle_direct_reclaim", "throttling") \
	H(ALLOW, allow, KRETPROBE,					\
	  "allow_direct_reclaim|allow_direct_reclaim.part.0|pfmemalloc_watermark_ok", \
	  "wakes of throttled tasks")					\
	H(OOM, oom, KRETPROBE, "out_of_memory", "OOM") \
	H(UNRESERVE, unreserve, KRETPROBE,				\
	  "unreserve_highatomic_pageblock", "reserves given back")	\
	H(RECLAIM_RETRY, reclaim_retry, TRACEPOINT, "reclaim_retry_zone", "reclaim retries") \
	H(COMPACT_RETRY, compact_retry, TRACEPOINT, "compact_retry", "compaction retries") \
	H(RECLAIM_END, reclaim_end, TRACEPOINT, "mm_vmscan_direct_reclaim_end", "its progress") \
	H(RECLAIM_BEGIN, reclaim_begin, TRACEPOINT, "mm_vmscan_direct_reclaim_begin", "reclaim") \
	H(SHRINK, shrink, TRACEPOINT, "mm_vmscan_lru_shrink_inactive", "pages scanned, freed") \
	H(BALANCE, balance, KRETPROBE, "balance_pgdat", "kswapd runs: begin and end") \
	H(REST, rest, KRETPROBE, "prepare_kswapd_sleep", "naps, premature sleeps") \
	H(CLEARED, cleared, TRACEPOINT, "mm_vmscan_kswapd_clear_hopeless", "who cleared hopeless") \
	H(KSWAPD_WAKE, kswapd_wake, TRACEPOINT, "mm_vmscan_kswapd_wake", "kswapd runs: wake") \
	H(KSWAPD_SLEEP, kswapd_sleep, TRACEPOINT, "mm_vmscan_kswapd_sleep", "kswapd runs: sleep") \
	LOWMARK_HOOKS_LEGACY(H)

/* What only kernels with the fair zone policy have, 3.12 to 4.7. */
#ifdef LOWMARK_HAVE_FAIR_ZONES
#define LOWMARK_HOOKS_LEGACY(H)						\
	H(BATCHES, batches, KPROBE, "reset_alloc_batches", "refills of fair batches") \
	H(ZLC, zlc, KRETPROBE, "zlc_zone_worth_trying", "zonelist cache skips")	\
	H(ZONE_BALANCED, zone_balanced, KRETPROBE, "zone_balanced", "refusals of a balanced zone") \
	H(WAKE_ALL, wake_all, KPROBE, "wake_all_kswapds", "count of rounds that ask for kswapd") \
	H(HIGH_PRIORITY, high_priority, KPROBE,				\
	  "__alloc_pages_high_priority", "count of tries without watermarks") \
	H(MAY_OOM, may_oom, KPROBE, "__alloc_pages_may_oom", "retries for OOM, unless derived") \
	H(ALLOC, alloc, KPROBE, "__alloc_pages_nodemask", "slow path runs that are inlined there") \
	H(ALLOC_END, alloc_end, TRACEPOINT, "mm_page_alloc", "slow path runs that are inlined")
#else
#define LOWMARK_HOOKS_LEGACY(H)
#endif

#define LOWMARK_DECLARE_HOOK(ID, name, kind, target, doc) LOWMARK_HOOK_##ID,
enum lowmark_hook_id { LOWMARK_HOOKS(LOWMARK_DECLARE_HOOK) LOWMARK_NR_HOOKS };
#undef LOWMARK_DECLARE_HOOK

#include "cost.h"

/* What a KRETPROBE keeps between entry and return: struct lowmark_<name>_data */
#define LOWMARK_HANDLERS_KRETPROBE(name)				\
	int lowmark_##name##_entry(struct kretprobe_instance *ri,	\
				   struct pt_regs *regs);		\
	int lowmark_##name##_return(struct kretprobe_instance *ri,	\
				    struct pt_regs *regs);		\
	extern const size_t lowmark_##name##_bytes;
#define LOWMARK_HANDLERS_KPROBE(name)					\
	int lowmark_##name##_hit(struct kprobe *kp, struct pt_regs *regs);
#define LOWMARK_HANDLERS_TRACEPOINT(name)				\
	extern void *const lowmark_##name##_probe;
#define LOWMARK_HANDLERS_SITES(name) LOWMARK_HANDLERS_KRETPROBE(name)
#define LOWMARK_HANDLERS_REPLACED(name)					\
	LOWMARK_HANDLERS_KRETPROBE(name)				\
	extern struct lowmark_replace lowmark_##name##_replace;
#define LOWMARK_HANDLERS_ENTRY(name)					\
	LOWMARK_HANDLERS_KPROBE(name)					\
	extern struct lowmark_look lowmark_##name##_look;
#define LOWMARK_HANDLERS_CHECKS(name)					\
	LOWMARK_HANDLERS_KRETPROBE(name) LOWMARK_HANDLERS_KPROBE(name)
#define LOWMARK_DECLARE_HANDLERS(ID, name, kind, target, doc)		\
	LOWMARK_HANDLERS_##kind(name)
LOWMARK_HOOKS(LOWMARK_DECLARE_HANDLERS)
#undef LOWMARK_DECLARE_HANDLERS
/* clang-format on */

int lowmark_hooks_arm(void);
void lowmark_hooks_disarm(void);
void lowmark_hooks_wait(void);
void lowmark_hooks_adapt(void);
unsigned int lowmark_hooks_placed(void);
int lowmark_hook_error(enum lowmark_hook_id id);
const char *lowmark_hook_name(enum lowmark_hook_id id);
const char *lowmark_hook_error_words(int error);
bool lowmark_hooks_has(enum lowmark_hook_id id);
void lowmark_hooks_show_caps(struct seq_file *m);
void lowmark_hooks_show_stats(struct seq_file *m);

#endif
