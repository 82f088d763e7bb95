// SPDX-License-Identifier: GPL-2.0-only
/*
 * kswapd: wake, balance begin and end, sleep.
 */
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/timekeeping.h>

#include "compat_args.h"
#include "filter.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "node.h"
#include "ring.h"
#include "trigger.h"
#include "wmark.h"
#include "zone.h"

struct balance_data {
	struct lowmark_node_args args;
	struct lowmark_flight *flight;
	u64 begin;
};

const size_t lowmark_balance_bytes = sizeof(struct balance_data);

static notrace u32 sum_of_boosts(pg_data_t *pgdat)
{
	unsigned long sum = 0;
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		sum += lowmark_zone_boost(&pgdat->node_zones[i]);
	return lowmark_boost_pages(sum);
}

static notrace void note_node(pg_data_t *pgdat)
{
	int i;

	for (i = 0; i < MAX_NR_ZONES; i++)
		if (managed_zone(&pgdat->node_zones[i])) {
			lowmark_wmark_note(&pgdat->node_zones[i],
					   LOWMARK_CAUSE_SEEN);
			lowmark_trigger_zone(&pgdat->node_zones[i]);
		}
}

static notrace void write_begin(const struct balance_data *data,
				const struct lowmark_run_cause *why)
{
	struct lowmark_rec_balance_begin *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, BALANCE_BEGIN, balance_begin);
	if (!rec)
		return;
	rec->node = data->args.pgdat->node_id;
	rec->order = lowmark_u8(data->args.order);
	rec->highest = lowmark_u8(data->args.highest);
	rec->boost = sum_of_boosts(data->args.pgdat);
	rec->pad = 0;
	rec->zone = why->zone;
	rec->cause = why->cause;
	rec->margin = why->margin;
	lowmark_end(&write);
}

/**
 * lowmark_balance_entry() - balance_pgdat() was entered
 * @ri: keeps the run
 * @regs: registers at entry
 *
 * Return: 0, or 1 if its return is of no interest
 */
notrace int lowmark_balance_entry(struct kretprobe_instance *ri,
				  struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(BALANCE);
	struct balance_data *data = (struct balance_data *)ri->data;
	struct lowmark_run_cause why;

	lowmark_args_balance(&data->args, regs);
	/* Taken even if it is not recorded: it is not the next run's. */
	lowmark_node_begins(data->args.pgdat->node_id, &why);
	if (!lowmark_is_on())
		return 1;
	data->begin = ktime_get_mono_fast_ns();
	data->flight = lowmark_flight_enter();
	lowmark_chain_begin(data->flight, LOWMARK_CHAIN_KSWAPD,
			    (struct lowmark_facts){
				    .zone = LOWMARK_ZONE_NONE,
				    .node = data->args.pgdat->node_id,
				    .order = lowmark_u8(data->args.order),
			    });
	if (data->flight) {
		data->flight->scanned = 0;
		data->flight->reclaimed = 0;
		data->flight->passes = 0;
	}
	note_node(data->args.pgdat);
	lowmark_node_hopeless(data->args.pgdat, LOWMARK_CLEARED_OTHER);
	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD))
		return 0;
	write_begin(data, &why);
	lowmark_node_states(data->args.pgdat, data->args.highest,
			    LOWMARK_SAMPLE_BALANCE_BEGIN);
	return 0;
}

static notrace u8 failures_of(pg_data_t *pgdat)
{
	return lowmark_failures_count(lowmark_kswapd_failures(pgdat));
}

static notrace void write_end(const struct balance_data *data, u32 order_done)
{
	struct lowmark_rec_balance_end *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, BALANCE_END, balance_end);
	if (!rec)
		return;
	rec->node = data->args.pgdat->node_id;
	rec->order = lowmark_u8(data->args.order);
	rec->order_done = lowmark_u8(order_done);
	rec->failures = failures_of(data->args.pgdat);
	rec->latency = ktime_get_mono_fast_ns() - data->begin;
	rec->scanned = data->flight ? data->flight->scanned : 0;
	rec->reclaimed = data->flight ? data->flight->reclaimed : 0;
	lowmark_end(&write);
}

/**
 * lowmark_balance_return() - balance_pgdat() returns
 * @ri: has the run
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_balance_return(struct kretprobe_instance *ri,
				   struct pt_regs *regs)
{
	LOWMARK_TIMED(BALANCE);
	const struct balance_data *data = (struct balance_data *)ri->data;

	note_node(data->args.pgdat);
	lowmark_node_hopeless(data->args.pgdat, LOWMARK_CLEARED_KSWAPD);
	if (lowmark_wants(LOWMARK_EVENT_KSWAPD)) {
		lowmark_node_states(data->args.pgdat, data->args.highest,
				    LOWMARK_SAMPLE_BALANCE_END);
		write_end(data, regs_return_value(regs));
	}
	if (data->flight)
		lowmark_flight_leave(data->flight);
	return 0;
}

static notrace void probe_wake(void *unused, int nid, int zid, int order)
{
	LOWMARK_TIMED_ENTRY(KSWAPD_WAKE);
	struct lowmark_rec_kswapd_wake *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD))
		return;
	rec = lowmark_write_begin(&write, KSWAPD_WAKE, kswapd_wake);
	if (!rec)
		return;
	rec->node = nid;
	rec->order = lowmark_u8(order);
	rec->highest = zid;
	rec->failures = failures_of(NODE_DATA(nid));
	lowmark_end(&write);
}

#ifdef LOWMARK_SHORT_WAKE_EVENTS
static notrace void probe_wake_v4_4(void *unused, int nid, int order)
{
	probe_wake(unused, nid, NODE_DATA(nid)->classzone_idx, order);
}

void *const lowmark_kswapd_wake_probe = probe_wake_v4_4;
#else
void *const lowmark_kswapd_wake_probe = probe_wake;
#endif

static notrace void probe_sleep(void *unused, int nid)
{
	LOWMARK_TIMED_ENTRY(KSWAPD_SLEEP);
	struct lowmark_rec_kswapd_sleep *rec;
	struct lowmark_write write;

	lowmark_node_sleeps(nid);
	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD))
		return;
	rec = lowmark_write_begin(&write, KSWAPD_SLEEP, kswapd_sleep);
	if (!rec)
		return;
	rec->node = nid;
	rec->pad = 0;
	rec->failures = failures_of(NODE_DATA(nid));
	lowmark_end(&write);
}

void *const lowmark_kswapd_sleep_probe = probe_sleep;
