// SPDX-License-Identifier: GPL-2.0-only
/*
 * One incident of the flight recorder: what fired, and its file.
 */
#include "incident.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/debugfs.h"
#include "lib/keys.h"
#include "lib/trim.h"
#include "lib/units.h"
#include "live.h"
#include "metadata.h"

#define PART ".part" /* a file that is not whole yet */

static void parse(struct incident *incident, const char *text)
{
	static const struct {
		const char *key;
		size_t offset;
	} numbers[] = {
		{ "number", offsetof(struct incident, number) },
		{ "causes", offsetof(struct incident, causes) },
		{ "time_ns", offsetof(struct incident, time_ns) },
		{ "post_ns", offsetof(struct incident, post_ns) },
		{ "value", offsetof(struct incident, value) },
		{ "cpu", offsetof(struct incident, cpu) },
		{ "pid", offsetof(struct incident, pid) },
	};
	unsigned int i;

	*incident = (struct incident){ .cause = "none", .span = "0x0" };
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		lm_key_u64(text, numbers[i].key,
			   (__u64 *)((char *)incident + numbers[i].offset));
	lm_key(text, "cause", incident->cause, sizeof(incident->cause));
	lm_key(text, "span", incident->span, sizeof(incident->span));
	lm_key_raw(text, "comm", incident->comm, sizeof(incident->comm));
	lm_key(text, "triggers", incident->triggers,
	       sizeof(incident->triggers));
	/* It becomes part of a file's name. */
	if (strspn(incident->cause, "abcdefghijklmnopqrstuvwxyz-") !=
	    strlen(incident->cause))
		memcpy(incident->cause, "unknown", sizeof("unknown"));
}

/**
 * incident_read() - ask the module what fired
 * @incident: filled; its number is 0 if nothing has
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int incident_read(struct incident *incident)
{
	char *text;
	int code = read_module_file("trigger", &text);

	if (code != EXIT_OK)
		return code;
	parse(incident, text);
	free(text);
	return EXIT_OK;
}

/**
 * incident_text() - what fired, for people; not fit for a terminal
 * @incident: the incident
 * @text: where to put it
 * @size: bytes of @text
 *
 * Return: @text
 */
char *incident_text(const struct incident *incident, char *text, size_t size)
{
	char value[LM_UNIT_SIZE] = "";

	if (!strcmp(incident->cause, "stall") ||
	    !strcmp(incident->cause, "below-min"))
		lm_show_time(value, incident->value);
	else if (!strcmp(incident->cause, "hopeless"))
		snprintf(value, sizeof(value), "node %llu", incident->value);
	else if (strcmp(incident->cause, "user") != 0)
		snprintf(value, sizeof(value), "order %llu", incident->value);
	snprintf(text, size, "%s%s%s, %s[%llu] on CPU %llu", incident->cause,
		 *value ? " " : "", value, incident->comm, incident->pid,
		 incident->cpu);
	return text;
}

/* DIR/lowmark-20261123T142530.123456Z-stall.lowmark, by the wall clock */
static void make_path(struct incident *incident, const char *dir)
{
	__u64 wall = incident->time_ns + clock_ns(CLOCK_REALTIME) -
		     clock_ns(CLOCK_MONOTONIC);
	time_t second = (time_t)(wall / NSEC_PER_SEC);
	char when[32] = "unknown";
	struct tm utc;

	if (gmtime_r(&second, &utc))
		strftime(when, sizeof(when), "%Y%m%dT%H%M%S", &utc);
	snprintf(incident->path, sizeof(incident->path),
		 "%s/lowmark-%s.%06lluZ-%s.lowmark", dir, when,
		 wall / 1000 % 1000000, incident->cause);
}

static int open_snapshot(unsigned int cpu)
{
	char name[32];

	snprintf(name, sizeof(name), "cpu%u/snapshot", cpu);
	return lm_debugfs_open(name, O_RDONLY);
}

/* Return: bytes of the next chunk in the rings' buffer, 0, or -errno. */
static ssize_t read_chunk(struct lm_rings *rings, int fd)
{
	ssize_t got;

	do {
		got = read(fd, rings->buf, rings->size);
	} while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : got;
}

