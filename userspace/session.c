// SPDX-License-Identifier: GPL-2.0-only
/*
 * Having the module's rings for oneself, from switching on to switching off.
 */
#include "session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/chunk.h"
#include "lib/debugfs.h"
#include "lib/keys.h"
#include "live.h"
#include "resident.h"

#define USUAL_CHUNK 65536

/**
 * clock_ns() - read a clock
 * @clock: which one
 *
 * Return: its time in ns
 */
__u64 clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (__u64)now.tv_sec * NSEC_PER_SEC + (__u64)now.tv_nsec;
}

static size_t chunk_bytes(void)
{
	__u64 bytes = USUAL_CHUNK;
	char *text;

	if (lm_debugfs_read("stats", &text, NULL))
		return USUAL_CHUNK;
	if (!lm_key_u64(text, "chunk_bytes", &bytes) ||
	    bytes < sizeof(struct lowmark_chunk) || bytes > 64 << 20)
		bytes = USUAL_CHUNK;
	free(text);
	return (size_t)bytes;
}

static int cannot_open(int err, unsigned int cpu)
{
	if (err == -EBUSY)
		print_error(
			"the ring of CPU %u has another reader, as lsof tells: of record (also --flight), stat, top and all that reads live only one can run at a time; end it first",
			cpu);
	else if (err == -EACCES || err == -EPERM)
		print_error(
			"may not read the ring of CPU %u: %s; run this as root",
			cpu, strerror(-err));
	else
		print_error("cannot open the ring of CPU %u: %s", cpu,
			    strerror(-err));
	return err == -EACCES || err == -EPERM ? EXIT_UNAVAILABLE : EXIT_ERROR;
}

/**
 * session_open() - get hold of the rings
 * @session: what to initialise
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int session_open(struct session *session)
{
	unsigned int cpu;
	int ret = need_module();

	*session = (struct session){ 0 };
	if (ret != EXIT_OK)
		return ret;
	ret = lm_rings_open(&session->rings, chunk_bytes(), &cpu);
	if (ret)
		return cannot_open(ret, cpu);
	session->bases = calloc(session->rings.nr, sizeof(*session->bases));
	if (session->bases) {
		stay_in_memory();
		return EXIT_OK;
	}
	lm_rings_close(&session->rings);
	print_error("out of memory");
	return EXIT_ERROR;
}

/* The empty chunk that could stand between this chunk and the next one. */
static void make_base(struct lowmark_chunk *base, const void *data, size_t len)
{
	const struct lowmark_chunk *head = data;
	__u32 counts[LOWMARK_KINDS];
	unsigned int type;

	if (lm_chunk_count(data, len, counts))
		return;
	*base = (struct lowmark_chunk){
		.magic = head->magic,
		.header_bytes = sizeof(*base),
		.abi_major = head->abi_major,
		.kinds = LOWMARK_KINDS,
		.cpu = head->cpu,
		.bytes = sizeof(*base),
		.seq = head->seq,
		.time_first = head->time_last,
		.time_last = head->time_last,
		.nested = head->nested,
	};
	for (type = 0; type < LOWMARK_KINDS; type++)
		base->seen[type] = lm_chunk_seen(head, type) + counts[type];
}

/* What comes in meanwhile does not keep this from ending. */
static int drop_old(struct session *session, unsigned int nr, __u64 now)
{
	const struct lowmark_chunk *base = &session->bases[nr];
	ssize_t got;

	do {
		got = lm_rings_read(&session->rings, nr);
		if (got > 0)
			make_base(&session->bases[nr], session->rings.buf,
				  (size_t)got);
	} while (got > 0 && base->time_last < now);
	return got < 0 ? (int)got : 0;
}

/* To place the probes takes a while, in which nothing is recorded. */
static void begin_when_on(struct session *session)
{
	__u64 on_ns = 0;
	char *text;

	if (lm_debugfs_read("stats", &text, NULL))
		return;
	lm_key_u64(text, "on_ns", &on_ns);
	free(text);
	if (on_ns > session->start_ns)
		session->start_ns = on_ns;
}

/**
 * session_switch_on() - make sure the module records
 * @session: the session; remembers whether it did before
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int session_switch_on(struct session *session)
{
	char word[16] = "";
	char *text, *why;
	int ret = read_module_file("status", &text);

	if (ret != EXIT_OK)
		return ret;
	lm_key(text, "recording", word, sizeof(word));
	free(text);
	if (!strcmp(word, "on"))
		return EXIT_OK;
	if (lm_debugfs_command("on", &why)) {
		print_error("cannot switch recording on: %s",
			    why ? why : "out of memory");
		free(why);
		return EXIT_ERROR;
	}
	session->switched_on = true;
	begin_when_on(session);
	return EXIT_OK;
}

/**
 * session_start() - drop what the rings hold, and make sure the module records
 * @session: the session, with @wanted set
 *
 * Return: EXIT_OK, or another exit code after saying why
 */
int session_start(struct session *session)
{
	unsigned int i;
	__u64 now;
	int ret = session_settings(session);

	if (ret != EXIT_OK)
		return ret;
	/* What was recorded with the settings before goes, too. */
	now = clock_ns(CLOCK_MONOTONIC);
	for (i = 0; i < session->rings.nr; i++) {
		ret = drop_old(session, i, now);
		if (ret) {
			print_error("cannot read the ring of CPU %u: %s",
				    session->rings.rings[i].cpu,
				    strerror(-ret));
			return EXIT_ERROR;
		}
	}
	session->start_ns = clock_ns(CLOCK_MONOTONIC);
	return session_switch_on(session);
}

/**
 * session_switch_off() - leave the module recording or not, as it was found
 * @session: the session
 */
void session_switch_off(struct session *session)
{
	char *why = NULL;

	if (session->switched_on && lm_debugfs_command("off", &why))
		print_error("cannot switch recording off: %s",
			    why ? why : "out of memory");
	free(why);
	session->switched_on = false;
}

/**
 * session_close() - give the rings back
 * @session: the session
 */
void session_close(struct session *session)
{
	session_switch_off(session);
	session_settings_back(session);
	leave_memory();
	free(session->bases);
	lm_rings_close(&session->rings);
}
