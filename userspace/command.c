// SPDX-License-Identifier: GPL-2.0-only
/*
 * What every command shares: its options, and its complaints.
 */
#include "command.h"
#include "lib/expr.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "lib/clean.h"
#include "manners.h"
#include "progress.h"
#include "suggest.h"

#define LONG_ONLY 256 /* getopt values of long options start here */
#define MOST_OPTIONS 48
#define COLOR (LONG_ONLY + MOST_OPTIONS)

const struct option_desc common_options[] = {
	{ "color", 0, "WHEN", "use colour: auto, always or never" },
	{ "help", 'h', NULL, "show this help" },
	{ "quiet", 'q', NULL, "tell no progress and no summary" },
	{ 0 }
};

static void vprint_error(const char *verb, const char *format, va_list args)
{
	char text[2048];

	vsnprintf(text, sizeof(text), format, args);
	lm_clean(text);
	fflush(stdout);
	if (verb)
		fprintf(stderr, "lowmark: %s: %s\n", verb, text);
	else
		fprintf(stderr, "lowmark: %s\n", text);
}

/**
 * print_error - tell the user what went wrong, on one line
 * @format: as printf; control characters are replaced, long texts cut
 */
void print_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprint_error(NULL, format, args);
	va_end(args);
}

/**
 * usage_error - tell the user what is wrong with the command line
 * @self: the command
 * @format: as printf
 *
 * Return: EXIT_USAGE.
 */
int usage_error(const struct command *self, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprint_error(self->name, format, args);
	va_end(args);
	fprintf(stderr, "See 'lowmark %s --help'.\n", self->name);
	return EXIT_USAGE;
}

/* getopt_long()'s two lists; values of long options are index + LONG_ONLY */
static void make_lists(const struct command *self, struct option *longs,
		       char *shorts)
{
	const struct option_desc *desc;
	int i = 0;

	/* Options after a command to be run are that command's. */
	if (strstr(self->arguments, "-- "))
		*shorts++ = '+';
	*shorts++ = ':';
	*shorts++ = 'h';
	*shorts++ = 'q';
	for (desc = self->options; desc && desc->name; desc++, i++) {
		if (i == MOST_OPTIONS)
			abort();
		longs[i] = (struct option){
			.name = desc->name,
			.has_arg = desc->argument ? required_argument :
						    no_argument,
			.val = LONG_ONLY + i,
		};
		if (!desc->letter)
			continue;
		*shorts++ = desc->letter;
		if (desc->argument)
			*shorts++ = ':';
	}
	longs[i] = (struct option){ .name = "help", .val = 'h' };
	longs[i + 1] =
		(struct option){ "color", required_argument, NULL, COLOR };
	longs[i + 2] = (struct option){ .name = "quiet", .val = 'q' };
	longs[i + 3] = (struct option){ 0 };
	*shorts = '\0';
}

static int index_of(const struct command *self, int value)
{
	int i;

	if (value >= LONG_ONLY)
		return value - LONG_ONLY;
	for (i = 0; self->options && self->options[i].name; i++)
		if (self->options[i].letter == value)
			return i;
	return -1;
}

static const struct command *asked_command;

static const char *option_name(size_t index)
{
	const struct option_desc *options = asked_command->options;

	return options && options[index].name && options[index].help ?
		       options[index].name :
		       NULL;
}

static void unknown_option(const struct command *self, const char *word)
{
	const char *meant = NULL;

	asked_command = self;
	if (!strncmp(word, "--", 2))
		meant = nearest_name(word + 2, option_name);
	if (meant)
		usage_error(self,
			    "unknown option '%.60s'; did you mean '--%s'?",
			    word, meant);
	else
		usage_error(self, "unknown option '%.60s'", word);
}

