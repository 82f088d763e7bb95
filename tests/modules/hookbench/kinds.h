/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kinds of probe and how each is placed.
 */
#ifndef HOOKBENCH_KINDS_H
#define HOOKBENCH_KINDS_H

int place_kprobe(const char *symbol);
void remove_kprobe(void);
int place_kretprobe(const char *symbol);
int place_kretskip(const char *symbol);
void remove_kretprobe(void);
int place_ftrace(const char *symbol);
int place_ftrace_regs(const char *symbol);
void remove_ftrace(void);
int place_fprobe(const char *symbol);
int place_fprobe_exit(const char *symbol);
int place_fprobe_skip(const char *symbol);
void remove_fprobe(void);

#endif
