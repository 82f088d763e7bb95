/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes a report of a recording that a test has built.
 */
#ifndef MAKE_REPORT_H
#define MAKE_REPORT_H

#include <stdlib.h>

#include "build_recording.h"
#include "lib/file_source.h"
#include "lib/report.h"

/**
 * struct made_report - a report and what it points to
 * @rec: the recording
 * @file: its chunks
 * @merge: its events
 * @names: its names
 * @report: the report
 */
struct made_report {
	struct lm_recording rec;
	struct lm_file_source file;
	struct lm_merge merge;
	struct lm_names names;
	struct lm_report report;
};

/* Open the recording; the build is given back. */
static inline void open_build(struct made_report *made, struct build *build)
{
	const char *what;

	if (lm_recording_open_fd(&made->rec, build_memfd(build), &what) ||
	    lm_names_init(&made->names,
			  lm_recording_text(&made->rec, LOWMARK_SECTION_FORMAT),
			  "") ||
	    lm_file_source_init(&made->file, &made->rec) ||
	    lm_merge_init(&made->merge, &made->file.source))
		abort();
	build_deinit(build);
}

static inline void close_build(struct made_report *made)
{
	lm_merge_deinit(&made->merge);
	lm_file_source_deinit(&made->file);
	lm_recording_close(&made->rec);
}

/* Take the recording to its end; the build is given back. */
static inline struct made_report *make_report(struct build *build)
{
	struct made_report *made = calloc(1, sizeof(*made));

	if (!made)
		abort();
	open_build(made, build);
	if (lm_report_make(&made->report, &made->rec, &made->names,
			   &made->merge, NULL, NULL))
		abort();
	return made;
}

static inline void free_report(struct made_report *made)
{
	lm_report_deinit(&made->report);
	close_build(made);
	free(made);
}

static inline struct lm_zone_model *zone_model(struct made_report *made,
					       unsigned int zone)
{
	return lm_slots_find(&made->report.model.zones, zone);
}

static inline struct lm_node_model *node_model(struct made_report *made,
					       unsigned int node)
{
	return lm_slots_find(&made->report.model.nodes, node);
}

#endif
