// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event as a line of text, without line end.
 */
#include "render.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "clean.h"
#include "loss.h"

/* A bounded text; what does not fit is cut off. */
struct text {
	char *buf;
	size_t used;
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text,
						      const char *format, ...)
{
	size_t left = LM_RENDER_SIZE - text->used;
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text->buf + text->used, left, format, args);
	va_end(args);
	if (len > 0)
		text->used += (size_t)len < left ? (size_t)len : left - 1;
}

static void add_visible(struct text *text, const char *string, int width)
{
	char clean[LOWMARK_COMM_LEN + 1];

	add(text, "%*s", width, lm_cleaned(clean, sizeof(clean), string));
}

static void add_time(struct text *text, __u64 ns)
{
	add(text, "%llu.%06llu", (ns / 1000000000), (ns / 1000 % 1000000));
}

static void add_loss_text(struct text *text, const struct lm_loss *loss)
{
	unsigned int type;

	add(text, "loss: since_seconds=");
	add_time(text, loss->from_ns);
	if (loss->restart) {
		add(text, " the ring was made anew, what was lost is unknown");
		return;
	}
	add(text, " records=%llu", loss->total);
	for (type = 0; type < LOWMARK_KINDS; type++)
		if (loss->counts[type] && lowmark_records[type].name)
			add(text, " %s=%llu", lowmark_records[type].name,
			    loss->counts[type]);
		else if (loss->counts[type])
			add(text, " type_%u=%llu", type, loss->counts[type]);
}

/**
 * lm_render_text() - write an event as a line of text
 * @buf: where to put it, ended by a NUL
 * @names: names of the traced kernel
 * @event: the event
 *
 * Return: characters in @buf
 */
size_t lm_render_text(char buf[LM_RENDER_SIZE], const struct lm_names *names,
		      const struct lm_event *event)
{
	struct text text = { .buf = buf };

	add_visible(&text, event->loss ? "-" : event->comm, 16);
	add(&text, "-%-7u [%03u] ", event->pid, event->cpu);
	add_time(&text, event->time_ns);
	add(&text, ": ");
	if (event->loss)
		add_loss_text(&text, event->loss);
	else
		text.used += (size_t)lowmark_render(buf + text.used,
						    LM_RENDER_SIZE - text.used,
						    &names->names,
						    event->record);
	return text.used;
}
