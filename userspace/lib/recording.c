// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading of a recording file: what is in it, and what is wrong with it.
 * Chunks are read one by one when they are needed, never the whole file.
 */
#include "recording.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "chunk.h"
#include "crc.h"
#include "keys.h"
#include "scan.h"

/**
 * lm_recording_fault() - note that something is wrong in a recording
 * @rec: the recording
 * @offset: where in the file
 * @what: what is wrong; not copied
 */
void lm_recording_fault(struct lm_recording *rec, __u64 offset,
			const char *what)
{
	if (rec->nr_faults < LM_MAX_FAULTS)
		rec->faults[rec->nr_faults] = (struct lm_fault){
			.offset = offset,
			.what = what,
		};
	rec->nr_faults++;
}

static const char *head_fault(const struct lowmark_file_head *head, size_t len)
{
	if (!len)
		return "the file is empty";
	if (memcmp(head->magic, LOWMARK_FILE_MAGIC,
		   len < sizeof(head->magic) ? len : sizeof(head->magic)))
		return "not a lowmark recording";
	if (len < sizeof(*head))
		return "the file is cut off in its head";
	if (head->endian == __builtin_bswap32(LOWMARK_FILE_ENDIAN))
		return "recorded on a machine of the other byte order";
	if (head->endian != LOWMARK_FILE_ENDIAN ||
	    head->head_bytes < sizeof(*head) ||
	    head->head_bytes % LM_SECTION_ALIGNMENT)
		return "the head of the file is damaged";
	if (head->major != LOWMARK_FILE_MAJOR)
		return "a recording of another format version";
	return NULL;
}

/* Return: where the sections begin, or negative errno. */
static long read_head(struct lm_recording *rec, const char **what)
{
	struct lowmark_file_head head = { 0 };
	ssize_t got = lm_read_at(rec->fd, &head, sizeof(head), 0);

	if (got < 0)
		return got;
	*what = head_fault(&head, (size_t)got);
	return *what ? -EBADMSG : (long)head.head_bytes;
}

/**
 * lm_recording_open_fd() - open a recording
 * @rec: what to initialise
 * @fd: the file; closed by lm_recording_close(), and on failure
 * @what: set to what is wrong, if the file is not a recording
 *
 * A damaged recording opens as far as it can be read; see @rec->nr_faults.
 *
 * Return: 0, -EBADMSG if the file is no recording that can be read, or
 * another negative errno
 */
int lm_recording_open_fd(struct lm_recording *rec, int fd, const char **what)
{
	struct stat status;
	long ret;

	*what = NULL;
	*rec = (struct lm_recording){ .fd = fd };
	rec->cpus = calloc(LM_MAX_CPUS, sizeof(*rec->cpus));
	if (!rec->cpus)
		ret = -ENOMEM;
	else if (fstat(fd, &status))
		ret = -errno;
	else
		ret = read_head(rec, what);
	if (ret > 0) {
		rec->bytes = (__u64)status.st_size;
		rec->readable = (__u64)ret;
		ret = lm_recording_scan(rec, rec->readable);
	}
	if (ret)
		lm_recording_close(rec);
	return (int)ret;
}

/**
 * lm_recording_open() - open a recording by name
 * @rec: what to initialise
 * @path: the file
 * @what: set to what is wrong, if the file is not a recording
 *
 * Return: as lm_recording_open_fd()
 */
int lm_recording_open(struct lm_recording *rec, const char *path,
		      const char **what)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	*what = NULL;
	return fd < 0 ? -errno : lm_recording_open_fd(rec, fd, what);
}

/**
 * lm_recording_close() - close a recording
 * @rec: the recording
 */
void lm_recording_close(struct lm_recording *rec)
{
	unsigned int i;

	for (i = 0; rec->cpus && i < rec->nr_cpus; i++)
		free(rec->cpus[i].refs);
	free(rec->cpus);
	for (i = 0; i < LOWMARK_NR_SECTIONS; i++)
		free(rec->texts[i]);
	close(rec->fd);
	*rec = (struct lm_recording){ .fd = -1 };
}

/**
 * lm_recording_chunk() - read a chunk
 * @rec: the recording
 * @cpu: the CPU
 * @nr: which of its chunks
 * @buf: where to put it; the chunk list tells how long it is
 *
 * A wrong checksum is noted as a fault of the recording.
 *
 * Return: 0, -EBADMSG if the checksum is wrong, or another negative errno
 */
int lm_recording_chunk(struct lm_recording *rec, unsigned int cpu,
		       unsigned int nr, void *buf)
{
	const struct lm_chunk_ref *ref = &rec->cpus[cpu].refs[nr];
	ssize_t got = lm_read_at(rec->fd, buf, ref->bytes, ref->offset);
	__u32 crc = lm_crc32_section(LOWMARK_SECTION_CHUNK, ref->bytes);

	if (got < 0)
		return (int)got;
	if (got == (ssize_t)ref->bytes &&
	    lm_crc32(crc, buf, ref->bytes) == ref->crc)
		return 0;
	lm_recording_fault(rec, ref->offset,
			   "the checksum of a chunk is wrong");
	return -EBADMSG;
}

/**
 * lm_recording_verify() - compare what was read with what was written
 * @rec: the recording, read to its end
 * @events: records that were read, structural ones apart
 *
 * A difference is noted as a fault, if no other one explains it.
 */
void lm_recording_verify(struct lm_recording *rec, __u64 events)
{
	__u64 written;

	if (!rec->nr_faults &&
	    lm_key_u64(lm_recording_text(rec, LOWMARK_SECTION_END), "events",
		       &written) &&
	    written != events)
		lm_recording_fault(rec, rec->readable,
				   "not as many events as were written");
}

/**
 * lm_recording_text() - text of a section
 * @rec: the recording
 * @type: the section
 *
 * All but META is fit for a terminal; of META, what lm_key() finds is.
 *
 * Return: the text, "" if the recording has no such section
 */
const char *lm_recording_text(const struct lm_recording *rec,
			      enum lowmark_section_type type)
{
	return rec->texts[type] ? rec->texts[type] : "";
}
