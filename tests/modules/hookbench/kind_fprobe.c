// SPDX-License-Identifier: GPL-2.0-only
/*
 * Empty fprobes: at entry, at entry and exit, at an exit that is never wanted.
 */
#include <linux/errno.h>

#include "kinds.h"

#ifdef HOOKBENCH_FPROBE
#include <linux/fprobe.h>

static notrace int enter(struct fprobe *fp, unsigned long entry_ip,
			 unsigned long ret_ip, struct ftrace_regs *regs,
			 void *data)
{
	return 0;
}

static notrace int skip(struct fprobe *fp, unsigned long entry_ip,
			unsigned long ret_ip, struct ftrace_regs *regs,
			void *data)
{
	return 1;
}

static notrace void leave(struct fprobe *fp, unsigned long entry_ip,
			  unsigned long ret_ip, struct ftrace_regs *regs,
			  void *data)
{
}

static struct fprobe fprobe = { .entry_handler = enter };

/**
 * place_fprobe() - an fprobe at entry
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_fprobe(const char *symbol)
{
	return register_fprobe(&fprobe, symbol, NULL);
}

/**
 * place_fprobe_exit() - an fprobe at entry and exit
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_fprobe_exit(const char *symbol)
{
	fprobe.exit_handler = leave;
	return register_fprobe(&fprobe, symbol, NULL);
}

/**
 * place_fprobe_skip() - an fprobe whose entry wants no exit
 * @symbol: function
 *
 * Return: 0 or a negative errno
 */
int place_fprobe_skip(const char *symbol)
{
	fprobe.entry_handler = skip;
	return place_fprobe_exit(symbol);
}

/**
 * remove_fprobe() - take it away
 */
void remove_fprobe(void)
{
	unregister_fprobe(&fprobe);
}
#else
/**
 * place_fprobe() - this kernel has none for modules
 * @symbol: function
 *
 * Return: -EOPNOTSUPP
 */
int place_fprobe(const char *symbol)
{
	return -EOPNOTSUPP;
}

/**
 * place_fprobe_exit() - this kernel has none for modules
 * @symbol: function
 *
 * Return: -EOPNOTSUPP
 */
int place_fprobe_exit(const char *symbol)
{
	return -EOPNOTSUPP;
}

/**
 * place_fprobe_skip() - this kernel has none for modules
 * @symbol: function
 *
 * Return: -EOPNOTSUPP
 */
int place_fprobe_skip(const char *symbol)
{
	return -EOPNOTSUPP;
}

/**
 * remove_fprobe() - nothing to remove
 */
void remove_fprobe(void)
{
}
#endif
