/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A watermark check, as the hook has seen it.
 */
#ifndef LOWMARK_MODULE_CHECK_H
#define LOWMARK_MODULE_CHECK_H

#include <linux/mmzone.h>

#include "watermark.h"

/**
 * struct lowmark_check - a call of __zone_watermark_ok() that has returned
 * @zone: zone checked
 * @facts: what it compares
 * @margin: by how many pages it passes
 * @boost: boost of the zone's watermarks, in pages
 * @highest: highest zone index of the request
 * @caller: enum lowmark_caller
 * @function: enum lowmark_function it came through
 * @verdict: what it returned
 * @derived: the same recomputed
 * @assumed: the return was not seen: @verdict is @derived
 */
struct lowmark_check {
	struct zone *zone;
	struct lowmark_watermark facts;
	long margin;
	unsigned long boost;
	u8 highest;
	u8 caller;
	u8 function;
	bool verdict;
	bool derived;
	bool assumed;
};

void lowmark_check_asked(struct lowmark_check *check, unsigned long caller);
void lowmark_check_answered(struct lowmark_check *check, unsigned long caller);
bool lowmark_check_is_high(const struct lowmark_check *check);
void lowmark_check_write_kept(const struct lowmark_check *check);

#endif
