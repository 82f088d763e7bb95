/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Access to the module's debugfs files.
 */
#ifndef LOWMARK_LIB_DEBUGFS_H
#define LOWMARK_LIB_DEBUGFS_H

#include <stddef.h>

const char *lm_debugfs_path(void);
int lm_debugfs_open(const char *name, int flags);
int lm_debugfs_read(const char *name, char **text, size_t *len);
int lm_debugfs_command(const char *command, char **why);
int lm_debugfs_check(char **why);

#endif
