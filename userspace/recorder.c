// SPDX-License-Identifier: GPL-2.0-only
/*
 * Moving what the rings hold into a recording file. One loop serves all CPUs
 * in turn, one whole chunk each; what is in a chunk not yet full is fetched
 * when nothing else happens, or after a second.
 */
#include "recorder.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lib/chunk.h"

#define IDLE_MS 200
#define FLUSH_NS NSEC_PER_SEC

/**
 * recorder_init() - prepare to record
 * @recorder: what to initialise
 * @session: the rings
 *
 * Return: 0 or -ENOMEM; to be ended by recorder_deinit() in any case
 */
int recorder_init(struct recorder *recorder, struct session *session)
{
	unsigned int nr = session->rings.nr;

	*recorder = (struct recorder){
		.session = session,
		.states = calloc(nr, sizeof(*recorder->states)),
		.lost = calloc(nr, sizeof(*recorder->lost)),
		.until_ns = ~0ull,
		.error_cpu = -1,
	};
	return recorder->states && recorder->lost ? 0 : -ENOMEM;
}

/**
 * recorder_deinit() - give back what recorder_init() took
 * @recorder: the recorder
 */
void recorder_deinit(struct recorder *recorder)
{
	free(recorder->states);
	free(recorder->lost);
	lm_frames_deinit(&recorder->frames);
}

static int fail(struct recorder *recorder, int error, int cpu)
{
	recorder->error = error;
	recorder->error_cpu = cpu;
	recorder->why = "error";
	return error;
}

static int put(struct recorder *recorder, enum lowmark_section_type type,
	       const void *data, size_t len)
{
	int ret = lm_writer_section(&recorder->writer, type, data, len);

	return ret ? fail(recorder, ret, -1) : 0;
}

/**
 * recorder_put() - write a text section
 * @recorder: the recorder; gets the error
 * @type: what it is
 * @text: the text
 *
 * Return: 0 or negative errno
 */
int recorder_put(struct recorder *recorder, enum lowmark_section_type type,
		 const char *text)
{
	return put(recorder, type, text, strlen(text));
}

/* Count what is in a chunk and what was lost before it. */
static void account(struct recorder *recorder, unsigned int nr,
		    const void *data, size_t len)
{
	struct lm_loss_state *state = &recorder->states[nr];
	__u32 counts[LOWMARK_KINDS];
	struct lm_loss loss;
	unsigned int type;
	const char *what;

	if (lm_chunk_check(data, len, &what))
		return;
	lm_chunk_count(data, len, counts);
	if (lm_loss_enter(state, data, &loss)) {
		recorder->lost[nr] += loss.total;
		recorder->total_lost += loss.total;
	}
	lm_loss_leave(state, data, counts);
	/* Without memory they stay without names. */
	if (counts[LOWMARK_REC_STACK])
		lm_frames_add(&recorder->frames, data, len);
	for (type = 0; type < LOWMARK_KINDS; type++)
		if (!LM_STRUCTURAL(type))
			recorder->events += counts[type];
}

/**
 * recorder_chunk() - write a chunk
 * @recorder: the recorder; gets the error
 * @nr: which ring it is of
 * @data: the chunk, aligned to 8 bytes
 * @len: its length
 *
 * Return: 0 or negative errno
 */
int recorder_chunk(struct recorder *recorder, unsigned int nr, const void *data,
		   size_t len)
{
	int ret = put(recorder, LOWMARK_SECTION_CHUNK, data, len);

	if (!ret)
		account(recorder, nr, data, len);
	return ret;
}

/* Move one chunk. Return: its length, 0 if there was none, or -errno. */
static ssize_t move_chunk(struct recorder *recorder, unsigned int nr)
{
	struct lm_rings *rings = &recorder->session->rings;
	ssize_t got = lm_rings_read(rings, nr);
	int ret;

	if (got < 0)
		return fail(recorder, (int)got, (int)rings->rings[nr].cpu);
	if (!got)
		return 0;
	ret = recorder_chunk(recorder, nr, rings->buf, (size_t)got);
	return ret ? ret : got;
}

