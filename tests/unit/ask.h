/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Asks "why" about an incident that was made record by record.
 */
#ifndef ASK_H
#define ASK_H

#include <string.h>

#include "incidents.h"
#include "lib/gather.h"
#include "lib/pick.h"
#include "lib/why.h"
#include "make_report.h"

static inline enum lm_question question_of(const char *word)
{
	unsigned int i;

	for (i = 0; i < LM_NR_QUESTIONS; i++)
		if (!strcmp(lm_questions[i], word))
			return i;
	abort();
}

static inline void open_incident(struct made_report *made,
				 const struct incident *incident)
{
	struct build build = { 0 };

	build_task(&build, 0, 100, "stress");
	incident->make(&build);
	open_build(made, &build);
}

static inline bool pick_incident(const struct incident *incident,
				 struct lm_pick *pick)
{
	static struct made_report made;
	const struct lm_event *event;
	__u64 end_ns = 0;

	open_incident(&made, incident);
	*pick = (struct lm_pick){ .zones_per_node = 5 };
	pick->choice.question = question_of(incident->question);
	while (lm_merge_next(&made.merge, LM_FOREVER, &event) > 0) {
		lm_pick_event(pick, event);
		end_ns = event->time_ns;
	}
	lm_pick_end(pick, end_ns);
	close_build(&made);
	return pick->found;
}

/* In two passes, as the command does it. Return: false if there is none */
static inline bool ask(const struct incident *incident, struct lm_why *why)
{
	static struct made_report made;
	static struct lm_gather gather;
	const struct lm_event *event;
	struct lm_pick pick;

	if (!pick_incident(incident, &pick))
		return false;
	open_incident(&made, incident);
	lm_gather_init(&gather, &pick.best.target, &made.names,
		       lm_recording_text(&made.rec,
					 LOWMARK_SECTION_ZONES_START));
	lm_gather_missing(&gather,
			  lm_recording_text(&made.rec, LOWMARK_SECTION_CAPS),
			  lm_recording_text(&made.rec, LOWMARK_SECTION_META));
	while (lm_merge_next(&made.merge, LM_FOREVER, &event) > 0)
		lm_gather_event(&gather, event);
	lm_gather_end(&gather);
	why->facts = gather.facts;
	why->names = &made.names;
	lm_findings_make(&why->findings, &why->facts, why->names);
	close_build(&made);
	return true;
}

#endif
