// SPDX-License-Identifier: GPL-2.0-only
/*
 * docs/format.md, made from the lists that the formats are declared by.
 */
#include "format_doc.h"

#include <stddef.h>

#include "lowmark_describe.h"
#include "lowmark_file.h"

static const char head_text[] =
	"# The formats of lowmark\n"
	"\n"
	"Generated from `include/` by `make docs`; do not edit.\n"
	"\n"
	"A recording is a file of sections. Most sections hold one *chunk* each: what\n"
	"one read of a CPU's ring (`cpuN/ring` in debugfs) returned. A chunk holds\n"
	"*records*. All numbers are in the byte order of the machine that recorded; the\n"
	"magics tell which that is. A reader skips what it does not know by its length:\n"
	"record types, longer records, sections.\n";

static const char file_text[] =
	"\n## Recording file\n"
	"\n"
	"The file begins with this head, version %d.%d:\n"
	"\n"
	"| offset | size | member | meaning |\n"
	"| ---: | ---: | --- | --- |\n";

static const char section_text[] =
	"\nSections follow. Each begins with this header; its payload comes next, then\n"
	"zeros up to a multiple of 8 bytes:\n"
	"\n"
	"| offset | size | member | meaning |\n"
	"| ---: | ---: | --- | --- |\n";

static const char cut_text[] =
	"\nA file cut anywhere, or damaged, is good up to the last section whose checksum\n"
	"is right. Without an END section the recorder was cut off.\n"
	"\n"
	"| type | name | payload |\n"
	"| ---: | --- | --- |\n";

static const char chunk_text[] = "\n## Chunk\n"
				 "\n"
				 "| offset | size | member | meaning |\n"
				 "| ---: | ---: | --- | --- |\n";

static const char loss_text[] =
	"\n### Losses\n"
	"\n"
	"Every CPU counts, per record type, the records it has produced, whether they\n"
	"were written or lost. Each chunk carries these counts as of its first record in\n"
	"`seen`. For two chunks A and B of a CPU, A read before B:\n"
	"\n"
	"    lost[type] = B.seen[type] - A.seen[type] - (records of that type in A)\n"
	"\n"
	"So many were lost after A's `time_last` and before B's `time_first`, exactly.\n"
	"What a CPU lost before its first chunk that was read shows in that chunk's\n"
	"`seen` against the counts when recording began. A reader that finds nothing\n"
	"else gets a chunk without records when there are losses to tell of.\n";

static const char record_text[] =
	"\n## Records\n"
	"\n"
	"ABI %d.%d. Every record begins with this header:\n"
	"\n"
	"| offset | size | member | meaning |\n"
	"| ---: | ---: | --- | --- |\n";

static const char order_text[] =
	"\nThe time of a record is the time base plus `dt`. The base is the chunk's\n"
	"`time_first` until a `time` record gives another. The task of a record is that\n"
	"of the last `task` record before it in its chunk; every chunk with records\n"
	"names its first task anew. Fields are only ever appended to a record.\n";

static const char enum_text[] =
	"\n## Enumerations\n"
	"\n"
	"A field of kind `E_name` holds a value of the enumeration `name`. New values may\n"
	"be appended.\n";

