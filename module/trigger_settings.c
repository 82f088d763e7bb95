// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flight recorder: what it waits for.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "hooks.h"
#include "lowmark.h"
#include "trigger.h"

unsigned int lowmark_triggers_armed;
struct lowmark_triggers lowmark_triggers;
u64 lowmark_triggers_post_ns = 200 * NSEC_PER_MSEC;

static int mistaken(const char *name, const struct lowmark_mistake *mistake,
		    char *why)
{
	snprintf(why, 160, "%s: character %u: %s", name, mistake->at + 1,
		 mistake->what);
	return -EINVAL;
}

/* Limits are never those of the old settings with the new bits. */
static void replace_settings(const struct lowmark_triggers *triggers)
{
	WRITE_ONCE(lowmark_triggers_armed, 0);
	/*
	 * A probe may have found them armed and be about to begin an episode:
	 * first it, then what it begins.
	 */
	lowmark_hooks_wait();
	lowmark_below_stop();
	lowmark_triggers = *triggers;
	lowmark_triggers_forget();
	smp_wmb(); /* the limits are there before anybody looks at them */
	WRITE_ONCE(lowmark_triggers_armed, triggers->armed);
}

/**
 * lowmark_triggers_set() - set what fires; forgets an incident
 * @text: triggers, or "none"
 * @why: 160 bytes for what is wrong
 *
 * Context: the caller holds lowmark.lock
 *
 * Return: 0 or -EINVAL
 */
int lowmark_triggers_set(const char *text, char *why)
{
	struct lowmark_triggers triggers;
	struct lowmark_mistake mistake;

	if (lowmark_triggers_parse(text, &triggers, &mistake))
		return mistaken("trigger", &mistake, why);
	replace_settings(&triggers);
	return 0;
}

/**
 * lowmark_triggers_set_post() - set how long recording goes on
 * @text: a span of time
 * @why: 160 bytes for what is wrong
 *
 * Return: 0 or -EINVAL
 */
int lowmark_triggers_set_post(const char *text, char *why)
{
	struct lowmark_mistake mistake;
	u64 ns;

	if (lowmark_span_parse(text, &ns, &mistake))
		return mistaken("post", &mistake, why);
	WRITE_ONCE(lowmark_triggers_post_ns, ns);
	return 0;
}

static int set_trigger(const char *text, const struct kernel_param *kp)
{
	struct lowmark_mistake mistake;
	char why[160];
	int ret = lowmark_triggers_parse(text, &lowmark_triggers, &mistake);

	if (ret) {
		mistaken("trigger", &mistake, why);
		pr_err("parameter %s\n", why);
	}
	return ret;
}

static const struct kernel_param_ops trigger_ops = { .set = set_trigger };

module_param_cb(trigger, &trigger_ops, NULL, 0);
MODULE_PARM_DESC(trigger, "what freezes the rings: list of stall>TIME,fail>=ORDER,hopeless,below-min>TIME,oom,user or none (default)");

/**
 * lowmark_triggers_create() - arm what the parameter asks for
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_triggers_create(void)
{
	int ret = lowmark_below_create();

	if (ret)
		return ret;
	lowmark_trigger_create();
	WRITE_ONCE(lowmark_triggers_armed, lowmark_triggers.armed);
	return 0;
}

/**
 * lowmark_triggers_destroy() - nothing fires any more; no probe is armed
 */
void lowmark_triggers_destroy(void)
{
	WRITE_ONCE(lowmark_triggers_armed, 0);
	lowmark_below_destroy();
	lowmark_trigger_destroy();
}
