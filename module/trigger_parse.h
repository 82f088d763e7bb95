/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The triggers of the flight recorder as text: "stall>20ms,fail>=3,oom".
 * Compiled into the module and into the tool.
 */
#ifndef LOWMARK_TRIGGER_PARSE_H
#define LOWMARK_TRIGGER_PARSE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stddef.h>
#include <linux/types.h>
#endif

/**
 * struct lowmark_triggers - what the flight recorder waits for
 * @armed: bit per enum lowmark_trigger; 0: nothing
 * @stall_ns: shortest slow path run that does not fire
 * @fail_order: lowest order whose failure fires
 * @below_min_ns: longest time below min that does not fire
 */
struct lowmark_triggers {
	unsigned int armed;
	unsigned int fail_order;
	__u64 stall_ns;
	__u64 below_min_ns;
};

/**
 * struct lowmark_mistake - what is wrong with a text
 * @at: where, from 0
 * @what: what should be there instead
 */
struct lowmark_mistake {
	unsigned int at;
	const char *what;
};

#define LOWMARK_TRIGGERS_TEXT 96 /* holds any list of triggers */

int lowmark_triggers_parse(const char *text, struct lowmark_triggers *triggers,
			   struct lowmark_mistake *mistake);
void lowmark_triggers_show(char text[LOWMARK_TRIGGERS_TEXT],
			   const struct lowmark_triggers *triggers);
int lowmark_span_parse(const char *text, __u64 *ns,
		       struct lowmark_mistake *mistake);

#endif
