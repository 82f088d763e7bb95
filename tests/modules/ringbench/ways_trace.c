// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's trace ring buffer; it takes the time of a record by itself.
 */
#include <linux/ring_buffer.h>

#include "bench.h"

static __always_inline struct bench_record *
begin(struct trace_buffer *buffer, struct ring_buffer_event **event)
{
	*event = ring_buffer_lock_reserve(buffer, sizeof(struct bench_record));
	return *event ? ring_buffer_event_data(*event) : NULL;
}

static __always_inline void end(struct trace_buffer *buffer,
				struct ring_buffer_event *event)
{
#ifdef RINGBENCH_COMMIT_EVENT
	ring_buffer_unlock_commit(buffer, event);
#else
	ring_buffer_unlock_commit(buffer);
#endif
}

static __always_inline void write_bare(struct trace_buffer *buffer)
{
	struct ring_buffer_event *event;
	struct bench_record *rec = begin(buffer, &event);

	if (!rec)
		return;
	bench_fill(rec);
	end(buffer, event);
}

static __always_inline void write_alike(struct trace_buffer *buffer)
{
	struct ring_buffer_event *event;
	struct bench_record *rec = begin(buffer, &event);

	if (!rec)
		return;
	bench_header(rec);
	bench_fill(rec);
	end(buffer, event);
}

/**
 * bench_trace() - time the trace ring buffer
 *
 * Return: 0 or a negative errno
 */
int bench_trace(void)
{
	struct trace_buffer *buffer;

	buffer = ring_buffer_alloc(BENCH_LARGE_KIB << 10, 0);
	if (!buffer)
		return -ENOMEM;
	BENCH("trace discard bare", write_bare(buffer));
	ring_buffer_free(buffer);
	buffer = ring_buffer_alloc(BENCH_LARGE_KIB << 10, 0);
	if (!buffer)
		return -ENOMEM;
	BENCH("trace discard", write_alike(buffer));
	BENCH("trace filling", write_bare(buffer));
	BENCH("trace full", write_bare(buffer));
	ring_buffer_free(buffer);
	buffer = ring_buffer_alloc(BENCH_SMALL_KIB << 10, RB_FL_OVERWRITE);
	if (!buffer)
		return -ENOMEM;
	BENCH("trace overwrite bare", write_bare(buffer));
	BENCH("trace overwrite", write_alike(buffer));
	ring_buffer_free(buffer);
	return 0;
}
