// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding the sections of a recording file, from its head to its end.
 */
#include "scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "chunk.h"
#include "clean.h"
#include "crc.h"

#define LONGEST_TEXT (4u << 20)
#define HEAD_PEEK offsetof(struct lowmark_chunk, seq)

/* A section's header, and for a chunk as much of it as tells the CPU. */
struct peek {
	struct lowmark_section section;
	char chunk[HEAD_PEEK];
};

/**
 * lm_read_at() - read from a place in a file
 * @fd: the file
 * @buf: where to put it
 * @len: bytes wanted
 * @offset: the place
 *
 * Return: bytes read, fewer at the end of the file only, or negative errno
 */
ssize_t lm_read_at(int fd, void *buf, size_t len, __u64 offset)
{
	size_t got = 0;

	while (got < len) {
		ssize_t n = pread(fd, (char *)buf + got, len - got,
				  (off_t)(offset + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		got += (size_t)n;
	}
	return (ssize_t)got;
}

static const char bad_checksum[] = "the checksum of a section is wrong";

static int keep_text(struct lm_recording *rec,
		     const struct lowmark_section *section, __u64 offset)
{
	char *text;
	__u32 crc;
	ssize_t got;

	if (section->bytes > LONGEST_TEXT) {
		lm_recording_fault(rec, offset, "a text section is too long");
		return 0;
	}
	text = malloc(section->bytes + 1);
	if (!text)
		return -ENOMEM;
	got = lm_read_at(rec->fd, text, section->bytes, offset);
	if (got != (ssize_t)section->bytes) {
		free(text);
		return got < 0 ? (int)got : -EIO;
	}
	crc = lm_crc32_section(section->type, section->bytes);
	if (lm_crc32(crc, text, section->bytes) != section->crc) {
		lm_recording_fault(rec, offset, bad_checksum);
		free(text);
		return 0;
	}
	text[section->bytes] = '\0';
	/* Those that the module wrote are ASCII. META may be anything. */
	if (section->type != LOWMARK_SECTION_META)
		lm_clean_lines(text);
	if (rec->texts[section->type])
		lm_recording_fault(rec, offset, "a section is there twice");
	free(rec->texts[section->type]);
	rec->texts[section->type] = text;
	return 0;
}

static int add_ref(struct lm_chunk_list *list, const struct lm_chunk_ref *ref)
{
	if (list->nr == list->room) {
		__u32 room = list->room ? 2 * list->room : 16;
		void *refs = realloc(list->refs, room * sizeof(*list->refs));

		if (!refs)
			return -ENOMEM;
		list->refs = refs;
		list->room = room;
	}
	list->refs[list->nr++] = *ref;
	list->bytes += ref->bytes;
	if (ref->bytes > list->largest)
		list->largest = ref->bytes;
	return 0;
}

static int keep_chunk(struct lm_recording *rec, const struct peek *peek,
		      __u64 offset)
{
	struct lowmark_chunk head;
	const struct lm_chunk_ref ref = {
		.offset = offset,
		.bytes = peek->section.bytes,
		.crc = peek->section.crc,
	};

	memcpy(&head, peek->chunk, HEAD_PEEK);
	if (ref.bytes < HEAD_PEEK || head.magic != LOWMARK_CHUNK_MAGIC ||
	    head.cpu >= LM_MAX_CPUS) {
		lm_recording_fault(rec, offset, "a chunk's header is damaged");
		return 0;
	}
	if (head.cpu >= rec->nr_cpus)
		rec->nr_cpus = head.cpu + 1;
	return add_ref(&rec->cpus[head.cpu], &ref);
}

/* Damage may have made a known type an unknown one, which is not to be lost. */
static int pass(struct lm_recording *rec, const struct lowmark_section *section,
		__u64 offset)
{
	static char piece[65536];
	__u32 crc = lm_crc32_section(section->type, section->bytes);
	__u32 done, len;
	ssize_t got;

	for (done = 0; done < section->bytes; done += len) {
		len = section->bytes - done;
		if (len > sizeof(piece))
			len = sizeof(piece);
		got = lm_read_at(rec->fd, piece, len, offset + done);
		if (got != (ssize_t)len)
			return got < 0 ? (int)got : -EIO;
		crc = lm_crc32(crc, piece, len);
	}
	if (crc != section->crc)
		lm_recording_fault(rec, offset, bad_checksum);
	return 0;
}

/* Return: what is wrong with a section of which @got bytes could be read. */
static const char *section_fault(const struct peek *peek, size_t got,
				 __u64 left)
{
	const struct lowmark_section *section = &peek->section;

	if (got < sizeof(*section))
		return "the file is cut off in a section's header";
	if (section->magic != LOWMARK_SECTION_MAGIC)
		return "no section begins here";
	if (section->bytes > LOWMARK_SECTION_MAX)
		return "a section has an impossible length";
	if (section->bytes + -section->bytes % LM_SECTION_ALIGNMENT >
	    left - sizeof(*section))
		return "the file is cut off in a section";
	return NULL;
}

static int keep_section(struct lm_recording *rec, const struct peek *peek,
			__u64 offset)
{
	__u32 type = peek->section.type;

	if (type == LOWMARK_SECTION_CHUNK)
		return keep_chunk(rec, peek, offset);
	if (type && type < LOWMARK_NR_SECTIONS)
		return keep_text(rec, &peek->section, offset);
	return pass(rec, &peek->section, offset);
}

/**
 * lm_recording_scan() - find the sections of a recording
 * @rec: the recording; gets texts, places of chunks and faults
 * @offset: where the first section begins
 *
 * Return: 0 or negative errno
 */
int lm_recording_scan(struct lm_recording *rec, __u64 offset)
{
	struct peek peek = { 0 };
	const char *what;
	ssize_t got;
	int ret;

	for (; offset < rec->bytes; offset = rec->readable) {
		__u64 payload = offset + sizeof(peek.section);

		got = lm_read_at(rec->fd, &peek, sizeof(peek), offset);
		if (got < 0)
			return (int)got;
		what = section_fault(&peek, (size_t)got, rec->bytes - offset);
		if (what) {
			lm_recording_fault(rec, offset, what);
			break;
		}
		ret = keep_section(rec, &peek, payload);
		if (ret)
			return ret;
		rec->readable = payload + peek.section.bytes +
				-peek.section.bytes % LM_SECTION_ALIGNMENT;
	}
	rec->complete = rec->texts[LOWMARK_SECTION_END];
	if (rec->complete && (!rec->texts[LOWMARK_SECTION_META] ||
			      !rec->texts[LOWMARK_SECTION_FORMAT]))
		lm_recording_fault(rec, 0, "its description is missing");
	if (!rec->complete && !rec->nr_faults)
		lm_recording_fault(
			rec, rec->readable,
			"the end is missing: the recorder was cut off");
	return 0;
}
