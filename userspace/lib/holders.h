/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which processes hold files of the module open.
 */
#ifndef LOWMARK_LIB_HOLDERS_H
#define LOWMARK_LIB_HOLDERS_H

#include <sys/types.h>

/**
 * struct lm_holder - a process with a file of the module open
 * @pid: the process
 * @comm: its name
 * @file: the first such file, below the module's directory
 */
struct lm_holder {
	pid_t pid;
	char comm[32];
	char file[64];
};

int lm_holders(struct lm_holder *holders, int most);

#endif
