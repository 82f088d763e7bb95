// SPDX-License-Identifier: GPL-2.0-only
/*
 * Chunks with one bit flipped whose checksum is right all the same, as a
 * writer gone wrong makes them: whatever looks at their events goes on.
 */
#include <stdlib.h>
#include <string.h>

#include "analyse.h"
#include "build_recording.h"
#include "incidents.h"
#include "ktap.h"
#include "lowmark_describe.h"

static struct lm_names names;
static const char zones[] =
	"# pages, 4096 bytes each; zones_per_node 5\n"
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA32 1 20000 20010 1000 1250 1500 0 250000 0,0,0,0,0 -\n";

static void read_names(void)
{
	char *format = build_format();

	if (lm_names_init(&names, format, zones))
		abort();
	free(format);
}

/* Flip every @step-th bit of a chunk in turn. Return: how often that was noticed. */
static unsigned int flip_all(const struct built_chunk *chunk, unsigned int step)
{
	char *data = chunk->data;
	unsigned int noticed = 0;
	size_t bit;

	for (bit = 0; bit < 8 * chunk->len; bit += step) {
		data[bit / 8] ^= (char)(1 << bit % 8);
		noticed += analyse(&names, zones, data, chunk->len) < 0;
		data[bit / 8] ^= (char)(1 << bit % 8);
	}
	return noticed;
}

/* One record of each type, all zero but for what makes it that record. */
static void test_every_type(void)
{
	static __u64 record[256];
	struct lowmark_hdr *hdr = (void *)record;
	struct build build = { 0 };
	unsigned int type, noticed, nr = 0;

	for (type = 1; type < LOWMARK_KINDS; type++) {
		if (!lowmark_records[type].name || LM_STRUCTURAL(type))
			continue;
		hdr->type = (__u8)type;
		hdr->words = (__u8)(lowmark_records[type].bytes / LOWMARK_WORD);
		build_put(&build, 0, 2000 + 10 * nr++, hdr);
	}
	build_close(&build, 0);
	T_EQUAL(build.nr_chunks, 1);
	read_names();
	T_EQUAL(analyse(&names, zones, build.chunks[0].data,
			build.chunks[0].len),
		nr);
	/* Of 8 bits each third: all of them come up, in time that can be had. */
	noticed = flip_all(&build.chunks[0], 3);
	/* Magic, lengths and ABI of the chunk; lengths of the records. */
	printf("# %u of %zu flips noticed\n", noticed, 8 * build.chunks[0].len);
	T_ASSERT(noticed >= (32 + 5 * nr) / 3);
	build_deinit(&build);
}

/* Chunks that have stories to tell, of each a part of the bits. */
static void test_incidents(void)
{
	struct build build;
	unsigned int i, c;

	read_names();
	for (i = 0; i < nr_incidents; i++) {
		build = (struct build){ 0 };
		build_task(&build, 0, 100, "stress");
		incidents[i].make(&build);
		for (c = 0; c < BUILD_CPUS; c++)
			build_close(&build, c);
		for (c = 0; c < build.nr_chunks; c++)
			flip_all(&build.chunks[c], 211);
		build_deinit(&build);
	}
	T_ASSERT(nr_incidents >= 12);
}

TEST_MAIN(TEST(test_every_type), TEST(test_incidents))
