/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which events are wanted.
 */
#ifndef LOWMARK_LIB_FILTER_H
#define LOWMARK_LIB_FILTER_H

#include <stdbool.h>

#include "chunk.h"

/**
 * struct lm_filter - which events are wanted; losses always are
 * @by_event: @events counts
 * @by_pid: @pid counts
 * @by_cpu: @cpus counts
 * @events: types of records that are wanted
 * @pid: thread or process that is wanted
 * @cpus: CPUs that are wanted
 */
struct lm_filter {
	bool by_event;
	bool by_pid;
	bool by_cpu;
	bool events[LOWMARK_KINDS];
	__u32 pid;
	bool cpus[LM_MAX_CPUS];
};

int lm_filter_events(struct lm_filter *filter, const char *list,
		     const char **bad, size_t *bad_len);
bool lm_filter_wants(const struct lm_filter *filter,
		     const struct lm_event *event);

#endif
