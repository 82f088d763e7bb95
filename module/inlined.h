/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Slow path runs of kernels that inline the slow path: 3.18 and 4.4.
 */
#ifndef LOWMARK_INLINED_H
#define LOWMARK_INLINED_H

#include <linux/ptrace.h>

#include "flight.h"

#ifdef LOWMARK_HAVE_FAIR_ZONES
void lowmark_inlined_wake(struct pt_regs *regs);
struct lowmark_flight *lowmark_inlined_scan(struct lowmark_flight *flight,
					    struct pt_regs *regs);
const char *lowmark_inlined_derived(int hook);
bool lowmark_inlined_spare(int hook);
bool lowmark_inlined_seen(void);
void lowmark_inlined_reset(void);
#else
static inline void lowmark_inlined_wake(struct pt_regs *regs)
{
}

static inline struct lowmark_flight *
lowmark_inlined_scan(struct lowmark_flight *flight, struct pt_regs *regs)
{
	return flight;
}

static inline const char *lowmark_inlined_derived(int hook)
{
	return NULL;
}

static inline bool lowmark_inlined_spare(int hook)
{
	return false;
}

static inline bool lowmark_inlined_seen(void)
{
	return false;
}

static inline void lowmark_inlined_reset(void)
{
}
#endif

#endif
