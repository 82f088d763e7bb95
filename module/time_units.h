/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The units of time that filters and triggers take.
 * Compiled into the module and into the tool.
 */
#ifndef LOWMARK_TIME_UNITS_H
#define LOWMARK_TIME_UNITS_H

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <stddef.h>
#include <string.h>
#endif
#include <linux/types.h>

#define LOWMARK_TIME_UNITS "ns, us, ms, s, min or h"

/**
 * lowmark_time_unit() - the unit that a text begins with
 * @text: the text
 * @len: set to the unit's length
 *
 * Return: ns of it, or 0 if there is none
 */
static inline __u64 lowmark_time_unit(const char *text, size_t *len)
{
	/* Of those that begin alike the longer one comes first. */
	static const struct {
		const char *name;
		__u64 ns;
	} units[] = {
		{ "ns", 1 },		   { "us", 1000 },
		{ "ms", 1000000 },	   { "min", 60000000000ull },
		{ "m", 60000000000ull },   { "s", 1000000000 },
		{ "h", 3600000000000ull }, { NULL, 0 },
	};
	size_t i;

	for (i = 0; units[i].name; i++) {
		*len = strlen(units[i].name);
		if (!strncmp(text, units[i].name, *len))
			return units[i].ns;
	}
	return 0;
}

#endif
