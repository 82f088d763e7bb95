// SPDX-License-Identifier: GPL-2.0-only
/*
 * pgdat_balanced(): its answers to wakeup_kswapd() and to kswapd's run.
 */
#include <linux/kprobes.h>

#include "caller.h"
#include "compat_args.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "ring.h"
#include "zone.h"

struct balanced_data {
	struct lowmark_node_args args;
	bool run;
};

const size_t lowmark_balanced_bytes = sizeof(struct balanced_data);

/**
 * lowmark_balanced_entry() - pgdat_balanced() was entered
 * @ri: keeps the question where kswapd's run asks it
 * @regs: registers at entry
 *
 * Return: 0 if wakeup_kswapd() or kswapd's run asks, else 1
 */
notrace int lowmark_balanced_entry(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(BALANCED);
	struct balanced_data *data = (struct balanced_data *)ri->data;
	struct lowmark_flight *flight = lowmark_flight_find();

	if (!flight)
		return 1;
	data->run = !flight->in_wake &&
		    lowmark_caller_balances(lowmark_return_address(regs));
	if (data->run)
		lowmark_args_balanced(&data->args, regs);
	return !flight->in_wake && !data->run;
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
 * lowmark_balanced_return() - pgdat_balanced() answers
 * @ri: has the question
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_balanced_return(struct kretprobe_instance *ri,
				    struct pt_regs *regs)
{
	LOWMARK_TIMED(BALANCED);
	const struct balanced_data *data = (struct balanced_data *)ri->data;
	struct lowmark_flight *flight = lowmark_flight_find();
	bool balanced = regs_return_value(regs) & 0xff;

	if (!flight)
		return 0;
	if (data->run)
		write_pass(&data->args, lowmark_count(&flight->passes), balanced);
	else if (flight->in_wake)
		flight->balanced = balanced;
	return 0;
}
