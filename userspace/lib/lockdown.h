/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's lockdown mode.
 */
#ifndef LOWMARK_LIB_LOCKDOWN_H
#define LOWMARK_LIB_LOCKDOWN_H

/**
 * enum lm_lockdown - the kernel's lockdown mode
 * @LM_LOCKDOWN_NONE: off, or this kernel has none
 * @LM_LOCKDOWN_INTEGRITY: unsigned modules are refused
 * @LM_LOCKDOWN_CONFIDENTIALITY: reading kernel memory is refused as well
 */
enum lm_lockdown {
	LM_LOCKDOWN_NONE,
	LM_LOCKDOWN_INTEGRITY,
	LM_LOCKDOWN_CONFIDENTIALITY,
};

enum lm_lockdown lm_lockdown(void);
const char *lm_lockdown_name(enum lm_lockdown mode);

#endif
