// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark unload: takes the module out of the kernel.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/holders.h"
#include "live.h"

#define MOST_HOLDERS 8

static void explain_busy(void)
{
	struct lm_holder holders[MOST_HOLDERS];
	int n = lm_holders(holders, MOST_HOLDERS);
	int i;

	print_error(
		"the module is in use; end whatever has its files open, then try again");
	for (i = 0; i < n; i++)
		print_error("process %d (%s) has %s open", (int)holders[i].pid,
			    holders[i].comm, holders[i].file);
}

static int explain(int err)
{
	switch (err) {
	case ENOENT:
	case ENOSYS:
		print_error("the lowmark module is not loaded");
		return EXIT_UNAVAILABLE;
	case EPERM:
		if (geteuid())
			print_error("only root may unload a module");
		else
			print_error(
				"the kernel forbids unloading modules: kernel.modules_disabled is 1, or CAP_SYS_MODULE is missing");
		return EXIT_UNAVAILABLE;
	case EWOULDBLOCK:
	case EBUSY:
		explain_busy();
		return EXIT_ERROR;
	default:
		print_error("cannot unload the module: %s", strerror(err));
		return EXIT_ERROR;
	}
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct option_walk walk = { 0 };
	int got = next_option(self, argc, argv, &walk);

	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	if (walk.first < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first]);
	if (syscall(SYS_delete_module, "lowmark", O_NONBLOCK))
		return explain(errno);
	return EXIT_OK;
}

const struct command command_unload = {
	.name = "unload",
	.arguments = "",
	.summary = "unload the module",
	.details =
		"Refuses while a program has one of the module's files open. What the\n"
		"rings hold is lost.",
	.run = run,
};
