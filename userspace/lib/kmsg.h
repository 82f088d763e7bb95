/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel log says of lowmark from a moment on.
 */
#ifndef LOWMARK_LIB_KMSG_H
#define LOWMARK_LIB_KMSG_H

int lm_kmsg_mark(void);
void lm_kmsg_since(int mark, void (*line)(const char *text));

#endif
