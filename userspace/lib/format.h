/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the text of the debugfs file "format" tells of a traced kernel.
 */
#ifndef LOWMARK_LIB_FORMAT_H
#define LOWMARK_LIB_FORMAT_H

#include <stddef.h>

#include "lowmark_describe.h"

#define LM_MOST_BITS 96
#define LM_MOST_NAMES (2 * LM_MOST_BITS)
#define LM_MOST_ZONES 8 /* zones of a node */
#define LM_NAME_SIZE 32

/**
 * struct lm_format - contents of "format"
 * @zones_per_node: MAX_NR_ZONES of the kernel; 0 if not told
 * @page_size: bytes of a page; 0 if not told
 * @zone_names: names of zones, by index; "" if not told
 * @gfp: gfp bits, ended by an entry with mask 0
 * @alloc: allocator flag bits, ended by an entry with mask 0
 * @names: where the names of bits are kept
 * @nr_gfp: entries of @gfp
 * @nr_alloc: entries of @alloc
 * @fault: what makes the records unreadable for this tool; "" if nothing
 */
struct lm_format {
	unsigned int zones_per_node;
	unsigned int page_size;
	char zone_names[LM_MOST_ZONES][LM_NAME_SIZE];
	struct lowmark_bit gfp[LM_MOST_BITS + 1];
	struct lowmark_bit alloc[LM_MOST_BITS + 1];
	char names[LM_MOST_NAMES][LM_NAME_SIZE];
	unsigned int nr_gfp;
	unsigned int nr_alloc;
	char fault[128];
};

void lm_keep_name(char to[LM_NAME_SIZE], const char *name);
int lm_format_parse(struct lm_format *format, const char *text);

#endif