/* Put into the file what of a chunk is not older than what is to be kept. */
static int keep_chunk(struct recorder *recorder, unsigned int nr, size_t len,
		      __u64 from_ns, void *room)
{
	const void *chunk = recorder->session->rings.buf;
	ssize_t kept = lm_chunk_trim(room, chunk, len, from_ns);

	if (kept <= 0)
		return (int)kept;
	return recorder_chunk(recorder, nr, room, (size_t)kept);
}

static int copy_ring(struct recorder *recorder, unsigned int nr, __u64 from_ns,
		     void *room)
{
	struct lm_rings *rings = &recorder->session->rings;
	int fd = open_snapshot(rings->rings[nr].cpu);
	ssize_t got = 0;
	int ret = fd < 0 ? fd : 0;

	while (!ret && (got = read_chunk(rings, fd)) > 0)
		ret = keep_chunk(recorder, nr, (size_t)got, from_ns, room);
	if (fd >= 0)
		close(fd);
	return got < 0 ? (int)got : ret;
}

static int copy_rings(struct recorder *recorder, __u64 from_ns)
{
	void *room = malloc(recorder->session->rings.size + LM_TRIM_ROOM);
	unsigned int i;
	int ret = room ? 0 : -ENOMEM;

	for (i = 0; !ret && i < recorder->session->rings.nr; i++)
		ret = copy_ring(recorder, i, from_ns, room);
	free(room);
	return ret;
}

/* When the oldest record of all rings was made. */
static __u64 oldest(struct lm_rings *rings)
{
	const struct lowmark_chunk *chunk = rings->buf;
	__u64 first = clock_ns(CLOCK_MONOTONIC);
	unsigned int i;
	int fd;

	for (i = 0; i < rings->nr; i++) {
		fd = open_snapshot(rings->rings[i].cpu);
		if (fd < 0)
			continue;
		if (read_chunk(rings, fd) >= (ssize_t)sizeof(*chunk) &&
		    chunk->time_first < first)
			first = chunk->time_first;
		close(fd);
	}
	return first;
}

static int fill(struct recorder *recorder, struct incident *incident,
		__u64 keep_ns, char *zones)
{
	static char *const no_command[] = { NULL };
	__u64 from = incident->time_ns > keep_ns ? incident->time_ns - keep_ns :
						   0;
	__u64 first = oldest(&recorder->session->rings);
	char about[64], line[256];
	int ret;

	if (first < from)
		first = from;
	recorder->session->start_ns = first;
	if (incident->time_ns > first)
		incident->before_ns = incident->time_ns - first;
	snprintf(line, sizeof(line), "%s %llu, %s", incident->triggers,
		 incident->number,
		 incident_text(incident, about, sizeof(about)));
	recorder->why = "trigger";
	recorder->trigger = line;
	recorder->trigger_span = incident->span;
	ret = write_begin(recorder, (char **)no_command, zones);
	if (!ret)
		ret = copy_rings(recorder, from);
	if (!ret)
		ret = write_end(recorder);
	recorder->trigger = NULL;
	incident->events = recorder->events;
	incident->lost = recorder->total_lost;
	incident->bytes = recorder->writer.bytes;
	return ret;
}

/**
 * incident_write() - write the file of an incident
 * @incident: the incident; gets the name of the file and what is in it
 * @session: the rings
 * @dir: where
 * @keep_ns: how much time before it is kept
 * @zones: text of the module's file "zones" when waiting began, or NULL
 *
 * The file has its name only when it is whole.
 *
 * Return: 0 or negative errno
 */
int incident_write(struct incident *incident, struct session *session,
		   const char *dir, __u64 keep_ns, char *zones)
{
	char part[PATH_MAX + sizeof(PART)];
	struct recorder recorder;
	int closed, ret;

	make_path(incident, dir);
	snprintf(part, sizeof(part), "%s" PART, incident->path);
	ret = recorder_init(&recorder, session);
	if (!ret)
		ret = lm_writer_open(&recorder.writer, part);
	if (!ret) {
		ret = fill(&recorder, incident, keep_ns, zones);
		closed = lm_writer_close(&recorder.writer);
		if (!ret)
			ret = closed;
		if (!ret && rename(part, incident->path))
			ret = -errno;
		if (ret)
			unlink(part);
	}
	recorder_deinit(&recorder);
	return ret;
}
