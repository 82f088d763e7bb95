/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Filter expressions over the fields of records: "order>=3 && comm==stress".
 */
#ifndef LOWMARK_LIB_EXPR_H
#define LOWMARK_LIB_EXPR_H

#include <stdbool.h>

#include "chunk.h"
#include "names.h"

#define LM_EXPR_NODES 64
#define LM_EXPR_TEXT 64

enum lm_expr_op {
	LM_EXPR_AND,
	LM_EXPR_OR,
	LM_EXPR_NOT,
	LM_EXPR_EQ,
	LM_EXPR_NE,
	LM_EXPR_LT,
	LM_EXPR_LE,
	LM_EXPR_GT,
	LM_EXPR_GE,
};

/**
 * struct lm_expr_node - a comparison, or what joins others
 * @op: what it does
 * @a: first node it joins
 * @b: second node it joins
 * @name: field to compare
 * @text: value to compare it with
 * @numeric: @value is that value
 * @value: the value as a number
 */
struct lm_expr_node {
	enum lm_expr_op op;
	unsigned int a;
	unsigned int b;
	char name[LM_EXPR_TEXT];
	char text[LM_EXPR_TEXT];
	bool numeric;
	long long value;
};

/**
 * struct lm_expr - an expression
 * @nodes: its parts
 * @nr: entries of @nodes; 0: it wants everything
 * @root: the node that decides
 * @error: what is wrong with it, NULL if nothing
 * @at: where, in characters from its begin
 */
struct lm_expr {
	struct lm_expr_node nodes[LM_EXPR_NODES];
	unsigned int nr;
	unsigned int root;
	const char *error;
	unsigned int at;
};

int lm_expr_parse(struct lm_expr *expr, const char *text);
bool lm_expr_wants(const struct lm_expr *expr, const struct lm_event *event,
		   const struct lm_names *names);

#endif
