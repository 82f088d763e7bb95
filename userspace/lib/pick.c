// SPDX-License-Identifier: GPL-2.0-only
/*
 * Choosing the incident that a story is to be told of: the worst of its kind,
 * or the one that was asked for.
 */
#include "pick.h"

#include <string.h>

#include "recorded.h"

static __u64 distance_to(const struct lm_choice *choice,
			 const struct lm_target *target)
{
	if (!choice->by_time)
		return 0;
	if (choice->time_ns < target->begin_ns)
		return target->begin_ns - choice->time_ns;
	if (choice->time_ns > target->end_ns)
		return choice->time_ns - target->end_ns;
	return 0;
}

/*
 * When there are too many, one in the middle goes: most often the last is wanted
 * back, and one of the first is there when a loss covers all others.
 */
static void push_best(struct lm_pick *pick)
{
	struct lm_rated *middle = &pick->earlier[LM_PICK_EARLIER / 2];

	if (pick->nr_earlier == LM_PICK_EARLIER)
		memmove(middle, middle + 1,
			(--pick->nr_earlier - LM_PICK_EARLIER / 2) *
				sizeof(*middle));
	pick->earlier[pick->nr_earlier++] = pick->best;
}

static bool consider(struct lm_pick *pick, struct lm_target *target,
		     __s64 score)
{
	const struct lm_choice *choice = &pick->choice;
	__u64 distance = distance_to(choice, target);

	pick->number++;
	if (!target->id)
		target->id = pick->number;
	if ((choice->by_id && choice->id != target->id) ||
	    (choice->by_pid && choice->pid != target->pid))
		return false;
	if (pick->found &&
	    (distance > pick->best.distance ||
	     (distance == pick->best.distance && score <= pick->best.score)))
		return false;
	if (pick->found)
		push_best(pick);
	pick->found = true;
	pick->best = (struct lm_rated){ *target, score, distance };
	return true;
}

static struct lm_target target_of(const struct lm_pick *pick,
				  const struct lm_event *event, __u64 latency)
{
	return (struct lm_target){
		.question = pick->choice.question,
		.begin_ns = event->time_ns -
			    (latency < event->time_ns ? latency : 0),
		.end_ns = event->time_ns,
		.cpu = event->cpu,
		.pid = event->pid,
		.level = event->record->ctx & LOWMARK_CTX_LEVEL,
	};
}

static void take_slow_end(struct lm_pick *pick, const struct lm_event *event)
{
	const struct lowmark_rec_slow_end *rec = (const void *)event->record;
	enum lm_question question = pick->choice.question;
	struct lm_target target =
		lm_slow_target(question, event, pick->zones_per_node);

	if (question == LM_WHY_STALL ||
	    (question == LM_WHY_FAIL && rec->result == LOWMARK_RESULT_FAILED))
		consider(pick, &target, (__s64)rec->latency);
	if (!pick->oom || event->pid != pick->best.target.pid ||
	    target.begin_ns > pick->best.target.begin_ns)
		return;
	pick->oom = false;
	pick->best.target.span = rec->span;
	pick->best.target.node = target.node;
	pick->best.target.begin_ns = target.begin_ns;
	pick->best.target.end_ns = target.end_ns;
}

static void take_oom(struct lm_pick *pick, const struct lm_event *event)
{
	const struct lowmark_rec_oom *rec = (const void *)event->record;
	struct lm_target target = target_of(pick, event, rec->latency);

	if (consider(pick, &target, (__s64)rec->latency))
		pick->oom = true;
}

static void take_wake(struct lm_pick *pick, const struct lm_event *event)
{
	const struct lowmark_rec_wake *rec = (const void *)event->record;
	struct lm_target target = target_of(pick, event, 0);
	bool woken = rec->verdict == LOWMARK_WAKE_WOKEN ||
		     rec->verdict == LOWMARK_WAKE_THROTTLE;

	if (pick->zones_per_node)
		target.node = (__u16)(rec->zone / pick->zones_per_node);
	if (pick->choice.question == LM_WHY_WAKE ?
		    woken :
		    !woken && rec->verdict != LOWMARK_WAKE_AWAKE)
		consider(pick, &target, -(__s64)rec->margin);
}

