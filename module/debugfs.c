// SPDX-License-Identifier: GPL-2.0-only
/*
 * The directory /sys/kernel/debug/lowmark.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "files.h"
#include "hooks.h"
#include "lowmark.h"
#include "lowmark_control.h"
#include "ring.h"

static struct dentry *root;

static const struct {
	const char *name;
	void (*show)(struct seq_file *m);
} texts[] = {
	{ "README", lowmark_show_readme },
	{ "status", lowmark_show_status },
	{ "zones", lowmark_show_zones },
	{ "stats", lowmark_show_stats },
	{ "caps", lowmark_hooks_show_caps },
	{ "decisions", lowmark_show_decisions },
	{ "format", lowmark_show_format },
};

static int show_text(struct seq_file *m, void *unused)
{
	void (**show)(struct seq_file *m) = m->private;

	mutex_lock(&lowmark.lock);
	(*show)(m);
	mutex_unlock(&lowmark.lock);
	return 0;
}

static int text_open(struct inode *inode, struct file *file)
{
	return single_open(file, show_text, inode->i_private);
}

static const struct file_operations text_fops = {
	.owner = THIS_MODULE,
	.open = text_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static int show_cpu_stats(struct seq_file *m, void *unused)
{
	mutex_lock(&lowmark.lock);
	lowmark_show_ring(m, per_cpu(lowmark_ring, (unsigned long)m->private));
	mutex_unlock(&lowmark.lock);
	return 0;
}

static int cpu_stats_open(struct inode *inode, struct file *file)
{
	return single_open(file, show_cpu_stats, inode->i_private);
}

static const struct file_operations cpu_stats_fops = {
	.owner = THIS_MODULE,
	.open = cpu_stats_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static int show_control(struct seq_file *m, void *unused)
{
	mutex_lock(&lowmark.lock);
	seq_puts(m, "# on, off, clear, mode=overwrite|discard, size=KIB, events=LIST|all, checks=matter|failed|all, stack=0|1\n");
	seq_puts(m, "# hooks=ftrace|kprobe, verdict=real|derived, while off\n");
	seq_puts(m, "# filter=LIST|none, trigger=LIST|none, post=TIME, rearm, trigger\n");
	seq_printf(m, "%s\n", lowmark.error);
	mutex_unlock(&lowmark.lock);
	return 0;
}

static int control_open(struct inode *inode, struct file *file)
{
	return single_open(file, show_control, NULL);
}

static ssize_t control_write(struct file *file, const char __user *from,
			     size_t bytes, loff_t *pos)
{
	char command[LOWMARK_COMMAND_MAX + 1];
	int ret;

	if (bytes > LOWMARK_COMMAND_MAX)
		return lowmark_command_too_long(bytes);
	if (copy_from_user(command, from, bytes))
		return -EFAULT;
	command[bytes] = '\0';
	ret = lowmark_command(command);
	return ret ? ret : (ssize_t)bytes;
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.open = control_open,
	.read = seq_read,
	.write = control_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static void create_cpu(unsigned long cpu)
{
	struct dentry *dir;
	char name[16];

	snprintf(name, sizeof(name), "cpu%lu", cpu);
	dir = debugfs_create_dir(name, root);
	debugfs_create_file("ring", 0400, dir, (void *)cpu, &lowmark_ring_fops);
	debugfs_create_file("snapshot", 0400, dir, (void *)cpu,
			    &lowmark_snapshot_fops);
	debugfs_create_file("stats", 0400, dir, (void *)cpu, &cpu_stats_fops);
}

/**
 * lowmark_debugfs_create() - make the directory and its files
 *
 * Without debugfs in the kernel, or with debugfs=off, nothing is made and
 * nothing fails.
 *
 * Return: 0, or why the directory cannot be made
 */
int lowmark_debugfs_create(void)
{
	unsigned long cpu;
	size_t i;

	root = debugfs_create_dir("lowmark", NULL);
	if (IS_ERR(root) &&
	    (PTR_ERR(root) == -ENODEV || PTR_ERR(root) == -EPERM))
		return 0;
	if (IS_ERR(root))
		return PTR_ERR(root);
	for (i = 0; i < ARRAY_SIZE(texts); i++)
		debugfs_create_file(texts[i].name, 0400, root,
				    (void *)&texts[i].show, &text_fops);
	debugfs_create_file("trace", 0400, root, NULL, &lowmark_trace_fops);
	debugfs_create_file("trigger", 0400, root, NULL, &lowmark_trigger_fops);
	debugfs_create_file("control", 0600, root, NULL, &control_fops);
	for_each_possible_cpu(cpu)
		create_cpu(cpu);
	return 0;
}

/**
 * lowmark_debugfs_remove() - remove it; no file is in use when this returns
 */
void lowmark_debugfs_remove(void)
{
	debugfs_remove(root);
}
