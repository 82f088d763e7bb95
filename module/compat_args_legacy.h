/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The arguments that 3.18 and 4.4 pass. Goes when the minimum is 5.10.
 */
#ifndef LOWMARK_COMPAT_ARGS_LEGACY_H
#define LOWMARK_COMPAT_ARGS_LEGACY_H

static inline unsigned long lowmark_arg(struct pt_regs *regs, unsigned int n)
{
	return regs_get_kernel_argument(regs, n);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 4, 0)
/* struct alloc_context of 4.4, mm/internal.h */
struct lowmark_context_4_4 {
	struct zonelist *zonelist;
	nodemask_t *nodemask;
	struct zone *preferred_zone;
	int classzone_idx;
	int migratetype;
	enum zone_type high_zoneidx;
};

static inline void lowmark_read_context(struct lowmark_request *request,
					const struct lowmark_context_4_4 *ac)
{
	request->zonelist = ac->zonelist;
	request->nodemask = ac->nodemask;
	request->preferred = ac->preferred_zone;
	request->highest = ac->high_zoneidx;
	request->migratetype = ac->migratetype;
}

/* get_page_from_freelist(gfp_mask, order, alloc_flags, ac) */
static inline void lowmark_args_scan(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)lowmark_arg(regs, 0);
	request->order = (u32)lowmark_arg(regs, 1);
	request->alloc_flags = (u32)lowmark_arg(regs, 2);
	lowmark_read_context(request, (void *)lowmark_arg(regs, 3));
}

/* __alloc_pages_slowpath(gfp_mask, order, ac) */
static inline void lowmark_args_slow(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)lowmark_arg(regs, 0);
	request->order = (u32)lowmark_arg(regs, 1);
	request->alloc_flags = 0;
	lowmark_read_context(request, (void *)lowmark_arg(regs, 2));
}
#else
/*
 * get_page_from_freelist(gfp_mask, nodemask, order, zonelist, high_zoneidx,
 * alloc_flags, preferred_zone, classzone_idx, migratetype)
 */
static inline void lowmark_args_scan(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)lowmark_arg(regs, 0);
	request->nodemask = (void *)lowmark_arg(regs, 1);
	request->order = (u32)lowmark_arg(regs, 2);
	request->zonelist = (void *)lowmark_arg(regs, 3);
	request->highest = (u32)lowmark_arg(regs, 4);
	request->alloc_flags = (u32)lowmark_arg(regs, 5);
	request->preferred = (void *)lowmark_arg(regs, 6);
	request->migratetype = (u32)lowmark_arg(regs, 8);
}

/*
 * __alloc_pages_slowpath(gfp_mask, order, zonelist, high_zoneidx, nodemask,
 * preferred_zone, classzone_idx, migratetype)
 */
static inline void lowmark_args_slow(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)lowmark_arg(regs, 0);
	request->order = (u32)lowmark_arg(regs, 1);
	request->zonelist = (void *)lowmark_arg(regs, 2);
	request->highest = (u32)lowmark_arg(regs, 3);
	request->nodemask = (void *)lowmark_arg(regs, 4);
	request->preferred = (void *)lowmark_arg(regs, 5);
	request->migratetype = (u32)lowmark_arg(regs, 7);
	request->alloc_flags = 0;
}
#endif

/* wakeup_kswapd(zone, order, classzone_idx) */
static inline void lowmark_args_wake(struct lowmark_wake_args *args,
				     struct pt_regs *regs)
{
	args->zone = (struct zone *)lowmark_arg(regs, 0);
	args->gfp = 0;
	args->order = (u32)lowmark_arg(regs, 1);
	args->highest = (u32)lowmark_arg(regs, 2);
}

/* balance_pgdat(pgdat, order, int *classzone_idx) */
static inline void lowmark_args_balance(struct lowmark_node_args *args,
					struct pt_regs *regs)
{
	args->pgdat = (pg_data_t *)lowmark_arg(regs, 0);
	args->order = (u32)lowmark_arg(regs, 1);
	args->highest = *(int *)lowmark_arg(regs, 2);
}

