// SPDX-License-Identifier: GPL-2.0-only
/*
 * One record as text: "check: zone=0:DMA32 order=0 which=low ...".
 * Compiled into the module (debugfs file "trace") and into the tool.
 */
#ifdef __KERNEL__
#include <linux/kernel.h>
#include <linux/string.h>
#else
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#endif

#include "lowmark_describe.h"

const char *const lowmark_kind_names[LOWMARK_NR_FIELD_KINDS] = {
	[LOWMARK_KIND_DEC] = "DEC",
	[LOWMARK_KIND_HEX] = "HEX",
	[LOWMARK_KIND_NS] = "NS",
	[LOWMARK_KIND_TOOK] = "TOOK",
	[LOWMARK_KIND_PAGES] = "PAGES",
	[LOWMARK_KIND_SPAGES] = "SPAGES",
	[LOWMARK_KIND_ORDER] = "ORDER",
	[LOWMARK_KIND_NODE] = "NODE",
	[LOWMARK_KIND_ZONE] = "ZONE",
	[LOWMARK_KIND_ZIDX] = "ZIDX",
	[LOWMARK_KIND_GFP] = "GFP",
	[LOWMARK_KIND_AFLAGS] = "AFLAGS",
	[LOWMARK_KIND_COUNT] = "COUNT",
	[LOWMARK_KIND_RESCANS] = "RESCANS",
	[LOWMARK_KIND_STACK] = "STACK",
	[LOWMARK_KIND_COMM] = "COMM",
	[LOWMARK_KIND_PAD] = "PAD",
#define LOWMARK_KIND_NAME(tag, LIST) [LOWMARK_KIND_E_##tag] = "E_" #tag,
	LOWMARK_ENUMS(LOWMARK_KIND_NAME)
#undef LOWMARK_KIND_NAME
};

/* A bounded text that never overruns and never reports more than it holds. */
struct text {
	char *buf;
	size_t size;
	size_t used;
};

__attribute__((format(printf, 2, 3)))
static void add(struct text *text, const char *format, ...)
{
	va_list args;
	int len;

	if (text->used + 1 >= text->size)
		return;
	va_start(args, format);
	len = vsnprintf(text->buf + text->used, text->size - text->used,
			format, args);
	va_end(args);
	if (len < 0)
		return;
	text->used += (size_t)len;
	if (text->used >= text->size)
		text->used = text->size - 1;
}

/**
 * lowmark_kind_enum() - find the enumeration of a kind of field
 * @kind: enum lowmark_kind
 *
 * Return: the enumeration, or NULL if the kind is not one
 */
const struct lowmark_enum_desc *lowmark_kind_enum(unsigned int kind)
{
	if (kind <= LOWMARK_KIND_PAD || kind >= LOWMARK_NR_FIELD_KINDS)
		return NULL;
	return &lowmark_enums[kind - LOWMARK_KIND_PAD - 1];
}

/**
 * lowmark_field_value() - read a field of a record
 * @field: its description
 * @record: the record; at least @field->offset + @field->size bytes
 *
 * Return: the value; an u64 keeps its bits; 0 for COMM and STACK
 */
long long lowmark_field_value(const struct lowmark_field *field,
			      const void *record)
{
	const char *at = (const char *)record + field->offset;
	union {
		__u8 b;
		__u16 w;
		__u32 l;
		__s32 s;
		__u64 q;
	} value;

	if (field->size > sizeof(value))
		return 0;
	memcpy(&value, at, field->size);
	switch (field->size) {
	case 1:
		return value.b;
	case 2:
		return value.w;
	case 4:
		return field->ctype[0] == 's' ? (long long)value.s : value.l;
	default:
		return (long long)value.q;
	}
}

static bool is_place(const struct lowmark_field *field)
{
	return field->kind == LOWMARK_KIND_ZONE ||
	       field->kind == LOWMARK_KIND_NODE;
}

/**
 * lowmark_field_is_none() - does a field's value stand for none, or not known
 * @field: its description
 * @value: its value
 *
 * Return: true if so
 */
bool lowmark_field_is_none(const struct lowmark_field *field, long long value)
{
	return (field->kind == LOWMARK_KIND_PAGES &&
		value == (long long)LOWMARK_PAGES_NONE) ||
	       (field->kind == LOWMARK_KIND_COUNT &&
		value == LOWMARK_COUNT_NONE) ||
	       (field->kind == LOWMARK_KIND_TOOK && !value) ||
	       (is_place(field) && value == LOWMARK_ZONE_NONE);
}

static void add_bits(struct text *text, const struct lowmark_bit *bits,
		     __u32 value)
{
	size_t begin = text->used;

	for (; bits && bits->mask && value; bits++) {
		if ((value & bits->mask) != bits->mask)
			continue;
		add(text, "%s%s", text->used > begin ? "|" : "", bits->name);
		value &= ~bits->mask;
	}
	if (value || text->used == begin)
		add(text, "%s0x%x", text->used > begin ? "|" : "", value);
}

static void add_zone_index(struct text *text, const struct lowmark_names *names,
			   unsigned int index)
{
	const char *name = names->zone_name ? names->zone_name(index) : NULL;

	if (name)
		add(text, "%s", name);
	else
		add(text, "%u", index);
}

static void add_zone(struct text *text, const struct lowmark_names *names,
		     unsigned int zone)
{
	unsigned int per_node = names->zones_per_node;

	if (!per_node) {
		add(text, "#%u", zone);
	} else {
		add(text, "%u:", zone / per_node);
		add_zone_index(text, names, zone % per_node);
	}
}

