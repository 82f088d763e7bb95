// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the decoding of chunks, the rendering of what comes out, and trimming.
 *
 * The input is the records of a chunk, after a header that is fine unless the
 * first byte is odd: then the input is the whole chunk.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lib/render.h"
#include "lib/trim.h"

static struct lm_names names;

static void decode(const void *chunk, size_t size)
{
	static char buf[LM_RENDER_SIZE];
	struct lm_cursor cursor;
	int ret = lm_cursor_init(&cursor, chunk, size);

	while (!ret && (ret = lm_cursor_next(&cursor)) > 0) {
		ret = 0;
		if (lm_render_text(buf, &names, &cursor.event) != strlen(buf))
			abort();
		if (lm_render_json(buf, &names, &cursor.event) != strlen(buf))
			abort();
	}
	if (ret && !cursor.what)
		abort();
}

static void trim(const void *chunk, size_t size, __u64 from_ns)
{
	char *to = malloc(size + LM_TRIM_ROOM);

	if (to && lm_chunk_trim(to, chunk, size, from_ns) >
			  (ssize_t)(size + LM_TRIM_ROOM))
		abort();
	free(to);
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	struct lowmark_chunk head = {
		.magic = LOWMARK_CHUNK_MAGIC,
		.header_bytes = sizeof(head),
		.abi_major = LOWMARK_ABI_MAJOR,
		.kinds = LOWMARK_KINDS,
	};
	size_t used = 0;
	char *chunk;

	if (!size)
		return 0;
	if (!(data[0] & 1))
		used = sizeof(head);
	/* Not a byte longer, so that the sanitizer knows where it ends. */
	chunk = malloc(used + size - 1);
	if (!chunk)
		return 0;
	head.bytes = (__u32)(sizeof(head) + (size - 1) / 8 * 8);
	memcpy(chunk, &head, used);
	memcpy(chunk + used, data + 1, size - 1);
	decode(chunk, used + size - 1);
	trim(chunk, used + size - 1, 1 + data[0] * 1000ull);
	free(chunk);
	return 0;
}