/* prepare_kswapd_sleep(pgdat, order, remaining, classzone_idx) */
static inline void lowmark_args_rest(struct lowmark_node_args *args,
				     struct pt_regs *regs)
{
	args->pgdat = (pg_data_t *)lowmark_arg(regs, 0);
	args->order = (u32)lowmark_arg(regs, 1);
	args->highest = (u32)lowmark_arg(regs, 3);
}

/* pgdat_balanced(pgdat, order, classzone_idx) */
static inline void lowmark_args_balanced(struct lowmark_node_args *args,
					 struct pt_regs *regs)
{
	args->pgdat = (pg_data_t *)lowmark_arg(regs, 0);
	args->order = (u32)lowmark_arg(regs, 1);
	args->highest = (u32)lowmark_arg(regs, 2);
}

/* zone_dirty_ok(zone) */
static inline int lowmark_args_dirty_node(struct pt_regs *regs)
{
	return zone_to_nid((struct zone *)lowmark_arg(regs, 0));
}

/* zone_reclaim(zone, gfp_mask, order) */
static inline int lowmark_args_reclaim_node(struct pt_regs *regs)
{
	return zone_to_nid((struct zone *)lowmark_arg(regs, 0));
}

/*
 * try_to_compact_pages(gfp_mask, order, alloc_flags, ac, mode, contended), in
 * 3.18 (zonelist, order, gfp_mask, nodemask, mode, contended, candidate).
 * MIGRATE_ASYNC is the first mode, COMPACT_PRIO_ASYNC the last priority.
 */
static inline void lowmark_args_compact(struct lowmark_compact_args *args,
					struct pt_regs *regs)
{
	bool in_front = LINUX_VERSION_CODE >= KERNEL_VERSION(4, 4, 0);

	args->gfp = (u32)lowmark_arg(regs, in_front ? 0 : 2);
	args->order = (u32)lowmark_arg(regs, 1);
	args->alloc_flags = in_front ? (u32)lowmark_arg(regs, 2) : 0;
	args->priority = LOWMARK_PRIORITY_ASYNC - (u32)lowmark_arg(regs, 4);
}

/* COMPACT_* of include/linux/compaction.h: other values until v4.7 */
static inline u8 lowmark_compact_result(unsigned long value)
{
	static const u8 results[] = {
		LOWMARK_COMPACTED_DEFERRED, LOWMARK_COMPACTED_SKIPPED,
		LOWMARK_COMPACTED_CONTINUE, LOWMARK_COMPACTED_SUCCESS,
		LOWMARK_COMPACTED_COMPLETE, LOWMARK_COMPACTED_NO_PAGE,
		LOWMARK_COMPACTED_NOT_SUITABLE, LOWMARK_COMPACTED_CONTENDED,
	};

	return value < ARRAY_SIZE(results) ? results[value] : U8_MAX;
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 4, 0)
#define LOWMARK_OOM_TELLS true

/* out_of_memory(oc); cgroups have a function of their own until v4.9 */
static inline void lowmark_args_oom(struct lowmark_oom_args *args,
				    struct pt_regs *regs)
{
	const struct oom_control *oc = (void *)lowmark_arg(regs, 0);

	args->gfp = (__force u32)oc->gfp_mask;
	args->order = oc->order < 0 ? 0 : oc->order;
	args->memcg = false;
	args->oc = oc;
}
#else
/* out_of_memory(zonelist, gfp_mask, order, nodemask, force_kill) */
static inline void lowmark_args_oom(struct lowmark_oom_args *args,
				    struct pt_regs *regs)
{
	args->gfp = (u32)lowmark_arg(regs, 1);
	args->order = (u32)lowmark_arg(regs, 2);
	args->memcg = false;
	args->oc = NULL;
}

/* It returns nothing, and what follows it goes round again or fails. */
#define LOWMARK_OOM_TELLS false
#endif

#endif
