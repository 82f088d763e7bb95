// SPDX-License-Identifier: GPL-2.0-only
/*
 * Times the kinds of ring at load and shows the table in debugfs: ringbench.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/sort.h>

#include "bench.h"

#define ROWS 24

struct row {
	const char *name;
	u64 mean_x100;
	u64 median_x100;
};

u32 bench_ticks[BENCH_BATCHES];
u64 bench_facts[4] = { 1, 2, 3, 4 };

static struct row rows[ROWS];
static unsigned int nr_rows;
static struct dentry *file;

static int compare(const void *a, const void *b)
{
	return *(const u32 *)a < *(const u32 *)b ? -1 : 1;
}

/**
 * bench_note() - make a row of what bench_ticks holds
 * @name: what was timed
 */
void bench_note(const char *name)
{
	struct row *row = &rows[nr_rows];
	u64 sum = 0;
	unsigned int i;

	if (nr_rows == ROWS)
		return;
	for (i = 0; i < BENCH_BATCHES; i++)
		sum += bench_ticks[i];
	sort(bench_ticks, BENCH_BATCHES, sizeof(u32), compare, NULL);
	row->name = name;
	row->mean_x100 = div_u64(sum * 100, BENCH_BATCHES * BENCH_BATCH);
	row->median_x100 = bench_ticks[BENCH_BATCHES / 2] * 100ull / BENCH_BATCH;
	nr_rows++;
}

static int ringbench_show(struct seq_file *m, void *unused)
{
	unsigned int i;

	for (i = 0; i < nr_rows; i++)
		seq_printf(m, "%-24s %6llu.%02llu %6llu.%02llu\n", rows[i].name,
			   rows[i].mean_x100 / 100, rows[i].mean_x100 % 100,
			   rows[i].median_x100 / 100,
			   rows[i].median_x100 % 100);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(ringbench);

static int __init ringbench_init(void)
{
	struct bench_record rec;
	int ret;

	BENCH("loop", (void)0);
	BENCH("fill", bench_fill(&rec); barrier_data(&rec));
	ret = bench_lowmark();
	if (ret)
		goto out;
	BENCH("header", bench_header(&rec));
	ret = bench_relay();
	if (!ret)
		ret = bench_trace();
out:
	bench_lowmark_free();
	if (ret)
		return ret;
	file = debugfs_create_file("ringbench", 0400, NULL, NULL,
				   &ringbench_fops);
	return PTR_ERR_OR_ZERO(file);
}

static void __exit ringbench_exit(void)
{
	debugfs_remove(file);
}

module_init(ringbench_init);
module_exit(ringbench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Times kinds of ring; for measuring only");
