// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading whole text files, compressed or not.
 */
#include "text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>
#include <zlib.h>

#define FIRST_SIZE 65536
#define LARGEST (256u << 20)

/* read(2) for lm_fill() */
static ssize_t read_fd(void *from, char *buf, size_t len)
{
	ssize_t got;

	do {
		got = read(*(int *)from, buf, len);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

static ssize_t read_gzip(void *from, char *buf, size_t len)
{
	int got;

	errno = 0;
	got = gzread(from, buf, (unsigned int)len);
	if (got >= 0)
		return got;
	return errno ? -errno : -EBADMSG;
}

static int fill(ssize_t (*more)(void *from, char *buf, size_t len), void *from,
		char **text, size_t *len)
{
	size_t size = 0, used = 0;
	char *buf = NULL, *larger;
	ssize_t got;

	do {
		if (size - used < 2) {
			size = size ? 2 * size : FIRST_SIZE;
			larger = size > LARGEST ? NULL : realloc(buf, size);
			if (!larger) {
				free(buf);
				return size > LARGEST ? -EFBIG : -ENOMEM;
			}
			buf = larger;
		}
		got = more(from, buf + used, size - used - 1);
		if (got > 0)
			used += got;
	} while (got > 0);
	if (got < 0) {
		free(buf);
		return (int)got;
	}
	buf[used] = '\0';
	*text = buf;
	if (len)
		*len = used;
	return 0;
}

/**
 * lm_read_all - read a file to its end
 * @fd: the file
 * @text: gets what was read and a terminating zero, to be freed
 * @len: gets the length without that zero; may be NULL
 *
 * Return: 0 or -errno.
 */
int lm_read_all(int fd, char **text, size_t *len)
{
	return fill(read_fd, &fd, text, len);
}

/**
 * lm_read_text - read a file by name
 * @path: the file
 * @text: gets what was read and a terminating zero, to be freed
 * @len: gets the length without that zero; may be NULL
 *
 * Return: 0 or -errno.
 */
int lm_read_text(const char *path, char **text, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	err = lm_read_all(fd, text, len);
	close(fd);
	return err;
}

/**
 * lm_read_gzip - read a file by name, unpacking it if it is compressed
 * @path: the file
 * @text: gets what was read and a terminating zero, to be freed
 * @len: gets the length without that zero; may be NULL
 *
 * Return: 0 or -errno.
 */
int lm_read_gzip(const char *path, char **text, size_t *len)
{
	gzFile file;
	int err;

	errno = 0;
	file = gzopen(path, "rbe");
	if (!file)
		return errno ? -errno : -ENOMEM;
	err = fill(read_gzip, file, text, len);
	gzclose(file);
	return err;
}
