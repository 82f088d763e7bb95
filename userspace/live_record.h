/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A recording made now, for commands that read recordings.
 */
#ifndef LOWMARK_LIVE_RECORD_H
#define LOWMARK_LIVE_RECORD_H

#define LIVE_RECORD_PATH 64

int live_record(char path[LIVE_RECORD_PATH], const char *duration);

#endif
