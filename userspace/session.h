/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Having the module's rings for oneself, from switching on to switching off.
 */
#ifndef LOWMARK_SESSION_H
#define LOWMARK_SESSION_H

#include <stdbool.h>
#include <time.h>

#include "lib/rings.h"
#include "lowmark_record.h"

#define NSEC_PER_SEC 1000000000ull

/**
 * struct session - the use of the rings by one command
 * @rings: the rings
 * @bases: per ring, an empty chunk that stands for all that was dropped
 *	before the start; @magic is 0 if there was nothing
 * @start_ns: what was recorded before has been dropped
 * @switched_on: recording was off and is to be switched off again
 */
struct session {
	struct lm_rings rings;
	struct lowmark_chunk *bases;
	__u64 start_ns;
	bool switched_on;
};

int session_open(struct session *session);
int session_switch_on(struct session *session);
int session_start(struct session *session);
void session_stop(struct session *session);
void session_close(struct session *session);
__u64 clock_ns(clockid_t clock);

#endif
