// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands: what can be written to the file "control".
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/string.h>

#include "filter.h"
#include "hooks.h"
#include "kept.h"
#include "lowmark.h"
#include "lowmark_control.h"
#include "node.h"
#include "params.h"
#include "ring.h"
#include "stack.h"
#include "trigger.h"
#include "ways.h"
#include "wmark.h"
#include "zone.h"

/* While only some probes are armed what they see is half of the truth. */
static void begin(void)
{
	lowmark_costs_begin();
	lowmark.on_ns = ktime_get_mono_fast_ns();
	WRITE_ONCE(lowmark.wanted, lowmark.events);
	/* Who sees it on sees what is wanted. */
	smp_store_release(&lowmark.on, 1);
}

static void end(void)
{
	WRITE_ONCE(lowmark.on, 0);
	WRITE_ONCE(lowmark.wanted, 0);
	lowmark_costs_end();
}

static int turn_on(void)
{
	int ret;

	if (lowmark.on)
		return 0;
	lowmark_filter_start();
	ret = lowmark_hooks_arm();
	if (ret) {
		lowmark_hooks_disarm();
		strscpy(lowmark.error, "on: no hook could be placed, see caps",
			sizeof(lowmark.error));
		return ret;
	}
	begin();
	lowmark_filter_settings();
	lowmark_nodes_start();
	lowmark_wmark_all(LOWMARK_CAUSE_START);
	lowmark_all_states(LOWMARK_SAMPLE_START);
	return 0;
}

static int turn_off(void)
{
	u64 now;

	if (!lowmark.on)
		return 0;
	lowmark_all_states(LOWMARK_SAMPLE_STOP);
	/* Before it is off: what ends unrecorded has lasted until then. */
	now = ktime_get_mono_fast_ns();
	end();
	lowmark_hooks_disarm();
	lowmark_kept_stop(now);
	/* Nobody would see them end. */
	lowmark_below_stop();
	return 0;
}

static int busy(const char *what, int ret)
{
	if (ret == -EBUSY)
		snprintf(lowmark.error, sizeof(lowmark.error),
			 "%s: a reader has a ring open", what);
	else if (ret)
		snprintf(lowmark.error, sizeof(lowmark.error),
			 "%s: not enough memory", what);
	return ret;
}

static int set_size(const char *text, char *why)
{
	unsigned int kib;
	int ret = lowmark_parse_kib(text, &kib, why);

	return ret ? ret : busy("size", lowmark_rings_resize(kib));
}

static int set_events(const char *text, char *why)
{
	unsigned int value;
	int ret = lowmark_parse_events(text, &value, why);

	if (ret)
		return ret;
	lowmark.events = value;
	WRITE_ONCE(lowmark.wanted, lowmark.on ? value : 0);
	lowmark_hooks_adapt();
	return 0;
}

static int set_checks(const char *text, char *why)
{
	unsigned int value;
	int ret = lowmark_parse_checks(text, &value, why);

	if (ret)
		return ret;
	WRITE_ONCE(lowmark.checks, value);
	lowmark_hooks_adapt();
	return 0;
}

static int set_mode(const char *text, char *why)
{
	bool mode;
	int ret = lowmark_parse_mode(text, &mode, why);

	if (!ret)
		WRITE_ONCE(lowmark.overwrite, mode);
	return ret;
}

static const struct {
	const char *name;
	int (*set)(const char *text, char *why);
	bool told; /* by a record of settings */
} settings[] = {
	{ "mode", set_mode, true },
	{ "events", set_events, true },
	{ "checks", set_checks, true },
	{ "filter", lowmark_filter_set, true },
	{ "size", set_size },
	{ "stack", lowmark_stack_set },
	{ "trigger", lowmark_triggers_set },
	{ "post", lowmark_triggers_set_post },
	{ "rearm", lowmark_triggers_rearm },
};

static int set_one(unsigned int i, const char *text)
{
	int ret = settings[i].set(text, lowmark.error);

	if (!ret && lowmark.on && settings[i].told) {
		/* No decision by the settings before comes after the record. */
		lowmark_hooks_wait();
		lowmark_filter_settings();
	}
	return ret;
}

static int set(const char *name, const char *text)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (!strcmp(name, settings[i].name))
			return set_one(i, text);
	if (lowmark_ways_have(name))
		return lowmark_ways_set(name, text, lowmark.error);
	snprintf(lowmark.error, sizeof(lowmark.error),
		 "\"%.40s\" is not mode, size, events, checks, stack, filter, hooks, verdict, trigger, post or rearm",
		 name);
	return -EINVAL;
}

static int run(char *command)
{
	char *value = strchr(command, '=');

	if (value) {
		*value++ = '\0';
		return set(command, value);
	}
	if (!strcmp(command, "on"))
		return turn_on();
	if (!strcmp(command, "off"))
		return turn_off();
	if (!strcmp(command, "clear"))
		return busy("clear", lowmark_rings_clear());
	if (!strcmp(command, "trigger"))
		return lowmark_triggers_fire(lowmark.error);
	if (!strcmp(command, "rearm"))
		return lowmark_triggers_rearm(NULL, lowmark.error);
	snprintf(lowmark.error, sizeof(lowmark.error),
		 "\"%.40s\" is not a command: on, off, clear, trigger, rearm, mode=, size=, events=, checks=, stack=, filter=, hooks=, verdict=, trigger=, post=",
		 command);
	return -EINVAL;
}

/**
 * lowmark_command() - carry out one command
 * @command: the command, white space around it is ignored; is written to
 *
 * A refused command changes nothing and leaves its reason in lowmark.error.
 *
 * Context: process context
 *
 * Return: 0, -EINVAL, -ERANGE, -EBUSY, -ENOMEM or -ENODEV
 */
int lowmark_command(char *command)
{
	int ret;

	mutex_lock(&lowmark.lock);
	strscpy(lowmark.error, "ok", sizeof(lowmark.error));
	ret = run(strim(command));
	if (ret)
		pr_err("control: %s\n", lowmark.error);
	mutex_unlock(&lowmark.lock);
	return ret;
}

/**
 * lowmark_command_too_long() - refuse a command that is longer than any
 * @bytes: its length
 *
 * Context: process context
 *
 * Return: -E2BIG
 */
int lowmark_command_too_long(size_t bytes)
{
	mutex_lock(&lowmark.lock);
	snprintf(lowmark.error, sizeof(lowmark.error),
		 "a command of %zu bytes is too long, write at most %d", bytes,
		 LOWMARK_COMMAND_MAX);
	pr_err("control: %s\n", lowmark.error);
	mutex_unlock(&lowmark.lock);
	return -E2BIG;
}
