// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading and unloading.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>

#include "fast.h"
#include "filter.h"
#include "lowmark.h"
#include "lowmark_version.h"
#include "ring.h"
#include "trigger.h"
#include "wmark.h"

struct lowmark_state lowmark = {
	.lock = __MUTEX_INITIALIZER(lowmark.lock),
	.ftrace = true,
	.verdict = true,
	.error = "ok",
};

static int start_recording(void)
{
	char command[] = "on";

	return lowmark_params_on() ? lowmark_command(command) : 0;
}

static void stop_recording(void)
{
	char command[] = "off";

	lowmark_command(command);
}

static int __init lowmark_init(void)
{
	int ret;

	lowmark_params_settings();
	ret = lowmark_wmark_create();
	if (ret)
		return ret;
	ret = lowmark_fast_create();
	if (ret)
		goto err_wmark;
	ret = lowmark_rings_create(lowmark_params_kib());
	if (ret) {
		pr_err("parameter size: no memory for %u KiB for each of %u CPUs\n",
		       lowmark_params_kib(), num_possible_cpus());
		goto err_fast;
	}
	ret = lowmark_params_filter();
	if (ret)
		goto err_rings;
	ret = lowmark_triggers_create();
	if (ret)
		goto err_rings;
	ret = start_recording();
	if (ret)
		goto err_triggers;
	ret = lowmark_debugfs_create();
	if (ret) {
		pr_err("cannot make the debugfs directory: %d\n", ret);
		goto err_recording;
	}
	return 0;

err_recording:
	stop_recording();
err_triggers:
	lowmark_triggers_destroy();
err_rings:
	lowmark_rings_destroy();
err_fast:
	lowmark_fast_destroy();
err_wmark:
	lowmark_filter_exit();
	lowmark_wmark_destroy();
	return ret;
}

static void __exit lowmark_exit(void)
{
	lowmark_debugfs_remove();
	stop_recording();
	lowmark_triggers_destroy();
	lowmark_rings_destroy();
	lowmark_fast_destroy();
	lowmark_filter_exit();
	lowmark_wmark_destroy();
}

module_init(lowmark_init);
module_exit(lowmark_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Explains kswapd wakes, allocation stalls and missed watermarks");
MODULE_VERSION(LOWMARK_VERSION);
