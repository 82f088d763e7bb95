// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the loaded module itself says of its hooks.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "debugfs.h"
#include "doctor_checks.h"
#include "table.h"

static bool is_placed(const char *state)
{
	return !strcmp(state, "observed") || !strcmp(state, "derived");
}

static void judge_hook(struct lm_findings *findings,
		       const struct lm_table *table, size_t row)
{
	const char *state = lm_table_cell(table, row, "state");
	bool absent = !strcmp(state, "absent");
	char what[64];

	snprintf(what, sizeof(what), "hook %s",
		 lm_table_cell(table, row, "hook"));
	lm_find(findings, absent ? LM_OK : LM_DEGRADED,
		absent ? NULL : "its facts are missing from recordings", what,
		"%s, %s: %s", lm_table_cell(table, row, "symbol"), state,
		lm_table_cell(table, row, "reason"));
}

static void judge(struct lm_findings *findings, const struct lm_table *table)
{
	size_t row, placed = 0;

	for (row = 0; row < table->nr_rows; row++)
		placed += is_placed(lm_table_cell(table, row, "state"));
	lm_find(findings, placed ? LM_OK : LM_BLOCKING,
		placed ? NULL : "see the module's lines in the kernel log",
		"module", "loaded, %zu of %zu hooks placed", placed,
		table->nr_rows);
	for (row = 0; row < table->nr_rows; row++)
		if (!is_placed(lm_table_cell(table, row, "state")))
			judge_hook(findings, table, row);
}

/**
 * lm_doctor_module - look at the hooks of the module, if it is loaded
 * @findings: gets the findings
 */
void lm_doctor_module(struct lm_findings *findings)
{
	struct lm_table table;
	char *text;
	int err = lm_debugfs_read("caps", &text, NULL);

	if (err) {
		lm_find(findings, LM_OK, NULL, "module",
			err == -EACCES ? "not known: only root may look" :
					 "not loaded");
		return;
	}
	err = lm_table_init(&table, text, "hook");
	if (err)
		lm_find(findings, LM_DEGRADED,
			"use a tool and a module of one version", "module",
			"cannot read its file \"caps\": %s", strerror(-err));
	else
		judge(findings, &table);
	lm_table_deinit(&table);
	free(text);
}
