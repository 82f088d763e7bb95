// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing of a recording file, one writev() per section, so that a recorder
 * killed at any moment leaves whole sections and at most one cut one.
 */
#include "writer.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "crc.h"

#define ALIGNMENT 8

/* writev() until everything is written. */
static int write_fully(int fd, struct iovec *iov, int nr)
{
	while (nr) {
		ssize_t done = writev(fd, iov, nr);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return done ? -errno : -EIO;
		while (nr && (size_t)done >= iov->iov_len) {
			done -= (ssize_t)iov->iov_len;
			iov++;
			nr--;
		}
		if (nr) {
			iov->iov_base = (char *)iov->iov_base + done;
			iov->iov_len -= (size_t)done;
		}
	}
	return 0;
}

/* Write something whole, or cut off again what there is of it. */
static int append(struct lm_writer *writer, struct iovec *iov, int nr)
{
	size_t len = 0;
	int ret, i;

	for (i = 0; i < nr; i++)
		len += iov[i].iov_len;
	ret = write_fully(writer->fd, iov, nr);
	if (!ret)
		writer->bytes += len;
	else if (!ftruncate(writer->fd, (off_t)writer->bytes))
		lseek(writer->fd, (off_t)writer->bytes, SEEK_SET);
	return ret;
}

/**
 * lm_writer_open() - open a file that is to become a recording
 * @writer: what to initialise
 * @path: its name
 *
 * Creates the file if need be, but leaves the contents of an existing one.
 *
 * Return: 0 or negative errno
 */
int lm_writer_open(struct lm_writer *writer, const char *path)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC;

	*writer = (struct lm_writer){ .created = true };
	writer->fd = open(path, flags | O_EXCL, 0600);
	if (writer->fd < 0 && errno == EEXIST) {
		writer->created = false;
		writer->fd = open(path, flags, 0600);
	}
	return writer->fd < 0 ? -errno : 0;
}

/**
 * lm_writer_begin() - replace what the file holds with an empty recording
 * @writer: the recording
 *
 * Return: 0 or negative errno
 */
int lm_writer_begin(struct lm_writer *writer)
{
	struct lowmark_file_head head = {
		.magic = LOWMARK_FILE_MAGIC,
		.endian = LOWMARK_FILE_ENDIAN,
		.major = LOWMARK_FILE_MAJOR,
		.minor = LOWMARK_FILE_MINOR,
		.head_bytes = sizeof(head),
	};
	struct iovec iov = { .iov_base = &head, .iov_len = sizeof(head) };

	/* A pipe or a device has nothing to be replaced. */
	if (ftruncate(writer->fd, 0) && errno != EINVAL)
		return -errno;
	return append(writer, &iov, 1);
}

/**
 * lm_writer_section() - append a section
 * @writer: the recording
 * @type: what it is
 * @data: its payload
 * @len: bytes of @data
 *
 * After a failure the file ends, as far as can be had, with the section
 * before.
 *
 * Return: 0 or negative errno; -EFBIG if @len is more than a section holds
 */
int lm_writer_section(struct lm_writer *writer, enum lowmark_section_type type,
		      const void *data, size_t len)
{
	static char zeros[ALIGNMENT];
	struct lowmark_section section = {
		.magic = LOWMARK_SECTION_MAGIC,
		.type = type,
		.bytes = (__u32)len,
	};
	struct iovec iov[] = {
		{ .iov_base = &section, .iov_len = sizeof(section) },
		{ .iov_base = (void *)data, .iov_len = len },
		{ .iov_base = zeros, .iov_len = -len % ALIGNMENT },
	};

	if (len > LOWMARK_SECTION_MAX)
		return -EFBIG;
	section.crc = lm_crc32(lm_crc32_section(section.type, section.bytes),
			       data, len);
	return append(writer, iov, 3);
}

/**
 * lm_writer_close() - end writing
 * @writer: the recording
 *
 * Return: 0 or negative errno: something written before got lost
 */
int lm_writer_close(struct lm_writer *writer)
{
	return close(writer->fd) ? -errno : 0;
}

/**
 * lm_writer_abandon() - end writing before lm_writer_begin()
 * @writer: the recording
 * @path: its name; the file is removed if it did not exist before
 */
void lm_writer_abandon(struct lm_writer *writer, const char *path)
{
	close(writer->fd);
	if (writer->created)
		unlink(path);
}
