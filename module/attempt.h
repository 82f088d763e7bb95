/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attempts: what other hooks tell them and ask of them.
 */
#ifndef LOWMARK_ATTEMPT_H
#define LOWMARK_ATTEMPT_H

#include "compat_args.h"
#include "flight.h"
#include "walk.h"

void lowmark_attempts_reset(void);
struct lowmark_walk *lowmark_walk_current(const struct lowmark_flight *flight);
u32 lowmark_attempt_fast_number(void);
void lowmark_attempt_fast_forget(u32 number);
bool lowmark_attempt_fast_request(struct lowmark_request *request);
void lowmark_attempt_fast_failed(const struct lowmark_request *request);

#endif
