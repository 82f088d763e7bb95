// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list of commands, and the way from argv to one of them.
 */
#include <signal.h>
#include <stddef.h>
#include <string.h>

#include "commands.h"
#include "output.h"
#include "suggest.h"

/* clang-format off */
const struct command *const commands[] = {
	&command_doctor,
	&command_load,
	&command_unload,
	&command_status,
	&command_zones,
	&command_record,
	&command_trace,
	&command_report,
	&command_why,
	&command_explain,
	&command_stat,
	&command_plot,
	&command_diff,
	&command_top,
	&command_help,
	&command_version,
	NULL,
};
/* clang-format on */

static const char *verb_name(size_t index)
{
	return commands[index] ? commands[index]->name : NULL;
}

static const char *without_dashes(const char *name)
{
	if (!strcmp(name, "--help") || !strcmp(name, "-h"))
		return "help";
	if (!strcmp(name, "--version") || !strcmp(name, "-V"))
		return "version";
	return name;
}

static int unknown_verb(const char *name)
{
	const char *meant = nearest_name(name, verb_name);

	if (meant)
		print_error("unknown command '%.60s'; did you mean '%s'?", name,
			    meant);
	else
		print_error("unknown command '%.60s'; see 'lowmark help'",
			    name);
	return EXIT_USAGE;
}

int main(int argc, char *argv[])
{
	const struct command *command;

	/* A file that may not grow is an error with a name, not the end. */
	signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		print_overview(stderr);
		return EXIT_USAGE;
	}
	command = find_command(without_dashes(argv[1]));
	if (!command)
		return unknown_verb(argv[1]);
	return close_output(command->run(command, argc - 1, argv + 1));
}
