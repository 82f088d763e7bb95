// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs trigger: what the flight recorder waits for and what it has found;
 * poll() waits for an incident. debugfs cpuN/snapshot: the chunks of a ring as
 * they are now; reading takes nothing away.
 */
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/poll.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "files.h"
#include "lowmark.h"
#include "lowmark_describe.h"
#include "ring.h"
#include "trigger.h"

static const char *name_of(const struct lowmark_firing *cause)
{
	return lowmark_kind_enum(LOWMARK_KIND_E_trigger)
		->values[cause->trigger]
		.name;
}

static void show_incident(struct seq_file *m, const struct lowmark_firing *found)
{
	char comm[LOWMARK_COMM_LEN + 1];

	seq_printf(m, "number %u\ncause %s\ntime_ns %llu\ncpu %u\nvalue %llu\n",
		   found->number, name_of(found), found->time, found->cpu,
		   found->value);
	if (found->span)
		seq_printf(m, "span 0x%llx\n", found->span);
	if (found->order != LOWMARK_COUNT_NONE)
		seq_printf(m, "order %u\n", found->order);
	if (found->zone != LOWMARK_ZONE_NONE)
		seq_printf(m, "zone %u\n", found->zone);
	lowmark_comm_text(comm, found->comm);
	seq_printf(m, "pid %d\ncomm %s\n", found->pid, comm);
}

static void show_all(struct seq_file *m)
{
	struct lowmark_firing incident;
	char text[LOWMARK_TRIGGERS_TEXT];
	bool waits = lowmark_triggers_incident(&incident);

	lowmark_triggers_show(text, &lowmark_triggers);
	seq_printf(m, "triggers %s\nstate %s\npost_ns %llu\ncauses %u\n", text,
		   waits ? "fired" : lowmark_triggers.armed ? "armed" : "off",
		   lowmark_triggers_post_ns, lowmark_triggers_causes());
	if (waits)
		show_incident(m, &incident);
}

static int show(struct seq_file *m, void *unused)
{
	mutex_lock(&lowmark.lock);
	show_all(m);
	mutex_unlock(&lowmark.lock);
	return 0;
}

static int trigger_open(struct inode *inode, struct file *file)
{
	return single_open(file, show, NULL);
}

static __poll_t trigger_poll(struct file *file, poll_table *table)
{
	poll_wait(file, lowmark_triggers_wait(), table);
	return lowmark_triggers_incident(NULL) ? EPOLLIN | EPOLLRDNORM : 0;
}

const struct file_operations lowmark_trigger_fops = {
	.owner = THIS_MODULE,
	.open = trigger_open,
	.read = seq_read,
	.poll = trigger_poll,
	.llseek = seq_lseek,
	.release = single_release,
};

/**
 * struct snapshot - an open snapshot of a ring
 * @cpu: CPU of the ring
 * @number: chunk to be copied next
 * @last: open chunk when the file was opened: the last one
 * @bytes: a chunk copied that could not be handed out yet
 * @chunk: its place
 */
struct snapshot {
	unsigned long cpu;
	unsigned long number;
	unsigned long last;
	size_t bytes;
	void *chunk;
};

static int snapshot_open(struct inode *inode, struct file *file)
{
	struct snapshot *snapshot = kzalloc(sizeof(*snapshot), GFP_KERNEL);

	if (!snapshot)
		return -ENOMEM;
	snapshot->chunk = kvmalloc(LOWMARK_CHUNK_BYTES, GFP_KERNEL);
	if (!snapshot->chunk) {
		kfree(snapshot);
		return -ENOMEM;
	}
	snapshot->cpu = (unsigned long)inode->i_private;
	mutex_lock(&lowmark.lock); /* the ring stays while it is looked at */
	snapshot->last = READ_ONCE(per_cpu(lowmark_ring, snapshot->cpu)->head);
	mutex_unlock(&lowmark.lock);
	file->private_data = snapshot;
	return stream_open(inode, file);
}

static int snapshot_release(struct inode *inode, struct file *file)
{
	struct snapshot *snapshot = file->private_data;

	kvfree(snapshot->chunk);
	kfree(snapshot);
	return 0;
}

/* A copy of the open chunk is its last one: more of it may come meanwhile. */
static void copy_next(struct snapshot *snapshot)
{
	if (snapshot->bytes || (long)(snapshot->number - snapshot->last) > 0)
		return;
	snapshot->bytes =
		lowmark_ring_peek(per_cpu(lowmark_ring, snapshot->cpu),
				  &snapshot->number, snapshot->chunk);
	snapshot->number++;
}

static ssize_t snapshot_read(struct file *file, char __user *to, size_t room,
			     loff_t *pos)
{
	struct snapshot *snapshot = file->private_data;
	ssize_t ret;

	if (room < LOWMARK_CHUNK_BYTES)
		return -EINVAL;
	mutex_lock(&lowmark.lock); /* the ring stays while it is read */
	copy_next(snapshot);
	ret = snapshot->bytes;
	/* On a fault the chunk stays and is not lost. */
	if (copy_to_user(to, snapshot->chunk, snapshot->bytes))
		ret = -EFAULT;
	else
		snapshot->bytes = 0;
	mutex_unlock(&lowmark.lock);
	return ret;
}

const struct file_operations lowmark_snapshot_fops = {
	.owner = THIS_MODULE,
	.open = snapshot_open,
	.read = snapshot_read,
	.release = snapshot_release,
};
