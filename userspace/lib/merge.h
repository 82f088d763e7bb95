/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Merging the chunks of all CPUs to one stream of events in order of time.
 */
#ifndef LOWMARK_LIB_MERGE_H
#define LOWMARK_LIB_MERGE_H

#include "chunk.h"
#include "loss.h"

#define LM_FOREVER (~0ull)

/**
 * struct lm_source - where chunks come from
 * @nr_streams: number of streams, each with the chunks of one CPU in order
 * @next: get the next chunk of a stream: 1 and the chunk, which stays in
 *	place until the next call for that stream; 0 if there is none (now);
 *	or negative errno, which ends the stream
 * @damaged: told of damage @at bytes into the current chunk of a stream
 */
struct lm_source {
	unsigned int nr_streams;
	int (*next)(struct lm_source *source, unsigned int stream,
		    const void **data, size_t *len);
	void (*damaged)(struct lm_source *source, unsigned int stream,
			size_t at, const char *what);
};

/**
 * struct lm_stream - one CPU's side of the merge
 * @event: the event at its head
 * @number: its number in the source
 * @open: @cursor is in a chunk
 * @cursor: position in the current chunk
 * @losses: what is known of the stream
 * @loss: what was lost before the current chunk
 * @loss_event: the event that tells it
 */
struct lm_stream {
	const struct lm_event *event;
	unsigned int number;
	bool open;
	struct lm_cursor cursor;
	struct lm_loss_state losses;
	struct lm_loss loss;
	struct lm_event loss_event;
};

/**
 * struct lm_head - a stream that has an event
 * @time_ns: time of the event
 * @stream: the stream
 */
struct lm_head {
	__u64 time_ns;
	struct lm_stream *stream;
};

/**
 * struct lm_merge - the merge
 * @source: where chunks come from
 * @streams: all streams
 * @heap: streams that have an event, the earliest first
 * @nr_heap: entries of @heap
 * @taken: the first of @heap has been handed out
 * @records: records in chunks that were left, structural ones apart
 * @unknown: records passed whose type this tool does not know
 */
struct lm_merge {
	struct lm_source *source;
	struct lm_stream *streams;
	struct lm_head *heap;
	unsigned int nr_heap;
	bool taken;
	__u64 records;
	__u64 unknown;
};

int lm_merge_init(struct lm_merge *merge, struct lm_source *source);
void lm_merge_deinit(struct lm_merge *merge);
int lm_merge_refill(struct lm_merge *merge);
int lm_merge_next(struct lm_merge *merge, __u64 horizon,
		  const struct lm_event **event);

#endif
