// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading a set of filters, with the place of what is wrong in it.
 * Compiled into the module and into the tool's unit tests.
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

#include "filter_parse.h"
#include "time_units.h"

#define ORDERS 32u
#define ZONES 32u

/**
 * struct parse - where the reading is
 * @text: begin of the text
 * @at: what comes next
 * @filter: what is read
 * @names: names of zones and flags
 * @why: for what is wrong
 */
struct parse {
	const char *text;
	const char *at;
	struct lowmark_filter *filter;
	const struct lowmark_names *names;
	char *why;
};

/* A word from @at to the next mark, as far as messages quote it. */
static int word_length(const char *at)
{
	size_t len = strcspn(at, ",:|\n");

	return len > 30 ? 30 : (int)len;
}

static int wrong(const struct parse *parse, const char *what)
{
	snprintf(parse->why, LOWMARK_FILTER_WHY,
		 "filter, character %u: \"%.*s\" is not %s",
		 (unsigned int)(parse->at - parse->text) + 1,
		 word_length(parse->at), parse->at, what);
	return -EINVAL;
}

static int refuse(const struct parse *parse, const char *what)
{
	snprintf(parse->why, LOWMARK_FILTER_WHY, "filter, character %u: %s",
		 (unsigned int)(parse->at - parse->text) + 1, what);
	return -EINVAL;
}

static int is_end(char c)
{
	return !c || c == ',' || c == '\n';
}

/* Moves over a number; 0 if there is none or if it is larger than @max. */
static int take_number(struct parse *parse, __u64 max, __u64 *value)
{
	const char *at = parse->at;

	if (*at < '0' || *at > '9')
		return 0;
	for (*value = 0; *at >= '0' && *at <= '9'; at++) {
		unsigned int digit = (unsigned int)(*at - '0');

		if (*value > max / 10 || *value * 10 > max - digit)
			return 0;
		*value = *value * 10 + digit;
	}
	parse->at = at;
	return 1;
}

/* One number that ends the value; @what tells what it should have been. */
static int take_one(struct parse *parse, __u64 min, __u64 max, __u64 *value,
		    const char *what)
{
	const char *begin = parse->at;

	if (take_number(parse, max, value) && is_end(*parse->at) &&
	    *value >= min)
		return 0;
	parse->at = begin;
	return wrong(parse, what);
}

/* "3", "3-10" or "3-", to bits */
static int take_range(struct parse *parse, __u64 *bits, unsigned int size,
		      const char *what)
{
	const char *begin = parse->at;
	__u64 first, last;

	if (!take_number(parse, size - 1, &first))
		return wrong(parse, what);
	last = first;
	if (*parse->at == '-') {
		parse->at++;
		last = size - 1;
		if (!is_end(*parse->at) && !take_number(parse, size - 1, &last))
			return wrong(parse, what);
	}
	if (!is_end(*parse->at) || last < first) {
		parse->at = begin;
		return wrong(parse, what);
	}
	for (; first <= last; first++)
		bits[first / 64] |= 1ull << first % 64;
	return 0;
}

static int take_pid(struct parse *parse)
{
	struct lowmark_filter *filter = parse->filter;
	__u64 pid;
	int ret = take_one(parse, 0, 0x7fffffff, &pid, "a PID");

	if (!ret)
		filter->pids[filter->nr_pids++] = (__u32)pid;
	return ret;
}

static int take_children(struct parse *parse)
{
	if (parse->filter->nr_pids)
		return 0;
	return refuse(parse, "children needs a pid before it");
}

/* A name, in quotes of either kind if it holds more than a simple word */
static int take_comm(struct parse *parse)
{
	struct lowmark_filter *filter = parse->filter;
	char quote = *parse->at == '\'' || *parse->at == '"' ? *parse->at : 0;
	const char *begin = parse->at + !!quote, *at = begin;

	while (*at && (quote ? *at != quote : !is_end(*at)) && (unsigned char)*at >= ' ' &&
	       (quote || (*at != '"' && *at != '\'')))
		at++;
	if (at == begin || (quote && *at != quote))
		return wrong(parse, "the name of a task");
	if (at - begin >= LOWMARK_COMM_LEN)
		return refuse(parse, "names of tasks have up to 15 characters");
	memcpy(filter->comms[filter->nr_comms++], begin, (size_t)(at - begin));
	parse->at = at + !!quote;
	return 0;
}

static int take_cgroup(struct parse *parse)
{
	struct lowmark_filter *filter = parse->filter;
	__u64 id;
	int ret = take_one(parse, 1, ~0ull, &id, "the id of a cgroup");

	if (!ret)
		filter->cgroups[filter->nr_cgroups++] = id;
	return ret;
}

static int take_node(struct parse *parse)
{
	return take_range(parse, parse->filter->nodes, LOWMARK_FILTER_NODES,
			  "a node, or nodes such as 0-3");
}

static int take_zone(struct parse *parse)
{
	const struct lowmark_names *names = parse->names;
	size_t len = strcspn(parse->at, ",\n");
	unsigned int i;

	for (i = 0; i < names->zones_per_node && i < ZONES; i++) {
		const char *name = names->zone_name(i);

		if (name && strlen(name) == len &&
		    !strncmp(name, parse->at, len)) {
			parse->filter->zones |= 1u << i;
			parse->at += len;
			return 0;
		}
	}
	return wrong(parse, "a zone of this kernel");
}

static int take_order(struct parse *parse)
{
	__u64 bits = 0;
	int ret = take_range(parse, &bits, ORDERS,
			     "an order, or orders such as 3-10");

	parse->filter->orders |= (__u32)bits;
	return ret;
}

