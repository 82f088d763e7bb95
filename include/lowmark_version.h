/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * The version of the module and of the tool, which are released together.
 */
#ifndef LOWMARK_VERSION_H
#define LOWMARK_VERSION_H

#define LOWMARK_VERSION "0.1.0"

#endif
