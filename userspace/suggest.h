/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding what a mistyped name may have meant.
 */
#ifndef LOWMARK_SUGGEST_H
#define LOWMARK_SUGGEST_H

#include <stddef.h>

const char *nearest_name(const char *typed,
			 const char *(*name_at)(size_t index));

#endif
