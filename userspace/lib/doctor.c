// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether a kernel can be traced with lowmark: the order of the checks, and
 * the list of their findings.
 */
#include "doctor.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clean.h"
#include "doctor_checks.h"

static struct lm_finding *new_finding(struct lm_findings *findings)
{
	size_t room = findings->room ? 2 * findings->room : 64;
	struct lm_finding *list;

	if (findings->nr == findings->room) {
		list = realloc(findings->list, room * sizeof(*list));
		if (!list)
			return NULL;
		findings->list = list;
		findings->room = room;
	}
	return &findings->list[findings->nr];
}

/**
 * lm_find - add a finding
 * @findings: where to
 * @verdict: what it means
 * @remedy: a string that stays, or NULL
 * @what: the thing looked at
 * @detail: as printf: what was found
 */
void lm_find(struct lm_findings *findings, enum lm_verdict verdict,
	     const char *remedy, const char *what, const char *detail, ...)
{
	struct lm_finding *new = new_finding(findings);
	va_list args;

	if (!new) {
		findings->incomplete = true;
		return;
	}
	new->verdict = verdict;
	new->remedy = remedy;
	new->what = strdup(what);
	va_start(args, detail);
	if (vasprintf(&new->detail, detail, args) < 0)
		new->detail = NULL;
	va_end(args);
	if (new->detail)
		lm_clean(new->detail);
	findings->nr++;
	if (!new->what || !new->detail)
		findings->incomplete = true;
}

/**
 * lm_findings_deinit - give back what findings hold
 * @findings: from lm_doctor()
 */
void lm_findings_deinit(struct lm_findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		free(findings->list[i].what);
		free(findings->list[i].detail);
	}
	free(findings->list);
}

/**
 * lm_verdict_name - name of a verdict
 * @verdict: the verdict
 *
 * Return: its name.
 */
const char *lm_verdict_name(enum lm_verdict verdict)
{
	static const char *const names[] = {
		[LM_OK] = "ok",
		[LM_DEGRADED] = "degraded",
		[LM_BLOCKING] = "blocking",
	};

	return names[verdict];
}

/**
 * lm_findings_count - how many findings have a verdict
 * @findings: from lm_doctor()
 * @verdict: the verdict
 *
 * Return: their number.
 */
size_t lm_findings_count(const struct lm_findings *findings,
			 enum lm_verdict verdict)
{
	size_t i, n = 0;

	for (i = 0; i < findings->nr; i++)
		n += findings->list[i].verdict == verdict;
	return n;
}

/**
 * lm_findings_worst - the verdict of all findings together
 * @findings: from lm_doctor()
 *
 * Return: the worst of their verdicts.
 */
enum lm_verdict lm_findings_worst(const struct lm_findings *findings)
{
	enum lm_verdict verdict = LM_BLOCKING;

	while (verdict > LM_OK && !lm_findings_count(findings, verdict))
		verdict--;
	return verdict;
}

static int look_at_file(struct lm_findings *findings, const char *path,
			int (*check)(struct lm_findings *findings,
				     const char *path))
{
	int err = path ? check(findings, path) : 0;

	if (err)
		findings->culprit = path;
	return err;
}

static int look_at_files(const struct lm_patient *patient,
			 struct lm_findings *findings)
{
	int err = look_at_file(findings, patient->config, lm_doctor_config);

	if (!err)
		err = look_at_file(findings, patient->kallsyms,
				   lm_doctor_symbols);
	if (!err)
		err = look_at_file(findings, patient->btf, lm_doctor_btf);
	return err;
}

static void look_at_running(struct lm_findings *findings)
{
	lm_doctor_policy(findings);
	lm_doctor_config(findings, NULL);
	lm_doctor_kprobes(findings);
	lm_doctor_symbols(findings, NULL);
	lm_doctor_btf(findings, NULL);
	lm_doctor_module(findings);
}

/**
 * lm_doctor - look whether a kernel can be traced with lowmark
 * @patient: the kernel
 * @findings: gets what was found, to be given to lm_findings_deinit() even
 *	on failure
 *
 * Return: 0, or -errno when a file of @patient cannot be used: -EBADMSG when
 * it is not what it is said to be.
 */
int lm_doctor(const struct lm_patient *patient, struct lm_findings *findings)
{
	int err = 0;

	memset(findings, 0, sizeof(*findings));
	if (patient->config || patient->kallsyms || patient->btf)
		err = look_at_files(patient, findings);
	else
		look_at_running(findings);
	if (!err && findings->incomplete)
		err = -ENOMEM;
	return err;
}
