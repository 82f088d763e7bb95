/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Watermarks of the zones as they were last recorded.
 */
#ifndef LOWMARK_WMARK_H
#define LOWMARK_WMARK_H

#include <linux/mmzone.h>

#include "lowmark_record.h"

int lowmark_wmark_create(void);
void lowmark_wmark_destroy(void);
void lowmark_wmark_note(struct zone *zone, enum lowmark_cause cause);
void lowmark_wmark_all(enum lowmark_cause cause);

#endif
