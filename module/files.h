/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The files in debugfs, and what prints them.
 */
#ifndef LOWMARK_FILES_H
#define LOWMARK_FILES_H

#include <linux/fs.h>
#include <linux/seq_file.h>

#include "lowmark_describe.h"

struct lowmark_ring;

extern const struct file_operations lowmark_ring_fops;
extern const struct file_operations lowmark_trace_fops;
extern const struct file_operations lowmark_trigger_fops;
extern const struct file_operations lowmark_snapshot_fops;
extern const struct lowmark_names lowmark_kernel_names;

void lowmark_show_readme(struct seq_file *m);
void lowmark_show_status(struct seq_file *m);
void lowmark_show_zones(struct seq_file *m);
void lowmark_show_stats(struct seq_file *m);
void lowmark_show_ring(struct seq_file *m, struct lowmark_ring *ring);
void lowmark_show_decisions(struct seq_file *m);
void lowmark_show_format(struct seq_file *m);

#endif
