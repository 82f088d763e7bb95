// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a fuzzer without libFuzzer: on files, or on random changes of a
 * recording, of its first chunk and of its texts, N times.
 *
 *	driver FILE...
 *	driver -N
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/build_recording.h"
#include "fuzz.h"
#include "lib/text.h"
#include "lowmark_file.h"

#define MOST_SEEDS 5

struct seed {
	char *data;
	size_t len;
};

/* A copy with a byte before it, which fuzzers take as their mode. */
static void add_seed(struct seed *seed, char mode, const void *data, size_t len)
{
	seed->data = malloc(len + 1);
	if (!seed->data)
		abort();
	seed->data[0] = mode;
	memcpy(seed->data + 1, data, len);
	seed->len = len + 1;
}

/* A recording as a file and as a list of sections, a chunk, records, a text. */
static unsigned int make_seeds(struct seed seeds[MOST_SEEDS])
{
	struct build build = { 0 };
	char *format = build_format(), *file;
	char sections[4096] = { LOWMARK_SECTION_CHUNK, 0, 8 };
	const struct built_chunk *chunk;
	unsigned int i;
	size_t len;
	int fd;

	for (i = 0; i < 30; i++) {
		BUILD(&build, i % 2, 1000 + i, 0, wake, .zone = 1);
		BUILD(&build, i % 2, 2000 + i, 0, slow_begin, .span = i);
		BUILD(&build, i % 2, 3000 + i, 0, slow_end, .span = i);
		BUILD(&build, i % 2, 4000 + i, 0, kswapd_wake, .node = 0);
		BUILD(&build, i % 2, 5000 + i, 0, zone, .zone = 1);
		BUILD(&build, i % 2, 6000 + i, 0, kswapd_sleep, .node = 0);
	}
	fd = build_memfd(&build);
	if (lseek(fd, 0, SEEK_SET) || lm_read_all(fd, &file, &len))
		abort();
	close(fd);
	add_seed(&seeds[0], 1, file, len);
	chunk = &build.chunks[0];
	add_seed(&seeds[1], 1, chunk->data, chunk->len);
	add_seed(&seeds[2], 0,
		 (char *)chunk->data + sizeof(struct lowmark_chunk),
		 chunk->len - sizeof(struct lowmark_chunk));
	memcpy(sections + 3 + 19,
	       (char *)chunk->data + sizeof(struct lowmark_chunk), 2048 - 19);
	add_seed(&seeds[3], 0, sections, 3 + 2048);
	add_seed(&seeds[4], '#', format, strlen(format));
	free(file);
	free(format);
	build_deinit(&build);
	return MOST_SEEDS;
}

static void run_changed(const struct seed *seed)
{
	size_t len = seed->len;
	unsigned int changes = (unsigned int)rand() % 8;
	char *copy = malloc(len);

	if (!copy)
		abort();
	memcpy(copy, seed->data, len);
	while (changes--)
		copy[(size_t)rand() % len] ^= (char)(rand() >> 8);
	if (rand() % 8 == 0)
		len = (size_t)rand() % len;
	LLVMFuzzerTestOneInput((const __u8 *)copy, len);
	free(copy);
}

int main(int argc, char *argv[])
{
	struct seed seeds[MOST_SEEDS];
	long i, rounds = argc > 1 ? -strtol(argv[1], NULL, 10) : 0;
	unsigned int nr;
	char *data;
	size_t len;

	for (i = 1; rounds <= 0 && i < argc; i++) {
		if (lm_read_text(argv[i], &data, &len))
			return 1;
		LLVMFuzzerTestOneInput((const __u8 *)data, len);
		free(data);
	}
	nr = make_seeds(seeds);
	for (i = 0; i < rounds; i++)
		run_changed(&seeds[(unsigned int)i % nr]);
	for (i = 0; i < (long)nr; i++)
		free(seeds[i].data);
	return 0;
}
