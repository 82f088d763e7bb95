/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flight recorder: wait for what fires, write a file for each incident.
 */
#ifndef LOWMARK_FLIGHT_H
#define LOWMARK_FLIGHT_H

#include <stdbool.h>
#include <linux/types.h>

#include "session.h"

#define FLIGHT_TRIGGERS 256 /* room for a list of triggers */

/**
 * struct flight_request - what is asked for
 * @triggers: what to wait for; "" for what the module is set to
 * @dir: where files go
 * @wanted: settings of the module, see struct session
 * @exec: command for the shell, run with each file; NULL for none
 * @command: command to be watched, ended by NULL
 * @keep_ns: how much time before an incident is kept
 * @post_ns: how long to go on after it, if @has_post
 * @duration_ns: when to end; 0: never
 * @max: end after so many incidents; 0: never
 * @has_post: @post_ns counts
 * @json: tell of each incident as JSON, a line each
 */
struct flight_request {
	char triggers[FLIGHT_TRIGGERS];
	const char *dir;
	const char *wanted[SESSION_SETTINGS];
	const char *exec;
	char **command;
	__u64 keep_ns;
	__u64 post_ns;
	__u64 duration_ns;
	__u64 max;
	bool has_post;
	bool json;
};

int flight_run(const struct flight_request *request);

#endif
