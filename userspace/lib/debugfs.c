// SPDX-License-Identifier: GPL-2.0-only
/*
 * Access to the module's debugfs files.
 */
#include "debugfs.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

/**
 * lm_debugfs_path - the module's debugfs directory
 *
 * Return: its path; the environment variable LOWMARK_DEBUGFS overrides it.
 */
const char *lm_debugfs_path(void)
{
	const char *path = getenv("LOWMARK_DEBUGFS");

	return path && *path ? path : "/sys/kernel/debug/lowmark";
}

/**
 * lm_debugfs_open - open one of the module's files
 * @name: its name below the directory, for example "cpu0/ring"
 * @flags: as for open(2)
 *
 * Return: a file descriptor, or -errno.
 */
int lm_debugfs_open(const char *name, int flags)
{
	char path[PATH_MAX];
	int fd;

	if (snprintf(path, sizeof(path), "%s/%s", lm_debugfs_path(), name) >=
	    (int)sizeof(path))
		return -ENAMETOOLONG;
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

/**
 * lm_debugfs_read - read one of the module's text files
 * @name: its name below the directory
 * @text: gets the text with a terminating zero, to be freed
 * @len: gets its length without the zero; may be NULL
 *
 * Return: 0 or -errno.
 */
int lm_debugfs_read(const char *name, char **text, size_t *len)
{
	int fd = lm_debugfs_open(name, O_RDONLY);
	int err;

	if (fd < 0)
		return fd;
	err = lm_read_all(fd, text, len);
	close(fd);
	return err;
}

/* The last line of "control" is the reason of the last refusal. */
static char *last_line(char *text)
{
	size_t len = strlen(text);
	char *line;

	while (len && text[len - 1] == '\n')
		text[--len] = '\0';
	line = strrchr(text, '\n');
	return line ? line + 1 : text;
}

static void get_reason(int err, char **why)
{
	char *text;

	if (lm_debugfs_read("control", &text, NULL)) {
		*why = strdup(strerror(-err));
		return;
	}
	*why = strdup(last_line(text));
	free(text);
}

/**
 * lm_debugfs_command - give the module a command
 * @command: the command, as the debugfs file "control" takes it
 * @why: on failure gets the reason in words, to be freed; it may be NULL then
 *
 * Return: 0 or -errno.
 */
int lm_debugfs_command(const char *command, char **why)
{
	int fd = lm_debugfs_open("control", O_WRONLY);
	int err = fd < 0 ? fd : 0;
	ssize_t done;

	*why = NULL;
	if (fd >= 0) {
		done = write(fd, command, strlen(command));
		if (done < 0)
			err = -errno;
		else if ((size_t)done != strlen(command))
			err = -EIO;
		close(fd);
	}
	if (fd < 0)
		*why = strdup(strerror(-err));
	else if (err)
		get_reason(err, why);
	return err;
}
