/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Commands to the module's file "control".
 */
#ifndef LOWMARK_CONTROL_H
#define LOWMARK_CONTROL_H

#define LOWMARK_COMMAND_MAX 500 /* bytes of the longest one, without NUL */

#endif
