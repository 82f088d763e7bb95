// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark help: texts about the tool itself.
 */
#include <stdio.h>
#include <string.h>

#include "commands.h"
#include "decisions_doc.h"
#include "format_doc.h"

enum { OPT_LIST, OPT_FORMAT_DOC, OPT_DECISIONS_DOC, OPT_COMPLETION, OPT_MAN };

static int help_on(const struct command *self, const char *verb)
{
	const struct command *command = find_command(verb);

	if (!command)
		return usage_error(self, "no command '%.60s'", verb);
	print_help(command, stdout);
	return EXIT_OK;
}

static int man_of(const struct command *self, const char *verb)
{
	const struct command *command = find_command(verb);

	if (!strcmp(verb, "lowmark"))
		print_man_overview(stdout);
	else if (command)
		print_man(command, stdout);
	else
		return usage_error(self, "no command '%.60s'", verb);
	return EXIT_OK;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct option_walk walk = { 0 };
	const char *value = NULL;
	int got, what = -1;

	while ((got = next_option(self, argc, argv, &walk)) == 0) {
		what = walk.index;
		value = walk.value;
	}
	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	if (argc - walk.first > (what < 0 ? 1 : 0))
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[argc - 1]);
	if (what == OPT_LIST)
		print_list(stdout);
	else if (what == OPT_FORMAT_DOC)
		print_format_doc(stdout);
	else if (what == OPT_DECISIONS_DOC)
		print_decisions_doc(stdout);
	else if (what == OPT_MAN)
		return man_of(self, value);
	else if (what == OPT_COMPLETION)
		return print_completion(value, stdout) ?
			       EXIT_OK :
			       usage_error(self,
					   "'%.60s' is not bash, zsh or fish",
					   value);
	else if (walk.first == argc)
		print_overview(stdout);
	else
		return help_on(self, argv[walk.first]);
	return EXIT_OK;
}

static const struct option_desc options[] = {
	[OPT_LIST] = { "list", 0, NULL,
		       "list commands and options for other programs to read" },
	[OPT_FORMAT_DOC] = { "format-doc", 0, NULL, NULL },
	[OPT_DECISIONS_DOC] = { "decisions-doc", 0, NULL, NULL },
	[OPT_COMPLETION] = { "completion", 0, "SHELL",
			     "print completion for bash, zsh or fish" },
	[OPT_MAN] = { "man", 0, "COMMAND", NULL },
	{ 0 }
};

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND]",
	.summary = "show what lowmark can do",
	.options = options,
	.run = run,
};
