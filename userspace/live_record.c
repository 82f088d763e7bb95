// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording made now, for commands that read recordings: "lowmark record"
 * in a process of its own, which a signal from the terminal ends.
 */
#include "live_record.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#include "command.h"

static void record(const char *path, const char *duration)
{
	signal(SIGINT, SIG_DFL);
	if (duration)
		execl("/proc/self/exe", "lowmark", "record", "-q", "-o", path,
		      "-d", duration, NULL);
	else
		execl("/proc/self/exe", "lowmark", "record", "-q", "-o", path,
		      NULL);
	_exit(EXIT_ERROR);
}

/**
 * live_record() - record to a temporary file
 * @path: set to its name; to be removed by the caller if this succeeds
 * @duration: for how long, as text; NULL for until SIGINT
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int live_record(char path[LIVE_RECORD_PATH], const char *duration)
{
	int fd, status = 0;
	pid_t pid;

	snprintf(path, LIVE_RECORD_PATH, "/tmp/lowmark-live-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0) {
		print_error("cannot create %s: %s", path, strerror(errno));
		return EXIT_ERROR;
	}
	close(fd);
	signal(SIGINT, SIG_IGN);
	pid = fork();
	if (!pid)
		record(path, duration);
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	signal(SIGINT, SIG_DFL);
	if (pid > 0 && WIFEXITED(status) && !WEXITSTATUS(status))
		return EXIT_OK;
	unlink(path);
	if (pid > 0 && WIFEXITED(status))
		return WEXITSTATUS(status);
	print_error("cannot record: %s",
		    pid < 0 ? strerror(errno) : "the recorder was killed");
	return EXIT_ERROR;
}