static __u32 hex_bits(const char *at, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	__u32 bits = 0;

	for (; len; len--, at++) {
		const char *digit = strchr(digits, *at);

		if (!digit || bits >> 28)
			return 0;
		bits = bits << 4 | (__u32)(digit - digits);
	}
	return bits;
}

/* One flag, shorthand or number, with or without underscores; 0: none */
static __u32 gfp_bits(const struct parse *parse, size_t len)
{
	const struct lowmark_bit *bit = parse->names->gfp;
	const char *at = parse->at;

	if (len > 2 && !strncmp(at, "0x", 2))
		return hex_bits(at + 2, len - 2);
	if (!strncmp(at, "__GFP_", 6) && len > 6) {
		at += 6;
		len -= 6;
	}
	for (; bit && bit->mask; bit++)
		if (strlen(bit->name) == len && !strncmp(bit->name, at, len))
			return bit->mask;
	return 0;
}

static int take_gfp(struct parse *parse)
{
	for (;;) {
		size_t len = strcspn(parse->at, ",|\n");
		__u32 bits = gfp_bits(parse, len);

		if (!bits)
			return wrong(parse, "a gfp flag of this kernel");
		parse->filter->gfp |= bits;
		parse->at += len;
		if (*parse->at != '|')
			return 0;
		parse->at++;
	}
}

static int take_failed(struct parse *parse)
{
	(void)parse;
	return 0;
}

static int take_min(struct parse *parse)
{
	const char *begin = parse->at;
	__u64 value, unit = 0;
	size_t len = 0;

	if (take_number(parse, 1000000000, &value) && value)
		unit = lowmark_time_unit(parse->at, &len);
	if (unit && is_end(parse->at[len]) && value <= ~0ull / unit) {
		parse->filter->min_ns = value * unit;
		parse->at += len;
		return 0;
	}
	parse->at = begin;
	return wrong(parse, "a time; try 20ms (" LOWMARK_TIME_UNITS ")");
}

static int take_sample(struct parse *parse)
{
	__u64 factor;
	int ret = take_one(parse, 1, 1000000000, &factor,
			   "how many of which one is recorded");

	if (!ret)
		parse->filter->sample = (__u32)factor;
	return ret;
}

/* clang-format off */
#define KEY(NAME, name_, value_, doc) {					\
	.name = #name_, .has_value = sizeof(value_) > 1, .take = take_##name_ \
},
static const struct {
	const char *name;
	int has_value;
	int (*take)(struct parse *parse);
} keys[LOWMARK_NR_FILTERS] = { LOWMARK_FILTERS(KEY) };
/* clang-format on */

/* These may be given several times; then any of them will do. */
static int is_full(const struct lowmark_filter *filter, unsigned int key)
{
	switch (key) {
	case LOWMARK_FILTER_PID:
		return filter->nr_pids == LOWMARK_FILTER_LIST;
	case LOWMARK_FILTER_COMM:
		return filter->nr_comms == LOWMARK_FILTER_LIST;
	case LOWMARK_FILTER_CGROUP:
		return filter->nr_cgroups == LOWMARK_FILTER_LIST;
	case LOWMARK_FILTER_NODE:
	case LOWMARK_FILTER_ZONE:
	case LOWMARK_FILTER_ORDER:
		return 0;
	default:
		return !!(filter->set & 1u << key);
	}
}

static int take_filter(struct parse *parse)
{
	size_t len = strcspn(parse->at, ":,\n");
	unsigned int key;
	int ret;

	for (key = 0; key < LOWMARK_NR_FILTERS; key++)
		if (strlen(keys[key].name) == len &&
		    !strncmp(keys[key].name, parse->at, len))
			break;
	if (key == LOWMARK_NR_FILTERS)
		return wrong(
			parse,
			"pid, children, comm, cgroup, node, zone, order, gfp, failed, min or sample");
	if (is_full(parse->filter, key))
		return refuse(parse, "given too often");
	if (keys[key].has_value && parse->at[len] != ':')
		return refuse(parse, "needs a value, as in NAME:VALUE");
	if (!keys[key].has_value && parse->at[len] == ':')
		return refuse(parse, "takes no value");
	if (keys[key].has_value)
		parse->at += len + 1;
	ret = keys[key].take(parse);
	if (ret)
		return ret;
	if (!keys[key].has_value)
		parse->at += len;
	parse->filter->set |= 1u << key;
	return is_end(*parse->at) ? 0 : wrong(parse, "a comma");
}

/**
 * lowmark_filter_parse() - read a set of filters
 * @filter: filled
 * @text: filters of LOWMARK_FILTERS with commas between them, NAME or
 *	NAME:VALUE each; or "none"
 * @names: names of zones and flags
 * @why: LOWMARK_FILTER_WHY bytes for what is wrong, and where
 *
 * Return: 0, or -EINVAL; then @filter is not to be used
 */
int lowmark_filter_parse(struct lowmark_filter *filter, const char *text,
			 const struct lowmark_names *names, char *why)
{
	struct parse parse = {
		.text = text,
		.at = text,
		.filter = filter,
		.names = names,
		.why = why,
	};
	int ret;

	memset(filter, 0, sizeof(*filter));
	filter->sample = 1;
	if (!strcmp(text, "none") || !strcmp(text, "none\n"))
		return 0;
	for (;;) {
		ret = take_filter(&parse);
		if (ret || *parse.at != ',')
			break;
		parse.at++;
	}
	if (!ret && *parse.at == '\n' && parse.at[1])
		ret = wrong(&parse, "the end of the line");
	return ret;
}
