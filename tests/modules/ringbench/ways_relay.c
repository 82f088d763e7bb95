// SPDX-License-Identifier: GPL-2.0-only
/*
 * Relay: sub-buffers as large as lowmark's chunks.
 */
#include <linux/debugfs.h>
#include <linux/relay.h>

#include "bench.h"

#define SUBBUF_BYTES (64u << 10)

#ifdef RINGBENCH_PREV_PADDING
#define SUBBUF_START(name)						\
	static int name(struct rchan_buf *buf, void *subbuf,		\
			void *prev_subbuf, size_t prev_padding)
#else
#define SUBBUF_START(name)						\
	static int name(struct rchan_buf *buf, void *subbuf,		\
			void *prev_subbuf)
#endif

SUBBUF_START(start_discard)
{
	return !relay_buf_full(buf);
}

SUBBUF_START(start_overwrite)
{
	return 1;
}

static struct dentry *create_file(const char *name, struct dentry *parent,
				  umode_t mode, struct rchan_buf *buf,
				  int *is_global)
{
	return debugfs_create_file(name, mode, parent, buf,
				   &relay_file_operations);
}

static int remove_file(struct dentry *dentry)
{
	debugfs_remove(dentry);
	return 0;
}

static struct rchan_callbacks discard = {
	.subbuf_start = start_discard,
	.create_buf_file = create_file,
	.remove_buf_file = remove_file,
};

static struct rchan_callbacks overwrite = {
	.subbuf_start = start_overwrite,
	.create_buf_file = create_file,
	.remove_buf_file = remove_file,
};

static struct rchan *channel(struct rchan_callbacks *callbacks, u32 kib)
{
	return relay_open("ringbench-relay", NULL, SUBBUF_BYTES,
			  (kib << 10) / SUBBUF_BYTES, callbacks, NULL);
}

static __always_inline void write_bare(struct rchan *chan)
{
	struct bench_record rec;

	bench_fill(&rec);
	relay_write(chan, &rec, sizeof(rec));
}

static __always_inline void write_alike(struct rchan *chan)
{
	struct bench_record rec;

	bench_header(&rec);
	bench_fill(&rec);
	relay_write(chan, &rec, sizeof(rec));
}

/**
 * bench_relay() - time relay
 *
 * Return: 0 or a negative errno
 */
int bench_relay(void)
{
	struct rchan *chan = channel(&discard, BENCH_LARGE_KIB);

	if (!chan)
		return -ENOMEM;
	BENCH("relay discard bare", write_bare(chan));
	relay_close(chan);
	chan = channel(&overwrite, BENCH_SMALL_KIB);
	if (!chan)
		return -ENOMEM;
	BENCH("relay overwrite bare", write_bare(chan));
	BENCH("relay overwrite", write_alike(chan));
	relay_close(chan);
	chan = channel(&discard, BENCH_LARGE_KIB);
	if (!chan)
		return -ENOMEM;
	BENCH("relay discard", write_alike(chan));
	BENCH("relay filling", write_bare(chan));
	BENCH("relay full", write_bare(chan));
	relay_close(chan);
	return 0;
}
