// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel is to record during a session: settings of the module, which
 * are put back at the end.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/debugfs.h"
#include "lib/keys.h"
#include "live.h"
#include "session.h"

static const struct {
	const char *key; /* in "status", and what control calls it */
	const char *option;
} settings[] = {
	[SESSION_FILTER] = { "filter", "--only" },
	[SESSION_EVENTS] = { "events", "--events" },
	[SESSION_CHECKS] = { "checks", "--checks" },
	[SESSION_STACK] = { "stack", "--stack" },
};

static int set(unsigned int which, const char *whose, const char *text)
{
	char command[LOWMARK_COMMAND_MAX + 1], *why;
	const char *key = settings[which].key;
	int err, len = snprintf(command, sizeof(command), "%s=%s", key, text);

	if (len > LOWMARK_COMMAND_MAX) {
		print_error("%s has %zu bytes, at most %zu can be set", whose,
			    strlen(text),
			    LOWMARK_COMMAND_MAX - strlen(key) - 1);
		return EXIT_USAGE;
	}
	err = lm_debugfs_command(command, &why);
	if (err)
		print_error("%s", why ? why : strerror(-err));
	free(why);
	/* That a module does not know stacks is no fault of the command line. */
	if (err == -EINVAL && which != SESSION_STACK)
		return EXIT_USAGE;
	return err ? EXIT_ERROR : EXIT_OK;
}

/* "status" has blanks between the events, control wants commas. */
static void remember(char *before, size_t size, unsigned int which,
		     const char *status)
{
	char *at;

	if (!lm_key_raw(status, settings[which].key, before, size))
		before[0] = '\0';
	for (at = before; which == SESSION_EVENTS && *at; at++)
		if (*at == ' ')
			*at = ',';
}

static int use(struct session *session, unsigned int which, const char *status)
{
	char *before = session->before[which];
	int ret;

	remember(before, sizeof(session->before[which]), which, status);
	if (!strcmp(before, session->wanted[which]))
		return EXIT_OK;
	/* A module that does not know it refuses the command. */
	ret = set(which, settings[which].option, session->wanted[which]);
	session->changed[which] = ret == EXIT_OK && before[0];
	return ret;
}

/**
 * session_settings() - let the kernel record what is wanted
 * @session: the session, with @wanted set
 *
 * To be undone by session_settings_back() once all that was recorded with them has
 * been read.
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int session_settings(struct session *session)
{
	unsigned int which, nr = 0;
	char *status;
	int ret;

	for (which = 0; which < SESSION_SETTINGS; which++)
		nr += session->wanted[which] != NULL;
	if (!nr)
		return EXIT_OK;
	ret = read_module_file("status", &status);
	if (ret != EXIT_OK)
		return ret;
	for (which = 0; which < SESSION_SETTINGS && ret == EXIT_OK; which++)
		if (session->wanted[which])
			ret = use(session, which, status);
	free(status);
	return ret;
}

/**
 * session_settings_back() - undo session_settings()
 * @session: the session
 */
void session_settings_back(struct session *session)
{
	char whose[64];
	unsigned int which;

	for (which = 0; which < SESSION_SETTINGS; which++) {
		if (!session->changed[which])
			continue;
		snprintf(whose, sizeof(whose),
			 "the %s that was set before, and is not now,",
			 settings[which].key);
		set(which, whose, session->before[which]);
		session->changed[which] = false;
	}
}
