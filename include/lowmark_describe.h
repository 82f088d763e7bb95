/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables that describe the records at run time, for the module and the tool.
 * module/describe.c expands them from lowmark_record.h for both.
 */
#ifndef LOWMARK_DESCRIBE_H
#define LOWMARK_DESCRIBE_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#endif

#include "lowmark_record.h"

/*
 * enum lowmark_kind - how the value of a field is to be understood
 *
 * The kinds of fields in lowmark_record.h. LOWMARK_KIND_E_MARK and what
 * follows it are enumerations, in the order of LOWMARK_ENUMS.
 */
enum lowmark_kind {
	LOWMARK_KIND_DEC,
	LOWMARK_KIND_HEX,
	LOWMARK_KIND_NS,
	LOWMARK_KIND_TOOK,
	LOWMARK_KIND_PAGES,
	LOWMARK_KIND_SPAGES,
	LOWMARK_KIND_ORDER,
	LOWMARK_KIND_NODE,
	LOWMARK_KIND_ZONE,
	LOWMARK_KIND_ZIDX,
	LOWMARK_KIND_GFP,
	LOWMARK_KIND_AFLAGS,
	LOWMARK_KIND_COUNT,
	LOWMARK_KIND_RESCANS,
	LOWMARK_KIND_STACK,
	LOWMARK_KIND_COMM,
	LOWMARK_KIND_PAD,
#define LOWMARK_DECLARE_KIND(tag, LIST) LOWMARK_KIND_E_##tag,
	LOWMARK_ENUMS(LOWMARK_DECLARE_KIND)
#undef LOWMARK_DECLARE_KIND
	LOWMARK_NR_FIELD_KINDS
};

/* Is a field of that kind a time? */
#define LOWMARK_KIND_IS_TIME(kind) \
	((kind) == LOWMARK_KIND_NS || (kind) == LOWMARK_KIND_TOOK)

/**
 * lowmark_comm_text() - a task's name as one line of text
 * @to: LOWMARK_COMM_LEN + 1 bytes for it, ended by a NUL
 * @comm: the name, at most LOWMARK_COMM_LEN bytes; any task chooses its own
 */
static inline void lowmark_comm_text(char *to, const char *comm)
{
	unsigned int i;

	for (i = 0; i < LOWMARK_COMM_LEN && comm[i]; i++)
		to[i] = comm[i] >= ' ' && comm[i] < 127 ? comm[i] : '?';
	to[i] = '\0';
}

/**
 * struct lowmark_field - one field of a record
 * @name: C name, text label and JSON key (which adds _pages or _ns by @kind)
 * @ctype: u8, u16, u32, u64, s32, or char and u64 for arrays of them
 * @offset: bytes from the begin of the record, header included
 * @size: bytes
 * @kind: enum lowmark_kind
 * @doc: one line of meaning
 */
struct lowmark_field {
	const char *name;
	const char *ctype;
	const char *doc;
	__u16 offset;
	__u16 size;
	__u16 kind;
};

/**
 * struct lowmark_record_desc - one record
 * @name: name in text, JSON and filters
 * @doc: one line of meaning
 * @bytes: length with header
 * @nr_fields: entries of @fields
 * @fields: its fields, in order
 */
struct lowmark_record_desc {
	const char *name;
	const char *doc;
	__u16 bytes;
	__u16 nr_fields;
	const struct lowmark_field *fields;
};

/**
 * struct lowmark_enum_value - one value of an enumeration
 * @value: the value
 * @name: its name in text and JSON
 * @doc: one line of meaning
 */
struct lowmark_enum_value {
	unsigned int value;
	const char *name;
	const char *doc;
};

/**
 * struct lowmark_enum_desc - one enumeration
 * @name: its name in "format"
 * @nr_values: entries of @values
 * @values: its values, ascending from 0 without holes
 */
struct lowmark_enum_desc {
	const char *name;
	unsigned int nr_values;
	const struct lowmark_enum_value *values;
};

/**
 * struct lowmark_bit - a named bit or bit group of gfp or allocator flags
 * @mask: the bits; an entry of several bits stands before its single bits
 * @name: as the kernel's source spells it, without the leading underscores
 *	or ALLOC_ prefix
 */
struct lowmark_bit {
	__u32 mask;
	const char *name;
};

/**
 * struct lowmark_names - what rendering needs to know of the traced kernel
 * @zones_per_node: MAX_NR_ZONES of that kernel; 0 if unknown
 * @zone_name: name of the zone with an index, for example "DMA32"
 * @gfp: gfp bits, ended by an entry with mask 0
 * @alloc: allocator flag bits, ended by an entry with mask 0
 * @symbol: name of an address of the kernel, NULL if it has none; NULL where
 *	addresses stay numbers
 * @symbols: handed to it
 */
struct lowmark_names {
	unsigned int zones_per_node;
	const char *(*zone_name)(unsigned int index);
	const struct lowmark_bit *gfp;
	const struct lowmark_bit *alloc;
	const char *(*symbol)(const void *symbols, __u64 address);
	const void *symbols;
};

extern const struct lowmark_record_desc lowmark_records[LOWMARK_KINDS];
extern const struct lowmark_enum_desc lowmark_enums[];
extern const unsigned int lowmark_nr_enums;
extern const char *const lowmark_kind_names[LOWMARK_NR_FIELD_KINDS];

const struct lowmark_enum_desc *lowmark_kind_enum(unsigned int kind);
long long lowmark_field_value(const struct lowmark_field *field,
			      const void *record);
bool lowmark_field_is_none(const struct lowmark_field *field, long long value);
int lowmark_render_value(char *buf, size_t size,
			 const struct lowmark_names *names,
			 const struct lowmark_field *field,
			 const void *record);
int lowmark_render(char *buf, size_t size, const struct lowmark_names *names,
		   const struct lowmark_hdr *record);

#endif
