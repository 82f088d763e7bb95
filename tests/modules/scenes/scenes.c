// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes the allocations that a test asks for, to force one decision of the
 * page allocator each. For testing only: it can take all memory.
 *
 * debugfs: scenes/alloc; write "ORDER NODE COUNT GFP", where GFP is names of
 * flags with "|" between; they are held. It stops at the first that fails.
 * With BACK first among the flags it gives them back at once.
 * scenes/shatter; write "ORDER NODE": take the node's free blocks of the
 * highest order and give back all but one page of each block of ORDER: the
 * node then has much free memory, but no free block of ORDER.
 * scenes/wake; write "NODE ZONE ORDER GFP": call wakeup_kswapd() for that zone,
 * told by its index; pages are never asked for where there are none.
 * scenes/boost; write "NODE ZONE PAGES": as if blocks had been broken; nobody is
 * woken for it.
 * scenes/free; write anything: give all back. scenes/got; read how many
 * allocations the last write got.
 */
#include <linux/debugfs.h>
#include <linux/gfp.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include "compat.h"

#define HELD		300000u	/* allocations, at most */
#define BLOCK_ORDER	10u	/* the highest order, 5.10 to 7.3 */
#define TEXT		128

struct held {
	struct page *page;
	unsigned int order;
};

static DEFINE_MUTEX(lock);	/* of held and nr_held, not of allocating */
static struct held *held;
static unsigned int nr_held;
static u32 got;
static struct dentry *dir;
static typeof(&wakeup_kswapd) wake;

static const struct {
	const char *name;
	gfp_t mask;
} flags[] = {
	{ "KERNEL", GFP_KERNEL },	{ "ATOMIC", GFP_ATOMIC },
	{ "USER", GFP_USER },		{ "MOVABLE", GFP_HIGHUSER_MOVABLE },
	{ "NORETRY", __GFP_NORETRY },	{ "NOFAIL", __GFP_NOFAIL },
	{ "THISNODE", __GFP_THISNODE }, { "WRITE", __GFP_WRITE },
	{ "NOWARN", __GFP_NOWARN },	{ "KSWAPD", __GFP_KSWAPD_RECLAIM },
	{ "HARDWALL", __GFP_HARDWALL }, { "NO_KSWAPD", __GFP_NO_KSWAPD },
	{ "MEMALLOC", __GFP_MEMALLOC }, { "HIGH", __GFP_HIGH },
	{ "MAYFAIL", __GFP_RETRY_MAYFAIL }, { "DMA", __GFP_DMA },
	{ "NOMEMALLOC", __GFP_NOMEMALLOC },
	{ "ATOMIC_QUIET", GFP_ATOMIC & ~__GFP_KSWAPD_RECLAIM },
	{ "DIRECT", __GFP_DIRECT_RECLAIM | __GFP_IO | __GFP_FS },
};

static int parse_gfp(char *text, gfp_t *gfp)
{
	char *name;
	size_t i;

	*gfp = 0;
	while ((name = strsep(&text, "|"))) {
		for (i = 0; i < ARRAY_SIZE(flags); i++)
			if (!strcmp(name, flags[i].name))
				break;
		if (i == ARRAY_SIZE(flags))
			return -EINVAL;
		*gfp |= flags[i].mask;
	}
	return 0;
}

static bool is_node(int node)
{
	return node >= 0 && node < MAX_NUMNODES && node_online(node);
}

static int hold(struct page *page, unsigned int order)
{
	int ret = -ENOSPC;

	mutex_lock(&lock);
	if (nr_held < HELD) {
		held[nr_held++] = (struct held){ page, order };
		ret = 0;
	}
	mutex_unlock(&lock);
	if (ret)
		__free_pages(page, order);
	return ret;
}

/*
 * What is given back last may stay on the lists of the CPU. It shall be of few
 * blocks, as the last ones of what was shattered are.
 */
static void free_down_to(unsigned int first)
{
	unsigned int i;

	mutex_lock(&lock);
	for (i = first; i < nr_held; i++)
		__free_pages(held[i].page, held[i].order);
	nr_held = min(nr_held, first);
	mutex_unlock(&lock);
}

static int allocate(unsigned int order, int node, unsigned int count, gfp_t gfp)
{
	struct page *page;
	int ret;

	for (got = 0; got < count; got++) {
		page = alloc_pages_node(node, gfp, order);
		if (!page)
			break;
		ret = hold(page, order);
		if (ret)
			return ret;
		if (gfpflags_allow_blocking(gfp))
			cond_resched();
	}
	return 0;
}

/* The blocks stay those of movable pages, which unmovable ones then invade. */
static int shatter(unsigned int order, int node)
{
	const gfp_t gfp = (GFP_HIGHUSER_MOVABLE & ~__GFP_RECLAIM) |
			  __GFP_THISNODE | __GFP_NOWARN;
	unsigned int first = nr_held, last, i, j;
	int ret;

	ret = allocate(BLOCK_ORDER, node, HELD >> (BLOCK_ORDER - order), gfp);
	if (ret)
		return ret;
	last = nr_held;
	for (i = first; i < last; i++) {
		struct page *page = held[i].page;

		split_page(page, BLOCK_ORDER);
		held[i].order = 0;
		for (j = 1; j < 1u << BLOCK_ORDER; j++) {
			if (j & ((1u << order) - 1))
				__free_page(page + j);
			else if (hold(page + j, 0))
				return -ENOSPC;
		}
	}
	return 0;
}