static int bad_option(const struct command *self, int c, char *argv[])
{
	const char *word = argv[optind - 1];
	int i = optopt ? index_of(self, optopt) : -1;
	char letter[] = { '-', (char)optopt, '\0' };

	if (c == ':' && optopt == COLOR)
		usage_error(self, "option '--color' needs an argument: WHEN");
	else if (c == ':' && i >= 0)
		usage_error(self, "option '--%s' needs an argument: %s",
			    self->options[i].name, self->options[i].argument);
	else if (optopt >= LONG_ONLY || optopt == 'h' || optopt == 'q')
		usage_error(self, "option '%.60s' takes no argument", word);
	else if (optopt)
		unknown_option(self, letter);
	else
		unknown_option(self, word);
	return OPTION_BAD;
}

/*
 * getopt_long() takes abbreviations, which would come to mean something else
 * with every new option. Return: the word if it is one, else NULL.
 */
static const char *abbreviation(char *argv[], const char *name)
{
	const char *word = argv[optind - 1];

	if (optarg == word)
		word = argv[optind - 2];
	if (strncmp(word, "--", 2) != 0)
		return NULL;
	word += 2;
	if (strcspn(word, "=") == strlen(name))
		return NULL;
	return word - 2;
}

static const char *long_name(const struct command *self, int c)
{
	if (c == COLOR)
		return "color";
	if (c == 'q')
		return "quiet";
	return c == 'h' ? "help" : self->options[index_of(self, c)].name;
}

/**
 * next_option - take the next option from the command line
 * @self: the command
 * @argc: number of @argv
 * @argv: the command's name, options and arguments
 * @walk: all zero at first; option, its value, and in the end the arguments
 *
 * Return: 0 for an option, else OPTION_END, OPTION_HELP or OPTION_BAD.
 */
int next_option(const struct command *self, int argc, char *argv[],
		struct option_walk *walk)
{
	struct option longs[MOST_OPTIONS + 4];
	char shorts[2 * MOST_OPTIONS + 5];
	const char *word;
	int c;

	make_lists(self, longs, shorts);
	opterr = 0;
	optopt = 0;
	if (!walk->first)
		optind = 0;
	c = getopt_long(argc, argv, shorts, longs, NULL);
	walk->first = optind;
	walk->value = optarg;
	if (c == -1)
		return OPTION_END;
	if (c == '?' || c == ':')
		return bad_option(self, c, argv);
	word = abbreviation(argv, long_name(self, c));
	if (word) {
		unknown_option(self, word);
		return OPTION_BAD;
	}
	if (c == 'h') {
		print_help(self, stdout);
		return OPTION_HELP;
	}
	if (c == 'q') {
		be_quiet();
		return next_option(self, argc, argv, walk);
	}
	if (c == COLOR) {
		if (color_choose(optarg))
			return next_option(self, argc, argv, walk);
		usage_error(self, "'%.60s' is not auto, always or never",
			    optarg);
		return OPTION_BAD;
	}
	walk->index = index_of(self, c);
	return 0;
}

/**
 * take_filter() - take the argument of --filter
 * @self: the command
 * @expr: what to initialise
 * @text: the expression
 *
 * Return: EXIT_OK, or EXIT_USAGE after showing where the mistake is
 */
int take_filter(const struct command *self, struct lm_expr *expr,
		const char *text)
{
	if (!lm_expr_parse(expr, text))
		return EXIT_OK;
	fprintf(stderr, "  %s\n  %*s^\n", text, (int)expr->at, "");
	return usage_error(self, "filter, character %u: %s", expr->at + 1,
			   expr->error);
}

/**
 * take_options() - let a command take all its options
 * @self: the command
 * @argc: number of entries of @argv
 * @argv: arguments after the verb
 * @walk: state, all zero; afterwards tells where the other arguments begin
 * @take: what the command does with one
 * @request: handed to @take
 *
 * Return: -1 to go on, else the exit code; what is to be said has been said
 */
int take_options(const struct command *self, int argc, char *argv[],
		 struct option_walk *walk, take_option_t take, void *request)
{
	int got, code;

	while (!(got = next_option(self, argc, argv, walk))) {
		code = take(self, request, walk);
		if (code != EXIT_OK)
			return code;
	}
	if (got == OPTION_END)
		return -1;
	return got == OPTION_HELP ? EXIT_OK : EXIT_USAGE;
}
