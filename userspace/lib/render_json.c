// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event as a JSON object on one line, without line end.
 */
#include <stdio.h>
#include <string.h>

#include "loss.h"
#include "render.h"
#include "symbols.h"

/* A bounded text; what does not fit is cut off. */
struct text {
	char *buf;
	size_t used;
};

static void add_char(struct text *text, char c)
{
	if (text->used + 1 < LM_RENDER_SIZE)
		text->buf[text->used++] = c;
}

static void add_plain(struct text *text, const char *string)
{
	while (*string)
		add_char(text, *string++);
}

/* For JSON, where printf() would take most of the time. */
static void add_number(struct text *text, __u64 value)
{
	char digits[24];
	int nr = 0;

	do {
		digits[nr++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	while (nr)
		add_char(text, digits[--nr]);
}

static void add_signed(struct text *text, __s64 value)
{
	if (value < 0)
		add_char(text, '-');
	add_number(text, value < 0 ? -(__u64)value : (__u64)value);
}

/*
 * Names of tasks are bytes of no known encoding: what is not ASCII is taken
 * for Latin-1, so that the result is valid JSON and nothing is lost.
 */
static void add_string(struct text *text, const char *string)
{
	const unsigned char *c = (const void *)string;
	char escape[8];

	add_char(text, '"');
	for (; *c; c++) {
		if (*c < ' ' || *c >= 0x7f) {
			snprintf(escape, sizeof(escape), "\\u%04x", *c);
			add_plain(text, escape);
			continue;
		}
		if (*c == '"' || *c == '\\')
			add_char(text, '\\');
		add_char(text, (char)*c);
	}
	add_char(text, '"');
}

/* A key, with the comma before it. */
static void add_key(struct text *text, const char *key, const char *suffix)
{
	add_plain(text, ",\"");
	add_plain(text, key);
	add_plain(text, suffix);
	add_plain(text, "\":");
}

static void add_keyed(struct text *text, const char *key, __u64 value)
{
	add_key(text, key, "");
	add_number(text, value);
}

static const char *key_suffix(const struct lowmark_field *field)
{
	switch (field->kind) {
	case LOWMARK_KIND_PAGES:
	case LOWMARK_KIND_SPAGES:
		return "_pages";
	case LOWMARK_KIND_NS:
	case LOWMARK_KIND_TOOK:
		return "_ns";
	default:
		return "";
	}
}

static bool is_number(const struct lowmark_field *field)
{
	switch (field->kind) {
	case LOWMARK_KIND_DEC:
	case LOWMARK_KIND_NS:
	case LOWMARK_KIND_TOOK:
	case LOWMARK_KIND_PAGES:
	case LOWMARK_KIND_SPAGES:
	case LOWMARK_KIND_ORDER:
	case LOWMARK_KIND_NODE:
	case LOWMARK_KIND_COUNT:
		return true;
	default:
		return false;
	}
}

/* "a|b" and "0x1,0x2" as arrays of strings. */
static void add_list(struct text *text, char *words, const char *between)
{
	char *word, *rest = words;
	unsigned int nr = 0;

	add_char(text, '[');
	while ((word = strsep(&rest, between))) {
		if (!strcmp(word, "none"))
			continue;
		if (nr++)
			add_char(text, ',');
		add_string(text, word);
	}
	add_char(text, ']');
}

static bool is_list(const struct lowmark_field *field)
{
	return field->kind == LOWMARK_KIND_RESCANS ||
	       field->kind == LOWMARK_KIND_STACK;
}

static void add_field(struct text *text, const struct lm_names *names,
		      const struct lowmark_field *field, const void *record)
{
	const struct lowmark_enum_desc *e = lowmark_kind_enum(field->kind);
	long long value = lowmark_field_value(field, record);
	char word[LM_FIELD_SIZE];

	add_key(text, field->name, key_suffix(field));
	if (lowmark_field_is_none(field, value)) {
		add_plain(text, "null");
	} else if (is_number(field) && field->ctype[0] == 's') {
		add_signed(text, value);
	} else if (is_number(field)) {
		add_number(text, (__u64)value);
	} else if (e && (__u64)value < e->nr_values) {
		add_string(text, e->values[value].name);
	} else {
		lowmark_render_value(word, sizeof(word), &names->names, field,
				     record);
		if (is_list(field))
			add_list(text, word, "|,");
		else
			add_string(text, word);
	}
}

static void add_record_json(struct text *text, const struct lm_names *names,
			    const struct lm_event *event)
{
	static const char *const levels[] = { "task", "softirq", "hardirq",
					      "nmi" };
	const struct lowmark_hdr *hdr = event->record;
	const struct lowmark_record_desc *desc = &lowmark_records[hdr->type];
	unsigned int i;

	add_keyed(text, "pid", event->pid);
	add_keyed(text, "tgid", event->tgid);
	add_key(text, "comm", "");
	add_string(text, event->comm);
	add_key(text, "ctx", "");
	add_string(text, levels[hdr->ctx & LOWMARK_CTX_LEVEL]);
	add_key(text, "kswapd", "");
	add_plain(text, hdr->ctx & LOWMARK_CTX_KSWAPD ? "true" : "false");
	add_key(text, "in_slow_path", "");
	add_plain(text, hdr->ctx & LOWMARK_CTX_SLOW ? "true" : "false");
	if (hdr->flags & LOWMARK_FLAG_LATE) {
		add_key(text, "late", "");
		add_plain(text, "true");
	}
	if (hdr->flags & LOWMARK_FLAG_ASSUMED) {
		add_key(text, "assumed", "");
		add_plain(text, "true");
	}
	if (hdr->flags & LOWMARK_FLAG_UNSEEN) {
		add_key(text, "unseen", "");
		add_plain(text, "true");
	}
	add_key(text, "event", "");
	add_string(text, desc->name);
	for (i = 0; i < desc->nr_fields; i++)
		if (desc->fields[i].kind != LOWMARK_KIND_PAD)
			add_field(text, names, &desc->fields[i], hdr);
}

static void add_loss_kinds(struct text *text, const struct lm_loss *loss)
{
	unsigned int type, nr = 0;
	char name[16];

	for (type = 0; type < LOWMARK_KINDS; type++) {
		if (!loss->counts[type])
			continue;
		snprintf(name, sizeof(name), "type_%u", type);
		if (nr++)
			add_char(text, ',');
		add_string(text, lowmark_records[type].name ?
					 lowmark_records[type].name :
					 name);
		add_char(text, ':');
		add_number(text, loss->counts[type]);
	}
}

static void add_loss_json(struct text *text, const struct lm_loss *loss)
{
	add_key(text, "event", "");
	add_string(text, "loss");
	add_keyed(text, "from_ns", loss->from_ns);
	add_keyed(text, "to_ns", loss->to_ns);
	if (loss->restart) {
		add_key(text, "records", "");
		add_plain(text, "null");
		return;
	}
	add_keyed(text, "records", loss->total);
	add_key(text, "by_event", "");
	add_char(text, '{');
	add_loss_kinds(text, loss);
	add_char(text, '}');
}

/**
 * lm_render_json() - write an event as a JSON object on one line
 * @buf: where to put it, ended by a NUL
 * @names: names of the traced kernel
 * @event: the event
 *
 * Keys are the names of the fields, with the unit appended where there is
 * one. What was not taken is null.
 *
 * Return: characters in @buf
 */
size_t lm_render_json(char buf[LM_RENDER_SIZE], const struct lm_names *names,
		      const struct lm_event *event)
{
	struct text text = { .buf = buf };

	add_plain(&text, "{\"time_ns\":");
	add_number(&text, event->time_ns);
	add_keyed(&text, "cpu", event->cpu);
	if (event->loss)
		add_loss_json(&text, event->loss);
	else
		add_record_json(&text, names, event);
	add_char(&text, '}');
	buf[text.used] = '\0';
	return text.used;
}
