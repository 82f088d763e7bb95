/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Merging the chunks of all CPUs to one stream of events in order of time.
 */
#ifndef LOWMARK_LIB_MERGE_H
#define LOWMARK_LIB_MERGE_H

#include "chunk.h"
#include "loss.h"
#include "tournament.h"

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
 * @event: what its head in the tree stands for: @record_event or @loss_event;
 *	NULL if it has no next event (now)
 * @number: its number in the source
 * @open: @cursor is in a chunk
 * @usual: an event after @event can be handed out as @record_event, too
 * @turn_ns: when it is its turn, unless @usual: at the time of its next event
 * @cursor: position in the current chunk; may be ahead of what is handed out
 * @losses: what is known of the stream
 * @loss: what was lost before the current chunk
 * @record_event: the event that is handed out for a record
 * @loss_event: the event that tells @loss
 */
struct lm_stream {
	struct lm_event *event;
	unsigned int number;
	bool open;
	bool usual;
	__u64 turn_ns;
	struct lm_cursor cursor;
	struct lm_loss_state losses;
	struct lm_loss loss;
	struct lm_event record_event;
	struct lm_event loss_event;
};

/**
 * struct lm_ahead - an event that is about to be handed out
 * @time_ns: its time
 * @record: the record; NULL for a loss
 * @stream: its stream
 */
struct lm_ahead {
	__u64 time_ns;
	const struct lowmark_hdr *record;
	struct lm_stream *stream;
};

#define LM_MOST_AHEAD 64

/**
 * struct lm_merge - the merge
 * @source: where chunks come from
 * @streams: all streams
 * @tree: whose turn it is
 * @stuck: stream whose head is in @ahead already, for what comes next of it is
 *	no event of the same chunk and task; NULL if there is none
 * @next: the next of @ahead to be handed out
 * @end: end of those
 * @ahead: events taken out of the tree, in order
 * @records: records in chunks that were left, structural ones apart
 * @unknown: records passed whose type this tool does not know
 */
struct lm_merge {
	struct lm_source *source;
	struct lm_stream *streams;
	struct lm_tournament tree;
	struct lm_stream *stuck;
	struct lm_ahead *next;
	struct lm_ahead *end;
	struct lm_ahead ahead[LM_MOST_AHEAD];
	__u64 records;
	__u64 unknown;
};

int lm_merge_init(struct lm_merge *merge, struct lm_source *source);
void lm_merge_deinit(struct lm_merge *merge);
int lm_merge_refill(struct lm_merge *merge);
int lm_merge_ahead(struct lm_merge *merge, __u64 horizon);

/* Make an event of what was taken ahead. */
static inline const struct lm_event *lm_ahead_event(const struct lm_ahead *next)
{
	struct lm_event *event = next->stream->event;

	event->time_ns = next->time_ns;
	event->record = next->record;
	return event;
}

/**
 * lm_merge_next() - get the next event
 * @merge: the merge
 * @horizon: only an event before this time, which never becomes earlier;
 *	LM_FOREVER for any
 * @event: set to the event, which stays valid until the next call
 *
 * Events of one CPU keep their order: records that were kept come where they were
 * written, with times that step back. Of events of the same time the one of
 * the lowest CPU comes first. A loss has the time of its end.
 *
 * Return: 1, 0 if there is none (now), or negative errno of the source
 */
static inline int lm_merge_next(struct lm_merge *merge, __u64 horizon,
				const struct lm_event **event)
{
	int ret;

	if (merge->next == merge->end) {
		ret = lm_merge_ahead(merge, horizon);
		if (ret <= 0)
			return ret;
	}
	*event = lm_ahead_event(merge->next++);
	return 1;
}

/**
 * lm_merge_each() - hand out all events
 * @merge: the merge, of which none was handed out yet
 * @take: gets each event, valid until it returns
 * @to: handed to it
 *
 * Return: 0 or negative errno of the source
 */
static inline int
lm_merge_each(struct lm_merge *merge,
	      void (*take)(void *to, const struct lm_event *event), void *to)
{
	const struct lm_ahead *next, *end;
	int ret;

	while ((ret = lm_merge_ahead(merge, LM_FOREVER)) > 0) {
		end = merge->end;
		for (next = merge->ahead; next < end; next++)
			take(to, lm_ahead_event(next));
	}
	return ret;
}

#endif
