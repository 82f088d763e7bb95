/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who called a probed function, by its return address.
 */
#ifndef LOWMARK_CALLER_H
#define LOWMARK_CALLER_H

#include "flight.h"

void lowmark_callers_find(void);
unsigned int lowmark_caller_check(unsigned long addr,
				  struct lowmark_flight *flight);
unsigned int lowmark_caller_wake(unsigned long addr,
				 struct lowmark_flight *flight);
bool lowmark_caller_compacts(unsigned long addr);

#endif
