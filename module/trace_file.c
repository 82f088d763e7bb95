// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs trace: what the rings hold as text, in order of time. Reading it
 * takes nothing away.
 */
#include <linux/fs.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "files.h"
#include "lowmark.h"
#include "lowmark_describe.h"
#include "ring.h"

#define LINE_BYTES 1280
#define READ_MAX 65536

/* Where the reader is in one CPU's ring. */
struct cursor {
	void *chunk;
	unsigned long number;	/* chunk to be copied next */
	unsigned long last;	/* open chunk when the file was opened */
	size_t bytes;
	size_t at;
	u64 base;
	u64 time;
	u64 place;			/* the time that it stands at */
	u64 kept_place;
	struct lowmark_rec_kept kept;	/* the last one */
	char comm[LOWMARK_COMM_LEN + 1];
	u32 pid;
};

struct view {
	struct cursor *cursors;
	size_t line_bytes;
	size_t line_at;
	char line[LINE_BYTES];
};

static bool next_chunk(unsigned int cpu, struct cursor *cursor)
{
	struct lowmark_ring *ring = per_cpu(lowmark_ring, cpu);
	const struct lowmark_chunk *head = cursor->chunk;

	if ((long)(cursor->number - cursor->last) > 0)
		return false;
	cursor->bytes = lowmark_ring_peek(ring, &cursor->number, cursor->chunk);
	if (!cursor->bytes)
		return false;
	cursor->number++;
	cursor->at = head->header_bytes;
	cursor->base = head->time_first;
	return true;
}

static struct lowmark_hdr *here(const struct cursor *cursor)
{
	return cursor->chunk + cursor->at;
}

static void skip(struct cursor *cursor)
{
	cursor->at += here(cursor)->words * LOWMARK_WORD;
}

/* Moves on to a record that is shown; false at the end. */
static bool settle(unsigned int cpu, struct cursor *cursor)
{
	for (;;) {
		const struct lowmark_rec_task *task;

		if (cursor->at >= cursor->bytes) {
			if (!next_chunk(cpu, cursor))
				return false;
			continue;
		}
		task = (void *)here(cursor);
		cursor->time = cursor->base + task->hdr.dt;
		cursor->place = cursor->time;
		if (task->hdr.flags & LOWMARK_FLAG_KEPT) {
			/* It stays where it was written, however old it is. */
			cursor->place = cursor->kept_place;
			cursor->time = cursor->kept.base + task->hdr.dt;
		}
		if (task->hdr.type == LOWMARK_REC_TIME) {
			cursor->base = ((struct lowmark_rec_time *)task)->base;
		} else if (task->hdr.type == LOWMARK_REC_TASK) {
			lowmark_comm_text(cursor->comm, task->comm);
			cursor->pid = task->pid;
		} else if (task->hdr.type == LOWMARK_REC_KEPT) {
			cursor->kept = *(struct lowmark_rec_kept *)task;
			cursor->kept_place = cursor->time;
		} else {
			return true;
		}
		skip(cursor);
	}
}

static struct cursor *earliest(struct view *view, unsigned int *at_cpu)
{
	struct cursor *best = NULL;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		struct cursor *cursor = &view->cursors[cpu];

		if (!settle(cpu, cursor))
			continue;
		if (best && best->place <= cursor->place)
			continue;
		best = cursor;
		*at_cpu = cpu;
	}
	return best;
}

static bool next_line(struct view *view)
{
	unsigned int cpu = 0;
	struct cursor *cursor = earliest(view, &cpu);
	u32 micros;
	u64 seconds;
	int len;

	if (!cursor)
		return false;
	if (here(cursor)->flags & LOWMARK_FLAG_KEPT)
		cpu = cursor->kept.cpu;
	seconds = div_u64_rem(div_u64(cursor->time, NSEC_PER_USEC),
			      USEC_PER_SEC, &micros);
	len = scnprintf(view->line, LINE_BYTES, "%16s-%-7u [%03u] %6llu.%06u: ",
			cursor->comm, cursor->pid, cpu, seconds, micros);
	len += lowmark_render(view->line + len, LINE_BYTES - len - 1,
			      &lowmark_kernel_names, here(cursor));
	view->line[len++] = '\n';
	view->line_bytes = len;
	view->line_at = 0;
	skip(cursor);
	return true;
}

static void view_destroy(struct view *view)
{
	unsigned int cpu;

	for (cpu = 0; view->cursors && cpu < nr_cpu_ids; cpu++)
		kvfree(view->cursors[cpu].chunk);
	kfree(view->cursors);
	kfree(view);
}

static int trace_open(struct inode *inode, struct file *file)
{
	struct view *view = kzalloc(sizeof(*view), GFP_KERNEL);
	unsigned int cpu;

	if (!view)
		return -ENOMEM;
	view->cursors = kcalloc(nr_cpu_ids, sizeof(*view->cursors), GFP_KERNEL);
	if (!view->cursors)
		goto err;
	for_each_possible_cpu(cpu) {
		struct cursor *cursor = &view->cursors[cpu];

		cursor->chunk = kvmalloc(LOWMARK_CHUNK_BYTES, GFP_KERNEL);
		if (!cursor->chunk)
			goto err;
	}
	mutex_lock(&lowmark.lock); /* the rings stay while they are looked at */
	for_each_possible_cpu(cpu)
		view->cursors[cpu].last =
			READ_ONCE(per_cpu(lowmark_ring, cpu)->head);
	mutex_unlock(&lowmark.lock);
	file->private_data = view;
	return stream_open(inode, file);

err:
	view_destroy(view);
	return -ENOMEM;
}

static int trace_release(struct inode *inode, struct file *file)
{
	view_destroy(file->private_data);
	return 0;
}

static ssize_t trace_read(struct file *file, char __user *to, size_t room,
			  loff_t *pos)
{
	struct view *view = file->private_data;
	size_t done = 0, part;
	ssize_t ret = 0;

	room = min_t(size_t, room, READ_MAX); /* others want the lock too */
	mutex_lock(&lowmark.lock); /* the rings stay while they are read */
	while (done < room) {
		if (view->line_at == view->line_bytes && !next_line(view))
			break;
		part = min(room - done, view->line_bytes - view->line_at);
		if (copy_to_user(to + done, view->line + view->line_at, part)) {
			ret = -EFAULT;
			break;
		}
		view->line_at += part;
		done += part;
	}
	mutex_unlock(&lowmark.lock);
	return done ? (ssize_t)done : ret;
}

const struct file_operations lowmark_trace_fops = {
	.owner = THIS_MODULE,
	.open = trace_open,
	.release = trace_release,
	.read = trace_read,
};
