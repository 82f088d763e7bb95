// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who called a probed function: the address ranges of the functions that
 * call it, from the call graph of 3.18, 4.4 and 5.10 to 7.3.
 */
#include <linux/kernel.h>
#include <linux/sched.h>

#include "caller.h"
#include "compat_stack.h"
#include "lowmark.h"
#include "symbols.h"

/* What a function's calls mean; refined by what the task is doing. */
enum role {
	ROLE_SCAN,	/* the scan of the zonelist */
	ROLE_SLOW,
	ROLE_BALANCE,	/* kswapd's question, wakeup_kswapd's and reclaim's */
	ROLE_COMPACT_SCAN, /* asks for a scan after compaction */
	ROLE_COMPACTION,
	ROLE_RECLAIM,
	ROLE_RUN,	/* kswapd's run */
	ROLE_SYSCTL,	/* sets the watermarks */
	ROLE_HOTPLUG,	/* the same */
	ROLE_KHUGEPAGED, /* the same */
};

static const struct {
	const char *base;
	enum role role;
} functions[] = {
	{ "get_page_from_freelist", ROLE_SCAN },
	{ "get_page_from_freelist.cold", ROLE_SCAN },
	{ "__alloc_pages_slowpath", ROLE_SLOW },
	{ "wake_all_kswapds", ROLE_SLOW },
	{ "__alloc_pages_nodemask", ROLE_SLOW }, /* inlines it in 3.18, 4.4 */
	{ "pgdat_balanced", ROLE_BALANCE },
	{ "zone_balanced", ROLE_BALANCE }, /* up to 4.12 */
	{ "zone_watermark_ok_safe", ROLE_BALANCE },
	{ "__alloc_pages_direct_compact", ROLE_COMPACT_SCAN },
	{ "__compaction_suitable", ROLE_COMPACTION },
	{ "compaction_suitable", ROLE_COMPACTION },
	{ "compaction_zonelist_suitable", ROLE_COMPACTION },
	{ "compaction_suit_allocation_order", ROLE_COMPACTION },
	{ "compact_zone", ROLE_COMPACTION },
	{ "try_to_compact_pages", ROLE_COMPACTION }, /* up to 4.4 */
	{ "wakeup_kcompactd", ROLE_COMPACTION },
	{ "kcompactd_node_suitable", ROLE_COMPACTION },
	{ "kcompactd_do_work", ROLE_COMPACTION },
	{ "kcompactd", ROLE_COMPACTION },
	{ "__isolate_free_page", ROLE_COMPACTION },
	{ "shrink_node", ROLE_RECLAIM },
	{ "shrink_zone", ROLE_RECLAIM }, /* up to 4.7 */
	{ "do_try_to_free_pages", ROLE_RECLAIM },
	{ "should_abort_scan", ROLE_RECLAIM },
	{ "balance_pgdat", ROLE_RUN },
	{ "min_free_kbytes_sysctl_handler", ROLE_SYSCTL },
	{ "watermark_scale_factor_sysctl_handler", ROLE_SYSCTL },
	{ "init_per_zone_wmark_min", ROLE_HOTPLUG },
	{ "online_pages", ROLE_HOTPLUG },
	{ "offline_pages", ROLE_HOTPLUG },
	{ "set_recommended_min_free_kbytes", ROLE_KHUGEPAGED },
	{ "khugepaged_min_free_kbytes_update", ROLE_KHUGEPAGED },
	{ "start_stop_khugepaged", ROLE_KHUGEPAGED },
};

/* The first of the functions, without its cold part */
struct lowmark_range lowmark_scan_range;

static struct {
	unsigned long begin;
	unsigned long end;
	enum role role;
} ranges[ARRAY_SIZE(functions) * 2];
static unsigned int nr_ranges;

/**
 * lowmark_callers_learn() - look the callers up, see lowmark_symbols_learn()
 *
 * Context: process context
 */
void lowmark_callers_learn(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(functions); i++)
		lowmark_symbols_learn(functions[i].base);
}

/**
 * lowmark_callers_find() - learn where the callers are
 *
 * Those that this kernel has inlined cannot be told from their callers.
 *
 * Context: process context, before probes are armed
 */
void lowmark_callers_find(void)
{
	struct lowmark_symbol found[2];
	size_t i;
	int j, count;

	nr_ranges = 0;
	lowmark_scan_range.bytes = 0;
	for (i = 0; i < ARRAY_SIZE(functions); i++) {
		count = lowmark_symbols_find(functions[i].base, found,
					     ARRAY_SIZE(found));
		for (j = 0; j < count; j++) {
			ranges[nr_ranges].begin = found[j].begin;
			ranges[nr_ranges].end = found[j].end;
			ranges[nr_ranges++].role = functions[i].role;
		}
	}
	if (nr_ranges && ranges[0].role == ROLE_SCAN) {
		lowmark_scan_range.begin = ranges[0].begin;
		lowmark_scan_range.bytes = ranges[0].end - ranges[0].begin;
	}
}

static notrace int role_of(unsigned long addr)
{
	unsigned int i;

	for (i = 0; i < nr_ranges; i++)
		if (addr > ranges[i].begin && addr <= ranges[i].end)
			return ranges[i].role;
	return -1;
}

