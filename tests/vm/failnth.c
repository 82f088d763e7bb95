// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does a thing again and again while one allocation of the kernel fails: of those
 * made for the calling thread the Nth, for each N up to FIRST, and then for SPREAD
 * of them, spread evenly over all there are. Opening what is loaded or written to
 * is no part of the thing; opening what is read is. Needs CONFIG_FAULT_INJECTION
 * (/proc/PID/fail-nth, since Linux 4.16).
 *
 *   failnth FIRST SPREAD load MODULE PARAMETERS  insert; and remove again
 *   failnth FIRST SPREAD write FILE TEXT UNDO    and write UNDO after each try
 *   failnth FIRST SPREAD read FILE               to its end, at most 1 MiB
 *
 * Prints what a try was answered, a line each: "N ok" or "N" and the error's name,
 * and "not reached" if fewer than N were made; at last "allocations TOTAL", which
 * is what the thing needs when none fails.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* More than anything needs; what is left of it tells how many there were */
#define MANY 1000000

static int load(int fd, char **argv)
{
	return syscall(SYS_finit_module, fd, argv[1], 0) ? errno : 0;
}

static int unload(int fd, char **argv)
{
	(void)fd;
	(void)argv;
	return syscall(SYS_delete_module, "lowmark", O_NONBLOCK) ? errno : 0;
}

static int write_text(int fd, char **argv)
{
	return write(fd, argv[1], strlen(argv[1])) < 0 ? errno : 0;
}

static int write_undo(int fd, char **argv)
{
	return write(fd, argv[2], strlen(argv[2])) < 0 ? errno : 0;
}

static int read_all(int none, char **argv)
{
	int fd = open(argv[0], O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	static char to[65536];
	int error = 0;
	ssize_t n = 1;
	int reads;

	(void)none;
	if (fd < 0)
		return errno;
	for (reads = 0; n > 0 && reads < 16; reads++)
		n = read(fd, to, sizeof(to));
	if (n < 0 && errno != EAGAIN)
		error = errno;
	close(fd);
	return error;
}

static int nothing(int fd, char **argv)
{
	(void)fd;
	(void)argv;
	return 0;
}

static const struct thing {
	const char *name;
	int nr_args;
	int flags;
	int (*act)(int fd, char **argv);
	int (*undo)(int fd, char **argv);
} things[] = {
	{ "load", 2, O_RDONLY, load, unload },
	{ "write", 3, O_WRONLY, write_text, write_undo },
	{ "read", 1, O_PATH, read_all, nothing },
};

static const struct thing *thing_of(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 3 && i < sizeof(things) / sizeof(*things); i++)
		if (!strcmp(argv[3], things[i].name) && argc == 4 + things[i].nr_args)
			return &things[i];
	return NULL;
}

/* One try: the thing's errno; *left is how many allocations it did not come to. */
static int attempt(int fd, const struct thing *thing, char **argv, int nth, int *left)
{
	int file = open(argv[0], thing->flags | O_CLOEXEC);
	char text[16];
	ssize_t len;
	int error;

	if (file < 0)
		exit(5);
	snprintf(text, sizeof(text), "%d", nth);
	if (pwrite(fd, text, strlen(text), 0) < 0)
		exit(3);
	error = thing->act(file, argv);
	len = pread(fd, text, sizeof(text) - 1, 0);
	if (len < 0 || pwrite(fd, "0", 1, 0) < 0)
		exit(3);
	text[len] = '\0';
	*left = atoi(text);
	if ((!error || thing->act != load) && thing->undo(file, argv))
		exit(4);
	close(file);
	return error;
}

int main(int argc, char **argv)
{
	const struct thing *thing = thing_of(argc, argv);
	int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	int total, first, step, nth, left, error;

	if (!thing || fd < 0) {
		fprintf(stderr, "failnth: %s\n", thing ? "no fail-nth here" : "wrong usage");
		return 2;
	}
	argv += 4;
	error = attempt(fd, thing, argv, MANY, &left);
	if (error) {
		fprintf(stderr, "failnth: %s\n", strerror(error));
		return 1;
	}
	total = MANY - left;
	first = atoi(argv[-3]);
	step = total / atoi(argv[-2]) + 1;
	for (nth = 1; nth <= total; nth += nth < first ? 1 : step) {
		error = attempt(fd, thing, argv, nth, &left);
		printf("%d %s%s\n", nth, error ? strerrorname_np(error) : "ok",
		       left ? " not reached" : "");
		fflush(stdout);
	}
	printf("allocations %d\n", total);
	return 0;
}
