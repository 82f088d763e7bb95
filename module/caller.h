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

/* Addresses behind @begin, up to @bytes of them */
struct lowmark_range {
	unsigned long begin;
	unsigned long bytes;
};

extern struct lowmark_range lowmark_scan_range;

/* For what is asked by thousands: is @addr in get_page_from_freelist()? */
static inline bool lowmark_caller_is_scan(unsigned long addr)
{
	return likely(addr - lowmark_scan_range.begin - 1 <
		      lowmark_scan_range.bytes);
}

void lowmark_callers_learn(void);
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
unsigned int lowmark_caller_chain(unsigned long *frames, unsigned int size,
				  struct pt_regs *regs);

#endif
