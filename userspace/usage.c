// SPDX-License-Identifier: GPL-2.0-only
/*
 * Help texts, made from the commands' descriptors.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"

static const char *const exit_texts[] = {
	[EXIT_OK] = "done; also when stopped by the user with a whole result",
	[EXIT_ERROR] =
		"failed, or nothing of what was asked for was recorded; the\n"
		"     message says which",
	[EXIT_USAGE] = "the command line is wrong",
	[EXIT_UNAVAILABLE] =
		"no module, no permission, or the kernel forbids it",
	[EXIT_DATA] = "the input is not a recording, or is damaged; what was\n"
		      "     readable has been shown",
};

/**
 * find_command - look a verb up
 * @name: the verb, in full
 *
 * Return: the command, or NULL.
 */
const struct command *find_command(const char *name)
{
	const struct command *const *c;

	for (c = commands; *c; c++)
		if (!strcmp((*c)->name, name))
			return *c;
	return NULL;
}

/**
 * exit_text - what an exit status means
 * @code: the status
 *
 * Return: its meaning
 */
const char *exit_text(enum exit_code code)
{
	return exit_texts[code];
}

static void print_exit_codes(FILE *out)
{
	size_t i;

	fputs("\nExit status:\n", out);
	for (i = 0; i < sizeof(exit_texts) / sizeof(exit_texts[0]); i++)
		fprintf(out, "  %zu  %s\n", i, exit_texts[i]);
}

/**
 * print_overview - print the list of commands and the exit codes
 * @out: where to
 */
void print_overview(FILE *out)
{
	const struct command *const *c;

	fputs("Usage: lowmark COMMAND [OPTION]... [ARGUMENT]...\n\n"
	      "Shows why kswapd woke, why an allocation stalled, and which\n"
	      "zone missed which watermark by how many pages.\n\n"
	      "Commands:\n",
	      out);
	for (c = commands; *c; c++)
		fprintf(out, "  %-9s  %s\n", (*c)->name, (*c)->summary);
	fputs("\n'lowmark COMMAND --help' (or -h) tells more of each, 'lowmark --version'\n"
	      "(or -V) which this is.\n",
	      out);
	print_exit_codes(out);
}

static void print_option(char letter, const char *name, const char *argument,
			 const char *help, FILE *out)
{
	char left[64];
	char shown[] = { '-', letter, ',', '\0' };

	snprintf(left, sizeof(left), "%3s --%s%s%s", letter ? shown : "", name,
		 argument ? " " : "", argument ? argument : "");
	if (strlen(left) > 23)
		fprintf(out, "  %s\n  %-23s  %s\n", left, "", help);
	else
		fprintf(out, "  %-23s  %s\n", left, help);
}

/**
 * print_help - print the help of one command
 * @command: the command
 * @out: where to
 */
void print_help(const struct command *command, FILE *out)
{
	const struct option_desc *o;

	fprintf(out, "Usage: lowmark %s [OPTION]...%s%s\n\n%s\n", command->name,
		*command->arguments ? " " : "", command->arguments,
		command->summary);
	if (command->details)
		fprintf(out, "\n%s\n", command->details);
	fputs("\nOptions:\n", out);
	for (o = command->options; o && o->name; o++)
		if (o->help)
			print_option(o->letter, o->name, o->argument, o->help,
				     out);
	for (o = common_options; o->name; o++)
		print_option(o->letter, o->name, o->argument, o->help, out);
	if (command == &command_help)
		print_exit_codes(out);
}

static void list_option(const struct command *command,
			const struct option_desc *o, FILE *out)
{
	fprintf(out, "%s --%s %c%s%s\n", command->name, o->name,
		o->letter ? o->letter : '-', o->argument ? " " : "",
		o->argument ? o->argument : "");
}

/**
 * print_list - print all commands and options for other programs to read
 * @out: where to; one line each: verb, long option, letter, argument
 */
void print_list(FILE *out)
{
	const struct command *const *c;
	const struct option_desc *o;

	for (c = commands; *c; c++) {
		fprintf(out, "%s\n", (*c)->name);
		for (o = (*c)->options; o && o->name; o++)
			if (o->help)
				list_option(*c, o, out);
		for (o = common_options; o->name; o++)
			list_option(*c, o, out);
	}
}
