/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Moving what the rings hold into a recording file.
 */
#ifndef LOWMARK_RECORDER_H
#define LOWMARK_RECORDER_H

#include "child.h"
#include "lib/frames.h"
#include "lib/loss.h"
#include "lib/writer.h"
#include "session.h"

/**
 * struct recorder - a recording in progress
 * @session: the rings
 * @writer: the file
 * @child: the command that is recorded, if any
 * @states: per ring, what is known of its stream
 * @lost: per ring, records lost
 * @frames: addresses of the stacks that were written
 * @events: records written
 * @total_lost: records lost on all CPUs
 * @until_ns: when to end, or LM_FOREVER
 * @end_ns: when it ended
 * @max_bytes: length of the file at which to end, 0 for any
 * @why: what ended it: command, time, size, signal, error; NULL before
 * @interrupted: a signal that ends it came
 * @trigger: what fired the flight recorder, NULL without it
 * @trigger_span: slow path run it belongs to, if @trigger
 * @error: negative errno of a failed write or read
 * @error_cpu: CPU whose ring could not be read, -1 if writing failed
 */
struct recorder {
	struct session *session;
	struct lm_writer writer;
	struct child child;
	struct lm_loss_state *states;
	__u64 *lost;
	struct lm_frames frames;
	__u64 events;
	__u64 total_lost;
	__u64 until_ns;
	__u64 end_ns;
	__u64 max_bytes;
	const char *why;
	bool interrupted;
	const char *trigger;
	const char *trigger_span;
	int error;
	int error_cpu;
};

int recorder_init(struct recorder *recorder, struct session *session);
void recorder_deinit(struct recorder *recorder);
int recorder_put(struct recorder *recorder, enum lowmark_section_type type,
		 const char *text);
int recorder_chunk(struct recorder *recorder, unsigned int nr, const void *data,
		   size_t len);
int recorder_bases(struct recorder *recorder);
void recorder_loop(struct recorder *recorder, int signals);
void recorder_drain(struct recorder *recorder);

#endif
