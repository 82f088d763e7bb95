/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One incident of the flight recorder: what fired, and its file.
 */
#ifndef LOWMARK_INCIDENT_H
#define LOWMARK_INCIDENT_H

#include <limits.h>

#include "lowmark_record.h"
#include "recorder.h"

/**
 * struct incident - what fired, as the module's file "trigger" tells it
 * @number: number of the cause, 0: nothing has fired
 * @causes: number of the last cause that had come by then
 * @time_ns: when
 * @post_ns: how long recording goes on after it
 * @value: what crossed the limit
 * @cpu: CPU
 * @pid: task
 * @cause: name of the trigger
 * @span: id of the slow path run, "0x0" without one
 * @comm: name of the task
 * @triggers: the triggers that are armed
 * @path: the file, once there is one
 * @before_ns: how much time before it the file holds
 * @bytes: length of the file
 * @events: records in it
 * @lost: records missing in it
 */
struct incident {
	__u64 number;
	__u64 causes;
	__u64 time_ns;
	__u64 post_ns;
	__u64 value;
	__u64 cpu;
	__u64 pid;
	char cause[16];
	char span[32];
	char comm[LOWMARK_COMM_LEN + 1];
	char triggers[128];
	char path[PATH_MAX];
	__u64 before_ns;
	__u64 bytes;
	__u64 events;
	__u64 lost;
};

int incident_read(struct incident *incident);
int incident_write(struct incident *incident, struct session *session,
		   const char *dir, __u64 keep_ns, char *zones);
char *incident_text(const struct incident *incident, char *text, size_t size);

#endif
