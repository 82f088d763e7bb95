/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Incidents of known causes, made record by record.
 */
#ifndef INCIDENTS_H
#define INCIDENTS_H

#include "build_recording.h"

/**
 * struct incident - an incident
 * @name: its name
 * @question: what "lowmark why" is to be asked
 * @cause: the rule that names its cause; NULL if the facts do not decide
 * @make: make its recording
 */
struct incident {
	const char *name;
	const char *question;
	const char *cause;
	void (*make)(struct build *build);
};

extern const struct incident incidents[];
extern const unsigned int nr_incidents;

#endif