static int get_text(char *text, const char __user *from, size_t count)
{
	if (count >= TEXT || copy_from_user(text, from, count))
		return -EINVAL;
	text[count] = '\0';
	strim(text);
	return 0;
}

static ssize_t alloc_write(struct file *unused, const char __user *from,
			   size_t count, loff_t *pos)
{
	unsigned int order, number, first = nr_held;
	char text[TEXT];
	int node, at, ret;
	bool back;
	gfp_t gfp;

	ret = get_text(text, from, count);
	if (ret)
		return ret;
	if (sscanf(text, "%u %d %u %n", &order, &node, &number, &at) != 3 ||
	    order > BLOCK_ORDER || !is_node(node))
		return -EINVAL;
	back = strstarts(text + at, "BACK|");
	if (parse_gfp(text + at + (back ? strlen("BACK|") : 0), &gfp))
		return -EINVAL;
	ret = allocate(order, node, number, gfp);
	if (back)
		free_down_to(first);
	return ret ? ret : count;
}

static ssize_t shatter_write(struct file *unused, const char __user *from,
			     size_t count, loff_t *pos)
{
	unsigned int order;
	char text[TEXT];
	int node, ret;

	ret = get_text(text, from, count);
	if (ret)
		return ret;
	if (sscanf(text, "%u %d", &order, &node) != 2 || order < 1 ||
	    order > BLOCK_ORDER || !is_node(node))
		return -EINVAL;
	ret = shatter(order, node);
	return ret ? ret : count;
}

static ssize_t wake_write(struct file *unused, const char __user *from,
			  size_t count, loff_t *pos)
{
	unsigned int index, order;
	char text[TEXT];
	int node, at, ret;
	gfp_t gfp;

	ret = get_text(text, from, count);
	if (ret)
		return ret;
	if (sscanf(text, "%d %u %u %n", &node, &index, &order, &at) != 3 ||
	    order > BLOCK_ORDER || index >= MAX_NR_ZONES || !is_node(node) ||
	    parse_gfp(text + at, &gfp))
		return -EINVAL;
	call_wake(wake, &NODE_DATA(node)->node_zones[index], gfp, order, index);
	return count;
}

static ssize_t boost_write(struct file *unused, const char __user *from,
			   size_t count, loff_t *pos)
{
	unsigned int index, pages;
	char text[TEXT];
	int node, ret;

	ret = get_text(text, from, count);
	if (ret)
		return ret;
	if (sscanf(text, "%d %u %u", &node, &index, &pages) != 3 ||
	    index >= MAX_NR_ZONES || !is_node(node))
		return -EINVAL;
	ret = set_boost(&NODE_DATA(node)->node_zones[index], pages);
	return ret ? ret : count;
}

static ssize_t free_write(struct file *unused, const char __user *from,
			  size_t count, loff_t *pos)
{
	free_down_to(0);
	return count;
}

static const struct file_operations alloc_fops = {
	.owner = THIS_MODULE,
	.write = alloc_write,
};

static const struct file_operations shatter_fops = {
	.owner = THIS_MODULE,
	.write = shatter_write,
};

static const struct file_operations wake_fops = {
	.owner = THIS_MODULE,
	.write = wake_write,
};

static const struct file_operations boost_fops = {
	.owner = THIS_MODULE,
	.write = boost_write,
};

static const struct file_operations free_fops = {
	.owner = THIS_MODULE,
	.write = free_write,
};

/* It is not exported; with IBT it could not be called so. */
static int find_wake(void)
{
	struct kprobe at = {
		.symbol_name = "wakeup_kswapd",
		.flags = KPROBE_FLAG_DISABLED,
	};
	int ret;

	ret = register_kprobe(&at);
	if (ret)
		return ret;
	wake = (typeof(wake))at.addr;
	unregister_kprobe(&at);
	return 0;
}

static int __init scenes_init(void)
{
	int ret;

	ret = find_wake();
	if (ret)
		return ret;
	held = vzalloc(array_size(HELD, sizeof(*held)));
	if (!held)
		return -ENOMEM;
	dir = debugfs_create_dir("scenes", NULL);
	debugfs_create_file("alloc", 0200, dir, NULL, &alloc_fops);
	debugfs_create_file("shatter", 0200, dir, NULL, &shatter_fops);
	debugfs_create_file("wake", 0200, dir, NULL, &wake_fops);
	debugfs_create_file("boost", 0200, dir, NULL, &boost_fops);
	debugfs_create_file("free", 0200, dir, NULL, &free_fops);
	debugfs_create_u32("got", 0400, dir, &got);
	return 0;
}

static void __exit scenes_exit(void)
{
	debugfs_remove(dir);
	free_down_to(0);
	vfree(held);
}

module_init(scenes_init);
module_exit(scenes_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Makes allocations on request; for testing only");
