// SPDX-License-Identifier: GPL-2.0-only
/*
 * The settings hooks= and verdict=: in which way watermark checks are seen, and
 * with hooks= what else is called often.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/string.h>

#include "lowmark.h"
#include "ways.h"

static const struct way {
	const char *name;
	const char *yes;
	const char *no;
	bool *value;
} ways[] = {
	{ "hooks", "ftrace", "kprobe", &lowmark.ftrace },
	{ "verdict", "real", "derived", &lowmark.verdict },
};

static int set_way(const struct way *way, const char *text, char *why)
{
	bool yes = sysfs_streq(text, way->yes);

	if (yes || sysfs_streq(text, way->no)) {
		*way->value = yes;
		return 0;
	}
	snprintf(why, 160, "%s: \"%.40s\" is not %s or %s", way->name, text,
		 way->yes, way->no);
	return -EINVAL;
}

static const struct way *find_way(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	return NULL;
}

/**
 * lowmark_ways_have() - is there a setting of that name here
 * @name: the name
 *
 * Return: true if so
 */
bool lowmark_ways_have(const char *name)
{
	return find_way(name);
}

/**
 * lowmark_ways_set() - change one of these settings
 * @name: a name that lowmark_ways_have()
 * @text: its value
 * @why: 160 bytes for what is wrong
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: 0, -EINVAL, or -EBUSY while hooks are armed
 */
int lowmark_ways_set(const char *name, const char *text, char *why)
{
	if (!lowmark.on)
		return set_way(find_way(name), text, why);
	snprintf(why, 160,
		 "%s: recording is on; it takes effect at \"on\" only", name);
	return -EBUSY;
}

static int set_parameter(const char *text, const struct kernel_param *kp)
{
	const struct way *way = kp->arg;
	char why[160];
	int ret = set_way(way, text, why);

	if (ret)
		pr_err("parameter %s\n", why);
	return ret;
}

static const struct kernel_param_ops way_ops = { .set = set_parameter };

module_param_cb(hooks, &way_ops, (void *)&ways[0], 0);
MODULE_PARM_DESC(hooks, "see watermark checks and requests for kswapd through ftrace (default) where there is a site, or kprobe");
module_param_cb(verdict, &way_ops, (void *)&ways[1], 0);
MODULE_PARM_DESC(verdict, "of watermark checks: real (default), or derived from the facts at entry");
