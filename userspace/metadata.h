/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The text sections at the begin and the end of a recording.
 */
#ifndef LOWMARK_METADATA_H
#define LOWMARK_METADATA_H

#include "recorder.h"

int write_begin(struct recorder *recorder, char *command[], char *zones);
int write_end(struct recorder *recorder);

#endif
