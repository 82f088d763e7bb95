// SPDX-License-Identifier: GPL-2.0-only
/*
 * Figures that are compared, as text: times with a unit, changes in percent.
 */
#include "compare_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_time(enum lm_compared figure)
{
	const char *key = lm_compared_key[figure];
	size_t len = strlen(key);

	return len > 3 && !strcmp(key + len - 3, "_ns");
}

/**
 * compare_number() - a figure, or a difference of two, as text
 * @buf: room for it
 * @figure: which one
 * @value: the value
 * @sign: it is a difference
 *
 * Return: the text
 */
const char *compare_number(char buf[COMPARE_SIZE], enum lm_compared figure,
			   double value, bool sign)
{
	char took[LM_UNIT_SIZE];

	if (isnan(value))
		return "n/a";
	if (is_time(figure))
		snprintf(buf, COMPARE_SIZE, "%s%s",
			 value < 0 ? "-" :
			 sign	   ? "+" :
				     "",
			 lm_show_time(took, (__u64)fabs(value)));
	else
		snprintf(buf, COMPARE_SIZE, sign ? "%+.*f" : "%.*f",
			 fabs(value) < 100 ? 2 : 0, value);
	return buf;
}

/**
 * compare_change() - how much a figure changed
 * @buf: room for the text
 * @from: what it was
 * @to: what it is
 *
 * Past ten times as much a percentage is no longer read.
 *
 * Return: the text
 */
const char *compare_change(char buf[COMPARE_SIZE], double from, double to)
{
	double times = to / from;

	if (!isfinite(times))
		return from < to || from > to ? "from 0" : "n/a";
	if (times >= 10)
		snprintf(buf, COMPARE_SIZE, "x %.*f", times < 100 ? 1 : 0,
			 times);
	else
		snprintf(buf, COMPARE_SIZE, "%+.1f %%",
			 100 * (to - from) / fabs(from));
	return buf;
}
