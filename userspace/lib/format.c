// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the text of the debugfs file "format" tells of a traced kernel.
 */
#include "format.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "keys.h"

#define MOST_WORDS 7

__attribute__((format(printf, 2, 3))) static void
blame(struct lm_format *format, const char *text, ...)
{
	va_list args;

	if (format->fault[0])
		return;
	va_start(args, text);
	vsnprintf(format->fault, sizeof(format->fault), text, args);
	va_end(args);
}

static __u64 number(const char *word)
{
	__u64 value = 0;

	lm_parse_u64(word, &value);
	return value;
}

/**
 * lm_keep_name() - copy the name of a zone or flag
 * @to: where to put it
 * @name: the name; what no such name has in it becomes a question mark
 */
void lm_keep_name(char to[LM_NAME_SIZE], const char *name)
{
	size_t i;

	for (i = 0; i < LM_NAME_SIZE - 1 && name[i]; i++)
		to[i] = isalnum((unsigned char)name[i]) || name[i] == '_' ?
				name[i] :
				'?';
	to[i] = '\0';
}

/* abi MAJOR MINOR */
static void take_abi(struct lm_format *format, char *words[])
{
	if (number(words[1]) != LOWMARK_ABI_MAJOR)
		blame(format,
		      "its records are of ABI %.10s, this tool reads %d",
		      words[1], LOWMARK_ABI_MAJOR);
}

/* record TYPE NAME BYTES */
static void take_record(struct lm_format *format, char *words[])
{
	__u64 type = number(words[1]);
	const struct lowmark_record_desc *desc;

	if (type >= LOWMARK_KINDS || !lowmark_records[type].name)
		return;
	desc = &lowmark_records[type];
	if (strcmp(desc->name, words[2]) || number(words[3]) < desc->bytes)
		blame(format, "its record %.20s is not as this tool knows it",
		      words[2]);
}

static const struct lowmark_record_desc *find_record(const char *name)
{
	unsigned int type;

	for (type = 0; type < LOWMARK_KINDS; type++)
		if (lowmark_records[type].name &&
		    !strcmp(lowmark_records[type].name, name))
			return &lowmark_records[type];
	return NULL;
}

/* field RECORD NAME CTYPE OFFSET SIZE KIND; others than known are appended */
static void take_field(struct lm_format *format, char *words[])
{
	const struct lowmark_record_desc *desc = find_record(words[1]);
	const struct lowmark_field *field;
	unsigned int i;

	for (i = 0; desc && i < desc->nr_fields; i++) {
		field = &desc->fields[i];
		if (strcmp(field->name, words[2]))
			continue;
		if (strcmp(field->ctype, words[3]) ||
		    number(words[4]) != field->offset ||
		    number(words[5]) != field->size)
			blame(format,
			      "its field %.20s of record %.20s is not as this tool knows it",
			      words[2], words[1]);
	}
}

/* zone INDEX NAME */
static void take_zone(struct lm_format *format, char *words[])
{
	__u64 index = number(words[1]);

	if (index < LM_MOST_ZONES)
		lm_keep_name(format->zone_names[index], words[2]);
}

static void add_bit(struct lm_format *format, struct lowmark_bit *bits,
		    unsigned int *nr, __u64 mask, const char *name)
{
	char *kept = format->names[format->nr_gfp + format->nr_alloc];

	if (*nr == LM_MOST_BITS || !(__u32)mask)
		return;
	lm_keep_name(kept, name);
	bits[(*nr)++] = (struct lowmark_bit){ (__u32)mask, kept };
}

/* gfp MASK NAME */
static void take_gfp(struct lm_format *format, char *words[])
{
	add_bit(format, format->gfp, &format->nr_gfp, number(words[1]),
		words[2] + strspn(words[2], "_"));
}

/* alloc MASK NAME */
static void take_alloc(struct lm_format *format, char *words[])
{
	const char *name = words[2];

	if (!strncmp(name, "ALLOC_", 6))
		name += 6;
	add_bit(format, format->alloc, &format->nr_alloc, number(words[1]),
		name);
}

static void take_zones(struct lm_format *format, char *words[])
{
	format->zones_per_node = (unsigned int)number(words[1]);
	if (format->zones_per_node <= LM_MOST_ZONES)
		return;
	blame(format, "it has %u zones per node, this tool takes %u",
	      format->zones_per_node, LM_MOST_ZONES);
	format->zones_per_node = 0;
}

static void take_page_size(struct lm_format *format, char *words[])
{
	format->page_size = (unsigned int)number(words[1]);
}

static const struct {
	const char *key;
	unsigned int words;
	void (*take)(struct lm_format *format, char *words[]);
} lines_known[] = {
	{ "abi", 3, take_abi },
	{ "record", 4, take_record },
	{ "field", MOST_WORDS, take_field },
	{ "zone", 3, take_zone },
	{ "gfp", 3, take_gfp },
	{ "alloc", 3, take_alloc },
	{ "zones_per_node", 2, take_zones },
	{ "page_size", 2, take_page_size },
};

static void take_line(struct lm_format *format, char *line)
{
	char *words[MOST_WORDS + 1];
	size_t nr = lm_split(line, words, MOST_WORDS + 1);
	unsigned int i;

	for (i = 0; i < sizeof(lines_known) / sizeof(lines_known[0]); i++)
		if (nr >= lines_known[i].words &&
		    !strcmp(words[0], lines_known[i].key))
			lines_known[i].take(format, words);
}

/**
 * lm_format_parse() - read a "format" text
 * @format: what to fill
 * @text: the text; "" leaves everything unknown
 *
 * Lines that this tool does not know are passed. Layouts are compared with
 * those this tool was built with: known fields must be in their place, what is
 * appended does not matter.
 *
 * Return: 0, or -EPROTONOSUPPORT if the records cannot be read; then @fault
 * of @format tells why
 */
int lm_format_parse(struct lm_format *format, const char *text)
{
	struct lm_lines lines = { .rest = text };

	memset(format, 0, sizeof(*format));
	while (lm_next_line(&lines))
		take_line(format, lines.line);
	return format->fault[0] ? -EPROTONOSUPPORT : 0;
}
