// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel log says of lowmark from a moment on.
 */
#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/**
 * lm_kmsg_mark - remember the end of the kernel log
 *
 * Return: what lm_kmsg_since() wants; negative if the log cannot be read.
 */
int lm_kmsg_mark(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	if (lseek(fd, 0, SEEK_END) < 0) {
		close(fd);
		return -EIO;
	}
	return fd;
}

/**
 * lm_kmsg_since - show what the kernel has since said of lowmark
 * @mark: from lm_kmsg_mark(); it is used up
 * @line: called with each message that names lowmark
 */
void lm_kmsg_since(int mark, void (*line)(const char *text))
{
	char record[8192 + 1];
	char *text;
	ssize_t got;

	if (mark < 0)
		return;
	/* One record per read: "priority,number,time,flags;text\n keys" */
	while ((got = read(mark, record, sizeof(record) - 1)) > 0 ||
	       (got < 0 && (errno == EPIPE || errno == EINTR))) {
		if (got < 0)
			continue;
		record[got] = '\0';
		text = strchr(record, ';');
		if (!text)
			continue;
		text[strcspn(text, "\n")] = '\0';
		if (strstr(text, "lowmark"))
			line(text + 1);
	}
	close(mark);
}
