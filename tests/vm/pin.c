// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holds pages of a file's cache, so that they are among those that could be
 * reclaimed and cannot be, until it is killed.
 *
 *   pin FILE MIB
 *
 * A pipe holds the pages that were spliced into it. Says "pinned PAGES" when all
 * are held.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PIPE (1 << 20)

/* Fills a pipe from the file; returns the bytes, or -1. */
static ssize_t fill(int file)
{
	ssize_t sum = 0, n;
	int ends[2];

	if (pipe(ends) || fcntl(ends[1], F_SETPIPE_SZ, PIPE) < 0)
		return -1;
	while (sum < PIPE) {
		n = splice(file, NULL, ends[1], NULL, PIPE - sum,
			   SPLICE_F_NONBLOCK);
		if (n <= 0)
			break;
		sum += n;
	}
	return sum;
}

int main(int argc, char **argv)
{
	long page = sysconf(_SC_PAGESIZE), sum = 0;
	int file, mib;

	if (argc != 3) {
		fputs("pin FILE MIB\n", stderr);
		return 2;
	}
	file = open(argv[1], O_RDONLY);
	if (file < 0) {
		perror(argv[1]);
		return 1;
	}
	for (mib = atoi(argv[2]); mib; mib--) {
		ssize_t n = fill(file);

		if (n < 0) {
			perror("splice");
			return 1;
		}
		sum += n;
	}
	printf("pinned %ld\n", sum / page);
	fflush(stdout);
	pause();
	return 0;
}
