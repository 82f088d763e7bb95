// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters: the settings a load starts with, checked before
 * anything is set up. "control" changes them later.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include "files.h"
#include "filter.h"
#include "lowmark.h"
#include "params.h"
#include "ring.h"

static unsigned int kib = 1024;
static bool overwrite = true;
static bool start = true;
static unsigned int events = (1u << LOWMARK_NR_EVENTS) - 1;
static struct lowmark_filter filter = { .sample = 1 };
static unsigned int checks = LOWMARK_CHECKS_MATTER;

/* clang-format off */
#define EVENT_NAME(NAME, name, doc) [LOWMARK_EVENT_##NAME] = #name,
const char *const lowmark_event_names[LOWMARK_NR_EVENTS] = {
	LOWMARK_EVENTS(EVENT_NAME)
};
/* clang-format on */

const char *const lowmark_checks_names[LOWMARK_NR_CHECKS] = {
	[LOWMARK_CHECKS_MATTER] = "matter",
	[LOWMARK_CHECKS_FAILED] = "failed",
	[LOWMARK_CHECKS_ALL] = "all",
};

/* Longest part of a bad value that is quoted. */
#define QUOTE "%.40s"

/**
 * lowmark_parse_kib() - read a ring size
 * @text: KiB per CPU
 * @value: where to put it, rounded down to whole chunks
 * @why: 160 bytes for what is wrong
 *
 * Return: 0, -EINVAL, or -ERANGE
 */
int lowmark_parse_kib(const char *text, unsigned int *value, char *why)
{
	unsigned int number;

	if (kstrtouint(text, 0, &number)) {
		snprintf(why, 160, "size: \"" QUOTE "\" is not a number of KiB",
			 text);
		return -EINVAL;
	}
	if (number < LOWMARK_RING_KIB_MIN || number > LOWMARK_RING_KIB_MAX) {
		snprintf(why, 160, "size: %u is not from %u to %u (KiB per CPU)",
			 number, LOWMARK_RING_KIB_MIN, LOWMARK_RING_KIB_MAX);
		return -ERANGE;
	}
	*value = round_down(number, LOWMARK_CHUNK_BYTES / 1024);
	return 0;
}

/**
 * lowmark_parse_mode() - read a ring mode
 * @text: "overwrite" or "discard"
 * @value: true for overwrite
 * @why: 160 bytes for what is wrong
 *
 * Return: 0 or -EINVAL
 */
int lowmark_parse_mode(const char *text, bool *value, char *why)
{
	*value = sysfs_streq(text, "overwrite");
	if (*value || sysfs_streq(text, "discard"))
		return 0;
	snprintf(why, 160, "mode: \"" QUOTE "\" is not overwrite or discard",
		 text);
	return -EINVAL;
}

/**
 * lowmark_parse_checks() - read which checks to record
 * @text: one of lowmark_checks_names
 * @value: enum lowmark_checks
 * @why: 160 bytes for what is wrong
 *
 * Return: 0 or -EINVAL
 */
int lowmark_parse_checks(const char *text, unsigned int *value, char *why)
{
	int found = __sysfs_match_string(lowmark_checks_names,
					 LOWMARK_NR_CHECKS, text);

	if (found < 0) {
		snprintf(why, 160,
			 "checks: \"" QUOTE "\" is not matter, failed or all",
			 text);
		return -EINVAL;
	}
	*value = found;
	return 0;
}

static int event_bit(const char *name, size_t len)
{
	int i;

	for (i = 0; i < LOWMARK_NR_EVENTS; i++)
		if (strlen(lowmark_event_names[i]) == len &&
		    !strncmp(lowmark_event_names[i], name, len))
			return i;
	return -EINVAL;
}

/**
 * lowmark_parse_events() - read a list of events
 * @text: names of LOWMARK_EVENTS with commas between them, or "all"
 * @value: a bit per event
 * @why: 160 bytes for what is wrong
 *
 * Return: 0 or -EINVAL
 */
