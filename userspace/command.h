/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a command of the tool is: every file in cmd/ defines one
 * struct command, main.c lists them and dispatches.
 */
#ifndef LOWMARK_COMMAND_H
#define LOWMARK_COMMAND_H

#include <stdbool.h>

/**
 * enum exit_code - exit status of every command
 * @EXIT_OK: done; also when the user stopped it and the result is complete
 * @EXIT_ERROR: it failed; the message says why
 * @EXIT_USAGE: the command line is wrong
 * @EXIT_UNAVAILABLE: no module, no permission, or the kernel forbids it
 * @EXIT_DATA: the input is not a recording or is damaged; what was readable
 *	has been shown
 *
 * "record -- CMD" exits with the status of CMD if that is not 0.
 */
enum exit_code {
	EXIT_OK = 0,
	EXIT_ERROR = 1,
	EXIT_USAGE = 2,
	EXIT_UNAVAILABLE = 3,
	EXIT_DATA = 4,
};

/**
 * struct option_desc - one option of a command
 * @name: long name, without dashes
 * @letter: short name, or 0
 * @argument: name of its argument in the help, NULL if it takes none
 * @help: one line
 *
 * Help text, completion, the manual check and getopt_long() all use it.
 */
struct option_desc {
	const char *name;
	char letter;
	const char *argument;
	const char *help;
};

/**
 * struct command - one verb
 * @name: the verb
 * @arguments: what follows the options, for the synopsis; may be ""
 * @summary: one line
 * @details: paragraphs for its --help; may be NULL
 * @options: its options, ended by an entry without a name; --help is implied
 * @run: does it; gets argv[0] = the verb; returns enum exit_code
 */
struct command {
	const char *name;
	const char *arguments;
	const char *summary;
	const char *details;
	const struct option_desc *options;
	int (*run)(const struct command *self, int argc, char *argv[]);
};

/**
 * struct option_walk - state of next_option()
 * @index: index of the option in struct command.options
 * @value: its argument, or NULL
 * @first: after the walk: index in argv of the first non-option
 *
 * Start with all zero.
 */
struct option_walk {
	int index;
	const char *value;
	int first;
};

#define OPTION_END (-1) /* no more options */
#define OPTION_HELP (-2) /* --help was given and has been answered */
#define OPTION_BAD (-3) /* unknown or misused; a message was printed */

int next_option(const struct command *self, int argc, char *argv[],
		struct option_walk *walk);

/* What a command does with one option: EXIT_OK to go on, else its exit code. */
typedef int (*take_option_t)(const struct command *self, void *request,
			     const struct option_walk *walk);

int take_options(const struct command *self, int argc, char *argv[],
		 struct option_walk *walk, take_option_t take, void *request);
int usage_error(const struct command *self, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
struct lm_expr;
int take_filter(const struct command *self, struct lm_expr *expr,
		const char *text);
void print_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

extern const struct command command_doctor, command_load, command_unload,
	command_status, command_zones, command_record, command_trace,
	command_report, command_why, command_explain, command_plot,
	command_diff, command_stat, command_top, command_help, command_version;

#endif
