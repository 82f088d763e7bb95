/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rings of the loaded module as source of a merge.
 */
#ifndef LOWMARK_LIVE_SOURCE_H
#define LOWMARK_LIVE_SOURCE_H

#include "lib/merge.h"
#include "session.h"

/**
 * struct live_chunk - a chunk in memory
 * @next: the one read after it
 * @len: its bytes
 * @data: the chunk
 */
struct live_chunk {
	struct live_chunk *next;
	size_t len;
	__u64 data[];
};

/**
 * struct live_queue - chunks of one CPU that the merge has not asked for
 * @first: the oldest
 * @last: the latest
 * @current: the one that the merge reads
 */
struct live_queue {
	struct live_chunk *first;
	struct live_chunk *last;
	struct live_chunk *current;
};

/**
 * struct live_source - chunks read from the rings
 * @source: what the merge sees
 * @session: the rings
 * @queues: one per ring
 * @damaged: chunks in which something was wrong
 */
struct live_source {
	struct lm_source source;
	struct session *session;
	struct live_queue *queues;
	unsigned int damaged;
};

int live_source_init(struct live_source *live, struct session *session);
void live_source_deinit(struct live_source *live);
int live_source_drain(struct live_source *live);

#endif