/* clang-format off */
#define MEMBER(type, member, doc)				\
	fprintf(out, "| %zu | %zu | %s | %s |\n",		\
		offsetof(struct type, member),			\
		sizeof(((struct type *)0)->member), #member, doc)

#define ROW(value, NAME, doc) #value " | " #NAME " | " doc,
static const char *const sections[] = { LOWMARK_SECTIONS(ROW) NULL };
#undef ROW

#define ROW(key, doc) "`" key "` | " doc,
static const char *const meta_keys[] = { LOWMARK_META_KEYS(ROW) NULL };
static const char *const end_keys[] = { LOWMARK_END_KEYS(ROW) NULL };
#undef ROW
/* clang-format on */

static void print_rows(FILE *out, const char *const *rows)
{
	for (; *rows; rows++)
		fprintf(out, "| %s |\n", *rows);
}

static void print_file(FILE *out)
{
	fprintf(out, file_text, LOWMARK_FILE_MAJOR, LOWMARK_FILE_MINOR);
	MEMBER(lowmark_file_head, magic, "`LOWMARK\\n`");
	MEMBER(lowmark_file_head, endian,
	       "0x01020304 in the writer's byte order");
	MEMBER(lowmark_file_head, major, "readers refuse another one");
	MEMBER(lowmark_file_head, minor, "grows when something is appended");
	MEMBER(lowmark_file_head, head_bytes, "length of this head");
	MEMBER(lowmark_file_head, reserved, "0");
	fputs(section_text, out);
	MEMBER(lowmark_section, magic, "0x544b4553, \"SEKT\"");
	MEMBER(lowmark_section, type, "see below");
	MEMBER(lowmark_section, bytes, "length of the payload");
	MEMBER(lowmark_section, crc,
	       "CRC-32, as in zlib, of type, bytes and the payload");
	fputs(cut_text, out);
	print_rows(out, sections);
	fputs("\nLines of META:\n\n| key | value |\n| --- | --- |\n", out);
	print_rows(out, meta_keys);
	fputs("\nLines of END:\n\n| key | value |\n| --- | --- |\n", out);
	print_rows(out, end_keys);
}

static void print_chunk(FILE *out)
{
	fputs(chunk_text, out);
	MEMBER(lowmark_chunk, magic, "0x4b4d574c, \"LWMK\"");
	MEMBER(lowmark_chunk, header_bytes,
	       "length of this header; records start there");
	MEMBER(lowmark_chunk, abi_major, "readers refuse another one");
	MEMBER(lowmark_chunk, kinds, "number of entries of `seen`");
	MEMBER(lowmark_chunk, cpu, "CPU that wrote the chunk");
	MEMBER(lowmark_chunk, bytes, "length of the chunk with this header");
	MEMBER(lowmark_chunk, seq, "number of the chunk on its CPU, from 0");
	MEMBER(lowmark_chunk, time_first,
	       "ns when the chunk was opened; the first time base");
	MEMBER(lowmark_chunk, time_last,
	       "ns of the last record, or of the closing of an empty chunk");
	MEMBER(lowmark_chunk, nested,
	       "records lost so far because an NMI interrupted the writer; part of `seen`");
	MEMBER(lowmark_chunk, seen,
	       "8 bytes per record type: records produced so far, written or lost");
	fputs(loss_text, out);
}

static void print_record(FILE *out, unsigned int type)
{
	const struct lowmark_record_desc *r = &lowmark_records[type];
	const struct lowmark_field *f;

	fprintf(out, "\n### %s\n\nType %u, %u bytes: %s.\n\n", r->name, type,
		r->bytes, r->doc);
	fputs("| offset | type | field | kind | meaning |\n"
	      "| ---: | --- | --- | --- | --- |\n",
	      out);
	for (f = r->fields; f < r->fields + r->nr_fields; f++)
		fprintf(out, "| %u | %s | %s | %s | %s |\n", f->offset,
			f->ctype, f->name, lowmark_kind_names[f->kind], f->doc);
}

static void print_contexts(FILE *out)
{
	fputs("\n`ctx`:\n\n| bits | meaning |\n| --- | --- |\n", out);
	fprintf(out, "| 0x%02x | these bits: ", LOWMARK_CTX_LEVEL);
	fprintf(out, "%d task, %d softirq, %d hard interrupt, %d NMI;",
		LOWMARK_CTX_TASK, LOWMARK_CTX_SOFTIRQ, LOWMARK_CTX_HARDIRQ,
		LOWMARK_CTX_NMI);
	fputs(" except in the first the task is the interrupted one |\n", out);
	fprintf(out, "| 0x%02x | the task is kswapd |\n", LOWMARK_CTX_KSWAPD);
	fprintf(out, "| 0x%02x | the task is inside the slow path |\n",
		LOWMARK_CTX_SLOW);
}

/* Kinds that are not enumerations */
static void print_kinds(FILE *out)
{
	static const char *const docs[LOWMARK_NR_FIELD_KINDS] = {
		[LOWMARK_KIND_DEC] = "a number",
		[LOWMARK_KIND_HEX] = "a number, shown in hexadecimal",
		[LOWMARK_KIND_NS] = "nanoseconds",
		[LOWMARK_KIND_TOOK] = "nanoseconds; 0: not taken",
		[LOWMARK_KIND_PAGES] = "pages; 0xffffffff: not taken",
		[LOWMARK_KIND_SPAGES] = "pages, may be negative",
		[LOWMARK_KIND_ORDER] = "order: 2 to its power pages",
		[LOWMARK_KIND_NODE] = "number of a node; 0xffff: none",
		[LOWMARK_KIND_ZONE] =
			"zone id: node * zones per node + index; 0xffff: none",
		[LOWMARK_KIND_ZIDX] = "index of a zone in its node",
		[LOWMARK_KIND_GFP] = "gfp bits of that kernel",
		[LOWMARK_KIND_AFLAGS] = "ALLOC bits of that kernel",
		[LOWMARK_KIND_COUNT] =
			"a number, at most 254; 255: the kernel has no such thing or does not show it",
		[LOWMARK_KIND_RESCANS] = "one bit per value of `rescan`",
		[LOWMARK_KIND_STACK] =
			"addresses, innermost first, filled with zeros",
		[LOWMARK_KIND_COMM] = "text, filled with zeros",
		[LOWMARK_KIND_PAD] = "always 0",
	};
	unsigned int i;

	fputs("\nKinds of fields; page counts saturate at the limits of their type:\n"
	      "\n| kind | meaning |\n| --- | --- |\n",
	      out);
	for (i = 0; i < LOWMARK_NR_FIELD_KINDS; i++)
		if (docs[i])
			fprintf(out, "| %s | %s |\n", lowmark_kind_names[i],
				docs[i]);
}

static void print_records(FILE *out)
{
	unsigned int i;

	fprintf(out, record_text, LOWMARK_ABI_MAJOR, LOWMARK_ABI_MINOR);
	MEMBER(lowmark_hdr, dt, "ns since the time base");
	MEMBER(lowmark_hdr, type, "type of the record");
	MEMBER(lowmark_hdr, words,
	       "length with this header, in words of 8 bytes");
	MEMBER(lowmark_hdr, ctx, "context, see below");
	MEMBER(lowmark_hdr, flags, "1: kept, see the record `kept`");
	fputs(order_text, out);
	print_contexts(out);
	print_kinds(out);
	for (i = 0; i < LOWMARK_KINDS; i++)
		if (lowmark_records[i].name)
			print_record(out, i);
}

static void print_enums(FILE *out)
{
	const struct lowmark_enum_value *v;
	unsigned int i;

	fputs(enum_text, out);
	for (i = 0; i < lowmark_nr_enums; i++) {
		fprintf(out,
			"\n### %s\n\n| value | name | meaning |\n"
			"| ---: | --- | --- |\n",
			lowmark_enums[i].name);
		v = lowmark_enums[i].values;
		for (; v < lowmark_enums[i].values + lowmark_enums[i].nr_values;
		     v++)
			fprintf(out, "| %u | %s | %s |\n", v->value, v->name,
				v->doc);
	}
}

/**
 * print_format_doc - print docs/format.md
 * @out: where to
 */
void print_format_doc(FILE *out)
{
	fputs(head_text, out);
	print_file(out);
	print_chunk(out);
	print_records(out);
	print_enums(out);
}
