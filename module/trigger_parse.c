// SPDX-License-Identifier: GPL-2.0-only
/*
 * The triggers of the flight recorder as text: "stall>20ms,fail>=3,oom".
 * Compiled into the module and into the tool.
 */
#ifdef __KERNEL__
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#else
#include <errno.h>
#include <stdio.h>
#include <string.h>
#endif

#include "lowmark_record.h"
#include "time_units.h"
#include "trigger_parse.h"

#define ORDER_MAX 30
#define SPAN_MAX_NS (24 * 3600 * 1000000000ull)

enum value { NO_VALUE, TIME, ORDER };

static const struct {
	const char *name;
	enum value value;
} triggers_known[] = {
	[LOWMARK_TRIGGER_STALL] = { "stall", TIME },
	[LOWMARK_TRIGGER_FAIL] = { "fail", ORDER },
	[LOWMARK_TRIGGER_HOPELESS] = { "hopeless", NO_VALUE },
	[LOWMARK_TRIGGER_BELOW_MIN] = { "below-min", TIME },
	[LOWMARK_TRIGGER_OOM] = { "oom", NO_VALUE },
	[LOWMARK_TRIGGER_USER] = { "user", NO_VALUE },
};

#define NR_TRIGGERS (sizeof(triggers_known) / sizeof(triggers_known[0]))

/* A place in a text, and what is wrong there. */
struct walk {
	const char *text;
	const char *at;
	struct lowmark_mistake *mistake;
};

static int wrong(const struct walk *walk, const char *at, const char *what)
{
	walk->mistake->at = (unsigned int)(at - walk->text);
	walk->mistake->what = what;
	return -EINVAL;
}

static int take_number(struct walk *walk, __u64 max, __u64 *number)
{
	const char *begin = walk->at;

	*number = 0;
	for (; *walk->at >= '0' && *walk->at <= '9'; walk->at++) {
		*number = *number * 10 + (__u64)(*walk->at - '0');
		if (*number > max)
			return wrong(walk, begin, "too large");
	}
	if (walk->at == begin)
		return wrong(walk, begin, "a whole number belongs here");
	return 0;
}

static int take_time(struct walk *walk, __u64 *ns)
{
	const char *begin = walk->at;
	int ret = take_number(walk, SPAN_MAX_NS, ns);
	__u64 unit;
	size_t len;

	if (ret)
		return ret;
	unit = lowmark_time_unit(walk->at, &len);
	if (!unit)
		return wrong(walk, walk->at,
			     "a unit belongs here: " LOWMARK_TIME_UNITS);
	walk->at += len;
	if (*ns > SPAN_MAX_NS / unit)
		return wrong(walk, begin, "longer than a day");
	*ns *= unit;
	return 0;
}

static int take_operator(struct walk *walk, const char *operator,
			 const char *what)
{
	size_t len = strlen(operator);

	if (strncmp(walk->at, operator, len))
		return wrong(walk, walk->at, what);
	walk->at += len;
	return 0;
}

static int take_value(struct walk *walk, unsigned int which,
		      struct lowmark_triggers *triggers)
{
	__u64 number = 0;
	int ret = 0;

	switch (triggers_known[which].value) {
	case NO_VALUE:
		return 0;
	case TIME:
		ret = take_operator(walk, ">",
				    "'>' and a time belong here: >20ms");
		if (!ret)
			ret = take_time(walk, &number);
		if (which == LOWMARK_TRIGGER_STALL)
			triggers->stall_ns = number;
		else
			triggers->below_min_ns = number;
		break;
	case ORDER:
		ret = take_operator(walk, ">=",
				    "'>=' and an order belong here: >=3");
		if (!ret)
			ret = take_number(walk, ORDER_MAX, &number);
		triggers->fail_order = (unsigned int)number;
		break;
	}
	return ret;
}

