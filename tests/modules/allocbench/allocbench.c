// SPDX-License-Identifier: GPL-2.0-only
/*
 * Times alloc_pages() and __free_pages() in batches, in ticks of the TSC. In a
 * guest whose clock counts instructions a tick is an instruction. An order of
 * 1 or more passes one watermark check, order 0 none but the inlined one.
 *
 * debugfs: allocbench; write "ORDER BATCHES", then read the mean and the
 * median of one pair in hundredths, and the pairs. "ORDER BATCHES CPUS" does so
 * many on each of the first CPUS at once; mean and median are then the time that
 * took by all pairs: where CPUs take turns, the instructions of a pair.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/kthread.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/uaccess.h>
#include <asm/msr.h>

#define BATCH	64u		/* pairs */
#define MEDIANS	65536u		/* batches whose times are kept */
#define BATCHES	100000000u	/* at most */

static DEFINE_MUTEX(lock);
static u32 *ticks;
static u64 mean_x100, median_x100, pairs;
static struct dentry *file;

static int compare(const void *a, const void *b)
{
	return *(const u32 *)a < *(const u32 *)b ? -1 : 1;
}

static int run_batch(unsigned int order)
{
	unsigned int i;

	for (i = 0; i < BATCH; i++) {
		struct page *page = alloc_pages(GFP_KERNEL, order);

		if (!page)
			return -ENOMEM;
		__free_pages(page, order);
	}
	return 0;
}

static int run(unsigned int order, unsigned int batches)
{
	unsigned int i, kept = min(batches, MEDIANS);
	u64 begin, sum = 0;
	int ret;

	for (i = 0; i < batches; i++) {
		begin = rdtsc_ordered();
		ret = run_batch(order);
		begin = rdtsc_ordered() - begin;
		if (ret)
			return ret;
		sum += begin;
		ticks[i % MEDIANS] = min_t(u64, begin, U32_MAX);
		cond_resched();
		if (fatal_signal_pending(current))
			return -EINTR;
	}
	sort(ticks, kept, sizeof(u32), compare, NULL);
	pairs = (u64)batches * BATCH;
	mean_x100 = div64_u64(sum * 100, pairs);
	median_x100 = ticks[kept / 2] * 100ull / BATCH;
	return 0;
}

static struct {
	unsigned int order, batches;
	atomic_t running, error;
	struct completion over;
} crew;

static int work(void *unused)
{
	unsigned int i;
	int ret = 0;

	for (i = 0; i < crew.batches && !ret; i++) {
		ret = run_batch(crew.order);
		cond_resched();
	}
	if (ret)
		atomic_set(&crew.error, ret);
	if (atomic_dec_and_test(&crew.running))
		complete(&crew.over);
	return 0;
}

static int run_on(unsigned int order, unsigned int batches, unsigned int cpus)
{
	struct task_struct *tasks[64];
	unsigned int i;
	u64 begin;

	crew.order = order;
	crew.batches = batches;
	atomic_set(&crew.running, cpus);
	atomic_set(&crew.error, 0);
	init_completion(&crew.over);
	for (i = 0; i < cpus; i++) {
		tasks[i] = kthread_create(work, NULL, "allocbench/%u", i);
		if (IS_ERR(tasks[i]))
			goto out_stop;
		kthread_bind(tasks[i], i);
	}
	begin = rdtsc_ordered();
	for (i = 0; i < cpus; i++)
		wake_up_process(tasks[i]);
	wait_for_completion(&crew.over);
	begin = rdtsc_ordered() - begin;
	pairs = (u64)batches * BATCH * cpus;
	mean_x100 = div64_u64(begin * 100, pairs);
	median_x100 = mean_x100;
	return atomic_read(&crew.error);

out_stop:
	while (i--)
		kthread_stop(tasks[i]);
	return -ENOMEM;
}

static ssize_t allocbench_write(struct file *unused, const char __user *from,
				size_t count, loff_t *pos)
{
	unsigned int order, batches, cpus = 0;
	char text[32] = "";
	int ret;

	if (count >= sizeof(text) || copy_from_user(text, from, count))
		return -EINVAL;
	if (sscanf(text, "%u %u %u", &order, &batches, &cpus) < 2 ||
	    order > 9 || !batches || batches > BATCHES ||
	    cpus > min(num_online_cpus(), 64u))
		return -EINVAL;
	mutex_lock(&lock);
	ret = cpus ? run_on(order, batches, cpus) : run(order, batches);
	mutex_unlock(&lock);
	return ret ? ret : count;
}

static int allocbench_show(struct seq_file *m, void *unused)
{
	mutex_lock(&lock);
	seq_printf(m, "%llu %llu %llu\n", mean_x100, median_x100, pairs);
	mutex_unlock(&lock);
	return 0;
}

static int allocbench_open(struct inode *inode, struct file *f)
{
	return single_open(f, allocbench_show, NULL);
}

static const struct file_operations allocbench_fops = {
	.owner = THIS_MODULE,
	.open = allocbench_open,
	.read = seq_read,
	.write = allocbench_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init allocbench_init(void)
{
	ticks = kvcalloc(MEDIANS, sizeof(*ticks), GFP_KERNEL);
	if (!ticks)
		return -ENOMEM;
	file = debugfs_create_file("allocbench", 0600, NULL, NULL,
				   &allocbench_fops);
	return 0;
}

static void __exit allocbench_exit(void)
{
	debugfs_remove(file);
	kvfree(ticks);
}

module_init(allocbench_init);
module_exit(allocbench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Times allocations; for measuring only");
