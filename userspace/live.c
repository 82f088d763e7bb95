// SPDX-License-Identifier: GPL-2.0-only
/*
 * What commands that talk to the loaded module have in common.
 */
#include "live.h"

#include <stdlib.h>
#include <string.h>

#include "lib/debugfs.h"

/* Options of commands that can print JSON and nothing else. */
const struct option_desc json_option[] = { { "json", 'j', NULL, "print JSON" },
					   { 0 } };

/**
 * json_option_only - parse the command line of a command with json_option
 * @self: the command
 * @argc: number of @argv
 * @argv: its command line, which takes no arguments
 * @json: becomes true if --json is given
 *
 * Return: -1 to go on, else the exit code.
 */
int json_option_only(const struct command *self, int argc, char *argv[],
		     bool *json)
{
	struct option_walk walk = { 0 };
	int got;

	while ((got = next_option(self, argc, argv, &walk)) == 0)
		*json = true;
	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	if (walk.first < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first]);
	return -1;
}

/**
 * need_module - make sure that the module's files can be used
 *
 * Return: EXIT_OK, or EXIT_UNAVAILABLE after saying why.
 */
int need_module(void)
{
	char *why;
	int err = lm_debugfs_check(&why);

	if (!err)
		return EXIT_OK;
	print_error("%s", why ? why : strerror(-err));
	free(why);
	return EXIT_UNAVAILABLE;
}

/**
 * read_module_file - read one of the module's text files
 * @name: its name below the module's directory
 * @text: gets the text, to be freed
 *
 * Return: EXIT_OK, or another exit code after saying why.
 */
int read_module_file(const char *name, char **text)
{
	int code = need_module();
	int err;

	if (code != EXIT_OK)
		return code;
	err = lm_debugfs_read(name, text, NULL);
	if (!err)
		return EXIT_OK;
	print_error("cannot read %s/%s: %s", lm_debugfs_path(), name,
		    strerror(-err));
	return EXIT_ERROR;
}
