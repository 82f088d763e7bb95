// SPDX-License-Identifier: GPL-2.0-only
/*
 * What recording cost: lines of the module's file "stats".
 */
#include "cost.h"

#include <stdio.h>
#include <string.h>

/**
 * lm_cost() - find what all hooks cost together
 * @stats: text of the file "stats"
 * @cost: set to it
 *
 * Return: true if @stats tells, and recording was ever on
 */
bool lm_cost(const char *stats, struct lm_cost *cost)
{
	char value[128];
	unsigned long long ns, elapsed_ns, cpus;

	if (!lm_key(stats, "cost", value, sizeof(value)) ||
	    sscanf(value, "ns %llu elapsed_ns %llu cpus %llu", &ns, &elapsed_ns,
		   &cpus) != 3 ||
	    !elapsed_ns || !cpus)
		return false;
	*cost = (struct lm_cost){ ns, elapsed_ns, cpus };
	return true;
}

/**
 * lm_cost_percent() - the share of the CPUs that it was
 * @cost: of lm_cost()
 *
 * Return: percent of the time of all CPUs
 */
double lm_cost_percent(const struct lm_cost *cost)
{
	return 100.0 * (double)cost->ns /
	       ((double)cost->elapsed_ns * (double)cost->cpus);
}

/**
 * lm_next_hook_cost() - find what the next hook that was ever called cost
 * @lines: the walk; begin with @rest at the text of the file "stats"
 * @hook: set to it
 *
 * Return: true if there is one
 */
bool lm_next_hook_cost(struct lm_lines *lines, struct lm_hook_cost *hook)
{
	unsigned long long hits, missed, ns;

	while (lm_next_line(lines)) {
		if (sscanf(lines->line,
			   "hook %31s %*s hits %llu missed %llu ns %llu",
			   hook->name, &hits, &missed, &ns) != 4 ||
		    !(hits || missed))
			continue;
		hook->hits = hits;
		hook->missed = missed;
		hook->ns = ns;
		return true;
	}
	return false;
}
