/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The list of all commands, and texts made from it.
 */
#ifndef LOWMARK_COMMANDS_H
#define LOWMARK_COMMANDS_H

#include <stdio.h>

#include "command.h"

/* Options of every command, ended by an entry without a name. */
extern const struct option_desc common_options[];

/* Ended by NULL. */
extern const struct command *const commands[];

const struct command *find_command(const char *name);
void print_overview(FILE *out);
void print_help(const struct command *command, FILE *out);
void print_list(FILE *out);
void print_man(const struct command *command, FILE *out);
void print_man_overview(FILE *out);
bool print_completion(const char *shell, FILE *out);
const char *exit_text(enum exit_code code);

#endif
