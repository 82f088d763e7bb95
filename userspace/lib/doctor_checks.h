/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parts of lm_doctor(). Each adds its findings; those that read a file
 * named by the user return -errno when they cannot.
 */
#ifndef LOWMARK_LIB_DOCTOR_CHECKS_H
#define LOWMARK_LIB_DOCTOR_CHECKS_H

#include "doctor.h"

void lm_find(struct lm_findings *findings, enum lm_verdict verdict,
	     const char *remedy, const char *what, const char *detail, ...)
	__attribute__((format(printf, 5, 6)));

int lm_doctor_config(struct lm_findings *findings, const char *path);
int lm_doctor_symbols(struct lm_findings *findings, const char *path);
int lm_doctor_btf(struct lm_findings *findings, const char *path);
void lm_doctor_policy(struct lm_findings *findings);
void lm_doctor_kprobes(struct lm_findings *findings);
void lm_doctor_module(struct lm_findings *findings);

#endif
