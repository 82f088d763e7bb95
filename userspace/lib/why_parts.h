/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of a story as text need of each other.
 */
#ifndef LOWMARK_LIB_WHY_PARTS_H
#define LOWMARK_LIB_WHY_PARTS_H

#include <stdio.h>

#include "units.h"
#include "why.h"

void lm_put_at(FILE *out, const struct lm_facts *facts, __u64 time_ns);
void lm_put_indent(FILE *out);
void lm_put_rest(FILE *out, const struct lm_facts *facts);
void lm_put_stages(FILE *out, const struct lm_why *why);
void lm_put_conclusion(FILE *out, const struct lm_why *why);

#endif
