// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a kernel has the functions and tracepoints that lowmark hooks.
 */
#include <stdio.h>
#include <string.h>

#include "doctor_checks.h"
#include "kallsyms.h"

/**
 * struct wanted - something to be hooked
 * @name: function in the source, or tracepoint; "a|b" is b where there is no a
 * @lost: what is not seen without it; NULL if kernels may do without it
 */
struct wanted {
	const char *name;
	const char *lost;
};

/**
 * struct target - what was found of it
 * @best: how the best symbol found relates to it
 * @nth: which of its names that has; the first one that the module finds counts
 * @clones: how many symbols are as good as that
 * @symbol: the first of these
 */
struct target {
	enum lm_clone best;
	unsigned int nth;
	unsigned int clones;
	char symbol[128];
};

static const struct wanted functions[] = {
	{ "__alloc_pages_slowpath",
	  "slow path spans with latency and zone states are not seen" },
	{ "get_page_from_freelist", "attempts are not seen" },
	{ "wakeup_kswapd", "wake requests and refusals are not seen" },
	{ "__zone_watermark_ok",
	  "watermark checks of the allocator are not seen" },
	{ "zone_watermark_ok",
	  "watermark checks of compaction and reclaim are not seen" },
	{ "zone_watermark_ok_safe", NULL },
	{ "balance_pgdat", "begin and end of kswapd's work are not seen" },
	{ "pgdat_balanced", "what kswapd thinks of its node is not seen" },
	{ "__setup_per_zone_wmarks|setup_per_zone_wmarks",
	  "the cause of changed watermarks is not seen" },
	{ "__cpuset_node_allowed|cpuset_current_node_allowed|cpuset_node_allowed"
	  "|__cpuset_node_allowed_softwall",
	  "zones skipped for cpusets are not seen" },
	{ "node_dirty_ok|zone_dirty_ok",
	  "zones skipped for dirty limits are not seen" },
	{ "node_reclaim|zone_reclaim", "node reclaim is not seen" },
	{ "try_to_compact_pages", "direct compaction is not seen" },
	{ "throttle_direct_reclaim", "throttling is not seen" },
	{ "allow_direct_reclaim|allow_direct_reclaim.part.0"
	  "|pfmemalloc_watermark_ok",
	  "wakes by throttled tasks are not seen" },
	{ "out_of_memory", "the OOM killer is not seen" },
	{ "unreserve_highatomic_pageblock",
	  "retries for a reserve given back are not told from others" },
	{ "prepare_kswapd_sleep", "how kswapd rests is not seen" },
};

static const struct wanted tracepoints[] = {
	{ "mm_vmscan_wakeup_kswapd", "woken wake requests cannot be told" },
	{ "mm_vmscan_kswapd_wake", "wakes of kswapd are not seen" },
	{ "mm_vmscan_kswapd_sleep", "sleeps of kswapd are not seen" },
	{ "mm_vmscan_direct_reclaim_begin", "direct reclaim is not seen" },
	{ "mm_vmscan_direct_reclaim_end", "direct reclaim is not seen" },
	{ "mm_vmscan_lru_shrink_inactive",
	  "pages scanned and reclaimed are not counted" },
	{ "reclaim_retry_zone", "retries of reclaim are not seen" },
	{ "compact_retry", "retries of compaction are not seen" },
	{ "mm_vmscan_kswapd_clear_hopeless", NULL },
};

#define NR_FUNCTIONS (sizeof(functions) / sizeof(functions[0]))
#define NR_TRACEPOINTS (sizeof(tracepoints) / sizeof(tracepoints[0]))

struct targets {
	struct target functions[NR_FUNCTIONS];
	struct target tracepoints[NR_TRACEPOINTS];
};

/* Of names that are found the module takes the first, and all its clones. */
static void note(struct target *target, unsigned int nth, enum lm_clone clone,
		 const char *symbol)
{
	bool whole = clone >= LM_CLONE_WHOLE,
	     had = target->best >= LM_CLONE_WHOLE;
	bool better = whole && had && nth != target->nth ? nth < target->nth :
							   clone > target->best;

	if (better) {
		target->clones = 0;
		target->best = clone;
		target->nth = nth;
		snprintf(target->symbol, sizeof(target->symbol), "%s", symbol);
	}
	if (clone != LM_CLONE_NONE && clone == target->best &&
	    nth == target->nth)
		target->clones++;
}

