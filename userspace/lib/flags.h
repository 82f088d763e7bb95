/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values of records as text, apart from their records.
 */
#ifndef LOWMARK_LIB_FLAGS_H
#define LOWMARK_LIB_FLAGS_H

#include "names.h"

#define LM_FLAGS_SIZE 1024

const char *lm_gfp_text(char buf[LM_FLAGS_SIZE], const struct lm_names *names,
			__u32 gfp);
const char *lm_enum_name(unsigned int kind, unsigned int value);

#endif
