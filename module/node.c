// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nodes: which request woke kswapd, what it does between its runs, and
 * whether the node is hopeless.
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/nodemask.h>
#include <linux/string.h>
#include <linux/wait.h>

#include "compat_args.h"
#include "flight.h"
#include "hooks.h"
#include "lowmark.h"
#include "node.h"
#include "ring.h"
#include "trigger.h"
#include "zone.h"

/* The request that woke kswapd, told and taken in one piece. */
union wake_note {
	struct {
		s32 margin; /* to low */
		u16 zone;
		u8 cause; /* enum lowmark_run */
		u8 noted; /* after which run, see noted_after(); 0: none */
	};
	u64 whole;
};

/**
 * struct notes - what is kept of a node
 * @note: union wake_note of the last request that woke kswapd
 * @runs: runs of kswapd that have begun
 * @throttling: tasks that may be waking it from allow_direct_reclaim() just now
 * @asked: kswapd has asked once since its last run whether it may sleep
 * @napped: the answer let it nap
 * @slept: it has slept since its last run
 * @hopeless: it is, as far as was seen; exchanged, since who clears it is seldom
 *	its kswapd
 * @failures: its failures when it was last seen to be so
 */
struct notes {
	atomic64_t note;
	u32 runs;
	atomic_t throttling;
	bool asked;
	bool napped;
	bool slept;
	u32 hopeless;
	u32 failures;
};

static struct notes nodes[MAX_NUMNODES];

struct rest_data {
	struct lowmark_node_args args;
};

struct allow_data {
	pg_data_t *pgdat;
	u32 runs;
	bool asleep;
};

const size_t lowmark_rest_bytes = sizeof(struct rest_data);
const size_t lowmark_allow_bytes = sizeof(struct allow_data);

/**
 * lowmark_nodes_reset() - forget what is kept of the nodes; no probe is armed
 */
void lowmark_nodes_reset(void)
{
	int nid;

	memset(nodes, 0, sizeof(nodes));
	/* What they did before is not known. */
	for (nid = 0; nid < MAX_NUMNODES; nid++)
		nodes[nid].slept = true;
}

/**
 * lowmark_node_runs() - how often a node's kswapd has run
 * @pgdat: the node
 *
 * Return: runs that have begun since the hooks were armed
 */
notrace u32 lowmark_node_runs(const pg_data_t *pgdat)
{
	return READ_ONCE(nodes[pgdat->node_id].runs);
}

/* Told in 7 bits, which lets 0 be none. */
static notrace u8 noted_after(u32 runs)
{
	return 1 + runs % 128;
}

/*
 * A run that has begun since @runs is most likely that of who else has woken
 * kswapd: it has told its cause, which is not that of the next one, and may have
 * been noted already.
 */
static notrace void note(struct zone *zone, u32 runs, unsigned int cause,
			 long margin)
{
	const union wake_note note = {
		.margin = lowmark_signed_pages(margin),
		.zone = lowmark_zone_id(zone),
		.cause = cause,
		.noted = noted_after(runs),
	};
	atomic64_t *at = &nodes[zone_to_nid(zone)].note;
	u64 before;

	/* Before the runs: what is noted meanwhile is of a later one, and stays. */
	before = atomic64_read(at);
	smp_rmb();
	if (lowmark_node_runs(zone->zone_pgdat) == runs)
		atomic64_cmpxchg(at, before, note.whole);
}

/**
 * lowmark_node_note_wake() - a request has woken kswapd
 * @zone: zone it was for
 * @runs: kswapd's runs before
 * @order: order asked for
 * @state: how short the zone is
 */
notrace void lowmark_node_note_wake(struct zone *zone, u32 runs, u32 order,
				    const struct lowmark_wake_state *state)
{
	unsigned int cause = LOWMARK_RUN_UNKNOWN;

	if (state->margin + state->boost <= 0)
		cause = LOWMARK_RUN_LOW;
	else if (state->boost)
		cause = LOWMARK_RUN_BOOST;
	else if (order)
		cause = LOWMARK_RUN_ORDER;
	note(zone, runs, cause, state->margin);
}

/**
 * lowmark_node_note_throttle() - a throttled task has woken kswapd
 * @zone: highest zone that kswapd is to balance
 * @runs: its runs before
 * @state: how short the zone is
 */
notrace void lowmark_node_note_throttle(struct zone *zone, u32 runs,
					const struct lowmark_wake_state *state)
{
	note(zone, runs, LOWMARK_RUN_THROTTLE, state->margin);
}

/*
 * A throttled task notes its wake when it returns, which may be after. One that
 * asks while kswapd goes round without a rest wakes nobody.
 */
