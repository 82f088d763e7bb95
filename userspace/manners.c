// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output on a terminal: colours and a pager.
 */
#include "manners.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static enum { AUTO, ALWAYS, NEVER } chosen;
static pid_t pager;

/**
 * color_choose - decide whether output has colours
 * @when: "auto", "always" or "never"
 *
 * Return: false if it is none of these
 */
bool color_choose(const char *when)
{
	static const char *const names[] = { "auto", "always", "never" };
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(when, names[i])) {
			chosen = i;
			return true;
		}
	}
	return false;
}

/**
 * on_terminal - whether standard output is shown to somebody
 *
 * Return: true on a terminal, also if a pager stands between
 */
bool on_terminal(void)
{
	return pager || isatty(STDOUT_FILENO);
}

/* By default on terminals that can, if NO_COLOR does not forbid it. */
static bool colors_on(void)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (chosen != AUTO)
		return chosen == ALWAYS;
	return !(no && *no) && term && strcmp(term, "dumb") && on_terminal();
}

/**
 * color - what switches standard output to a colour
 * @which: the colour; COLOR_NONE ends all
 *
 * Return: the sequence; "" when output has no colours
 */
const char *color(enum color which)
{
	static const char *const codes[] = {
		[COLOR_NONE] = "\033[0m",  [COLOR_GOOD] = "\033[32m",
		[COLOR_WARN] = "\033[33m", [COLOR_BAD] = "\033[1;31m",
		[COLOR_TITLE] = "\033[1m",
	};

	return colors_on() ? codes[which] : "";
}

static const char *pager_command(void)
{
	const char *command = getenv("LOWMARK_PAGER");

	if (!command)
		command = getenv("PAGER");
	if (!command)
		command = "less";
	return *command && strcmp(command, "cat") ? command : NULL;
}

/**
 * page_output - let a pager show standard output, if that is a terminal
 *
 * To be called before anything is printed. LOWMARK_PAGER or PAGER name the
 * pager; empty or "cat" mean none. "less" ends at once when all fits.
 */
void page_output(void)
{
	const char *command = pager_command();
	int ends[2];

	if (pager || !command || !isatty(STDOUT_FILENO) || pipe(ends))
		return;
	fflush(stdout);
	pager = fork();
	if (pager == 0) {
		dup2(ends[0], STDIN_FILENO);
		close(ends[0]);
		close(ends[1]);
		setenv("LESS", "FRX", 0);
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
		_exit(127);
	}
	if (pager > 0)
		dup2(ends[1], STDOUT_FILENO);
	else
		pager = 0;
	close(ends[0]);
	close(ends[1]);
}

/**
 * end_pager - wait until the user has left the pager
 *
 * Standard output is closed by now.
 */
void end_pager(void)
{
	if (pager)
		waitpid(pager, NULL, 0);
}
