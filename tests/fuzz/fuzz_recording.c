// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzzes the whole way from a file to a report.
 *
 * If the first byte is odd, the rest is the file. Else the rest is a list of
 * sections, each a type, a length of two bytes and a payload, that are written
 * with good checksums; for chunks the payload begins with CPU, number, time,
 * and what was produced of each type, one byte each.
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "lib/file_source.h"
#include "lib/report.h"
#include "lib/story.h"
#include "lib/symbols.h"
#include "lib/writer.h"

#define CHUNK_PREFIX (3 + 16)

static void put_chunk(struct lm_writer *writer, const __u8 *data, size_t size)
{
	struct lowmark_chunk head = {
		.magic = LOWMARK_CHUNK_MAGIC,
		.header_bytes = sizeof(head),
		.abi_major = LOWMARK_ABI_MAJOR,
		.kinds = LOWMARK_KINDS,
	};
	char *chunk;
	unsigned int i;

	if (size < CHUNK_PREFIX)
		return;
	head.cpu = data[0] % 8;
	head.seq = data[1];
	head.time_first = (__u64)data[2] << 24;
	head.time_last = head.time_first + 1000;
	for (i = 0; i < 16; i++)
		head.seen[i] = data[3 + i];
	size -= CHUNK_PREFIX;
	head.bytes = (__u32)(sizeof(head) + size / 8 * 8);
	chunk = malloc(sizeof(head) + size);
	if (!chunk)
		return;
	memcpy(chunk, &head, sizeof(head));
	memcpy(chunk + sizeof(head), data + CHUNK_PREFIX, size);
	lm_writer_section(writer, LOWMARK_SECTION_CHUNK, chunk,
			  sizeof(head) + size);
	free(chunk);
}

static void put_sections(struct lm_writer *writer, const __u8 *data,
			 size_t size)
{
	while (size >= 3) {
		unsigned int type = data[0] % (LOWMARK_NR_SECTIONS + 1);
		size_t len = data[1] | (size_t)data[2] << 8;

		data += 3;
		size -= 3;
		if (len > size)
			len = size;
		if (type == LOWMARK_SECTION_CHUNK)
			put_chunk(writer, data, len);
		else
			lm_writer_section(writer, type, data, len);
		data += len;
		size -= len;
	}
}

static int make_file(const __u8 *data, size_t size)
{
	struct lm_writer writer = { .fd = memfd_create("fuzz", MFD_CLOEXEC) };

	if (writer.fd < 0)
		abort();
	if (data[0] & 1) {
		if (write(writer.fd, data + 1, size - 1) < 0)
			abort();
	} else {
		lm_writer_begin(&writer);
		put_sections(&writer, data + 1, size - 1);
	}
	return writer.fd;
}

static void tell(struct lm_report *report)
{
	struct json_object *json = lm_report_json(report);
	struct json_object *again;
	unsigned int i;

	again = json_tokener_parse(json_object_to_json_string(json));
	if (!again)
		abort();
	json_object_put(again);
	json_object_put(json);
	for (i = 0; i < report->model.worst.nr; i++)
		free(lm_story_of_wake(&report->model.worst.list[i],
				      report->names));
}

/* As a stack would use them. */
static void use_symbols(const struct lm_recording *rec)
{
	struct lm_symbols symbols;
	size_t i;

	if (lm_symbols_init(&symbols,
			    lm_recording_text(rec, LOWMARK_SECTION_SYMBOLS)))
		abort();
	for (i = 0; i < symbols.nr; i++)
		if (!lm_symbols_name(&symbols, symbols.list[i].address))
			abort();
	lm_symbols_deinit(&symbols);
}

static void read_file(struct lm_recording *rec)
{
	static struct lm_names names;
	static struct lm_report report;
	struct lm_file_source file;
	struct lm_merge merge;

	if (lm_names_init(&names,
			  lm_recording_text(rec, LOWMARK_SECTION_FORMAT),
			  lm_recording_text(rec, LOWMARK_SECTION_ZONES_START)))
		return;
	if (lm_file_source_init(&file, rec) ||
	    lm_merge_init(&merge, &file.source))
		abort();
	if (lm_report_make(&report, rec, &names, &merge, NULL, NULL))
		abort();
	tell(&report);
	lm_recording_verify(rec, merge.records);
	lm_report_deinit(&report);
	lm_merge_deinit(&merge);
	lm_file_source_deinit(&file);
}

int LLVMFuzzerTestOneInput(const __u8 *data, size_t size)
{
	struct lm_recording rec;
	const char *what;

	if (!size || lm_recording_open_fd(&rec, make_file(data, size), &what))
		return 0;
	use_symbols(&rec);
	read_file(&rec);
	lm_recording_close(&rec);
	return 0;
}
