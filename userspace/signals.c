// SPDX-License-Identifier: GPL-2.0-only
/*
 * The signals that end a recording: they wait until they are looked for, so that
 * recording is switched off again. To be called before it is switched on.
 */
#include "signals.h"

#include <sys/signalfd.h>

static void fill(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGQUIT);
}

/**
 * hold_signals() - let them wait
 * @before: set to the signals that were blocked, to go back to
 */
void hold_signals(sigset_t *before)
{
	sigset_t set;

	fill(&set);
	sigprocmask(SIG_BLOCK, &set, before);
}

static int look_for(const sigset_t *set, sigset_t *before)
{
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_BLOCK, set, before);
	return signalfd(-1, set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/**
 * end_signals() - let them wait, and SIGPIPE be an error of write()
 *
 * Return: a signalfd of them
 */
int end_signals(void)
{
	sigset_t set;

	fill(&set);
	return look_for(&set, NULL);
}

/**
 * child_signals() - the same for who runs a command
 * @before: set to the signals that were blocked, for child_start()
 *
 * Return: a signalfd of them and of SIGCHLD
 */
int child_signals(sigset_t *before)
{
	sigset_t set;

	fill(&set);
	sigaddset(&set, SIGCHLD);
	return look_for(&set, before);
}
