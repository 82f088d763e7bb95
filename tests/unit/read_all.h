/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reads whole recordings, for tests that compare what comes out of them.
 */
#ifndef READ_ALL_H
#define READ_ALL_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/crc.h"
#include "lib/file_source.h"
#include "lib/loss.h"

/**
 * struct read_all - what came out of a recording
 * @error: negative errno of opening or reading it
 * @faults: what was found wrong
 * @events: number of events that are records
 * @losses: number of events that are losses
 * @lost: records lost
 * @unordered: events that came too late
 * @digest: checksum over all records, in order
 * @texts: checksum over what describes them
 */
struct read_all {
	int error;
	unsigned int faults;
	__u64 events;
	__u64 losses;
	__u64 lost;
	__u64 unordered;
	__u32 digest;
	__u32 texts;
};

static inline void read_all_event(struct read_all *all,
				  const struct lm_event *event)
{
	static struct {
		__u64 time_ns;
		__u32 digest;
		__u32 cpu;
		__u32 pid;
		char record[256 * LOWMARK_WORD];
	} known;
	size_t bytes;

	if (event->loss) {
		all->losses++;
		all->lost += event->loss->total;
		return;
	}
	bytes = event->record->words * LOWMARK_WORD;
	all->events++;
	all->unordered += event->time_ns < known.time_ns && all->events > 1;
	known.time_ns = event->time_ns;
	known.digest = all->digest;
	known.cpu = event->cpu;
	known.pid = event->pid;
	memcpy(known.record, event->record, bytes);
	all->digest = lm_crc32(0, &known,
			       offsetof(__typeof__(known), record) + bytes);
}

static inline __u32 read_all_text(const struct lm_recording *rec,
				  enum lowmark_section_type type)
{
	const char *text = lm_recording_text(rec, type);

	return lm_crc32(0, text, strlen(text));
}

/* Read what @fd holds; closes it. */
static inline struct read_all read_all(int fd)
{
	struct read_all all = { 0 };
	struct lm_recording rec;
	struct lm_file_source file;
	struct lm_merge merge = { 0 };
	const struct lm_event *event;
	const char *what;
	int ret;

	all.error = lm_recording_open_fd(&rec, fd, &what);
	if (all.error)
		return all;
	all.error = lm_file_source_init(&file, &rec);
	if (!all.error)
		all.error = lm_merge_init(&merge, &file.source);
	while (!all.error &&
	       (ret = lm_merge_next(&merge, LM_FOREVER, &event)) != 0) {
		if (ret < 0)
			all.error = ret;
		else
			read_all_event(&all, event);
	}
	all.texts = read_all_text(&rec, LOWMARK_SECTION_META) ^
		    read_all_text(&rec, LOWMARK_SECTION_FORMAT);
	lm_recording_verify(&rec, merge.records);
	all.faults = rec.nr_faults;
	lm_merge_deinit(&merge);
	lm_file_source_deinit(&file);
	lm_recording_close(&rec);
	return all;
}

/* Make a file of bytes. */
static inline int bytes_fd(const void *data, size_t len)
{
	int fd = memfd_create("bytes", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, len) != (ssize_t)len)
		abort();
	return fd;
}

/* All bytes of a file, to be freed; closes it. */
static inline char *fd_bytes(int fd, size_t *len)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char *data = malloc((size_t)end + 1);

	if (end < 0 || !data || pread(fd, data, (size_t)end, 0) != end)
		abort();
	close(fd);
	*len = (size_t)end;
	return data;
}

#endif