static void end_awake(struct lm_pick *pick, unsigned int node, __u64 time_ns)
{
	struct lm_target target = {
		.question = LM_WHY_AWAKE,
		.node = (__u16)node,
		.begin_ns = pick->awake_ns[node],
		.end_ns = time_ns,
	};

	if (!target.begin_ns)
		return;
	pick->awake_ns[node] = 0;
	consider(pick, &target, (__s64)(time_ns - target.begin_ns));
}

static void take_kswapd(struct lm_pick *pick, const struct lm_event *event)
{
	const struct lowmark_rec_kswapd_sleep *rec =
		(const void *)event->record;

	if (rec->node >= LM_FACT_NODES)
		return;
	if (event->record->type == LOWMARK_REC_KSWAPD_SLEEP)
		end_awake(pick, rec->node, event->time_ns);
	else if (!pick->blind && !pick->awake_ns[rec->node])
		pick->awake_ns[rec->node] = event->time_ns;
}

/* Who is awake may go to sleep unseen from now on: nobody knows how long it is. */
static void take_settings(struct lm_pick *pick, const struct lm_event *event)
{
	const struct lowmark_rec_settings *rec = (const void *)event->record;

	pick->blind = lm_sleep_unseen(rec);
	if (lm_events_off(rec) & LM_EVENT_BIT(KSWAPD))
		memset(pick->awake_ns, 0, sizeof(pick->awake_ns));
}

static void pop_best(struct lm_pick *pick)
{
	pick->found = pick->nr_earlier;
	if (pick->found)
		pick->best = pick->earlier[--pick->nr_earlier];
}

/* A loss is told at its end: what has been found may have ended in it, unseen. */
static void take_lost_sleep(struct lm_pick *pick, const struct lm_loss *loss)
{
	memset(pick->awake_ns, 0, sizeof(pick->awake_ns));
	if (pick->choice.question != LM_WHY_AWAKE)
		return;
	while (pick->found && pick->best.target.end_ns > loss->from_ns)
		pop_best(pick);
}

/**
 * lm_pick_event() - look whether an event ends the wanted incident
 * @pick: the choosing
 * @event: the event
 */
void lm_pick_event(struct lm_pick *pick, const struct lm_event *event)
{
	enum lm_question question = pick->choice.question;
	unsigned int type = event->loss ? 0 : event->record->type;

	if (event->loss && lm_loss_hides(event->loss, LOWMARK_REC_KSWAPD_SLEEP))
		take_lost_sleep(pick, event->loss);
	if (type == LOWMARK_REC_SLOW_END)
		take_slow_end(pick, event);
	else if (type == LOWMARK_REC_OOM && question == LM_WHY_OOM)
		take_oom(pick, event);
	else if (type == LOWMARK_REC_WAKE &&
		 (question == LM_WHY_WAKE || question == LM_WHY_ASLEEP))
		take_wake(pick, event);
	else if (question == LM_WHY_AWAKE && (type == LOWMARK_REC_KSWAPD_WAKE ||
					      type == LOWMARK_REC_KSWAPD_SLEEP))
		take_kswapd(pick, event);
	else if (type == LOWMARK_REC_SETTINGS)
		take_settings(pick, event);
}

/**
 * lm_pick_end() - no more events come
 * @pick: the choosing; its best is the incident, if it found one
 * @end_ns: when recording ended
 */
void lm_pick_end(struct lm_pick *pick, __u64 end_ns)
{
	unsigned int node;

	for (node = 0; node < LM_FACT_NODES; node++)
		if (pick->awake_ns[node] && end_ns > pick->awake_ns[node])
			end_awake(pick, node, end_ns);
	pick->best.target.of = pick->number;
}
