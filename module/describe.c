// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run-time tables of the records, expanded from lowmark_record.h.
 * Compiled into the module and into the tool.
 */
#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/kernel.h>
#else
#include <stddef.h>
#endif

#include "lowmark_check.h"
#include "lowmark_describe.h"

#define NR(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
#define TYPE_NAME(value)						\
	_Generic((value), __u8: "u8", __u16: "u16", __u32: "u32",	\
		 __u64: "u64", __s32: "s32", char *: "char",		\
		 __u64 *: "u64")

#define FIELD_ROW(record, ctype_, member, kind_, doc_) {		\
	.name = #member,						\
	.ctype = TYPE_NAME(((struct lowmark_rec_##record *)0)->member),	\
	.doc = (doc_),							\
	.offset = offsetof(struct lowmark_rec_##record, member),	\
	.size = sizeof(((struct lowmark_rec_##record *)0)->member),	\
	.kind = LOWMARK_KIND_##kind_,					\
},
#define FIELD_TABLE(type, NAME, name_, bytes_, doc_)			\
	static const struct lowmark_field fields_##name_[] = {		\
		LOWMARK_FIELDS_##NAME(FIELD_ROW, name_)			\
	};
LOWMARK_RECORDS(FIELD_TABLE)

#define RECORD_ROW(type, NAME, name_, bytes_, doc_) [type] = {		\
	.name = #name_,							\
	.doc = (doc_),							\
	.bytes = (bytes_),						\
	.nr_fields = NR(fields_##name_),				\
	.fields = fields_##name_,					\
},
const struct lowmark_record_desc lowmark_records[LOWMARK_KINDS] = {
	LOWMARK_RECORDS(RECORD_ROW)
};

#define ENUM_ROW(value_, NAME, name_, doc_) \
	{ .value = (value_), .name = (name_), .doc = (doc_) },
#define ENUM_TABLE(tag, LIST) \
	static const struct lowmark_enum_value values_##tag[] = { LIST(ENUM_ROW) };
LOWMARK_ENUMS(ENUM_TABLE)

#define ENUM_DESC(tag, LIST) \
	{ .name = #tag, .nr_values = NR(values_##tag), .values = values_##tag },
const struct lowmark_enum_desc lowmark_enums[] = { LOWMARK_ENUMS(ENUM_DESC) };
const unsigned int lowmark_nr_enums = NR(lowmark_enums);
/* clang-format on */
