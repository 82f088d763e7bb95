/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The filters: their names, and their bits in "settings" records.
 */
#ifndef LOWMARK_FILTERS_H
#define LOWMARK_FILTERS_H

/* clang-format off */
/* F(NAME, name, value, meaning): in the order of their bits in "settings" */
#define LOWMARK_FILTERS(F)						\
	F(PID, pid, "PID", "a thread or process")			\
	F(CHILDREN, children, "", "and the processes that descend from it") \
	F(COMM, comm, "NAME", "a task of that name")			\
	F(CGROUP, cgroup, "ID", "a task in that cgroup (v2) or below it") \
	F(NODE, node, "LIST", "zones of these nodes")			\
	F(ZONE, zone, "NAME", "zones of that name")			\
	F(ORDER, order, "LIST", "requests of these orders")		\
	F(GFP, gfp, "FLAGS", "requests with all of these gfp flags")	\
	F(FAILED, failed, "", "what failed")				\
	F(MIN, min, "TIME", "slow path runs that took at least that long") \
	F(SAMPLE, sample, "N", "one in N of what passes the others")

#define LOWMARK_DECLARE_FILTER(NAME, name, value, doc) LOWMARK_FILTER_##NAME,
enum lowmark_filter_key {
	LOWMARK_FILTERS(LOWMARK_DECLARE_FILTER)
	LOWMARK_NR_FILTERS
};
#undef LOWMARK_DECLARE_FILTER

#define LOWMARK_DECLARE_BIT(NAME, name, value, doc)			\
	LOWMARK_BY_##NAME = 1u << LOWMARK_FILTER_##NAME,
enum lowmark_filter_bit { LOWMARK_FILTERS(LOWMARK_DECLARE_BIT) };
#undef LOWMARK_DECLARE_BIT
/* clang-format on */

#endif
