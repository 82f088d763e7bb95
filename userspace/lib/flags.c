// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of records as text, apart from their records.
 */
#include "flags.h"

#include <stddef.h>

/**
 * lm_gfp_text() - write a gfp mask
 * @buf: where to put it
 * @names: names of the traced kernel
 * @gfp: the mask
 *
 * Return: @buf
 */
const char *lm_gfp_text(char buf[LM_FLAGS_SIZE], const struct lm_names *names,
			__u32 gfp)
{
	static const struct lowmark_field field = {
		.name = "gfp",
		.ctype = "u32",
		.size = sizeof(gfp),
		.kind = LOWMARK_KIND_GFP,
	};

	lowmark_render_value(buf, LM_FLAGS_SIZE, &names->names, &field, &gfp);
	return buf;
}

/**
 * lm_enum_name() - name of a value of an enumeration
 * @kind: kind of field, LOWMARK_KIND_E_*
 * @value: the value
 *
 * Return: its name; "other" if it has none
 */
const char *lm_enum_name(unsigned int kind, unsigned int value)
{
	const struct lowmark_enum_desc *desc = lowmark_kind_enum(kind);

	return value < desc->nr_values ? desc->values[value].name : "other";
}
