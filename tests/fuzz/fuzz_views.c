// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes all that looks at events: filters, stories, plot, top, text and JSON.
 *
 * The input is the records of a chunk; its first byte tells the CPU.
 */
#include <stdlib.h>
#include <string.h>

#include "../unit/analyse.h"
#include "../unit/build_recording.h"
#include "fuzz.h"

static const char zones[] =
	"# pages, 4096 bytes each; zones_per_node 5\n"
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA32 1 20000 20010 1000 1250 1500 0 250000 0,0,0,0,0 -\n"
	"1 Normal 7 30000 30000 2000 2500 3000 0 500000 0,0,0,0,0 -\n";

static const struct lm_names *kernel_names(void)
{
	static struct lm_names names;
	static bool read;
	char *format;

	if (!read) {
		format = build_format();
		if (lm_names_init(&names, format, zones))
			abort();
		free(format);
		read = true;
	}
	return &names;
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	struct lowmark_chunk head = {
		.magic = LOWMARK_CHUNK_MAGIC,
		.header_bytes = sizeof(head),
		.abi_major = LOWMARK_ABI_MAJOR,
		.kinds = LOWMARK_KINDS,
		.time_first = 1000,
		.time_last = 5000,
	};
	size_t records = size ? (size - 1) / LOWMARK_WORD * LOWMARK_WORD : 0;
	char *chunk;

	if (!records)
		return 0;
	head.cpu = data[0];
	head.bytes = (__u32)(sizeof(head) + records);
	/* Not a byte longer, so that the sanitizer knows where it ends. */
	chunk = malloc(head.bytes);
	if (!chunk)
		return 0;
	memcpy(chunk, &head, sizeof(head));
	memcpy(chunk + sizeof(head), data + 1, records);
	analyse(kernel_names(), zones, chunk, head.bytes);
	free(chunk);
	return 0;
}
