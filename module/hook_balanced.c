// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgdat_balanced(): its answers to wakeup_kswapd() and to kswapd's run.
 */
#include <linux/kprobes.h>

#include "balanced.h"
#include "caller.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "zone.h"

struct balanced_data {
	struct lowmark_node_args args;
	enum lowmark_asker asker;
};

const size_t lowmark_balanced_bytes = sizeof(struct balanced_data);

/**
 * lowmark_balanced_begins() - pgdat_balanced() was entered
 * @caller: where it returns to
 *
 * Context: preemption is off
 *
 * Return: who asks
 */
notrace enum lowmark_asker lowmark_balanced_begins(unsigned long caller)
{
	LOWMARK_TIMED_ENTRY(BALANCED);
	const struct lowmark_flight *flight = lowmark_flight_find();

	if (!flight)
		return LOWMARK_ASKER_OTHER;
	if (flight->in_wake)
		return LOWMARK_ASKER_WAKE;
	return lowmark_caller_balances(caller) ? LOWMARK_ASKER_RUN :
						 LOWMARK_ASKER_OTHER;
}

static notrace void write_pass(const struct lowmark_node_args *args,
			       unsigned int number, bool balanced)
{
	struct lowmark_rec_pass *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD))
		return;
	rec = lowmark_write_begin(&write, PASS, pass);
	if (!rec)
		return;
	rec->node = args->pgdat->node_id;
	rec->order = lowmark_u8(args->order);
	rec->highest = lowmark_u8(args->highest);
	rec->balanced = balanced;
	rec->pad = 0;
	rec->number = number;
	lowmark_end(&write);
}

/**
 * lowmark_balanced_ends() - pgdat_balanced() answers
 * @args: its arguments; of use where kswapd's run asks
 * @asker: what lowmark_balanced_begins() told
 * @balanced: the answer
 *
 * Context: preemption is off
 */
notrace void lowmark_balanced_ends(const struct lowmark_node_args *args,
				   enum lowmark_asker asker, bool balanced)
{
	LOWMARK_TIMED(BALANCED);
	struct lowmark_flight *flight = lowmark_flight_find();

	if (!flight)
		return;
	if (asker == LOWMARK_ASKER_RUN)
		write_pass(args, lowmark_count(&flight->passes), balanced);
	else if (flight->in_wake)
		flight->balanced = balanced;
}

/**
 * lowmark_balanced_entry() - pgdat_balanced() was entered
 * @ri: keeps the question
 * @regs: registers at entry
 *
 * Return: 0 if wakeup_kswapd() or kswapd's run asks, else 1
 */
notrace int lowmark_balanced_entry(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	struct balanced_data *data = (struct balanced_data *)ri->data;

	data->asker = lowmark_balanced_begins(lowmark_return_address(regs));
	if (data->asker == LOWMARK_ASKER_OTHER)
		return 1;
	lowmark_args_balanced(&data->args, regs);
	return 0;
}

/**
 * lowmark_balanced_return() - pgdat_balanced() answers
 * @ri: has the question
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_balanced_return(struct kretprobe_instance *ri,
				    struct pt_regs *regs)
{
	const struct balanced_data *data = (struct balanced_data *)ri->data;

	lowmark_balanced_ends(&data->args, data->asker,
			      regs_return_value(regs) & 0xff);
	return 0;
}
