/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An explained allocation, for people and as JSON.
 */
#ifndef LOWMARK_EXPLAIN_VIEW_H
#define LOWMARK_EXPLAIN_VIEW_H

#include <stdio.h>

#include "lib/explain.h"

struct json_object;

void print_explanation(const struct lm_explanation *explanation,
		       const struct lm_request *request, const char *when,
		       FILE *out);
struct json_object *explanation_json(const struct lm_explanation *explanation,
				     const struct lm_request *request,
				     const char *when);

#endif