/* The two low bits of allocator flags are a number, not bits. */
static void add_alloc_flags(struct text *text,
			    const struct lowmark_names *names, __u32 value)
{
	static const char *const marks[] = { "MIN", "LOW", "HIGH", "3" };

	add(text, "%s", marks[value & 3]);
	if (value & ~3u) {
		add(text, "|");
		add_bits(text, names->alloc, value & ~3u);
	}
}

static void add_enum(struct text *text, const struct lowmark_enum_desc *e,
		     unsigned long long value)
{
	if (value < e->nr_values)
		add(text, "%s", e->values[value].name);
	else
		add(text, "%llu", value);
}

static void add_comm(struct text *text, const char *comm)
{
	char line[LOWMARK_COMM_LEN + 1];

	lowmark_comm_text(line, comm);
	add(text, "%s", line);
}

static void add_rescans(struct text *text, unsigned long long value)
{
	const struct lowmark_enum_desc *e =
		lowmark_kind_enum(LOWMARK_KIND_E_rescan);
	const char *before = "";
	unsigned int bit;

	if (!value)
		add(text, "none");
	for (bit = 0; bit < 16; bit++) {
		if (!(value >> bit & 1))
			continue;
		add(text, "%s", before);
		add_enum(text, e, bit);
		before = "|";
	}
}

static void add_stack(struct text *text, const struct lowmark_names *names,
		      const char *frames)
{
	const char *name;
	__u64 frame;
	unsigned int i;

	for (i = 0; i < LOWMARK_STACK_DEPTH; i++) {
		memcpy(&frame, frames + i * sizeof(frame), sizeof(frame));
		if (!frame)
			break;
		name = names->symbol ? names->symbol(names->symbols, frame) :
				       NULL;
		add(text, "%s", i ? "," : "");
		if (name)
			add(text, "%s", name);
		else
			add(text, "0x%llx", (unsigned long long)frame);
	}
	if (!i)
		add(text, "none");
}

static void add_value(struct text *text, const struct lowmark_names *names,
		      const struct lowmark_field *field, const void *record)
{
	long long value = lowmark_field_value(field, record);

	if (lowmark_field_is_none(field, value)) {
		add(text, "%s", is_place(field) ? "none" : "n/a");
		return;
	}
	switch (field->kind) {
	case LOWMARK_KIND_HEX:
		add(text, "0x%llx", (unsigned long long)value);
		break;
	case LOWMARK_KIND_SPAGES:
		add(text, "%lld", value);
		break;
	case LOWMARK_KIND_ZONE:
		add_zone(text, names, (unsigned int)value);
		break;
	case LOWMARK_KIND_ZIDX:
		add_zone_index(text, names, (unsigned int)value);
		break;
	case LOWMARK_KIND_GFP:
		add_bits(text, names->gfp, (__u32)value);
		break;
	case LOWMARK_KIND_AFLAGS:
		add_alloc_flags(text, names, (__u32)value);
		break;
	case LOWMARK_KIND_RESCANS:
		add_rescans(text, (unsigned long long)value);
		break;
	case LOWMARK_KIND_STACK:
		add_stack(text, names, (const char *)record + field->offset);
		break;
	case LOWMARK_KIND_COMM:
		add_comm(text, (const char *)record + field->offset);
		break;
	default:
		if (lowmark_kind_enum(field->kind))
			add_enum(text, lowmark_kind_enum(field->kind),
				 (unsigned long long)value);
		else
			add(text, "%llu", (unsigned long long)value);
	}
}

/**
 * lowmark_render_value() - one field of a record as text, without its label
 * @buf: where to put it, always ended by a NUL
 * @size: bytes of @buf, at least 1
 * @names: names of the traced kernel
 * @field: the field
 * @record: a whole record that has the field
 *
 * Return: characters in @buf
 */
int lowmark_render_value(char *buf, size_t size,
			 const struct lowmark_names *names,
			 const struct lowmark_field *field, const void *record)
{
	struct text text = { .buf = buf, .size = size };

	buf[0] = '\0';
	add_value(&text, names, field, record);
	return (int)text.used;
}

/**
 * lowmark_render() - one record as a line of text, without line end
 * @buf: where to put it, always ended by a NUL
 * @size: bytes of @buf, at least 1; 1024 hold any record, and 128 for each
 *	address that has a name
 * @names: names of the traced kernel
 * @record: a whole record: words * 8 bytes are readable
 *
 * An unknown record, and one shorter than this header knows it, is named by
 * its number and length.
 *
 * Return: characters in @buf
 */
int lowmark_render(char *buf, size_t size, const struct lowmark_names *names,
		   const struct lowmark_hdr *record)
{
	struct text text = { .buf = buf, .size = size };
	const struct lowmark_record_desc *desc = NULL;
	unsigned int i;

	buf[0] = '\0';
	if (record->type < LOWMARK_KINDS)
		desc = &lowmark_records[record->type];
	if (!desc || !desc->name ||
	    record->words * LOWMARK_WORD < desc->bytes) {
		add(&text, "record %u, %u bytes", record->type,
		    record->words * LOWMARK_WORD);
		return (int)text.used;
	}
	add(&text, "%s:", desc->name);
	for (i = 0; i < desc->nr_fields; i++) {
		const struct lowmark_field *field = &desc->fields[i];

		if (field->kind == LOWMARK_KIND_PAD)
			continue;
		add(&text, " %s%s=", field->name,
		    LOWMARK_KIND_IS_TIME(field->kind) ? "_ns" : "");
		add_value(&text, names, field, record);
	}
	if (record->flags & LOWMARK_FLAG_UNSEEN)
		add(&text, " (unseen: what it counts is n/a)");
	return (int)text.used;
}
