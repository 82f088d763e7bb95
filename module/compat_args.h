/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the arguments of the probed functions mean, whatever kernel passes
 * them: read at a function's entry into one form for all.
 */
#ifndef LOWMARK_COMPAT_ARGS_H
#define LOWMARK_COMPAT_ARGS_H

#include <linux/mmzone.h>
#include <linux/oom.h>
#include <linux/ptrace.h>
#include <linux/types.h>

#include "compat.h"
#include "lowmark_layout.h"
#include "lowmark_record.h"

/**
 * struct lowmark_request - an allocation, as the allocator passes it on
 * @zonelist: zones to be tried, in this order
 * @nodemask: nodes it is restricted to, or NULL
 * @preferred: first zone to be tried, or NULL if there is none
 * @gfp: gfp mask
 * @order: order
 * @alloc_flags: allocator flags; 0 at entry of the slow path, which makes them
 * @highest: highest zone index
 * @migratetype: migratetype
 */
struct lowmark_request {
	const struct zonelist *zonelist;
	const nodemask_t *nodemask;
	struct zone *preferred;
	u32 gfp;
	u32 order;
	u32 alloc_flags;
	u32 highest;
	u32 migratetype;
};

/*
 * May the request use the zone of an entry? The caller has read it once: the list
 * becomes shorter when a zone loses its memory.
 *
 * Source: for_next_zone_zonelist_nodemask(), include/linux/mmzone.h.
 */
static inline bool lowmark_is_listed(const struct lowmark_request *request,
				     const struct zoneref *ref,
				     struct zone *zone)
{
	const nodemask_t *nodes = request->nodemask;

	return ref->zone_idx <= (int)request->highest &&
	       (!nodes || node_isset(zone_to_nid(zone), *nodes));
}

/**
 * struct lowmark_wake_args - a call of wakeup_kswapd()
 * @zone: zone a wake is asked for
 * @gfp: gfp mask
 * @order: order
 * @highest: highest zone index
 */
struct lowmark_wake_args {
	struct zone *zone;
	u32 gfp;
	u32 order;
	u32 highest;
};

/**
 * struct lowmark_node_args - a call of a function of kswapd
 * @pgdat: node
 * @order: order
 * @highest: highest zone index
 */
struct lowmark_node_args {
	pg_data_t *pgdat;
	u32 order;
	u32 highest;
};

/**
 * struct lowmark_compact_args - a call of try_to_compact_pages()
 * @gfp: gfp mask
 * @order: order
 * @alloc_flags: allocator flags
 * @priority: enum lowmark_priority
 */
struct lowmark_compact_args {
	u32 gfp;
	u32 order;
	u32 alloc_flags;
	u32 priority;
};

/**
 * struct lowmark_oom_args - a call of out_of_memory()
 * @gfp: gfp mask
 * @order: order
 * @memcg: it is for a cgroup's limit
 * @oc: the request itself, of the caller who waits; NULL where it has none
 */
struct lowmark_oom_args {
	const struct oom_control *oc;
	u32 gfp;
	u32 order;
	bool memcg;
};

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#include "compat_args_legacy.h"
#else
static inline void lowmark_read_context(struct lowmark_request *request,
					const struct lowmark_alloc_context *ac)
{
	const struct zoneref *ref = ac->preferred_zoneref;

	request->zonelist = ac->zonelist;
	request->nodemask = ac->nodemask;
	request->preferred = ref ? ref->zone : NULL;
	request->highest = ac->highest_zoneidx;
	request->migratetype = ac->migratetype;
}

/* get_page_from_freelist(gfp_mask, order, alloc_flags, ac) */
static inline void lowmark_args_scan(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)regs_get_kernel_argument(regs, 0);
	request->order = (u32)regs_get_kernel_argument(regs, 1);
	request->alloc_flags = (u32)regs_get_kernel_argument(regs, 2);
	lowmark_read_context(request,
			     (void *)regs_get_kernel_argument(regs, 3));
}

/* __alloc_pages_slowpath(gfp_mask, order, ac) */
static inline void lowmark_args_slow(struct lowmark_request *request,
				     struct pt_regs *regs)
{
	request->gfp = (u32)regs_get_kernel_argument(regs, 0);
	request->order = (u32)regs_get_kernel_argument(regs, 1);
	request->alloc_flags = 0;
	lowmark_read_context(request,
			     (void *)regs_get_kernel_argument(regs, 2));
}

/* wakeup_kswapd(zone, gfp_flags, order, highest_zoneidx) */
static inline void lowmark_args_wake(struct lowmark_wake_args *args,
				     struct pt_regs *regs)
{
	args->zone = (struct zone *)regs_get_kernel_argument(regs, 0);
	args->gfp = (u32)regs_get_kernel_argument(regs, 1);
	args->order = (u32)regs_get_kernel_argument(regs, 2);
	args->highest = (u32)regs_get_kernel_argument(regs, 3);
}

/* balance_pgdat(pgdat, order, highest_zoneidx) */
static inline void lowmark_args_balance(struct lowmark_node_args *args,
					struct pt_regs *regs)
{
	args->pgdat = (pg_data_t *)regs_get_kernel_argument(regs, 0);
	args->order = (u32)regs_get_kernel_argument(regs, 1);
	args->highest = (u32)regs_get_kernel_argument(regs, 2);
}

/* prepare_kswapd_sleep(pgdat, order, highest_zoneidx) */
static inline void lowmark_args_rest(struct lowmark_node_args *args,
				     struct pt_regs *regs)
{
	lowmark_args_balance(args, regs);
}

/* pgdat_balanced(pgdat, order, highest_zoneidx) */
static inline void lowmark_args_balanced(struct lowmark_node_args *args,
					 struct pt_regs *regs)
{
	lowmark_args_balance(args, regs);
}

/* node_dirty_ok(pgdat) */
static inline int lowmark_args_dirty_node(struct pt_regs *regs)
{
	return ((pg_data_t *)regs_get_kernel_argument(regs, 0))->node_id;
}

/* node_reclaim(pgdat, gfp_mask, order) */
static inline int lowmark_args_reclaim_node(struct pt_regs *regs)
{
	return ((pg_data_t *)regs_get_kernel_argument(regs, 0))->node_id;
}

/* try_to_compact_pages(gfp_mask, order, alloc_flags, ac, prio, capture) */
static inline void lowmark_args_compact(struct lowmark_compact_args *args,
					struct pt_regs *regs)
{
	args->gfp = (u32)regs_get_kernel_argument(regs, 0);
	args->order = (u32)regs_get_kernel_argument(regs, 1);
	args->alloc_flags = (u32)regs_get_kernel_argument(regs, 2);
	args->priority = (u32)regs_get_kernel_argument(regs, 4);
}

static inline u8 lowmark_compact_result(unsigned long value)
{
	return min_t(unsigned long, value & 0xffffffff, U8_MAX);
}

#define LOWMARK_OOM_TELLS true

/* out_of_memory(oc) */
static inline void lowmark_args_oom(struct lowmark_oom_args *args,
				    struct pt_regs *regs)
{
	const struct oom_control *oc;

	oc = (void *)regs_get_kernel_argument(regs, 0);
	args->gfp = (__force u32)oc->gfp_mask;
	args->order = oc->order < 0 ? 0 : oc->order;
	args->memcg = oc->memcg;
	args->oc = oc;
}

#endif

#endif