int lowmark_parse_events(const char *text, unsigned int *value, char *why)
{
	const char *begin = text;
	unsigned int bits = 0;

	if (sysfs_streq(text, "all")) {
		*value = (1u << LOWMARK_NR_EVENTS) - 1;
		return 0;
	}
	for (;;) {
		size_t len = strcspn(text, ",\n");
		int bit = event_bit(text, len);

		if (bit < 0) {
			snprintf(why, 160,
				 "events: character %d: \"%.*s\" is not all, check, wake, slow, attempt, kswapd, reclaim, wmark or zone",
				 (int)(text - begin) + 1,
				 (int)min_t(size_t, len, 40), text);
			return bit;
		}
		bits |= 1u << bit;
		text += len;
		if (*text != ',')
			break;
		text++;
	}
	*value = bits;
	return 0;
}

static int told(int ret, const char *why)
{
	if (ret)
		pr_err("parameter %s\n", why);
	return ret;
}

static int set_size(const char *text, const struct kernel_param *kp)
{
	char why[160];

	return told(lowmark_parse_kib(text, &kib, why), why);
}

static int set_mode(const char *text, const struct kernel_param *kp)
{
	char why[160];

	return told(lowmark_parse_mode(text, &overwrite, why), why);
}

static int set_events(const char *text, const struct kernel_param *kp)
{
	char why[160];

	return told(lowmark_parse_events(text, &events, why), why);
}

static int set_checks(const char *text, const struct kernel_param *kp)
{
	char why[160];

	return told(lowmark_parse_checks(text, &checks, why), why);
}

static int set_filter(const char *text, const struct kernel_param *kp)
{
	char why[LOWMARK_FILTER_WHY];

	return told(lowmark_filter_parse(&filter, text, &lowmark_kernel_names,
					 why),
		    why);
}

static int set_on(const char *text, const struct kernel_param *kp)
{
	char why[160];
	int ret = kstrtobool(text, &start);

	snprintf(why, sizeof(why), "on: \"" QUOTE "\" is not 0 or 1", text);
	return told(ret, why);
}

static const struct kernel_param_ops size_ops = { .set = set_size };
static const struct kernel_param_ops mode_ops = { .set = set_mode };
static const struct kernel_param_ops events_ops = { .set = set_events };
static const struct kernel_param_ops checks_ops = { .set = set_checks };
static const struct kernel_param_ops filter_ops = { .set = set_filter };
static const struct kernel_param_ops on_ops = { .set = set_on };

module_param_cb(size, &size_ops, NULL, 0);
MODULE_PARM_DESC(size, "ring of each CPU in KiB, 256 to 1048576 (default 1024)");
module_param_cb(mode, &mode_ops, NULL, 0);
MODULE_PARM_DESC(mode, "a full ring drops its oldest (overwrite, default) or what is new (discard)");
module_param_cb(events, &events_ops, NULL, 0);
MODULE_PARM_DESC(events, "list of check,wake,slow,attempt,kswapd,reclaim,wmark,zone or all (default)");
module_param_cb(checks, &checks_ops, NULL, 0);
MODULE_PARM_DESC(checks, "watermark checks recorded: matter (default), failed or all");
module_param_cb(filter, &filter_ops, NULL, 0);
MODULE_PARM_DESC(filter, "what is recorded, for example pid:1234,order:3-10,min:20ms; none (default): all");
module_param_cb(on, &on_ops, NULL, 0);
MODULE_PARM_DESC(on, "1 (default): record at once; 0: wait for \"on\" in control");

/**
 * lowmark_params_settings() - take the parameters over as settings
 */
void lowmark_params_settings(void)
{
	lowmark.overwrite = overwrite;
	lowmark.events = events;
	lowmark.checks = checks;
}

/**
 * lowmark_params_filter() - set the filters asked for at load
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_params_filter(void)
{
	int ret;

	mutex_lock(&lowmark.lock);
	ret = lowmark_filter_use(&filter);
	mutex_unlock(&lowmark.lock);
	return ret;
}

/**
 * lowmark_params_kib() - ring size asked for at load
 *
 * Return: KiB per CPU
 */
unsigned int lowmark_params_kib(void)
{
	return kib;
}

/**
 * lowmark_params_on() - whether to record at once
 *
 * Return: true if so
 */
bool lowmark_params_on(void)
{
	return start;
}