static notrace unsigned int unnoted_cause(const struct notes *node,
					  bool throttling)
{
	if ((node->slept || node->napped) && throttling)
		return LOWMARK_RUN_THROTTLE;
	return node->slept ? LOWMARK_RUN_UNKNOWN : LOWMARK_RUN_AGAIN;
}

/**
 * lowmark_node_begins() - a run of kswapd begins
 * @nid: its node
 * @why: filled: what it runs for
 *
 * Context: kswapd of the node
 */
notrace void lowmark_node_begins(int nid, struct lowmark_run_cause *why)
{
	struct notes *node = &nodes[nid];
	union wake_note note;
	bool throttling, noted;

	/* First: who is not counted any more has noted it. */
	throttling = atomic_read(&node->throttling);
	note.whole = atomic64_xchg(&node->note, 0);
	/* One that was noted all the same is of a run before. */
	noted = note.noted == noted_after(node->runs);
	WRITE_ONCE(node->runs, node->runs + 1);
	why->margin = noted ? note.margin : 0;
	why->zone = noted ? note.zone : LOWMARK_ZONE_NONE;
	why->cause = noted ? note.cause : unnoted_cause(node, throttling);
	node->asked = false;
	node->napped = false;
	node->slept = false;
}

static notrace void write_hopeless(int nid, enum lowmark_cleared cleared,
				   bool observed, u32 failures)
{
	struct lowmark_rec_hopeless *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD))
		return;
	rec = lowmark_write_begin(&write, HOPELESS, hopeless);
	if (!rec)
		return;
	rec->node = nid;
	rec->cleared = cleared;
	rec->observed = observed;
	rec->failures = lowmark_failures_count(failures);
	lowmark_end(&write);
}

static notrace void not_hopeless(pg_data_t *pgdat, enum lowmark_cleared by)
{
	struct notes *node = &nodes[pgdat->node_id];

	while (xchg(&node->hopeless, 0)) {
		/* It may have become so since the caller looked ... */
		if (lowmark_kswapd_failures(pgdat) < LOWMARK_HOPELESS) {
			write_hopeless(pgdat->node_id, by, false,
				       READ_ONCE(node->failures));
			return;
		}
		WRITE_ONCE(node->hopeless, 1);
		/* ... and have been cleared before it was noted again. */
		if (lowmark_kswapd_failures(pgdat) >= LOWMARK_HOPELESS)
			return;
	}
}

/*
 * Returns false if it is known already. Who has cleared it before it was noted
 * here found nothing to tell.
 */
static notrace bool set_hopeless(pg_data_t *pgdat, u32 failures, bool observed)
{
	struct notes *node = &nodes[pgdat->node_id];

	WRITE_ONCE(node->failures, failures);
	if (xchg(&node->hopeless, 1))
		return false;
	write_hopeless(pgdat->node_id, LOWMARK_CLEARED_NOT, observed, failures);
	if (lowmark_kswapd_failures(pgdat) < LOWMARK_HOPELESS)
		not_hopeless(pgdat, LOWMARK_CLEARED_OTHER);
	return true;
}

/**
 * lowmark_nodes_start() - learn which nodes are hopeless when recording begins
 *
 * Nobody looks at one until it is cleared: its kswapd does not run.
 *
 * Context: process context; hooks are placed
 */
void lowmark_nodes_start(void)
{
	int nid;

	for_each_online_node(nid) {
		u32 failures = lowmark_kswapd_failures(NODE_DATA(nid));

		if (failures >= LOWMARK_HOPELESS)
			set_hopeless(NODE_DATA(nid), failures, false);
		else /* set and cleared since recording began */
			not_hopeless(NODE_DATA(nid), LOWMARK_CLEARED_OTHER);
	}
}

/**
 * lowmark_node_hopeless() - look whether a node has become hopeless, or not so
 * @pgdat: the node
 * @by: who is likely to have cleared it, if it is not any more
 */
notrace void lowmark_node_hopeless(pg_data_t *pgdat, enum lowmark_cleared by)
{
	u32 failures = lowmark_kswapd_failures(pgdat);

	if (!lowmark_is_on())
		return; /* lowmark_nodes_start() will tell */
	if (failures < LOWMARK_HOPELESS) {
		/* Who clears it tells so, and by whom, where the kernel does. */
		if (!lowmark_hooks_has(LOWMARK_HOOK_CLEARED))
			not_hopeless(pgdat, by);
		return;
	}
	if (set_hopeless(pgdat, failures, true) &&
	    lowmark_triggered_by(LOWMARK_TRIGGER_HOPELESS))
		lowmark_trigger_met(LOWMARK_TRIGGER_HOPELESS, pgdat->node_id, 0,
				    LOWMARK_COUNT_NONE, LOWMARK_ZONE_NONE);
}

