/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether a kernel can be traced with lowmark: checks and their findings.
 */
#ifndef LOWMARK_LIB_DOCTOR_H
#define LOWMARK_LIB_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

/**
 * enum lm_verdict - what a finding means
 * @LM_OK: as it should be
 * @LM_DEGRADED: lowmark works, with less or with something not known
 * @LM_BLOCKING: lowmark does not work on this kernel as it is
 */
enum lm_verdict {
	LM_OK,
	LM_DEGRADED,
	LM_BLOCKING,
};

/**
 * struct lm_finding - one thing looked at
 * @verdict: what it means
 * @what: the thing
 * @detail: what was found
 * @remedy: what to do, or NULL
 */
struct lm_finding {
	enum lm_verdict verdict;
	char *what;
	char *detail;
	const char *remedy;
};

/**
 * struct lm_findings - everything looked at
 * @nr: entries of @list
 * @room: entries that @list has room for
 * @list: the findings, in the order they were made
 * @incomplete: memory ran out
 * @culprit: after a failure: the file of struct lm_patient that is unusable
 */
struct lm_findings {
	size_t nr;
	size_t room;
	struct lm_finding *list;
	bool incomplete;
	const char *culprit;
};

/**
 * struct lm_patient - the kernel to look at
 * @config: file with its configuration, or NULL
 * @kallsyms: file with its symbols, as /proc/kallsyms, or NULL
 * @btf: file with its BTF, raw or in an ELF section, or NULL
 *
 * With no file at all it is the running kernel. With any, it is another one:
 * then only what these files tell is looked at.
 */
struct lm_patient {
	const char *config;
	const char *kallsyms;
	const char *btf;
};

int lm_doctor(const struct lm_patient *patient, struct lm_findings *findings);
void lm_findings_deinit(struct lm_findings *findings);
enum lm_verdict lm_findings_worst(const struct lm_findings *findings);
size_t lm_findings_count(const struct lm_findings *findings,
			 enum lm_verdict verdict);
const char *lm_verdict_name(enum lm_verdict verdict);

#endif
