// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs cpuN/ring: the one reader that takes chunks. Only read, poll and
 * open, so that kernel lockdown lets it through.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include "files.h"
#include "lowmark.h"
#include "ring.h"

/**
 * struct reader - an open ring
 * @ring: the ring
 * @lock: threads that share the file read one after the other
 * @bytes: a chunk taken that could not be handed out yet
 * @chunk: its place
 */
struct reader {
	struct lowmark_ring *ring;
	struct mutex lock; /* guards bytes and chunk */
	size_t bytes;
	void *chunk;
};

static struct lowmark_ring *ring_of(struct inode *inode)
{
	return per_cpu(lowmark_ring, (unsigned long)inode->i_private);
}

static int ring_open(struct inode *inode, struct file *file)
{
	struct reader *reader;
	int ret = 0;

	reader = kzalloc(sizeof(*reader), GFP_KERNEL);
	if (!reader)
		return -ENOMEM;
	mutex_init(&reader->lock);
	reader->chunk = kvmalloc(LOWMARK_CHUNK_BYTES, GFP_KERNEL);
	if (!reader->chunk) {
		kfree(reader);
		return -ENOMEM;
	}
	/* The lock keeps the ring from being replaced until it is opened. */
	mutex_lock(&lowmark.lock);
	reader->ring = ring_of(inode);
	if (test_and_set_bit(LOWMARK_RING_READER, &reader->ring->opened))
		ret = -EBUSY;
	else
		set_bit(LOWMARK_RING_NEW, &reader->ring->opened);
	mutex_unlock(&lowmark.lock);
	if (ret) {
		kvfree(reader->chunk);
		kfree(reader);
		return ret;
	}
	file->private_data = reader;
	return stream_open(inode, file);
}

static int ring_release(struct inode *inode, struct file *file)
{
	struct reader *reader = file->private_data;

	clear_bit(LOWMARK_RING_NEW, &reader->ring->opened);
	clear_bit(LOWMARK_RING_READER, &reader->ring->opened);
	kvfree(reader->chunk);
	kfree(reader);
	return 0;
}

static bool has_chunk(struct lowmark_ring *ring)
{
	/* Pairs with the release in close_chunk(). */
	unsigned long head = smp_load_acquire(&ring->head);

	return (unsigned long)atomic_long_read(&ring->tail) != head;
}

static bool has_any(struct reader *reader)
{
	return READ_ONCE(reader->bytes) || has_chunk(reader->ring);
}

/* Takes a chunk unless one is pending; false if there is none. */
static bool take(struct reader *reader, bool flush)
{
	if (reader->bytes)
		return true;
	reader->bytes = lowmark_ring_take(reader->ring, reader->chunk);
	if (reader->bytes || !flush)
		return reader->bytes;
	lowmark_ring_flush(reader->ring);
	reader->bytes = lowmark_ring_take(reader->ring, reader->chunk);
	return reader->bytes;
}

/* Bytes handed out, 0 if there is no chunk, or -EFAULT. */
static ssize_t hand_out(struct reader *reader, char __user *to, bool flush)
{
	ssize_t ret = 0;

	mutex_lock(&reader->lock);
	if (take(reader, flush)) {
		ret = reader->bytes;
		/* On a fault the chunk stays pending and is not lost. */
		if (copy_to_user(to, reader->chunk, reader->bytes))
			ret = -EFAULT;
		else
			WRITE_ONCE(reader->bytes, 0);
	}
	mutex_unlock(&reader->lock);
	/* Whoever waits for another chunk is to get that one. */
	if (ret == -EFAULT)
		wake_up_all(&reader->ring->wait);
	return ret;
}

static ssize_t ring_read(struct file *file, char __user *to, size_t room,
			 loff_t *pos)
{
	struct reader *reader = file->private_data;
	bool nonblock = file->f_flags & O_NONBLOCK;
	ssize_t bytes;
	int ret;

	if (room < LOWMARK_CHUNK_BYTES)
		return -EINVAL;
	for (;;) {
		bytes = hand_out(reader, to, nonblock);
		if (bytes)
			return bytes;
		if (nonblock)
			return -EAGAIN;
		ret = wait_event_interruptible(reader->ring->wait,
					       has_any(reader));
		if (ret)
			return ret;
	}
}

static __poll_t ring_poll(struct file *file, poll_table *table)
{
	struct reader *reader = file->private_data;

	poll_wait(file, &reader->ring->wait, table);
	return has_any(reader) ? EPOLLIN | EPOLLRDNORM : 0;
}

const struct file_operations lowmark_ring_fops = {
	.owner = THIS_MODULE,
	.open = ring_open,
	.release = ring_release,
	.read = ring_read,
	.poll = ring_poll,
};
