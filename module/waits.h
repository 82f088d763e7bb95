/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a slow path run waits for: a CPU, or to be woken.
 */
#ifndef LOWMARK_WAITS_H
#define LOWMARK_WAITS_H

#include <linux/types.h>

/**
 * struct lowmark_waits - of one run
 * @outside: it is in no stage
 * @since: clock when it left the last one
 * @delay: time that its task had waited for a CPU by then, ns
 * @switches: how often its task had given up the CPU by then
 * @begun: clock when the run began
 * @entered: as @delay, when the run began
 * @queued_between: time it waited for a CPU outside of stages, ns
 * @slept_between: time outside of stages in which it slept, ns
 */
struct lowmark_waits {
	bool outside;
	u64 since;
	u64 delay;
	unsigned long switches;
	u64 begun;
	u64 entered;
	u64 queued_between;
	u64 slept_between;
};

void lowmark_waits_begin(struct lowmark_waits *waits, u64 now);
u64 lowmark_waits_enter_stage(struct lowmark_waits *waits);
void lowmark_waits_leave_stage(struct lowmark_waits *waits, u64 now);
void lowmark_waits_end(struct lowmark_waits *waits, u64 span);

#endif
