/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What commands that talk to the loaded module have in common.
 */
#ifndef LOWMARK_LIVE_H
#define LOWMARK_LIVE_H

#include <stdbool.h>

#include "command.h"

int need_module(void);
int read_module_file(const char *name, char **text);
int json_option_only(const struct command *self, int argc, char *argv[],
		     bool *json);

extern const struct option_desc json_option[];

#endif
