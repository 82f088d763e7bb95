/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A set of filters, as "pid:1234,order:3-10,min:20ms" names it.
 * Pure: no kernel state, so that it is tested in userspace too.
 */
#ifndef LOWMARK_FILTER_PARSE_H
#define LOWMARK_FILTER_PARSE_H

#include "lowmark_describe.h"
#include "lowmark_filters.h"

#define LOWMARK_FILTER_LIST 8	/* most processes, names, cgroups */
#define LOWMARK_FILTER_NODES 1024	/* as kernels have it at most */
#define LOWMARK_FILTER_WHY 160	/* bytes for what is wrong */
#define LOWMARK_FILTER_TEXT 512	/* bytes for a set as text */

/**
 * struct lowmark_filter - a set of filters; what passes has to pass each
 * @set: LOWMARK_BY_* of those that are set
 * @sample: one of so many is recorded; 1: all
 * @min_ns: shortest slow path run
 * @gfp: flags that a request must have
 * @orders: bit per order
 * @zones: bit per zone index
 * @nodes: bit per node
 * @nr_pids: entries of @pids
 * @nr_comms: entries of @comms
 * @nr_cgroups: entries of @cgroups
 * @pids: threads or processes
 * @comms: names, filled up with zeros
 * @cgroups: ids
 */
struct lowmark_filter {
	__u32 set;
	__u32 sample;
	__u64 min_ns;
	__u32 gfp;
	__u32 orders;
	__u32 zones;
	__u8 nr_pids;
	__u8 nr_comms;
	__u8 nr_cgroups;
	__u32 pids[LOWMARK_FILTER_LIST];
	lowmark_comm_t comms[LOWMARK_FILTER_LIST];
	__u64 cgroups[LOWMARK_FILTER_LIST];
	__u64 nodes[LOWMARK_FILTER_NODES / 64];
};

int lowmark_filter_parse(struct lowmark_filter *filter, const char *text,
			 const struct lowmark_names *names, char *why);
int lowmark_filter_text(char *buf, size_t size,
			const struct lowmark_filter *filter,
			const struct lowmark_names *names);

#endif
