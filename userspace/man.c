// SPDX-License-Identifier: GPL-2.0-only
/*
 * Manual pages in mdoc(7), made from the commands' descriptors. What is written
 * by hand follows from docs/man.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "man_parts.h"

#define BLANKS "\x20\n"
#define DATE "November 23, 2026"

/**
 * man_text() - write words, every sentence on a new line, none taken for a macro
 * @text: the words
 * @out: where to
 */
void man_text(const char *text, FILE *out)
{
	bool begin = true;
	size_t column = 0, len;

	for (; *text; text += len) {
		if (*text == '\n' && text[1] == '\n')
			fputs("\n.Pp", out), begin = true;
		len = strspn(text, BLANKS);
		if (len) {
			bool ended = column && strchr(".:", text[-1]);

			begin |= ended || column > 65;
			fputc(begin ? '\n' : ' ', out);
			column = begin ? 0 : column + 1;
			begin = false;
			continue;
		}
		len = strcspn(text, BLANKS);
		if (!column && strchr(".'", *text))
			fputs("\\&", out);
		fprintf(out, "%.*s", (int)len, text);
		column += len;
		begin = false;
	}
	fputc('\n', out);
}

static void put_head(const char *page, const char *summary, FILE *out)
{
	const char *c;

	fputs(".Dd " DATE "\n.Dt ", out);
	for (c = page; *c; c++)
		fputc(toupper((unsigned char)*c), out);
	fprintf(out, " 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n.Sh SYNOPSIS\n", page,
		summary);
}

static void put_option(const struct option_desc *o, FILE *out)
{
	fputs(".It ", out);
	if (o->letter)
		fprintf(out, "Fl %c , ", o->letter);
	fprintf(out, "Fl -%s", o->name);
	if (o->argument)
		fprintf(out, " Ar %s", o->argument);
	fputc('\n', out);
	man_text(o->help, out);
}

static void put_exits(FILE *out)
{
	int i;

	fputs(".Sh EXIT STATUS\n.Bl -tag -width Ds\n", out);
	for (i = EXIT_OK; i <= EXIT_DATA; i++) {
		fprintf(out, ".It %d\n", i);
		man_text(exit_text(i), out);
	}
	fputs(".El\n", out);
}

/**
 * print_man - print the generated part of a command's manual page
 * @command: the command
 * @out: where to
 */
void print_man(const struct command *command, FILE *out)
{
	const struct option_desc *o;
	char page[64];

	snprintf(page, sizeof(page), "lowmark-%s", command->name);
	put_head(page, command->summary, out);
	fprintf(out, ".Nm lowmark %s\n.Op Ar option ...\n", command->name);
	if (*command->arguments)
		fprintf(out, "%s\n", command->arguments);
	fputs(".Sh DESCRIPTION\n", out);
	man_text(command->details ? command->details : command->summary, out);
	fputs(".Pp\nThe options are:\n.Bl -tag -width Ds\n", out);
	for (o = command->options; o && o->name; o++)
		if (o->help)
			put_option(o, out);
	for (o = common_options; o->name; o++)
		put_option(o, out);
	fputs(".El\n", out);
	put_exits(out);
	if (command == &command_why)
		print_man_why(out);
}

/**
 * print_man_overview - print the generated part of lowmark(1)
 * @out: where to
 */
void print_man_overview(FILE *out)
{
	const struct command *const *c;

	put_head("lowmark", "explain kswapd wakes and allocation stalls", out);
	fputs(".Nm\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n"
	      ".Sh DESCRIPTION\n"
	      ".Nm\nshows why kswapd woke, why an allocation stalled, and which\n"
	      "zone missed which watermark by how many pages.\n"
	      "The commands are:\n.Bl -tag -width Ds\n",
	      out);
	for (c = commands; *c; c++) {
		fprintf(out, ".It Xr lowmark-%s 1\n", (*c)->name);
		man_text((*c)->summary, out);
	}
	fputs(".El\n", out);
	put_exits(out);
}
