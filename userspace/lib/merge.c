// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merging the chunks of all CPUs to one stream of events in order of time, by
 * a tournament of streams, each with its next event decoded.
 *
 * Events of different CPUs alternate without a pattern, so that a branch on who
 * is earlier would be mispredicted every other time. Hence a tree of losers
 * (Knuth, The Art of Computer Programming 3, 5.4.1): the next event of the
 * winner meets as many others as the tree is high, whatever comes out of it.
 * And some are taken ahead, for the branches of those who use them not to make
 * the next match wait.
 */
#include "merge.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

/*
 * Let the earlier one go on in @head, the later one stay in @loser, whose
 * stream has a lower number if @lower. Without a branch: see above.
 */
static inline void play(struct lm_head *head, struct lm_head *loser,
			unsigned int lower)
{
	/* At the same time the lower number is earlier; no event is at 0. */
	__u64 swap = -(__u64)(loser->time_ns - lower < head->time_ns);
	__u64 time_ns = (head->time_ns ^ loser->time_ns) & swap;
	uintptr_t stream =
		((uintptr_t)head->stream ^ (uintptr_t)loser->stream) &
		(uintptr_t)swap;

	head->time_ns ^= time_ns;
	loser->time_ns ^= time_ns;
	head->stream = (void *)((uintptr_t)head->stream ^ stream);
	loser->stream = (void *)((uintptr_t)loser->stream ^ stream);
}

/* Let a stream that won have another event. Return: who wins now. */
static inline struct lm_head replay(struct lm_head *tree, unsigned int leaves,
				    struct lm_head head)
{
	unsigned int at = leaves + head.stream->number;

	for (; at > 1; at /= 2)
		play(&head, &tree[at / 2], at & 1);
	return head;
}

/* Play all matches. Return: the winner of those at and above @at. */
static struct lm_head play_all(struct lm_head *tree, unsigned int leaves,
			       unsigned int at)
{
	struct lm_head winner;

	if (at >= leaves)
		return tree[at];
	winner = play_all(tree, leaves, 2 * at);
	tree[at] = play_all(tree, leaves, 2 * at + 1);
	play(&winner, &tree[at], 0);
	return winner;
}

/* Send everybody home, to begin again. */
static void clear_matches(struct lm_head *tree, unsigned int leaves)
{
	unsigned int i;

	for (i = 0; i < leaves; i++)
		if (tree[i].stream)
			tree[leaves + tree[i].stream->number] = tree[i];
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
	if (!lm_loss_enter(&stream->losses, head, &stream->loss))
		return false;
	stream->cursor.event.time_ns = head->time_first;
	stream->loss_event = stream->cursor.event;
	stream->loss_event.loss = &stream->loss;
	stream->event = &stream->loss_event;
	stream->usual = false;
	return true;
}

/* Return: 1 if the chunk has a next event, 0 if not, or -EBADMSG. */
static int next_in_chunk(struct lm_stream *stream)
{
	const struct lm_event *event = &stream->cursor.event;
	int ret = lm_cursor_next(&stream->cursor);

	if (ret <= 0)
		return ret;
	stream->record_event = *event;
	stream->event = &stream->record_event;
	stream->usual = !(event->record->flags & LOWMARK_FLAG_KEPT);
	return 1;
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
			ret = next_in_chunk(stream);
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
	unsigned int i, nr = source->nr_streams, leaves = 1;

	while (leaves < nr)
		leaves *= 2;
	*merge = (struct lm_merge){ .source = source, .leaves = leaves };
	merge->streams = calloc(nr, sizeof(*merge->streams));
	merge->tree = calloc(2 * leaves, sizeof(*merge->tree));
	if ((nr && !merge->streams) || !merge->tree)
		return -ENOMEM;
	for (i = 0; i < leaves; i++)
		merge->tree[leaves + i].time_ns = LM_FOREVER;
	for (i = 0; i < nr; i++) {
		merge->streams[i].number = i;
		merge->tree[leaves + i].stream = &merge->streams[i];
	}
	return lm_merge_refill(merge);
}

/**
 * lm_merge_deinit() - end a merge
 * @merge: the merge
 */
void lm_merge_deinit(struct lm_merge *merge)
{
	free(merge->streams);
	free(merge->tree);
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
	struct lm_head *tree = merge->tree;
	struct lm_stream *stream;
	unsigned int i;
	int ret = 0;

	clear_matches(tree, merge->leaves);
	for (i = 0; ret >= 0 && i < merge->source->nr_streams; i++) {
		stream = &merge->streams[i];
		if (stream->event)
			continue;
		ret = advance(merge, stream);
		if (ret > 0)
			tree[merge->leaves + i].time_ns =
				stream->event->time_ns;
		else
			stream->event = NULL;
	}
	tree[0] = play_all(tree, merge->leaves, 1);
	return ret < 0 ? ret : 0;
}

/*
 * All events of a stream that were ready are handed out: make the next one. It
 * has won, unless something earlier has come in late.
 */
static int unstick(struct lm_merge *merge)
{
	struct lm_stream *stream = merge->stuck;
	struct lm_head *tree = merge->tree, *head = tree;
	int ret = advance(merge, stream);

	merge->stuck = NULL;
	if (tree[0].stream != stream) {
		clear_matches(tree, merge->leaves);
		head = &tree[merge->leaves + stream->number];
	}
	if (ret <= 0) {
		stream->event = NULL;
		head->time_ns = LM_FOREVER;
	} else if (head->time_ns < stream->event->time_ns) {
		/* Kept records stay where they are, however old. */
		head->time_ns = stream->event->time_ns;
	}
	tree[0] = head == tree ? replay(tree, merge->leaves, tree[0]) :
				 play_all(tree, merge->leaves, 1);
	return ret < 0 ? ret : 0;
}

/* Take events as long as they are there for the taking. */
static void take_ready(struct lm_merge *merge, __u64 horizon)
{
	struct lm_head *tree = merge->tree, head = tree[0];
	unsigned int leaves = merge->leaves, nr = 0;

	while (nr < LM_MOST_AHEAD && head.time_ns < horizon) {
		struct lm_stream *stream = head.stream;
		struct lm_event *event = &stream->cursor.event;

		merge->ahead[nr++] = (struct lm_ahead){
			.time_ns = event->time_ns,
			.record = event->record,
			.stream = stream,
		};
		if (!stream->usual || !lm_cursor_quick(&stream->cursor)) {
			merge->stuck = stream;
			break;
		}
		head.time_ns = event->time_ns;
		head = replay(tree, leaves, head);
	}
	tree[0] = head;
	merge->nr_ahead = nr;
}

/**
 * lm_merge_ahead() - look for the next events
 * @merge: the merge, of which all events found before were handed out
 * @horizon: only events before this time
 *
 * Return: 1 if there are some, 0 if not (now), or negative errno of the source
 */
int lm_merge_ahead(struct lm_merge *merge, __u64 horizon)
{
	int ret;

	merge->at = 0;
	merge->nr_ahead = 0;
	if (merge->stuck) {
		ret = unstick(merge);
		if (ret)
			return ret;
	}
	take_ready(merge, horizon);
	return merge->nr_ahead != 0;
}
