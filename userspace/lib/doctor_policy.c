// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the running system allows: who asks, lockdown, signatures, debugfs.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <linux/magic.h>

#include "doctor_checks.h"
#include "lockdown.h"
#include "text.h"

static bool file_says(const char *path, const char *begin)
{
	char *text;
	bool says;

	if (lm_read_text(path, &text, NULL))
		return false;
	says = !strncmp(text, begin, strlen(begin));
	free(text);
	return says;
}

static void check_user(struct lm_findings *findings)
{
	if (geteuid())
		lm_find(findings, LM_DEGRADED,
			"run this as root; so must all commands that use the module",
			"user",
			"not root: what only root may see is not known");
	else
		lm_find(findings, LM_OK, NULL, "user", "root");
}

static void check_lockdown(struct lm_findings *findings)
{
	enum lm_lockdown mode = lm_lockdown();
	const char *name = lm_lockdown_name(mode);

	if (mode == LM_LOCKDOWN_CONFIDENTIALITY)
		lm_find(findings, LM_BLOCKING,
			"boot without lockdown=confidentiality", "lockdown",
			"%s: kprobes and reading debugfs are refused", name);
	else if (mode == LM_LOCKDOWN_INTEGRITY)
		lm_find(findings, LM_DEGRADED,
			"sign lowmark.ko with a key the kernel trusts, or boot without lockdown= (or Secure Boot)",
			"lockdown", "%s: unsigned modules are refused", name);
	else
		lm_find(findings, LM_OK, NULL, "lockdown", "%s", name);
}

static void check_modules(struct lm_findings *findings)
{
	if (access("/proc/sys/kernel/modules_disabled", F_OK))
		lm_find(findings, LM_BLOCKING,
			"use a kernel built with CONFIG_MODULES",
			"module loading", "this kernel cannot load modules");
	else if (file_says("/proc/sys/kernel/modules_disabled", "1"))
		lm_find(findings, LM_BLOCKING,
			"reboot; kernel.modules_disabled cannot be taken back",
			"module loading",
			"forbidden: kernel.modules_disabled is 1");
	else
		lm_find(findings, LM_OK, NULL, "module loading", "allowed");
}

static void check_signatures(struct lm_findings *findings)
{
	if (file_says("/sys/module/module/parameters/sig_enforce", "Y"))
		lm_find(findings, LM_DEGRADED,
			"sign lowmark.ko with a key the kernel trusts, or boot without module.sig_enforce",
			"module signatures",
			"enforced: unsigned modules are refused");
	else
		lm_find(findings, LM_OK, NULL, "module signatures",
			"not enforced");
}

static void check_debugfs(struct lm_findings *findings)
{
	struct statfs fs;

	if (statfs("/sys/kernel/debug", &fs))
		lm_find(findings, LM_BLOCKING,
			"use a kernel built with CONFIG_DEBUG_FS", "debugfs",
			"this kernel has none");
	else if ((unsigned long)fs.f_type != DEBUGFS_MAGIC)
		lm_find(findings, LM_BLOCKING,
			"as root: mount -t debugfs none /sys/kernel/debug",
			"debugfs", "not mounted");
	else
		lm_find(findings, LM_OK, NULL, "debugfs", "mounted");
}

/**
 * lm_doctor_policy - look at what the running system allows
 * @findings: gets the findings
 */
void lm_doctor_policy(struct lm_findings *findings)
{
	struct utsname u;

	uname(&u);
	if (!strcmp(u.machine, "x86_64"))
		lm_find(findings, LM_OK, NULL, "kernel", "%s %s", u.release,
			u.machine);
	else
		lm_find(findings, LM_BLOCKING,
			"lowmark reads arguments of functions as x86-64 passes them",
			"kernel", "%s %s", u.release, u.machine);
	check_user(findings);
	check_lockdown(findings);
	check_modules(findings);
	check_signatures(findings);
	check_debugfs(findings);
}
