// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merging the chunks of all CPUs to one stream of events in order of time:
 * a heap of streams, each with its next event decoded.
 */
#include "merge.h"

#include <errno.h>
#include <stdlib.h>

static bool before(const struct lm_head *a, const struct lm_head *b)
{
	if (a->time_ns != b->time_ns)
		return a->time_ns < b->time_ns;
	return a->stream->event->cpu < b->stream->event->cpu;
}

static void sift_down(struct lm_merge *merge)
{
	struct lm_head *heap = merge->heap;
	struct lm_head moved = heap[0];
	unsigned int at = 0, child;

	while ((child = 2 * at + 1) < merge->nr_heap) {
		if (child + 1 < merge->nr_heap &&
		    before(&heap[child + 1], &heap[child]))
			child++;
		if (!before(&heap[child], &moved))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = moved;
}

static void sift_up(struct lm_merge *merge, unsigned int at)
{
	struct lm_head *heap = merge->heap;
	struct lm_head moved = heap[at];

	while (at && before(&moved, &heap[(at - 1) / 2])) {
		heap[at] = heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	heap[at] = moved;
}

static void leave_chunk(struct lm_merge *merge, struct lm_stream *stream)
{
	const struct lm_cursor *cursor = &stream->cursor;
	unsigned int type;

	for (type = 0; type < LOWMARK_KINDS; type++)
		if (!LM_STRUCTURAL(type))
			merge->records += cursor->counts[type];
	lm_loss_leave(&stream->losses, cursor->head, cursor->counts);
	merge->unknown += cursor->unknown;
	stream->open = false;
}

/* Return: true if the chunk begins with a loss. */
static bool enter_chunk(struct lm_stream *stream)
{
	const struct lowmark_chunk *head = stream->cursor.head;

	stream->open = true;
	stream->event = &stream->cursor.event;
	if (!lm_loss_enter(&stream->losses, head, &stream->loss))
		return false;
	stream->loss_event = (struct lm_event){
		.time_ns = head->time_first,
		.cpu = head->cpu,
		.comm = "",
		.loss = &stream->loss,
	};
	stream->event = &stream->loss_event;
	return true;
}

/* Return: 1 if the stream has a next event, 0 if not (now), or -errno. */
static int advance(struct lm_merge *merge, struct lm_stream *stream)
{
	struct lm_source *source = merge->source;
	const void *data;
	size_t len;
	int ret;

	for (;;) {
		if (stream->open) {
			stream->event = &stream->cursor.event;
			ret = lm_cursor_next(&stream->cursor);
			if (ret > 0)
				return 1;
			if (ret < 0)
				source->damaged(
					source, stream->number,
					lm_cursor_offset(&stream->cursor),
					stream->cursor.what);
			leave_chunk(merge, stream);
		}
		ret = source->next(source, stream->number, &data, &len);
		if (ret <= 0)
			return ret;
		if (lm_cursor_init(&stream->cursor, data, len))
			source->damaged(source, stream->number, 0,
					stream->cursor.what);
		else if (enter_chunk(stream))
			return 1;
	}
}

/**
 * lm_merge_init() - start a merge
 * @merge: what to initialise
 * @source: where chunks come from
 *
 * Return: 0 or negative errno; to be ended by lm_merge_deinit() in any case
 */
int lm_merge_init(struct lm_merge *merge, struct lm_source *source)
{
	unsigned int i, nr = source->nr_streams;

	*merge = (struct lm_merge){ .source = source };
	merge->streams = calloc(nr, sizeof(*merge->streams));
	merge->heap = calloc(nr, sizeof(*merge->heap));
	if (nr && (!merge->streams || !merge->heap))
		return -ENOMEM;
	for (i = 0; i < nr; i++)
		merge->streams[i].number = i;
	return lm_merge_refill(merge);
}

/**
 * lm_merge_deinit() - end a merge
 * @merge: the merge
 */
void lm_merge_deinit(struct lm_merge *merge)
{
	free(merge->streams);
	free(merge->heap);
}

/**
 * lm_merge_refill() - ask streams that had no next chunk again
 * @merge: the merge
 *
 * For a source that grows.
 *
 * Return: 0 or negative errno of the source
 */
int lm_merge_refill(struct lm_merge *merge)
{
	struct lm_stream *stream;
	unsigned int i;
	int ret;

	for (i = 0; i < merge->source->nr_streams; i++) {
		stream = &merge->streams[i];
		if (stream->event)
			continue;
		ret = advance(merge, stream);
		if (ret < 0)
			return ret;
		if (!ret) {
			stream->event = NULL;
			continue;
		}
		merge->heap[merge->nr_heap] = (struct lm_head){
			.time_ns = stream->event->time_ns,
			.stream = stream,
		};
		sift_up(merge, merge->nr_heap++);
	}
	return 0;
}

/* The event at the head of the heap has been used: make the next one. */
static int drop_first(struct lm_merge *merge)
{
	struct lm_head *first = &merge->heap[0];
	struct lm_stream *stream = first->stream;
	int ret = advance(merge, stream);

	merge->taken = false;
	if (ret > 0) {
		/* Kept records stay where they are, however old. */
		if (first->time_ns < stream->event->time_ns)
			first->time_ns = stream->event->time_ns;
	} else {
		stream->event = NULL;
		*first = merge->heap[--merge->nr_heap];
	}
	if (merge->nr_heap)
		sift_down(merge);
	return ret < 0 ? ret : 0;
}

/**
 * lm_merge_next() - get the next event
 * @merge: the merge
 * @horizon: only an event before this time; LM_FOREVER for any
 * @event: set to the event, which stays valid until the next call
 *
 * Events of one CPU keep their order: records kept for their run's end come
 * there, with times that step back. Of events of the same time the one of
 * the lowest CPU comes first. A loss has the time of its end.
 *
 * Return: 1, 0 if there is none (now), or negative errno of the source
 */
int lm_merge_next(struct lm_merge *merge, __u64 horizon,
		  const struct lm_event **event)
{
	int ret;

	if (merge->taken) {
		ret = drop_first(merge);
		if (ret)
			return ret;
	}
	if (!merge->nr_heap || merge->heap[0].time_ns >= horizon)
		return 0;
	merge->taken = true;
	*event = merge->heap[0].stream->event;
	return 1;
}
