/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events of the loaded module as they come, in order of time.
 */
#ifndef LOWMARK_FEED_H
#define LOWMARK_FEED_H

#include "lib/names.h"
#include "live_source.h"

/**
 * struct feed - events as they come
 * @live: chunks read from the rings
 * @merge: their events
 * @horizon: events before this can be taken
 */
struct feed {
	struct live_source live;
	struct lm_merge merge;
	__u64 horizon;
};

int feed_init(struct feed *feed, struct session *session);
void feed_deinit(struct feed *feed);
int feed_fill(struct feed *feed);
int feed_last(struct feed *feed);
int feed_names(struct lm_names *names);

#endif
