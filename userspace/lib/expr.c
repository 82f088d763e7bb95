// SPDX-License-Identifier: GPL-2.0-only
/*
 * Filter expressions over the fields of records. A comparison with a field
 * that a record does not have, or that was not taken, is false.
 */
#include "expr.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "symbols.h"
#include "units.h"

#define DEEPEST 32

struct parser {
	struct lm_expr *expr;
	const char *text;
	const char *at;
	unsigned int depth;
};

static int parse_or(struct parser *p);

static int fail(struct parser *p, const char *at, const char *error)
{
	if (!p->expr->error) {
		p->expr->error = error;
		p->expr->at = (unsigned int)(at - p->text);
	}
	return -EINVAL;
}

static void skip_blanks(struct parser *p)
{
	while (*p->at == ' ' || *p->at == '\t')
		p->at++;
}

static bool take(struct parser *p, const char *word)
{
	skip_blanks(p);
	if (strncmp(p->at, word, strlen(word)))
		return false;
	p->at += strlen(word);
	return true;
}

static int add(struct parser *p, enum lm_expr_op op, int a, int b)
{
	struct lm_expr *expr = p->expr;

	if (a < 0 || b < 0)
		return -EINVAL;
	if (expr->nr == LM_EXPR_NODES)
		return fail(p, p->at, "the expression is too long");
	expr->nodes[expr->nr] = (struct lm_expr_node){
		.op = op,
		.a = (unsigned int)a,
		.b = (unsigned int)b,
	};
	return (int)expr->nr++;
}

static const struct lowmark_field *find_field(unsigned int type,
					      const char *name)
{
	const struct lowmark_record_desc *desc = &lowmark_records[type];
	unsigned int i;

	for (i = 0; i < desc->nr_fields; i++)
		if (!strcmp(desc->fields[i].name, name) &&
		    desc->fields[i].kind != LOWMARK_KIND_PAD)
			return &desc->fields[i];
	return NULL;
}

static bool is_general(const char *name)
{
	return !strcmp(name, "event") || !strcmp(name, "comm") ||
	       !strcmp(name, "pid") || !strcmp(name, "tgid") ||
	       !strcmp(name, "cpu") || !strcmp(name, "time");
}

static bool known_field(const char *name)
{
	unsigned int type;

	if (is_general(name))
		return true;
	for (type = LOWMARK_REC_CHECK; type < LOWMARK_KINDS; type++)
		if (find_field(type, name))
			return true;
	return false;
}

static bool take_word(struct parser *p, char word[LM_EXPR_TEXT],
		      const char *more)
{
	size_t len = 0;
	char quote = 0;

	skip_blanks(p);
	if (*more && (*p->at == '"' || *p->at == '\''))
		quote = *p->at++;
	while (p->at[len] &&
	       (quote ? p->at[len] != quote :
			isalnum((unsigned char)p->at[len]) ||
				strchr(more, p->at[len]) || p->at[len] == '_'))
		len++;
	if (len >= LM_EXPR_TEXT || (quote && !p->at[len]) || (!len && !quote))
		return false;
	memcpy(word, p->at, len);
	word[len] = '\0';
	p->at += len + (quote != 0);
	return true;
}

static int take_op(struct parser *p)
{
	static const char *const words[] = { "==", "!=", "<=", ">=", "<", ">" };
	static const enum lm_expr_op ops[] = { LM_EXPR_EQ, LM_EXPR_NE,
					       LM_EXPR_LE, LM_EXPR_GE,
					       LM_EXPR_LT, LM_EXPR_GT };
	unsigned int i;

	for (i = 0; i < sizeof(ops) / sizeof(ops[0]); i++)
		if (take(p, words[i]))
			return ops[i];
	return -EINVAL;
}

/* "12", "-4", "0x10", and with a unit of time "20ms". */
static void take_number(struct lm_expr_node *node)
{
	__u64 ns;
	char *end;

	node->value = strtoll(node->text, &end, 0);
	node->numeric = *node->text && !*end;
	if (node->numeric || lm_parse_time(node->text, &ns))
		return;
	node->value = (long long)ns;
	node->numeric = true;
}

static int parse_comparison(struct parser *p)
{
	struct lm_expr_node *node;
	const char *at;
	int op, nr = add(p, LM_EXPR_EQ, 0, 0);

	if (nr < 0)
		return nr;
	node = &p->expr->nodes[nr];
	skip_blanks(p);
	at = p->at;
	if (!take_word(p, node->name, ""))
		return fail(p, at, "the name of a field is expected here");
	if (!known_field(node->name))
		return fail(
			p, at,
			"no record has this field; names are as trace prints them, without _ns or _pages");
	skip_blanks(p);
	op = take_op(p);
	if (op < 0)
		return fail(p, p->at,
			    "==, !=, <, <=, > or >= is expected here");
	node->op = (enum lm_expr_op)op;
	skip_blanks(p);
	at = p->at;
	if (!take_word(p, node->text, "-+.:/|#*"))
		return fail(p, at, "a value is expected here");
	take_number(node);
	if (op != LM_EXPR_EQ && op != LM_EXPR_NE && !node->numeric)
		return fail(p, at, "a number is expected here");
	return nr;
}

