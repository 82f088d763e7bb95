// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether the running kernel's kprobes work and may go where lowmark's go.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "doctor_checks.h"
#include "kallsyms.h"
#include "lowmark_layout.h"
#include "text.h"

#define KPROBES "/sys/kernel/debug/kprobes/"

static void check_enabled(struct lm_findings *findings)
{
	char *text;
	int err = lm_read_text(KPROBES "enabled", &text, NULL);

	if (err) {
		lm_find(findings, LM_DEGRADED,
			err == -EACCES ?
				"run this as root" :
				"mount debugfs; the kernel needs CONFIG_KPROBES",
			"kprobes",
			"not known: cannot read " KPROBES "enabled: %s",
			strerror(-err));
		return;
	}
	if (text[0] == '1')
		lm_find(findings, LM_OK, NULL, "kprobes", "enabled");
	else
		lm_find(findings, LM_BLOCKING,
			"as root: echo 1 > " KPROBES "enabled", "kprobes",
			"switched off for the whole system");
	free(text);
}

static const struct {
	const char *name;
} functions[] = {
#define ROW(function, arguments) { #function },
	LOWMARK_PROTOTYPES(ROW)
#undef ROW
};

static void check_blacklist_line(struct lm_findings *findings, const char *line)
{
	const char *name = strrchr(line, '\t');
	size_t i;

	for (i = 0; name && i < sizeof(functions) / sizeof(functions[0]); i++)
		if (lm_clone_of(name + 1, functions[i].name) >= LM_CLONE_PART)
			lm_find(findings, LM_DEGRADED,
				"what this function does is not seen",
				"kprobe blacklist", "%s is on it", name + 1);
}

static void check_blacklist(struct lm_findings *findings)
{
	size_t before = findings->nr;
	char *text, *line, *rest;

	if (lm_read_text(KPROBES "blacklist", &text, NULL))
		return;
	rest = text;
	while ((line = strtok_r(rest, "\n", &rest)))
		check_blacklist_line(findings, line);
	if (findings->nr == before)
		lm_find(findings, LM_OK, NULL, "kprobe blacklist",
			"none of lowmark's functions is on it");
	free(text);
}

/**
 * lm_doctor_kprobes - look whether kprobes can be used
 * @findings: gets the findings
 */
void lm_doctor_kprobes(struct lm_findings *findings)
{
	check_enabled(findings);
	check_blacklist(findings);
}
