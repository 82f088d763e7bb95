// SPDX-License-Identifier: GPL-2.0-only
/*
 * The part of the model that knows how much of kswapd was in sight: settings leave
 * some of it out, and losses take it away.
 */
#include "filtered.h"
#include "model_parts.h"
#include "recorded.h"

/**
 * lm_model_first_settings() - take what was recorded at the begin
 * @model: the model, just initialised
 * @meta: text with the settings then, of META or "status"
 */
void lm_model_first_settings(struct lm_model *model, const char *meta)
{
	model->part = lm_events_off_first(meta) & LM_EVENT_BIT(KSWAPD);
	model->blind = lm_sleep_unseen_first(meta);
	model->first = lm_filters_first(meta);
}

static void lose_nodes(struct lm_model *model, __u64 time_ns, bool wakes)
{
	struct lm_node_model *node;
	unsigned int i;

	for (i = 0; (node = lm_slots_next(&model->nodes, &i));) {
		model->dark |= node->kswapd.wakes || node->kswapd.sleeps;
		lm_kswapd_lose(&node->kswapd, time_ns);
		if (wakes)
			lm_model_close_wake(model, node);
	}
}

static void take(struct lm_model *model, const struct lowmark_rec_settings *rec)
{
	model->part = lm_events_off(rec) & LM_EVENT_BIT(KSWAPD);
	model->blind = lm_sleep_unseen(rec);
	model->settled = true;
}

/* Is more or less in sight from now on, or may it be? */
static bool changes(const struct lm_model *model,
		    const struct lowmark_rec_settings *rec)
{
	bool part = lm_events_off(rec) & LM_EVENT_BIT(KSWAPD);

	return part != model->part ||
	       (part && (model->settled || lm_filters_of(rec) != model->first));
}

/**
 * lm_model_settings() - take what is recorded from now on
 * @model: the model
 * @event: the record of settings
 *
 * Where recording began with the same, that changes nothing. Later, one filter may have
 * taken the place of another one of its kind.
 */
void lm_model_settings(struct lm_model *model, const struct lm_event *event)
{
	const struct lowmark_rec_settings *rec = (const void *)event->record;

	model->dark |= changes(model, rec);
	take(model, rec);
	if (model->part)
		lose_nodes(model, event->time_ns, true);
	model->filters |= lm_filters_of(rec);
	if (rec->sampling > model->sampling)
		model->sampling = rec->sampling;
}

static void forget_nodes(struct lm_model *model)
{
	struct lm_node_model *node;
	unsigned int i;

	for (i = 0; (node = lm_slots_next(&model->nodes, &i));)
		node->kswapd.awake = false;
}

/**
 * lm_model_settings_before() - the same before the time the model is about
 * @model: the model
 * @rec: the settings
 */
void lm_model_settings_before(struct lm_model *model,
			      const struct lowmark_rec_settings *rec)
{
	take(model, rec);
	if (model->part)
		forget_nodes(model);
}

/**
 * lm_model_lost_before() - losses before the time the model is about
 * @model: the model
 * @loss: what was lost
 */
void lm_model_lost_before(struct lm_model *model, const struct lm_loss *loss)
{
	if (lm_loss_hides(loss, LOWMARK_REC_KSWAPD_SLEEP))
		forget_nodes(model);
}

/**
 * lm_model_lost_sleeps() - kswapd may have gone to sleep unseen
 * @model: the model
 * @loss: what was lost
 */
void lm_model_lost_sleeps(struct lm_model *model, const struct lm_loss *loss)
{
	if (!lm_loss_hides(loss, LOWMARK_REC_KSWAPD_SLEEP))
		return;
	model->dark = true;
	lose_nodes(model, loss->from_ns, false);
}

/**
 * lm_model_knows_awake() - is it known how long a node's kswapd was awake?
 * @model: the model
 * @kswapd: the node's
 *
 * Return: false if what is known of it is not all
 */
bool lm_model_knows_awake(const struct lm_model *model,
			  const struct lm_kswapd *kswapd)
{
	return !model->dark && !kswapd->unseen &&
	       (!model->part || kswapd->wakes);
}
