// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page faults without memory pressure: maps, touches and unmaps anonymous
 * memory. Prints the median instructions of a page, in hundredths.
 *
 * Usage: faults PAGES ROUNDS
 */
#include <stdio.h>
#include <sys/mman.h>

#include "tsc.h"

#define PAGE 4096ul

static int touch(unsigned long pages)
{
	unsigned long i, bytes = pages * PAGE;
	char *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return -1;
	madvise(at, bytes, MADV_NOHUGEPAGE);
	for (i = 0; i < bytes; i += PAGE)
		at[i] = 1;
	return munmap(at, bytes);
}

int main(int argc, char **argv)
{
	unsigned long pages, rounds, i;
	unsigned long long *took, begin;

	if (argc != 3)
		return 2;
	pages = strtoul(argv[1], NULL, 0);
	rounds = strtoul(argv[2], NULL, 0);
	took = calloc(rounds, sizeof(*took));
	if (!pages || !rounds || !took)
		return 2;
	for (i = 0; i < rounds; i++) {
		begin = tsc();
		if (touch(pages)) {
			perror("faults");
			return 1;
		}
		took[i] = tsc() - begin;
	}
	qsort(took, rounds, sizeof(*took), ascending);
	printf("%llu\n", took[rounds / 2] * 100 / pages);
	return 0;
}
