// SPDX-License-Identifier: GPL-2.0-only
/*
 * Steady reclaim: several processes read a file or device larger than memory,
 * each a part of its own. Two are enough for direct reclaim beside kswapd's.
 * Prints the instructions of a page on average over all, in hundredths: what
 * kswapd did meanwhile is in it. All memory but LEAVE MiB of what is available
 * is locked away before, and half as much is read once without being counted.
 *
 * Usage: reads FILE MIB READERS LEAVE [CONTROL]
 * CONTROL is told "on" and "off" when counting begins and ends.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tsc.h"

#define PAGE 4096ull

static char buffer[64 * 1024];

static int part(const char *path, unsigned long long from,
		unsigned long long bytes)
{
	unsigned long long done = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	while (fd >= 0 && done < bytes) {
		got = pread(fd, buffer, sizeof(buffer), from + done);
		if (got <= 0)
			break;
		done += got;
	}
	return done < bytes;
}

/* lock_away - take what /proc/meminfo has available, but for some */
static int lock_away(unsigned long long leave_mib)
{
	FILE *f = fopen("/proc/meminfo", "re");
	unsigned long long kib = 0;
	char line[128];

	while (f && !kib && fgets(line, sizeof(line), f))
		sscanf(line, "MemAvailable: %llu", &kib);
	if (f)
		fclose(f);
	if (kib <= leave_mib << 10)
		return 0;
	return mmap(NULL, (kib << 10) - (leave_mib << 20),
		    PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_LOCKED | MAP_POPULATE, -1,
		    0) == MAP_FAILED;
}

static int say(const char *control, const char *word)
{
	FILE *f = control ? fopen(control, "we") : NULL;
	int bad = control && (!f || fputs(word, f) < 0);

	if (f)
		bad |= fclose(f);
	return bad;
}

int main(int argc, char **argv)
{
	const char *control = argc == 6 ? argv[5] : NULL;
	unsigned long long begin, bytes;
	unsigned int i, readers;
	int status, bad = 0;

	if (argc != 5 && argc != 6)
		return 2;
	readers = strtoul(argv[3], NULL, 0);
	if (!readers || lock_away(strtoull(argv[4], NULL, 0)))
		return 2;
	bytes = (strtoull(argv[2], NULL, 0) << 20) / readers;
	/* Half as much first, to begin in reclaim. */
	bad = part(argv[1], readers * bytes, readers * bytes / 2);
	bad |= say(control, "on");
	begin = tsc();
	for (i = 0; i < readers; i++)
		if (!fork())
			_exit(part(argv[1], i * bytes, bytes));
	while (wait(&status) > 0)
		bad |= status;
	begin = tsc() - begin;
	bad |= say(control, "off");
	if (bad) {
		fprintf(stderr, "reads: %s ended early\n", argv[1]);
		return 1;
	}
	printf("%llu\n", begin * 100 / (bytes / PAGE * readers));
	return 0;
}
