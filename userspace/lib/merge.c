// SPDX-License-Identifier: GPL-2.0-only
/*
 * Merging the chunks of all CPUs to one stream of events in order of time, by
 * a tournament of streams, each with its next event decoded. Some are taken
 * ahead, for the branches of those who use them not to make the next match wait.
 */
#include "merge.h"

#include <errno.h>
#include <stdlib.h>

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

/* When it is the turn of a stream that has a next event. */
static __u64 turn_of(const struct lm_stream *stream)
{
	return stream->usual ? stream->cursor.event.time_ns : stream->turn_ns;
}

/* Kept records stay where they were written, however old: not before @least_ns. */
static void set_turn(struct lm_stream *stream, __u64 least_ns)
{
	if (!stream->usual && least_ns < stream->cursor.placed_ns)
		least_ns = stream->cursor.placed_ns;
	stream->turn_ns = stream->event->time_ns;
	if (stream->turn_ns >= least_ns)
		return;
	stream->turn_ns = least_ns;
	stream->usual = false;
}

/* Begin the tournament again with all streams that have a next event. */
static void begin_again(struct lm_merge *merge)
{
	unsigned int i, nr = merge->source->nr_streams;
	const struct lm_stream *streams = merge->streams;
	__u64 base_ns = LM_FOREVER;

	for (i = 0; i < nr; i++)
		if (streams[i].event && turn_of(&streams[i]) < base_ns)
			base_ns = turn_of(&streams[i]);
	lm_tournament_clear(&merge->tree, base_ns);
	for (i = 0; i < nr; i++)
		if (streams[i].event)
			lm_tournament_enter(&merge->tree, i,
					    turn_of(&streams[i]));
	lm_tournament_play(&merge->tree);
}

/**
 * lm_merge_init() - start a merge
 * @merge: what to initialise; must stay where it is
 * @source: where chunks come from
 *
 * Return: 0 or negative errno; to be ended by lm_merge_deinit() in any case
 */
int lm_merge_init(struct lm_merge *merge, struct lm_source *source)
{
	unsigned int i, nr = source->nr_streams;
	int ret;

	*merge = (struct lm_merge){ .source = source };
	merge->streams = calloc(nr, sizeof(*merge->streams));
	ret = lm_tournament_init(&merge->tree, nr);
	if (ret || (nr && !merge->streams))
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
	lm_tournament_deinit(&merge->tree);
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
	int ret = 0;

	for (i = 0; ret >= 0 && i < merge->source->nr_streams; i++) {
		stream = &merge->streams[i];
		if (stream->event)
			continue;
		ret = advance(merge, stream);
		if (ret > 0)
			set_turn(stream, 0);
		else
			stream->event = NULL;
	}
	begin_again(merge);
	return ret < 0 ? ret : 0;
}

/*
 * All events of a stream that were ready are handed out: make the next one. It
 * has won, unless something earlier has come in late.
 */
static int unstick(struct lm_merge *merge)
{
	struct lm_stream *stream = merge->stuck;
	struct lm_tournament *tree = &merge->tree;
	unsigned int number = stream->number;
	__u64 last_ns = turn_of(stream), entry = LM_NO_ENTRY;
	int ret = advance(merge, stream);

	merge->stuck = NULL;
	if (ret > 0) {
		set_turn(stream, last_ns);
		entry = lm_entry(tree, number, turn_of(stream));
	} else {
		stream->event = NULL;
	}
	if (lm_entry_player(tree, tree->entries[0]) == number)
		tree->entries[0] = lm_tournament_replay(tree, number, entry);
	else
		begin_again(merge);
	return ret < 0 ? ret : 0;
}

/* Take events as long as they are there for the taking. */
static void take_ready(struct lm_merge *merge, __u64 horizon)
{
	/* A copy, which stays in registers whatever is written. */
	const struct lm_tournament tree = merge->tree;
	const __u64 bound = lm_entry_bound(&tree, horizon);
	struct lm_ahead *ahead = merge->ahead;
	__u64 entry = tree.entries[0];

	while (ahead < merge->ahead + LM_MOST_AHEAD && entry < bound) {
		unsigned int number = lm_entry_player(&tree, entry);
		struct lm_stream *stream = &merge->streams[number];
		struct lm_event *event = &stream->cursor.event;

		*ahead++ = (struct lm_ahead){
			.time_ns = event->time_ns,
			.record = event->record,
			.stream = stream,
		};
		if (!stream->usual || !lm_cursor_quick(&stream->cursor)) {
			merge->stuck = stream;
			break;
		}
		entry = lm_tournament_replay(
			&tree, number, lm_entry(&tree, number, event->time_ns));
	}
	tree.entries[0] = entry;
	merge->end = ahead;
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

	merge->next = merge->ahead;
	merge->end = merge->ahead;
	if (merge->stuck) {
		ret = unstick(merge);
		if (ret)
			return ret;
	}
	if (lm_tournament_far(&merge->tree))
		begin_again(merge);
	take_ready(merge, horizon);
	return merge->next != merge->end;
}
