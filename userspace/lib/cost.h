/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What recording cost, as the module measured it.
 */
#ifndef LOWMARK_LIB_COST_H
#define LOWMARK_LIB_COST_H

#include <stdbool.h>
#include <linux/types.h>

#include "keys.h"

#define LM_HOOK_NAME 32
#define LM_COST_TEXT 96

/**
 * struct lm_cost - what all hooks have cost since recording was turned on
 * @ns: their time
 * @elapsed_ns: the time since then
 * @cpus: CPUs that were online
 */
struct lm_cost {
	__u64 ns;
	__u64 elapsed_ns;
	__u64 cpus;
};

/**
 * struct lm_hook_cost - what one hook has cost since the module was loaded
 * @name: of the hook, printable
 * @hits: its calls
 * @missed: calls that the kernel could not make
 * @ns: their time, of which a sample is measured; 0 if none was
 */
struct lm_hook_cost {
	char name[LM_HOOK_NAME];
	__u64 hits;
	__u64 missed;
	__u64 ns;
};

/**
 * enum lm_cost_state - what is known of the cost
 * @LM_COST_ABSENT: nothing was recorded of it
 * @LM_COST_WRONG: what was recorded cannot be
 * @LM_COST_KNOWN: it is known
 */
enum lm_cost_state { LM_COST_ABSENT, LM_COST_WRONG, LM_COST_KNOWN };

enum lm_cost_state lm_cost(const char *stats, struct lm_cost *cost);
double lm_cost_percent(const struct lm_cost *cost);
const char *lm_cost_text(char text[LM_COST_TEXT], const char *stats);
bool lm_next_hook_cost(struct lm_lines *lines, struct lm_hook_cost *hook);

#endif