static int parse_not(struct parser *p)
{
	int nr;

	if (++p->depth > DEEPEST)
		return fail(p, p->at, "it is nested too deep");
	if (take(p, "!")) {
		nr = parse_not(p);
		nr = add(p, LM_EXPR_NOT, nr, 0);
	} else if (take(p, "(")) {
		nr = parse_or(p);
		if (nr >= 0 && !take(p, ")"))
			nr = fail(p, p->at, "&&, || or ) is expected here");
	} else {
		nr = parse_comparison(p);
	}
	p->depth--;
	return nr;
}

static int parse_and(struct parser *p)
{
	int nr = parse_not(p);

	while (nr >= 0 && take(p, "&&"))
		nr = add(p, LM_EXPR_AND, nr, parse_not(p));
	return nr;
}

static int parse_or(struct parser *p)
{
	int nr = parse_and(p);

	while (nr >= 0 && take(p, "||"))
		nr = add(p, LM_EXPR_OR, nr, parse_and(p));
	return nr;
}

/**
 * lm_expr_parse() - understand an expression
 * @expr: what to initialise
 * @text: the expression
 *
 * Return: 0, or -EINVAL and in @expr what is wrong and where
 */
int lm_expr_parse(struct lm_expr *expr, const char *text)
{
	struct parser p = { .expr = expr, .text = text, .at = text };
	int nr;

	memset(expr, 0, sizeof(*expr));
	nr = parse_or(&p);
	skip_blanks(&p);
	if (nr >= 0 && *p.at)
		nr = fail(&p, p.at, "&& or || is expected here");
	if (nr < 0)
		return -EINVAL;
	expr->root = (unsigned int)nr;
	return 0;
}

static bool compare(const struct lm_expr_node *node, long long value)
{
	switch (node->op) {
	case LM_EXPR_EQ:
		return node->numeric && value == node->value;
	case LM_EXPR_NE:
		return !node->numeric || value != node->value;
	case LM_EXPR_LT:
		return value < node->value;
	case LM_EXPR_LE:
		return value <= node->value;
	case LM_EXPR_GT:
		return value > node->value;
	default:
		return value >= node->value;
	}
}

static bool compare_text(const struct lm_expr_node *node, const char *text)
{
	return !strcmp(text, node->text) == (node->op == LM_EXPR_EQ);
}

static bool compare_field(const struct lm_expr_node *node,
			  const struct lm_event *event,
			  const struct lm_names *names)
{
	const struct lowmark_field *field =
		find_field(event->record->type, node->name);
	char word[LM_FIELD_SIZE];
	long long value;

	if (!field)
		return false;
	value = lowmark_field_value(field, event->record);
	if (lowmark_field_is_none(field, value))
		return false;
	if (node->numeric)
		return compare(node, value);
	lowmark_render_value(word, sizeof(word), &names->names, field,
			     event->record);
	return compare_text(node, word);
}

static bool compare_event(const struct lm_expr_node *node,
			  const struct lm_event *event,
			  const struct lm_names *names)
{
	const char *name = node->name;

	if (!strcmp(name, "event"))
		return compare_text(node,
				    lowmark_records[event->record->type].name);
	if (!strcmp(name, "comm"))
		return compare_text(node, event->comm);
	if (!strcmp(name, "pid"))
		return compare(node, event->pid);
	if (!strcmp(name, "tgid"))
		return compare(node, event->tgid);
	if (!strcmp(name, "cpu"))
		return compare(node, event->cpu);
	if (!strcmp(name, "time"))
		return compare(node, (long long)event->time_ns);
	return compare_field(node, event, names);
}

static bool decide(const struct lm_expr *expr, unsigned int nr,
		   const struct lm_event *event, const struct lm_names *names)
{
	const struct lm_expr_node *node = &expr->nodes[nr];

	switch (node->op) {
	case LM_EXPR_AND:
		return decide(expr, node->a, event, names) &&
		       decide(expr, node->b, event, names);
	case LM_EXPR_OR:
		return decide(expr, node->a, event, names) ||
		       decide(expr, node->b, event, names);
	case LM_EXPR_NOT:
		return !decide(expr, node->a, event, names);
	default:
		return compare_event(node, event, names);
	}
}

/**
 * lm_expr_wants() - whether an event is wanted; losses always are
 * @expr: the expression
 * @event: the event
 * @names: names of the traced kernel
 *
 * Return: true if so
 */
bool lm_expr_wants(const struct lm_expr *expr, const struct lm_event *event,
		   const struct lm_names *names)
{
	return !expr->nr || event->loss ||
	       decide(expr, expr->root, event, names);
}
