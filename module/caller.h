/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who called a probed function, by its return address.
 */
#ifndef LOWMARK_CALLER_H
#define LOWMARK_CALLER_H

#include <linux/ptrace.h>

#include "flight.h"

/*
 * At a function's entry: a kretprobe's own entry handler runs before the
 * return address is replaced, and before get_kretprobe_retaddr() knows it.
 */
static inline unsigned long lowmark_return_address(struct pt_regs *regs)
{
	return regs_get_kernel_stack_nth(regs, 0);
}

void lowmark_callers_find(void);
unsigned int lowmark_caller_check(unsigned long addr,
				  struct lowmark_flight *flight);
unsigned int lowmark_caller_wake(unsigned long addr,
				 struct lowmark_flight *flight);
bool lowmark_caller_compacts(unsigned long addr);
bool lowmark_caller_scans(unsigned long addr);
bool lowmark_caller_allocates(unsigned long addr);
bool lowmark_caller_balances(unsigned long addr);
unsigned int lowmark_caller_sets(unsigned long addr);

#endif
