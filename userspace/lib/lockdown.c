// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's lockdown mode.
 */
#include "lockdown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

static const char *const names[] = {
	[LM_LOCKDOWN_NONE] = "none",
	[LM_LOCKDOWN_INTEGRITY] = "integrity",
	[LM_LOCKDOWN_CONFIDENTIALITY] = "confidentiality",
};

/**
 * lm_lockdown_name - name of a lockdown mode
 * @mode: the mode
 *
 * Return: its name as the kernel spells it.
 */
const char *lm_lockdown_name(enum lm_lockdown mode)
{
	return names[mode];
}

/**
 * lm_lockdown - read the kernel's lockdown mode
 *
 * Return: the mode; none if it cannot be read.
 */
enum lm_lockdown lm_lockdown(void)
{
	enum lm_lockdown mode = LM_LOCKDOWN_CONFIDENTIALITY;
	char chosen[32];
	char *text;

	if (lm_read_text("/sys/kernel/security/lockdown", &text, NULL))
		return LM_LOCKDOWN_NONE;
	for (; mode > LM_LOCKDOWN_NONE; mode--) {
		snprintf(chosen, sizeof(chosen), "[%s]", names[mode]);
		if (strstr(text, chosen))
			break;
	}
	free(text);
	return mode;
}