/* The symbol may be a function that has one of the names "a|b". */
static void note_any(struct target *target, const char *names,
		     const char *symbol)
{
	unsigned int nth;
	char name[64];
	size_t len;

	for (nth = 0; *names; nth++) {
		len = strcspn(names, "|");
		snprintf(name, sizeof(name), "%.*s", (int)len, names);
		note(target, nth, lm_clone_of(symbol, name), symbol);
		names += len + (names[len] == '|');
	}
}

static void take_symbol(void *arg, const struct lm_kallsym *symbol)
{
	struct targets *targets = arg;
	const char *name = symbol->name;
	size_t i;

	if (symbol->module)
		return;
	for (i = 0; i < NR_FUNCTIONS; i++)
		note_any(&targets->functions[i], functions[i].name, name);
	/* Every tracepoint has a function of this name, since 5.10. */
	if (strncmp(name, "__traceiter_", 12) != 0)
		return;
	for (i = 0; i < NR_TRACEPOINTS; i++)
		note_any(&targets->tracepoints[i], tracepoints[i].name,
			 name + 12);
}

static void judge_function(struct lm_findings *findings,
			   const struct wanted *wanted,
			   const struct target *target)
{
	char what[64];

	snprintf(what, sizeof(what), "symbol %.*s",
		 (int)strcspn(wanted->name, "|"), wanted->name);
	if (target->best >= LM_CLONE_WHOLE && target->clones > 1)
		lm_find(findings, LM_OK, NULL, what, "%u clones, %s and others",
			target->clones, target->symbol);
	else if (target->best >= LM_CLONE_WHOLE)
		lm_find(findings, LM_OK, NULL, what, "%s", target->symbol);
	else if (!wanted->lost)
		lm_find(findings, LM_OK, NULL, what,
			"absent; this kernel does without it");
	else if (target->best >= LM_CLONE_PART)
		lm_find(findings, LM_DEGRADED,
			"use another build of the kernel, if you need that",
			what, "only %s, which lowmark does not hook: %s",
			target->symbol, wanted->lost);
	else
		lm_find(findings, LM_DEGRADED,
			"use another build of the kernel, if you need that",
			what, "none (inlined?): %s", wanted->lost);
}

static void judge_tracepoint(struct lm_findings *findings,
			     const struct wanted *wanted,
			     const struct target *target)
{
	char what[64];

	snprintf(what, sizeof(what), "tracepoint %s", wanted->name);
	if (target->best == LM_CLONE_EXACT)
		lm_find(findings, LM_OK, NULL, what, "present");
	else if (!wanted->lost)
		lm_find(findings, LM_OK, NULL, what,
			"absent; this kernel does without it");
	else
		lm_find(findings, LM_DEGRADED,
			"use a kernel built with CONFIG_TRACEPOINTS", what,
			"none: %s", wanted->lost);
}

static void judge(struct lm_findings *findings, const struct targets *targets)
{
	size_t i, found = 0;

	for (i = 0; i < NR_FUNCTIONS; i++) {
		judge_function(findings, &functions[i], &targets->functions[i]);
		found += targets->functions[i].best >= LM_CLONE_PART;
	}
	for (i = 0; i < NR_TRACEPOINTS; i++)
		judge_tracepoint(findings, &tracepoints[i],
				 &targets->tracepoints[i]);
	if (!found)
		lm_find(findings, LM_BLOCKING,
			"make sure that these are symbols of a Linux kernel",
			"symbols",
			"none of the functions to be probed is there");
}

/**
 * lm_doctor_symbols - look for the functions and tracepoints to be hooked
 * @findings: gets the findings
 * @path: file with the kernel's symbols; NULL for the running kernel's
 *
 * Return: 0; -EBADMSG if the file has no symbols, or another -errno.
 */
int lm_doctor_symbols(struct lm_findings *findings, const char *path)
{
	struct targets targets = { 0 };
	int err;

	err = lm_kallsyms_scan(path ? path : "/proc/kallsyms", take_symbol,
			       &targets);
	if (!err)
		judge(findings, &targets);
	else if (!path)
		lm_find(findings, LM_DEGRADED,
			"mount /proc; the kernel needs CONFIG_KALLSYMS",
			"symbols", "not known: cannot read /proc/kallsyms: %s",
			strerror(-err));
	return err;
}
