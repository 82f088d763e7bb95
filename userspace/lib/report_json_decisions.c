// SPDX-License-Identifier: GPL-2.0-only
/*
 * A report as JSON: skips, rescans and retries by reason, stages by time.
 */
#include "flags.h"
#include "json.h"
#include "report_json.h"

static void add_counts(struct json_object *object, const char *key,
		       unsigned int kind, const __u64 *counts, unsigned int nr)
{
	struct json_object *item = lm_json_object(object, key);
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (counts[i])
			lm_json_u64(item, lm_enum_name(kind, i), counts[i]);
}

/**
 * lm_json_skips() - add how many zones were passed over, by reason
 * @doc: gets the key "skips"; what the kernel does not have is null
 * @skips: the counts
 */
void lm_json_skips(struct json_object *doc,
		   const struct lm_count skips[LM_NR_SKIPS])
{
	struct json_object *item = lm_json_object(doc, "skips");
	unsigned int i;

	for (i = 0; i < LM_NR_SKIPS; i++) {
		const char *key = lm_enum_name(LOWMARK_KIND_E_skip, i);

		if (skips[i].known)
			lm_json_u64(item, key, skips[i].n);
		else
			json_object_object_add(item, key, NULL);
	}
}

/**
 * lm_json_stages() - add where the slow path's time went
 * @object: where to
 * @stages: the sums; what is not known is null
 *
 * Of the keys, queued_ns is time that others have, too; they add up without it.
 */
void lm_json_stages(struct json_object *object, const struct lm_stages *stages)
{
	bool told = lm_stages_told(stages);
	unsigned int i;

	for (i = 0; i < LM_NR_STAGES; i++)
		if (told && lm_stages_know(stages, i))
			lm_json_u64(object, lm_stage_keys[i], stages->ns[i]);
		else
			json_object_object_add(object, lm_stage_keys[i], NULL);
	if (told)
		lm_json_u64(object, lm_rest_key, lm_stages_rest(stages));
	else
		json_object_object_add(object, lm_rest_key, NULL);
	if (stages->waits_known)
		lm_json_u64(object, "queued_ns", stages->queued_ns);
	else
		json_object_object_add(object, "queued_ns", NULL);
}

/**
 * lm_json_decisions() - add what was decided and where the time went
 * @doc: where to
 * @report: the report
 */
void lm_json_decisions(struct json_object *doc, const struct lm_report *report)
{
	const struct lm_decisions *decisions = &report->model.decisions;
	struct json_object *object =
		lm_json_object(doc, lm_figures_key[LM_FIGURES_DECISIONS]);
	struct json_object *item;

	lm_json_skips(object, decisions->skips);
	if (decisions->rescanning || !report->model.events[LOWMARK_REC_ATTEMPT])
		add_counts(object, "rescans", LOWMARK_KIND_E_rescan,
			   decisions->rescans, LM_NR_RESCANS);
	else
		json_object_object_add(object, "rescans", NULL);
	add_counts(object, "retries", LOWMARK_KIND_E_retry, decisions->retries,
		   LM_NR_RETRIES);
	item = lm_json_object(object, "stages");
	lm_json_stages(item, &decisions->stages);
	lm_json_u64(item, "latency_ns", decisions->stages.latency_ns);
}
