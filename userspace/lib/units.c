// SPDX-License-Identifier: GPL-2.0-only
/*
 * Quantities as people write and read them: "20ms", "64M", "0,3-5".
 */
#include "units.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unit {
	const char *name;
	__u64 factor;
};

static const struct unit times[] = { { "", 1000000000 },
				     { "s", 1000000000 },
				     { "ms", 1000000 },
				     { "us", 1000 },
				     { "ns", 1 },
				     { "m", 60000000000ull },
				     { "min", 60000000000ull },
				     { "h", 3600000000000ull },
				     { "d", 86400000000000ull },
				     { NULL, 0 } };

static const struct unit sizes[] = { { "", 1 },		  { "B", 1 },
				     { "K", 1ull << 10 }, { "KiB", 1ull << 10 },
				     { "M", 1ull << 20 }, { "MiB", 1ull << 20 },
				     { "G", 1ull << 30 }, { "GiB", 1ull << 30 },
				     { "T", 1ull << 40 }, { "TiB", 1ull << 40 },
				     { NULL, 0 } };

/* A number without sign, with an optional fraction, and a unit. */
static int parse(const char *text, const struct unit *units, __u64 *value)
{
	double number;
	char *end;

	if ((text[0] < '0' || text[0] > '9') && text[0] != '.')
		return -EINVAL;
	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
		return -EINVAL;
	number = strtod(text, &end);
	while (units->name && strcmp(units->name, end))
		units++;
	if (!units->name || end == text)
		return -EINVAL;
	number *= (double)units->factor;
	if (!(number < 9.2e18))
		return -ERANGE;
	/* 1.011 s is no binary fraction. */
	*value = (__u64)(number + 0.5);
	return 0;
}

/**
 * lm_parse_time() - read a span of time
 * @text: for example "10s", "20ms", "1.5h"; without a unit it is seconds
 * @ns: set to it
 *
 * Return: 0, -EINVAL if it is none, -ERANGE if it is too long
 */
int lm_parse_time(const char *text, __u64 *ns)
{
	return parse(text, times, ns);
}

/**
 * lm_parse_size() - read a size
 * @text: for example "4K", "64M", "1G"; without a unit it is bytes
 * @bytes: set to it
 *
 * Return: 0, -EINVAL if it is none, -ERANGE if it is too large
 */
int lm_parse_size(const char *text, __u64 *bytes)
{
	return parse(text, sizes, bytes);
}

/**
 * lm_parse_list() - read a list of numbers
 * @text: for example "0,3-5"
 * @set: entries of numbers in the list become true
 * @size: entries of @set
 *
 * Return: 0, -EINVAL if it is none, -ERANGE if a number is too high
 */
int lm_parse_list(const char *text, bool set[], unsigned int size)
{
	unsigned long first, last;
	char *end;

	for (;; text = end + 1) {
		if (*text < '0' || *text > '9')
			return -EINVAL;
		first = strtoul(text, &end, 10);
		last = first;
		if (*end == '-') {
			if (end[1] < '0' || end[1] > '9')
				return -EINVAL;
			last = strtoul(end + 1, &end, 10);
		}
		if ((*end && *end != ',') || last < first)
			return -EINVAL;
		if (last >= size)
			return -ERANGE;
		while (first <= last)
			set[first++] = true;
		if (!*end)
			return 0;
	}
}

/**
 * lm_show_time() - write a span of time for people
 * @buf: where to put it
 * @ns: the span
 *
 * Return: @buf, for example "812 ns", "1.53 ms", "12.4 s"
 */
const char *lm_show_time(char buf[LM_UNIT_SIZE], __u64 ns)
{
	static const char *const names[] = { "us", "ms", "s" };
	double value = (double)ns / 1000;
	unsigned int i = 0;

	if (ns < 1000) {
		snprintf(buf, LM_UNIT_SIZE, "%u ns", (unsigned int)ns);
		return buf;
	}
	for (; value >= 999.5 && i < 2; i++)
		value /= 1000;
	snprintf(buf, LM_UNIT_SIZE, "%.*f %s",
		 value < 9.995 ? 2 :
		 value < 99.95 ? 1 :
				 0,
		 value, names[i]);
	return buf;
}

/**
 * lm_show_size() - write a size for people
 * @buf: where to put it
 * @bytes: the size
 *
 * Return: @buf, for example "812 B", "1.2 MiB"
 */
const char *lm_show_size(char buf[LM_UNIT_SIZE], __u64 bytes)
{
	static const char *const names[] = { "KiB", "MiB", "GiB", "TiB" };
	double value = (double)bytes / 1024;
	unsigned int i = 0;

	if (bytes < 1024) {
		snprintf(buf, LM_UNIT_SIZE, "%u B", (unsigned int)bytes);
		return buf;
	}
	for (; value >= 1023.95 && i < 3; i++)
		value /= 1024;
	snprintf(buf, LM_UNIT_SIZE, "%.1f %s", value, names[i]);
	return buf;
}
