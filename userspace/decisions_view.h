/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * doctor --decisions: how the loaded module sees each decision of the kernel.
 */
#ifndef LOWMARK_DECISIONS_VIEW_H
#define LOWMARK_DECISIONS_VIEW_H

#include <stdbool.h>

int show_decisions(bool json);

#endif
