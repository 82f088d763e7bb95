/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What lowmark assumes of the kernel beyond its headers: the begin of a
 * private struct, and the arguments of the functions it probes. The module
 * relies on it; a build (scripts/layout) and "lowmark doctor" compare it with
 * the kernel's BTF.
 *
 * Verified with the BTF of Debian's 5.10, 6.1, 6.12, 6.16 to 7.1, 7.2 and 7.3.
 */
#ifndef LOWMARK_LAYOUT_H
#define LOWMARK_LAYOUT_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#else
#include <stddef.h>
#endif

/* clang-format off */
/* M(type, member, offset): the first members of struct alloc_context */
#define LOWMARK_ALLOC_CONTEXT(M)	\
	M(void *, zonelist, 0)		\
	M(void *, nodemask, 8)		\
	M(void *, preferred_zoneref, 16) \
	M(int, migratetype, 24)		\
	M(int, highest_zoneidx, 28)

/*
 * P(function, arguments): their names in order, a * before pointers. More
 * arguments may follow in the kernel.
 */
#define LOWMARK_PROTOTYPES(P)						\
	P(get_page_from_freelist, "gfp_mask order alloc_flags *ac")	\
	P(__alloc_pages_slowpath, "gfp_mask order *ac")			\
	P(wakeup_kswapd, "*zone gfp_flags order highest_zoneidx")	\
	P(zone_watermark_ok, "*z order mark highest_zoneidx alloc_flags") \
	P(__zone_watermark_ok, "*z order mark highest_zoneidx alloc_flags free_pages") \
	P(zone_watermark_ok_safe, "*z order mark highest_zoneidx")	\
	P(balance_pgdat, "*pgdat order highest_zoneidx")		\
	P(pgdat_balanced, "*pgdat order highest_zoneidx")		\
	P(prepare_kswapd_sleep, "*pgdat order highest_zoneidx")		\
	P(__cpuset_node_allowed, "node gfp_mask")			\
	P(cpuset_node_allowed, "node gfp_mask")				\
	P(cpuset_current_node_allowed, "node gfp_mask")			\
	P(node_dirty_ok, "*pgdat")					\
	P(node_reclaim, "*pgdat gfp_mask order")			\
	P(try_to_compact_pages, "gfp_mask order alloc_flags *ac prio")	\
	P(throttle_direct_reclaim, "gfp_mask *zonelist *nodemask")	\
	P(allow_direct_reclaim, "*pgdat")				\
	P(out_of_memory, "*oc")						\
	P(unreserve_highatomic_pageblock, "*ac force")			\
	P(setup_per_zone_wmarks, "")					\
	P(__setup_per_zone_wmarks, "")

#define LOWMARK_CONTEXT_MEMBER(type, member, offset) type member;
struct lowmark_alloc_context {
	LOWMARK_ALLOC_CONTEXT(LOWMARK_CONTEXT_MEMBER)
};
#undef LOWMARK_CONTEXT_MEMBER
/* clang-format on */

#define LOWMARK_CHECK_MEMBER(type, member, offset)			\
	_Static_assert(offsetof(struct lowmark_alloc_context, member) == \
		       (offset), "offset of " #member);
LOWMARK_ALLOC_CONTEXT(LOWMARK_CHECK_MEMBER)
#undef LOWMARK_CHECK_MEMBER

#endif
