// SPDX-License-Identifier: GPL-2.0-only
/*
 * A recording made now, for commands that read recordings: "lowmark record"
 * in a process of its own, which SIGINT to this one ends.
 */
#include "live_record.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "command.h"
#include "lib/units.h"
#include "progress.h"
#include "signals.h"

static volatile pid_t recorder; /* whom SIGINT is for, once */
static void (*usual)(int); /* what SIGINT does otherwise */

/* A second one would keep the recorder from ending in good order. */
static void end_recorder(int number)
{
	pid_t pid = recorder;

	recorder = 0;
	if (pid > 0)
		kill(pid, number);
}

/* Return: a file without a name, so that nothing is left of it in any case. */
static int open_temporary(void)
{
	char path[512];
	const char *dir = getenv("TMPDIR");
	int fd;

	if (!dir || !*dir)
		dir = "/tmp";
	snprintf(path, sizeof(path), "%s/lowmark-live-XXXXXX", dir);
	fd = mkstemp(path);
	if (fd >= 0)
		unlink(path);
	else
		print_error("cannot create %s: %s", path, strerror(errno));
	return fd;
}

static void record(pid_t parent, const char *path, const char *duration,
		   const sigset_t *mask)
{
	/*
	 * What the terminal sends comes from its parent, and only from there.
	 * It may say on a terminal what is wrong all the same.
	 */
	setpgid(0, 0);
	signal(SIGTTOU, SIG_IGN);
	/*
	 * Who is to read it may be killed meanwhile, or has been already. Not
	 * SIGINT: after one, another does not wait for a good order.
	 */
	prctl(PR_SET_PDEATHSIG, SIGHUP);
	signal(SIGHUP, SIG_DFL);
	if (getppid() != parent)
		_exit(EXIT_ERROR);
	signal(SIGINT, SIG_DFL);
	sigprocmask(SIG_SETMASK, mask, NULL);
	if (duration)
		execl("/proc/self/exe", "lowmark", "record", "-q", "-o", path,
		      "-d", duration, NULL);
	else
		execl("/proc/self/exe", "lowmark", "record", "-q", "-o", path,
		      NULL);
	_exit(EXIT_ERROR);
}

/* Return: the recorder, which SIGINT to this process ends, or negative */
static pid_t start(int fd, const char *path, const char *duration,
		   const sigset_t *mask)
{
	pid_t parent = getpid(), pid;

	signal(SIGCHLD, SIG_DFL);
	usual = signal(SIGINT, end_recorder);
	pid = fork();
	if (!pid)
		record(parent, path, duration, mask);
	if (pid < 0)
		print_error("cannot record: %s", strerror(errno));
	recorder = pid;
	/* For the recorder, but not for a pager. */
	fcntl(fd, F_SETFD, FD_CLOEXEC);
	return pid;
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	recorder = 0;
	signal(SIGINT, usual);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	print_error("cannot record: the recorder was killed");
	return EXIT_ERROR;
}

/* The recorder does not know the name of its file. */
static void look_for_room(int fd)
{
	struct statvfs fs;

	if (!fstatvfs(fd, &fs) && !fs.f_bavail)
		print_error(
			"no room for the recording; TMPDIR says where it is made");
}

/* To a temporary file that is gone when this process is. */
static int record_to(char path[LIVE_RECORD_PATH], const char *duration)
{
	sigset_t before;
	pid_t pid = -1;
	int fd, code;

	hold_signals(&before);
	fd = open_temporary();
	snprintf(path, LIVE_RECORD_PATH, "/proc/self/fd/%d", fd);
	if (fd >= 0)
		pid = start(fd, path, duration, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid < 0)
		return EXIT_ERROR;
	if (!duration && !is_quiet() && isatty(STDERR_FILENO))
		fputs("Recording ... hit Ctrl-C to end.\n", stderr);
	code = wait_for(pid);
	if (code == EXIT_ERROR)
		look_for_room(fd);
	return code;
}

/**
 * take_duration() - take the option --duration
 * @self: the command
 * @live: where to
 * @text: what was given
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int take_duration(const struct command *self, struct live_record *live,
		  const char *text)
{
	__u64 ns;

	live->duration = text;
	if (!lm_parse_time(text, &ns) && ns)
		return EXIT_OK;
	return usage_error(self, "'%.60s' is not a duration; try 10s or 500ms",
			   text);
}

/**
 * live_record_check() - look whether options fit together
 * @self: the command
 * @live: what is wanted
 * @has_file: a file was given as well
 * @has_window: so was --time
 *
 * Return: -1 to go on, else the exit code
 */
int live_record_check(const struct command *self,
		      const struct live_record *live, bool has_file,
		      bool has_window)
{
	if (live->wanted && has_file)
		return usage_error(self, "--live reads no file");
	if (live->wanted && has_window)
		return usage_error(self, "--time is of a recording");
	if (live->duration && !live->wanted)
		return usage_error(self, "--duration needs --live");
	return -1;
}

/**
 * live_record_use() - record now, if that is wanted, and use what is recorded
 * @live: what is wanted
 * @path: the file to use; set to what was recorded
 * @use: uses it
 * @request: handed to @use
 *
 * Return: the exit code of @use, or another one after saying why
 */
int live_record_use(struct live_record *live, const char **path,
		    int (*use)(void *request), void *request)
{
	int code;

	if (!live->wanted)
		return use(request);
	code = record_to(live->path, live->duration);
	if (code != EXIT_OK)
		return code;
	*path = live->path;
	return use(request);
}