static notrace bool is_kswapd(void)
{
	return current->flags & PF_KSWAPD && lowmark_level() == LOWMARK_CTX_TASK;
}

/*
 * A scan belongs to the slow path if its task is in one, and not in a stage of
 * it that allocates for itself: reclaim that swaps out, for example.
 */
static notrace unsigned int scan_caller(struct lowmark_flight *flight)
{
	return lowmark_flight_own_span(flight) ? LOWMARK_CALLER_SLOW :
						 LOWMARK_CALLER_FAST;
}

static notrace unsigned int reclaim_caller(void)
{
	return is_kswapd() ? LOWMARK_CALLER_KSWAPD : LOWMARK_CALLER_RECLAIM;
}

/**
 * lowmark_caller_check() - who asked for a watermark check
 * @addr: return address of the check
 * @flight: what the running context is doing, or NULL
 *
 * Return: enum lowmark_caller
 */
notrace unsigned int lowmark_caller_check(unsigned long addr,
					  struct lowmark_flight *flight)
{
	switch (role_of(addr)) {
	case ROLE_SCAN:
		return scan_caller(flight);
	case ROLE_SLOW:
		return LOWMARK_CALLER_RETRY;
	case ROLE_BALANCE:
		if (flight && flight->in_wake)
			return LOWMARK_CALLER_WAKEUP;
		/*
		 * Since 7.0 any reclaim asks, too, for hopeless nodes. What is
		 * in none is a wake request whose entry was missed.
		 */
		if (lowmark_level() != LOWMARK_CTX_TASK ||
		    !(current->flags & PF_MEMALLOC))
			return LOWMARK_CALLER_OTHER;
		return reclaim_caller();
	case ROLE_RECLAIM:
		return reclaim_caller();
	case ROLE_COMPACT_SCAN:
	case ROLE_COMPACTION:
		return LOWMARK_CALLER_COMPACTION;
	default:
		return LOWMARK_CALLER_OTHER;
	}
}

/**
 * lowmark_caller_wake() - who asked for kswapd
 * @addr: return address of wakeup_kswapd
 * @flight: what the running context is doing, or NULL
 *
 * Return: enum lowmark_caller; FAST for a boost found by the fast path
 */
notrace unsigned int lowmark_caller_wake(unsigned long addr,
					 struct lowmark_flight *flight)
{
	switch (role_of(addr)) {
	case ROLE_SCAN:
		return scan_caller(flight);
	case ROLE_SLOW:
		return LOWMARK_CALLER_SLOW;
	default:
		return LOWMARK_CALLER_OTHER;
	}
}

/**
 * lowmark_caller_compacts() - is a scan made after compaction
 * @addr: return address of get_page_from_freelist
 *
 * Return: true if so; always false where the compaction step is inlined in
 * the slow path (7.0 and later)
 */
notrace bool lowmark_caller_compacts(unsigned long addr)
{
	return role_of(addr) == ROLE_COMPACT_SCAN;
}

/**
 * lowmark_caller_scans() - is a function called by get_page_from_freelist()
 * @addr: return address of the function
 *
 * Return: true if so
 */
notrace bool lowmark_caller_scans(unsigned long addr)
{
	return role_of(addr) == ROLE_SCAN;
}

/**
 * lowmark_caller_allocates() - is a function called by the slow path
 * @addr: return address of the function
 *
 * Return: true if so
 */
notrace bool lowmark_caller_allocates(unsigned long addr)
{
	return role_of(addr) == ROLE_SLOW;
}

/**
 * lowmark_caller_balances() - is a function called by balance_pgdat()
 * @addr: return address of the function
 *
 * Return: true if so
 */
notrace bool lowmark_caller_balances(unsigned long addr)
{
	return role_of(addr) == ROLE_RUN;
}

/**
 * lowmark_caller_sets() - who sets the watermarks anew
 * @addr: return address of setup_per_zone_wmarks(), or of its caller
 *
 * Return: enum lowmark_cause
 */
notrace unsigned int lowmark_caller_sets(unsigned long addr)
{
	switch (role_of(addr)) {
	case ROLE_SYSCTL:
		return LOWMARK_CAUSE_SYSCTL;
	case ROLE_HOTPLUG:
		return LOWMARK_CAUSE_HOTPLUG;
	case ROLE_KHUGEPAGED:
		return LOWMARK_CAUSE_KHUGEPAGED;
	default:
		return LOWMARK_CAUSE_SETUP;
	}
}

/**
 * lowmark_caller_chain() - who called a function, and who called that
 * @frames: the return addresses, innermost first
 * @size: how many there is room for
 * @regs: registers at its entry
 *
 * The unwinder is not to begin here: it does not get through the trampoline of
 * an optimised probe, and what is left of the trap is of no interest. It begins
 * where the function has returned to, which has the same registers but two.
 *
 * Context: a probe's handler
 *
 * Return: how many of them it got, at most @size
 */
notrace unsigned int lowmark_caller_chain(unsigned long *frames,
					  unsigned int size,
					  struct pt_regs *regs)
{
	struct pt_regs returned = *regs;

	returned.ip = lowmark_return_address(regs);
	returned.sp += sizeof(long);
	return lowmark_unwind(frames, size, &returned);
}
