/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Staying in memory.
 */
#ifndef LOWMARK_RESIDENT_H
#define LOWMARK_RESIDENT_H

void stay_in_memory(void);
void leave_memory(void);

#endif
