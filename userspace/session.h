/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Having the module's rings for oneself, from switching on to switching off.
 */
#ifndef LOWMARK_SESSION_H
#define LOWMARK_SESSION_H

#include <stdbool.h>
#include <time.h>

#include "lib/rings.h"
#include "lowmark_control.h"
#include "lowmark_record.h"

#define ONLY_HELP \
	"let the kernel record only that: pid:1234,order:3-10,min:20ms"

#define NSEC_PER_SEC 1000000000ull

/* Settings of the module that hold for a session */
enum session_setting {
	SESSION_FILTER,
	SESSION_EVENTS,
	SESSION_CHECKS,
	SESSION_STACK,
	SESSION_SETTINGS
};

/**
 * struct session - the use of the rings by one command
 * @rings: the rings
 * @bases: per ring, an empty chunk that stands for all that was dropped
 *	before the start; @magic is 0 if there was nothing
 * @start_ns: what was recorded before has been dropped, and all probes are placed
 * @wanted: by enum session_setting, its value until session_close(), or NULL;
 *	set between session_open() and session_start()
 * @before: the values before
 * @changed: those are to come back
 * @switched_on: recording was off and is to be switched off again
 */
struct session {
	struct lm_rings rings;
	struct lowmark_chunk *bases;
	__u64 start_ns;
	const char *wanted[SESSION_SETTINGS];
	char before[SESSION_SETTINGS][LOWMARK_COMMAND_MAX];
	bool changed[SESSION_SETTINGS];
	bool switched_on;
};

int session_open(struct session *session);
int session_switch_on(struct session *session);
int session_settings(struct session *session);
void session_settings_back(struct session *session);
int session_start(struct session *session);
void session_switch_off(struct session *session);
void session_close(struct session *session);
__u64 clock_ns(clockid_t clock);

#endif