static notrace void probe_cleared(void *unused, int nid, int reason)
{
	LOWMARK_TIMED_ENTRY(CLEARED);
	struct notes *node = &nodes[nid];

	/* The kernel tells of any failures that are cleared, be they few. */
	if (!xchg(&node->hopeless, 0))
		return;
	/* enum kswapd_clear_hopeless_reason begins with "other", as ours. */
	write_hopeless(nid, LOWMARK_CLEARED_OTHER + reason, true,
		       READ_ONCE(node->failures));
}

void *const lowmark_cleared_probe = probe_cleared;

/**
 * lowmark_rest_entry() - prepare_kswapd_sleep() was entered
 * @ri: keeps the question
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_rest_entry(struct kretprobe_instance *ri,
			       struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(REST);
	struct rest_data *data = (struct rest_data *)ri->data;

	lowmark_args_rest(&data->args, regs);
	return 0;
}

/* Asked again without a nap in between, "no" is the same answer twice. */
#define NO_NEWS LOWMARK_KINDS

static notrace unsigned int rest_of(struct notes *node, bool ready)
{
	bool asked = node->asked, napped = node->napped;

	node->asked = !asked;
	node->napped = !asked && ready;
	if (!asked)
		return ready ? LOWMARK_REST_NAP : LOWMARK_REST_AWAKE;
	if (ready)
		return LOWMARK_REST_DEEP;
	return napped ? LOWMARK_REST_PREMATURE : NO_NEWS;
}

/**
 * lowmark_rest_return() - prepare_kswapd_sleep() answers kswapd
 * @ri: has the question
 * @regs: registers at return
 *
 * It is asked before the nap and again after it, unless that was cut short;
 * without a nap it is asked again at once.
 * Source: kswapd_try_to_sleep(), mm/vmscan.c, 5.10 to 7.3.
 *
 * Return: 0
 */
notrace int lowmark_rest_return(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	LOWMARK_TIMED(REST);
	const struct lowmark_node_args *args =
		&((struct rest_data *)ri->data)->args;
	unsigned int rest = rest_of(&nodes[args->pgdat->node_id],
				    regs_return_value(regs) & 0xff);
	struct lowmark_rec_rest *rec;
	struct lowmark_write write;

	if (!lowmark_wants(LOWMARK_EVENT_KSWAPD) || rest == NO_NEWS)
		return 0;
	rec = lowmark_write_begin(&write, REST, rest);
	if (!rec)
		return 0;
	rec->node = args->pgdat->node_id;
	rec->rest = rest;
	rec->order = lowmark_u8(args->order);
	rec->highest = lowmark_u8(args->highest);
	rec->pad = 0;
	rec->pad2 = 0;
	lowmark_end(&write);
	return 0;
}

/**
 * lowmark_node_sleeps() - kswapd goes to sleep until it is woken
 * @nid: its node
 */
notrace void lowmark_node_sleeps(int nid)
{
	nodes[nid].asked = false;
	nodes[nid].napped = false;
	nodes[nid].slept = true;
}

/**
 * lowmark_allow_entry() - allow_direct_reclaim() was entered
 * @ri: keeps the node, and whether its kswapd sleeps and how often it ran
 * @regs: registers at entry
 *
 * Return: 0
 */
notrace int lowmark_allow_entry(struct kretprobe_instance *ri,
				struct pt_regs *regs)
{
	LOWMARK_TIMED_ENTRY(ALLOW);
	struct allow_data *data = (struct allow_data *)ri->data;

	data->pgdat = (pg_data_t *)regs_get_kernel_argument(regs, 0);
	data->runs = lowmark_node_runs(data->pgdat);
	/* It asks the same without a barrier; a race is its own. */
	data->asleep = waitqueue_active(&data->pgdat->kswapd_wait);
	if (data->asleep)
		atomic_inc(&nodes[data->pgdat->node_id].throttling);
	return 0;
}

/**
 * lowmark_allow_return() - allow_direct_reclaim() answers
 * @ri: has the node
 * @regs: registers at return
 *
 * Return: 0
 */
notrace int lowmark_allow_return(struct kretprobe_instance *ri,
				 struct pt_regs *regs)
{
	LOWMARK_TIMED(ALLOW);
	const struct allow_data *data = (struct allow_data *)ri->data;
	struct lowmark_flight *flight = lowmark_flight_find();
	bool is_short = !(regs_return_value(regs) & 0xff);

	if (is_short && flight)
		flight->short_node = data->pgdat->node_id;
	if (is_short && data->asleep)
		lowmark_wake_throttle(data->pgdat, data->runs);
	if (data->asleep) {
		smp_mb__before_atomic(); /* noted, before it is not counted */
		atomic_dec(&nodes[data->pgdat->node_id].throttling);
	}
	return 0;
}
