// SPDX-License-Identifier: GPL-2.0-only
/*
 * Why the module's debugfs files cannot be used.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>
#include <linux/magic.h>

#include "debugfs.h"
#include "lockdown.h"

#define MOUNT_POINT "/sys/kernel/debug"

static int because(char **why, int err, const char *sentence)
{
	if (asprintf(why, "%s", sentence) < 0)
		*why = NULL;
	return err;
}

static int not_there(char **why)
{
	struct statfs fs;

	if (getenv("LOWMARK_DEBUGFS")) {
		if (asprintf(
			    why,
			    "LOWMARK_DEBUGFS names %s, which is not a directory of lowmark's module",
			    lm_debugfs_path()) < 0)
			*why = NULL;
		return -ENOENT;
	}
	if (access("/sys/module/lowmark", F_OK))
		return because(
			why, -ENOENT,
			"the lowmark module is not loaded; load it with 'lowmark load' as root");
	if (statfs(MOUNT_POINT, &fs) ||
	    (unsigned long)fs.f_type != DEBUGFS_MAGIC)
		return because(
			why, -ENODEV,
			"debugfs is not mounted; as root: mount -t debugfs none /sys/kernel/debug");
	return because(
		why, -ENOENT,
		"the lowmark module is loaded but has no files in debugfs; see the kernel log, and debugfs= on its command line");
}

static int denied(char **why, int err)
{
	if (geteuid())
		return because(
			why, -EACCES,
			"only root may read the files of the lowmark module; run this as root");
	if (lm_lockdown() != LM_LOCKDOWN_NONE)
		return because(
			why, -EPERM,
			"kernel lockdown forbids reading debugfs; boot without lockdown= (or Secure Boot)");
	if (asprintf(why, "cannot open %s: %s", lm_debugfs_path(),
		     strerror(-err)) < 0)
		*why = NULL;
	return err;
}

/**
 * lm_debugfs_check - whether the module's files can be used
 * @why: if not, gets a sentence with the remedy, to be freed; may become NULL
 *	when there is no memory
 *
 * Return: 0, or -ENOENT if the module is not loaded, -EACCES if not root,
 * -ENODEV if debugfs is not mounted, -EPERM under lockdown, or another -errno.
 */
int lm_debugfs_check(char **why)
{
	int fd = lm_debugfs_open("status", O_RDONLY);

	*why = NULL;
	if (fd >= 0) {
		close(fd);
		return 0;
	}
	/* Nobody but root may look into debugfs, but all may into /sys. */
	if (fd == -EACCES && !getenv("LOWMARK_DEBUGFS") &&
	    access("/sys/module/lowmark", F_OK))
		fd = -ENOENT;
	if (fd == -ENOENT || fd == -ENOTDIR)
		return not_there(why);
	return denied(why, fd);
}
