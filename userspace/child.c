// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command that "record -- CMD" runs.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command.h"

#define CANNOT_EXECUTE 126 /* as shells have it */
#define NOT_FOUND 127
#define GRACE_SECONDS 5

/* In the child: become the command, or tell the parent why not. */
static void become(char *argv[], const sigset_t *mask, int report)
{
	int err;

	sigprocmask(SIG_SETMASK, mask, NULL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	execvp(argv[0], argv);
	err = errno;
	while (write(report, &err, sizeof(err)) < 0 && errno == EINTR)
		;
	_exit(NOT_FOUND);
}

/* Return: 0 if the command runs, else the errno of execvp(). */
static int exec_result(int report)
{
	int err = 0;
	ssize_t got;

	do {
		got = read(report, &err, sizeof(err));
	} while (got < 0 && errno == EINTR);
	return got == sizeof(err) ? err : 0;
}

/**
 * child_start() - run a command
 * @child: what to initialise
 * @argv: the command and its arguments, ended by NULL
 * @mask: the signals that it shall have blocked
 *
 * Return: EXIT_OK, or after saying why EXIT_ERROR, or as shells have it 127
 * if there is no such command and 126 if it cannot be executed
 */
int child_start(struct child *child, char *argv[], const sigset_t *mask)
{
	int report[2];
	int err;

	*child = (struct child){ 0 };
	fflush(NULL);
	if (pipe2(report, O_CLOEXEC)) {
		print_error("cannot run %s: %m", argv[0]);
		return EXIT_ERROR;
	}
	child->pid = fork();
	if (child->pid == 0)
		become(argv, mask, report[1]);
	err = errno;
	close(report[1]);
	if (child->pid > 0)
		err = exec_result(report[0]);
	close(report[0]);
	if (!err)
		return EXIT_OK;
	errno = err;
	print_error("cannot run %s: %m", argv[0]);
	if (child->pid < 0)
		return EXIT_ERROR;
	waitpid(child->pid, NULL, 0);
	child->pid = 0;
	return err == ENOENT ? NOT_FOUND : CANNOT_EXECUTE;
}

/**
 * child_ended() - whether the command has ended
 * @child: the command
 *
 * Return: true if there was one and it ended; its status is set then
 */
bool child_ended(struct child *child)
{
	int status;

	if (child->pid <= 0 || waitpid(child->pid, &status, WNOHANG) <= 0)
		return false;
	child->pid = 0;
	child->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
					      WEXITSTATUS(status);
	return true;
}

/**
 * child_stop() - end the command, if it still runs
 * @child: the command; SIGCHLD is blocked
 *
 * One that does not want to end is left alone.
 */
void child_stop(struct child *child)
{
	const struct timespec grace = { .tv_sec = GRACE_SECONDS };
	sigset_t ended;

	if (child->pid <= 0 || child_ended(child))
		return;
	kill(child->pid, SIGTERM);
	sigemptyset(&ended);
	sigaddset(&ended, SIGCHLD);
	sigtimedwait(&ended, NULL, &grace);
	child_ended(child);
}
