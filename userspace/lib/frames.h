/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Collecting the addresses of the stacks in a recording, and naming them.
 */
#ifndef LOWMARK_LIB_FRAMES_H
#define LOWMARK_LIB_FRAMES_H

#include <stddef.h>
#include <linux/types.h>

/**
 * struct lm_frames - addresses
 * @list: the addresses; some may be there twice
 * @nr: number of them
 * @room: entries of @list
 */
struct lm_frames {
	__u64 *list;
	size_t nr;
	size_t room;
};

int lm_frames_add(struct lm_frames *frames, const void *data, size_t len);
char *lm_frames_symbols(struct lm_frames *frames, const char *kallsyms,
			const char *loaded);
void lm_frames_deinit(struct lm_frames *frames);

#endif