static int take_trigger(struct walk *walk, struct lowmark_triggers *triggers)
{
	size_t len = strcspn(walk->at, ">=,");
	const char *begin = walk->at;
	unsigned int i;

	for (i = 0; i < NR_TRIGGERS; i++)
		if (strlen(triggers_known[i].name) == len &&
		    !strncmp(triggers_known[i].name, begin, len))
			break;
	if (i == NR_TRIGGERS)
		return wrong(walk, begin,
			     "not stall>TIME, fail>=ORDER, hopeless, below-min>TIME, oom or user");
	if (triggers->armed & (1u << i))
		return wrong(walk, begin, "this trigger stands here twice");
	triggers->armed |= 1u << i;
	walk->at += len;
	return take_value(walk, i, triggers);
}

/**
 * lowmark_triggers_parse() - read a list of triggers
 * @text: triggers with commas between them, or "none"
 * @triggers: set to them
 * @mistake: set to the first mistake, if there is one
 *
 * Return: 0 or -EINVAL
 */
int lowmark_triggers_parse(const char *text, struct lowmark_triggers *triggers,
			   struct lowmark_mistake *mistake)
{
	struct walk walk = { text, text, mistake };
	int ret;

	memset(triggers, 0, sizeof(*triggers));
	if (!strcmp(text, "none"))
		return 0;
	for (;;) {
		ret = take_trigger(&walk, triggers);
		if (ret || !*walk.at)
			return ret;
		if (*walk.at != ',')
			return wrong(&walk, walk.at,
				     "a comma or the end belongs here");
		walk.at++;
	}
}

/**
 * lowmark_span_parse() - read a span of time
 * @text: a whole number and a unit
 * @ns: set to it
 * @mistake: set to the first mistake, if there is one
 *
 * Return: 0 or -EINVAL
 */
int lowmark_span_parse(const char *text, __u64 *ns,
		       struct lowmark_mistake *mistake)
{
	struct walk walk = { text, text, mistake };
	int ret = take_time(&walk, ns);

	if (!ret && *walk.at)
		ret = wrong(&walk, walk.at, "the end belongs here");
	return ret;
}

/* In the largest unit that loses nothing; of those, minutes are not used. */
static int show_time(char *text, size_t size, const char *name, __u64 ns)
{
	unsigned long long value = ns;
	const char *unit = "ns";

	if (ns && value % 1000000000 == 0) {
		value /= 1000000000;
		unit = "s";
	} else if (ns && value % 1000000 == 0) {
		value /= 1000000;
		unit = "ms";
	} else if (ns && value % 1000 == 0) {
		value /= 1000;
		unit = "us";
	}
	return snprintf(text, size, "%s>%llu%s", name, value, unit);
}

static int show_trigger(char *text, size_t size, unsigned int which,
			const struct lowmark_triggers *triggers)
{
	const char *name = triggers_known[which].name;

	if (triggers_known[which].value == NO_VALUE)
		return snprintf(text, size, "%s", name);
	if (triggers_known[which].value == ORDER)
		return snprintf(text, size, "%s>=%u", name,
				triggers->fail_order);
	return show_time(text, size, name,
			 which == LOWMARK_TRIGGER_STALL ?
				 triggers->stall_ns :
				 triggers->below_min_ns);
}

/**
 * lowmark_triggers_show() - write a list of triggers, as it is read
 * @text: where to put it
 * @triggers: the triggers
 */
void lowmark_triggers_show(char text[LOWMARK_TRIGGERS_TEXT],
			   const struct lowmark_triggers *triggers)
{
	size_t used = 0;
	unsigned int i;

	snprintf(text, LOWMARK_TRIGGERS_TEXT, "none");
	for (i = 0; i < NR_TRIGGERS; i++) {
		if (!(triggers->armed & (1u << i)))
			continue;
		if (used)
			text[used++] = ',';
		used += (size_t)show_trigger(text + used,
					     LOWMARK_TRIGGERS_TEXT - used, i,
					     triggers);
	}
}