/**
 * recorder_bases() - write the empty chunks that losses are counted from
 * @recorder: the recorder
 *
 * Return: 0 or negative errno
 */
int recorder_bases(struct recorder *recorder)
{
	const struct lowmark_chunk *base = recorder->session->bases;
	unsigned int i;
	int ret = 0;

	for (i = 0; !ret && i < recorder->session->rings.nr; i++, base++)
		if (base->magic)
			ret = recorder_chunk(recorder, i, base, base->bytes);
	return ret;
}

/**
 * recorder_drain() - move all that the rings hold now
 * @recorder: the recorder
 *
 * What comes in meanwhile does not keep this from ending.
 */
void recorder_drain(struct recorder *recorder)
{
	const struct lowmark_chunk *chunk;
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	unsigned int i;

	for (i = 0; i < recorder->session->rings.nr; i++) {
		while (move_chunk(recorder, i) > 0) {
			chunk = recorder->session->rings.buf;
			if (chunk->time_last >= now)
				break;
		}
		if (recorder->error)
			return;
	}
}

/* SIGCHLD tells that the command ended, any other signal that we shall. */
static void take_signal(struct recorder *recorder, int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_signo == SIGCHLD) {
		if (child_ended(&recorder->child))
			recorder->why = "command";
		return;
	}
	recorder->why = "signal";
	recorder->interrupted = true;
}

static bool limit_reached(struct recorder *recorder)
{
	if (recorder->why)
		return true;
	if (clock_ns(CLOCK_MONOTONIC) >= recorder->until_ns)
		recorder->why = "time";
	else if (recorder->max_bytes &&
		 recorder->writer.bytes >= recorder->max_bytes)
		recorder->why = "size";
	return recorder->why;
}

static int timeout_ms(const struct recorder *recorder)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	__u64 left;

	if (recorder->until_ns <= now)
		return 0;
	left = (recorder->until_ns - now + 999999) / 1000000;
	return left < IDLE_MS ? (int)left : IDLE_MS;
}

/* Move a chunk of each ring that is ready. Return: whether any was. */
static bool serve(struct recorder *recorder, const struct pollfd *fds)
{
	bool moved = false;
	unsigned int i;

	for (i = 0; i < recorder->session->rings.nr && !recorder->error; i++)
		if (fds[i].revents && move_chunk(recorder, i) > 0)
			moved = true;
	return moved;
}

static struct pollfd *make_fds(const struct recorder *recorder, int signals)
{
	const struct lm_rings *rings = &recorder->session->rings;
	struct pollfd *fds = calloc(rings->nr + 1, sizeof(*fds));
	unsigned int i;

	if (!fds)
		return NULL;
	fds[0] = (struct pollfd){ .fd = signals, .events = POLLIN };
	for (i = 0; i < rings->nr; i++)
		fds[i + 1] = (struct pollfd){
			.fd = rings->rings[i].fd,
			.events = POLLIN,
		};
	return fds;
}

/**
 * recorder_loop() - record until something ends it
 * @recorder: the recorder; @why tells what ended it
 * @signals: a signalfd of SIGCHLD and the signals that shall end it
 */
void recorder_loop(struct recorder *recorder, int signals)
{
	struct pollfd *fds = make_fds(recorder, signals);
	unsigned int nr = recorder->session->rings.nr;
	__u64 drained = clock_ns(CLOCK_MONOTONIC);
	bool spinning = false, moved;
	int ready;

	if (!fds)
		fail(recorder, -ENOMEM, -1);
	while (!limit_reached(recorder)) {
		/* A ring that was ready but gave nothing must not spin. */
		ready = poll(fds, spinning ? 1 : nr + 1, timeout_ms(recorder));
		if (ready < 0)
			continue;
		if (fds[0].revents)
			take_signal(recorder, signals);
		ready = spinning ? 0 : ready - !!fds[0].revents;
		moved = ready && serve(recorder, fds + 1);
		spinning = ready && !moved;
		if (moved && clock_ns(CLOCK_MONOTONIC) < drained + FLUSH_NS)
			continue;
		recorder_drain(recorder);
		drained = clock_ns(CLOCK_MONOTONIC);
	}
	free(fds);
}
