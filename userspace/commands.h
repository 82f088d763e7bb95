/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of all commands, and texts made from it.
 */
#ifndef LOWMARK_COMMANDS_H
#define LOWMARK_COMMANDS_H

#include <stdio.h>

#include "command.h"

/* Ended by NULL. */
extern const struct command *const commands[];

const struct command *find_command(const char *name);
void print_overview(FILE *out);
void print_help(const struct command *command, FILE *out);
void print_list(FILE *out);

#endif
