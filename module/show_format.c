// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs format: the records as this module writes them, for programs.
 */
#include <linux/mm.h>
#include <linux/seq_file.h>

#include "files.h"

static void show_record(struct seq_file *m, unsigned int type)
{
	const struct lowmark_record_desc *record = &lowmark_records[type];
	unsigned int i;

	if (!record->name)
		return;
	seq_printf(m, "record %u %s %u\n", type, record->name, record->bytes);
	for (i = 0; i < record->nr_fields; i++) {
		const struct lowmark_field *field = &record->fields[i];

		seq_printf(m, "field %s %s %s %u %u %s\n", record->name,
			   field->name, field->ctype, field->offset,
			   field->size, lowmark_kind_names[field->kind]);
	}
}

static void show_enums(struct seq_file *m)
{
	unsigned int i, j;

	for (i = 0; i < lowmark_nr_enums; i++)
		for (j = 0; j < lowmark_enums[i].nr_values; j++)
			seq_printf(m, "enum %s %u %s\n", lowmark_enums[i].name,
				   lowmark_enums[i].values[j].value,
				   lowmark_enums[i].values[j].name);
}

static void show_bits(struct seq_file *m, const char *what,
		      const struct lowmark_bit *bits)
{
	for (; bits->name; bits++)
		if (bits->mask)
			seq_printf(m, "%s 0x%x %s\n", what, bits->mask,
				   bits->name);
}

/**
 * lowmark_show_format() - print the file "format"
 * @m: where
 */
void lowmark_show_format(struct seq_file *m)
{
	const struct lowmark_names *names = &lowmark_kernel_names;
	unsigned int i;

	seq_printf(m, "abi %u %u\n", LOWMARK_ABI_MAJOR, LOWMARK_ABI_MINOR);
	seq_printf(m, "chunk %zu %u\n", sizeof(struct lowmark_chunk),
		   LOWMARK_KINDS);
	seq_printf(m, "zones_per_node %u\n", names->zones_per_node);
	for (i = 0; i < names->zones_per_node; i++)
		seq_printf(m, "zone %u %s\n", i, names->zone_name(i));
	seq_printf(m, "page_size %lu\n", PAGE_SIZE);
	seq_puts(m, "clock mono\n");
	for (i = 0; i < LOWMARK_KINDS; i++)
		show_record(m, i);
	show_enums(m);
	show_bits(m, "gfp", names->gfp);
	show_bits(m, "alloc", names->alloc);
}
