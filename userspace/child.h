/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command that "record -- CMD" runs.
 */
#ifndef LOWMARK_CHILD_H
#define LOWMARK_CHILD_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

/**
 * struct child - a command being run
 * @pid: its process, 0 if there is none
 * @status: its exit status, once it ended; 128 + N if signal N killed it
 */
struct child {
	pid_t pid;
	int status;
};

int child_start(struct child *child, char *argv[], const sigset_t *mask);
bool child_ended(struct child *child);
void child_stop(struct child *child);

#endif
