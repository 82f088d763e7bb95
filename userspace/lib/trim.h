/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Taking the records before a time out of a chunk.
 */
#ifndef LOWMARK_LIB_TRIM_H
#define LOWMARK_LIB_TRIM_H

#include <stddef.h>
#include <sys/types.h>

#include "lowmark_record.h"

/* What a chunk may get more than it loses. */
#define LM_TRIM_ROOM                           \
	(2 * sizeof(struct lowmark_rec_time) + \
	 sizeof(struct lowmark_rec_task) + sizeof(struct lowmark_rec_kept))

ssize_t lm_chunk_trim(void *to, const void *data, size_t len, __u64 from_ns);

#endif
