// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings of the loaded module as source of a merge.
 */
#include "live_source.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct live_source *live_of(struct lm_source *source)
{
	return (struct live_source *)source;
}

static int next_chunk(struct lm_source *source, unsigned int number,
		      const void **data, size_t *len)
{
	struct live_queue *queue = &live_of(source)->queues[number];

	free(queue->current);
	queue->current = queue->first;
	if (!queue->current)
		return 0;
	queue->first = queue->current->next;
	*data = queue->current->data;
	*len = queue->current->len;
	return 1;
}

static void note_damage(struct lm_source *source, unsigned int number,
			size_t at, const char *what)
{
	(void)number;
	(void)at;
	(void)what;
	live_of(source)->damaged++;
}

static int push(struct live_queue *queue, const void *data, size_t len)
{
	struct live_chunk *chunk = malloc(sizeof(*chunk) + len);

	if (!chunk)
		return -ENOMEM;
	chunk->next = NULL;
	chunk->len = len;
	memcpy(chunk->data, data, len);
	if (queue->first)
		queue->last->next = chunk;
	else
		queue->first = chunk;
	queue->last = chunk;
	return 0;
}

/**
 * live_source_init() - make a source of the rings
 * @live: what to initialise
 * @session: the rings, already started
 *
 * Return: 0 or -ENOMEM; to be ended by live_source_deinit() in any case
 */
int live_source_init(struct live_source *live, struct session *session)
{
	unsigned int i, nr = session->rings.nr;
	int ret = 0;

	*live = (struct live_source){
		.source = {
			.nr_streams = nr,
			.next = next_chunk,
			.damaged = note_damage,
		},
		.session = session,
		.queues = calloc(nr, sizeof(*live->queues)),
	};
	if (!live->queues)
		return -ENOMEM;
	for (i = 0; !ret && i < nr; i++)
		if (session->bases[i].magic)
			ret = push(&live->queues[i], &session->bases[i],
				   sizeof(session->bases[i]));
	return ret;
}

/**
 * live_source_deinit() - end a source
 * @live: the source
 */
void live_source_deinit(struct live_source *live)
{
	struct live_chunk *chunk;
	unsigned int i;

	for (i = 0; live->queues && i < live->source.nr_streams; i++) {
		while ((chunk = live->queues[i].first)) {
			live->queues[i].first = chunk->next;
			free(chunk);
		}
		free(live->queues[i].current);
	}
	free(live->queues);
}

/* Take what a ring holds now. */
static int drain_ring(struct live_source *live, unsigned int nr, __u64 now)
{
	struct lm_rings *rings = &live->session->rings;
	const struct lowmark_chunk *chunk;
	ssize_t got;
	int ret;

	do {
		got = lm_rings_read(rings, nr);
		if (got <= 0)
			return (int)got;
		ret = push(&live->queues[nr], rings->buf, (size_t)got);
		chunk = rings->buf;
	} while (!ret && chunk->time_last < now);
	return ret;
}

/**
 * live_source_drain() - take what all rings hold now
 * @live: the source; the merge is to be refilled afterwards
 *
 * Return: 0 or negative errno
 */
int live_source_drain(struct live_source *live)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	unsigned int i;
	int ret = 0;

	for (i = 0; !ret && i < live->source.nr_streams; i++)
		ret = drain_ring(live, i, now);
	return ret;
}
