/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding the sections of a recording file.
 */
#ifndef LOWMARK_LIB_SCAN_H
#define LOWMARK_LIB_SCAN_H

#include <sys/types.h>

#include "recording.h"

#define LM_SECTION_ALIGNMENT 8

ssize_t lm_read_at(int fd, void *buf, size_t len, __u64 offset);
int lm_recording_scan(struct lm_recording *rec, __u64 offset);

#endif
