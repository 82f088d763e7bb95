/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The signals that end a recording.
 */
#ifndef LOWMARK_SIGNALS_H
#define LOWMARK_SIGNALS_H

#include <signal.h>

void hold_signals(sigset_t *before);
int end_signals(void);
int child_signals(sigset_t *before);

#endif
