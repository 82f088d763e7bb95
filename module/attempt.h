/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attempts: what other hooks tell them and ask of them.
 */
#ifndef LOWMARK_ATTEMPT_H
#define LOWMARK_ATTEMPT_H

#include <linux/ptrace.h>

#include "compat_args.h"
#include "fast.h"
#include "flight.h"
#include "site.h"
#include "walk.h"

extern const struct lowmark_site_handlers lowmark_attempt_sites;
extern const char *const lowmark_attempt_callers[];

void lowmark_attempt_write(const struct lowmark_walk *walk, unsigned int kind,
			   u64 latency, struct page *page);

void lowmark_attempts_reset(void);
void lowmark_attempts_add(struct lowmark_fast_stats *sum);
struct lowmark_walk *lowmark_walk_current(const struct lowmark_flight *flight);
u32 lowmark_attempt_fast_number(void);
void lowmark_attempt_fast_forget(u32 number);
bool lowmark_attempt_fast_request(struct lowmark_request *request);
void lowmark_attempt_note_fast(struct pt_regs *regs);
void lowmark_attempt_fast_failed(const struct lowmark_request *request);

#endif
