// SPDX-License-Identifier: GPL-2.0-only
/*
 * A set of filters as text, such that reading it gives the same set.
 * Compiled into the module and into the tool's unit tests.
 */
#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <linux/string.h>
#else
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#endif

#include "filter_parse.h"

struct text {
	char *buf;
	size_t size;
	size_t used;
};

/* Texts are separated by commas. */
__attribute__((format(printf, 2, 3))) static void add(struct text *text,
						      const char *format, ...)
{
	va_list args;
	int len;

	if (text->used && text->used + 1 < text->size)
		text->buf[text->used++] = ',';
	va_start(args, format);
	len = vsnprintf(text->buf + text->used, text->size - text->used, format,
			args);
	va_end(args);
	if (len > 0)
		text->used += (size_t)len;
	if (text->used >= text->size)
		text->used = text->size - 1;
}

static int has(const __u64 *bits, unsigned int i)
{
	return bits[i / 64] >> i % 64 & 1;
}

static void add_bits(struct text *text, const char *name, const __u64 *bits,
		     unsigned int size)
{
	unsigned int first, last;

	for (first = 0; first < size; first = last + 1) {
		last = first;
		if (!has(bits, first))
			continue;
		while (last + 1 < size && has(bits, last + 1))
			last++;
		if (last == first)
			add(text, "%s:%u", name, first);
		else
			add(text, "%s:%u-%u", name, first, last);
	}
}

static void add_comm(struct text *text, const char *comm)
{
	const char *quote = "";

	if (strpbrk(comm, ",\"' "))
		quote = strchr(comm, '\'') ? "\"" : "'";
	add(text, "comm:%s%s%s", quote, comm, quote);
}

static void add_tasks(struct text *text, const struct lowmark_filter *filter)
{
	unsigned int i;

	for (i = 0; i < filter->nr_pids; i++)
		add(text, "pid:%u", filter->pids[i]);
	if (filter->set & LOWMARK_BY_CHILDREN)
		add(text, "children");
	for (i = 0; i < filter->nr_comms; i++)
		add_comm(text, filter->comms[i]);
	for (i = 0; i < filter->nr_cgroups; i++)
		add(text, "cgroup:%llu",
		    (unsigned long long)filter->cgroups[i]);
}

static void add_gfp(struct text *text, const struct lowmark_filter *filter,
		    const struct lowmark_names *names)
{
	static const struct lowmark_field field = {
		.ctype = "u32",
		.offset = offsetof(struct lowmark_filter, gfp),
		.size = sizeof(filter->gfp),
		.kind = LOWMARK_KIND_GFP,
	};
	char value[256];

	lowmark_render_value(value, sizeof(value), names, &field, filter);
	add(text, "gfp:%s", value);
}

static void add_request(struct text *text, const struct lowmark_filter *filter,
			const struct lowmark_names *names)
{
	const __u64 orders = filter->orders;
	unsigned int i;

	add_bits(text, "node", filter->nodes, LOWMARK_FILTER_NODES);
	for (i = 0; i < names->zones_per_node && i < 32; i++)
		if (filter->zones >> i & 1)
			add(text, "zone:%s", names->zone_name(i));
	add_bits(text, "order", &orders, 32);
	if (filter->set & LOWMARK_BY_GFP)
		add_gfp(text, filter, names);
}

static void add_min(struct text *text, __u64 ns)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	unsigned long long value = ns;
	unsigned int i = 0;

	for (; i < 3 && value % 1000 == 0; i++)
		value /= 1000;
	add(text, "min:%llu%s", value, units[i]);
}

/**
 * lowmark_filter_text() - write a set of filters as text
 * @buf: where to put it, always ended by a NUL
 * @size: bytes of @buf; LOWMARK_FILTER_TEXT hold what people write
 * @filter: the set
 * @names: names of zones and flags
 *
 * Return: characters in @buf
 */
int lowmark_filter_text(char *buf, size_t size,
			const struct lowmark_filter *filter,
			const struct lowmark_names *names)
{
	struct text text = { .buf = buf, .size = size };

	buf[0] = '\0';
	if (!filter->set)
		add(&text, "none");
	add_tasks(&text, filter);
	add_request(&text, filter, names);
	if (filter->set & LOWMARK_BY_FAILED)
		add(&text, "failed");
	if (filter->set & LOWMARK_BY_MIN)
		add_min(&text, filter->min_ns);
	if (filter->set & LOWMARK_BY_SAMPLE)
		add(&text, "sample:%u", filter->sample);
	return (int)text.used;
}
