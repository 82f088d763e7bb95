/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A call of wakeup_kswapd() under way.
 */
#ifndef LOWMARK_WAKE_H
#define LOWMARK_WAKE_H

#include "compat_args.h"
#include "flight.h"
#include "replace.h"

/**
 * struct lowmark_wake_request - what kswapd is asked for
 * @args: the arguments
 * @flight: what the running context is doing, or NULL if nobody knows
 * @begin: clock at its begin
 * @runs: how often kswapd has run
 * @failures: kswapd's runs in a row that reclaimed nothing, at most U16_MAX
 * @caller: enum lowmark_caller
 * @managed: the zone has pages
 * @asleep: kswapd is
 * @allowed: the task's cpuset lets it: derived until the cpuset is asked
 * @followed: recording had begun
 */
struct lowmark_wake_request {
	struct lowmark_wake_args args;
	struct lowmark_flight *flight;
	u64 begin;
	u32 runs;
	u16 failures;
	u8 caller;
	bool managed;
	bool asleep;
	bool allowed;
	bool followed;
};

extern struct lowmark_replace lowmark_wake_replace;

void lowmark_wake_begins(struct lowmark_wake_request *request,
			 unsigned long caller);
void lowmark_wake_cpuset(struct lowmark_flight *flight, bool allowed);
void lowmark_wake_ends(const struct lowmark_wake_request *request);

#endif
