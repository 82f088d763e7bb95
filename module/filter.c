// SPDX-License-Identifier: GPL-2.0-only
/*
 * The current set of filters, and what it does with chains and records.
 *
 * A set never changes: a new one takes its place, and the old one is freed
 * when no probe looks at it any more. So each decision is made by one set.
 */
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "files.h"
#include "filter.h"
#include "kept.h"
#include "lowmark.h"

/* A set, and how to get rid of it */
struct active {
	struct rcu_head rcu;
	struct lowmark_filter filter;
};

static struct active __rcu *active;
static unsigned int changes;

/* Set with the first filter; stays until recording starts without one. */
bool lowmark_filtering;

/* Chains and single records that have passed so far, by class */
static DEFINE_PER_CPU(u32[LOWMARK_NR_CHAINS + LOWMARK_KINDS], turns);
static DEFINE_PER_CPU(u64, dropped);

/* The set of the running probe, which holds the RCU read lock. */
static notrace const struct lowmark_filter *current_set(void)
{
	const struct active *set = rcu_dereference(active);

	return set ? &set->filter : NULL;
}

/**
 * lowmark_filter_turn() - sampling: is it the turn of what has passed?
 * @class: enum lowmark_chain, or LOWMARK_NR_CHAINS + type of a record
 * @factor: how many of which one is recorded
 *
 * Each CPU counts by itself; the first passes.
 *
 * Return: true if so
 */
notrace bool lowmark_filter_turn(unsigned int class, u32 factor)
{
	if (factor <= 1)
		return true;
	return (this_cpu_inc_return(turns[class]) - 1) % factor == 0;
}

static notrace unsigned int decide(struct lowmark_flight *flight,
				   enum lowmark_chain chain,
				   const struct lowmark_facts *facts)
{
	const struct lowmark_filter *filter = current_set();

	if (!filter)
		return LOWMARK_FATE_PASS;
	if (!lowmark_filter_matches(filter, facts))
		return LOWMARK_FATE_DROP;
	if (filter->set & LOWMARK_BY_MIN && chain != LOWMARK_CHAIN_SLOW)
		return LOWMARK_FATE_DROP;
	if (filter->set & LOWMARK_BY_FAILED && chain > LOWMARK_CHAIN_ATTEMPT)
		return LOWMARK_FATE_DROP;
	if (filter->set & (LOWMARK_BY_MIN | LOWMARK_BY_FAILED)) {
		lowmark_kept_open(flight, chain, filter);
		return LOWMARK_FATE_KEEP;
	}
	return lowmark_filter_turn(chain, filter->sample) ? LOWMARK_FATE_PASS :
							    LOWMARK_FATE_DROP;
}

/**
 * lowmark_filter_decide() - a chain begins: decide its fate
 * @flight: the chain
 * @chain: its kind
 * @facts: what is known of it
 */
notrace void lowmark_filter_decide(struct lowmark_flight *flight,
				   enum lowmark_chain chain,
				   const struct lowmark_facts *facts)
{
	rcu_read_lock();
	flight->fate = decide(flight, chain, facts);
	rcu_read_unlock();
}

/**
 * lowmark_filter_drops_order() - can a check's record be spared?
 * @flight: what is under way, or NULL
 * @order: its order
 *
 * The check may be part of a chain that only begins: only the facts that the
 * chain will have in common with it count.
 *
 * Return: true if it would not be recorded
 */
notrace bool lowmark_filter_drops_order(const struct lowmark_flight *flight,
					unsigned int order)
{
	const struct lowmark_filter *filter;
	bool drops;

	if (flight)
		return flight->fate == LOWMARK_FATE_DROP;
	rcu_read_lock();
	filter = current_set();
	drops = filter && (!lowmark_filter_task(filter) ||
			   (filter->set & LOWMARK_BY_ORDER &&
			    (order > 31 || !(filter->orders >> order & 1))));
	rcu_read_unlock();
	return drops;
}

static notrace bool is_state(unsigned int type)
{
	switch (type) {
	case LOWMARK_REC_WMARK:
	case LOWMARK_REC_HOPELESS:
	case LOWMARK_REC_BATCHES:
	case LOWMARK_REC_SETTINGS:
	case LOWMARK_REC_TRIGGER:
		return true;
	default:
		return false;
	}
}

static notrace void *begin_in_chain(struct lowmark_write *write,
				    const struct lowmark_flight *flight,
				    unsigned int type, unsigned int bytes)
{
	if (flight->fate == LOWMARK_FATE_KEEP)
		return lowmark_kept_begin(write, flight, type, bytes);
	this_cpu_inc(dropped);
	return NULL;
}

/*
 * Where single records are filled in, one for each depth of NMIs: no other
 * context comes between a record's begin and its end.
 */
#define DEPTHS 4
static DEFINE_PER_CPU(u64[DEPTHS][LOWMARK_RECORD_MAX / sizeof(u64)], alone);

static notrace void *begin_alone(struct lowmark_write *write, unsigned int type,
				 unsigned int bytes, unsigned int ctx)
{
	unsigned int depth = (preempt_count() & NMI_MASK) / NMI_OFFSET;
	struct lowmark_hdr *hdr;

	if (WARN_ON_ONCE(bytes > LOWMARK_RECORD_MAX || depth >= DEPTHS))
		return NULL;
	hdr = (struct lowmark_hdr *)this_cpu_ptr(alone[depth]);
	write->record = hdr;
	write->bytes = bytes;
	write->kept = NULL;
	hdr->type = type;
	hdr->ctx = ctx;
	hdr->flags = 0;
	return hdr;
}

/**
 * lowmark_filter_begin() - start a record that has to pass the filters
 * @write: state for lowmark_filter_end()
 * @type: its type
 * @bytes: its length, a multiple of LOWMARK_WORD
 * @ctx: LOWMARK_CTX_* of what it tells of
 *
 * Context: as lowmark_ring_begin()
 *
 * Return: where to fill it in; NULL if it is not recorded
 */
notrace void *lowmark_filter_begin(struct lowmark_write *write,
				   unsigned int type, unsigned int bytes,
				   unsigned int ctx)
{
	struct lowmark_flight *flight;
	void *where;

	if (is_state(type))
		return lowmark_ring_begin(write, type, bytes, ctx);
	flight = lowmark_flight_find();
	if (flight && flight->fate == LOWMARK_FATE_KEEP)
		lowmark_kept_decide(flight);
	if (flight && flight->fate == LOWMARK_FATE_PASS)
		return lowmark_ring_begin(write, type, bytes, ctx);
	write->ring = NULL;
	local_irq_save(write->flags);
	where = flight ? begin_in_chain(write, flight, type, bytes) :
			 begin_alone(write, type, bytes, ctx);
	if (!where)
		local_irq_restore(write->flags);
	return where;
}

static notrace bool passes(const struct lowmark_hdr *record)
{
	const struct lowmark_filter *filter;
	bool pass;

	rcu_read_lock();
	filter = current_set();
	pass = !filter ||
	       (lowmark_filter_record(filter, record) &&
		lowmark_filter_turn(LOWMARK_NR_CHAINS + record->type,
				    filter->sample));
	rcu_read_unlock();
	return pass;
}

static notrace void end_alone(const struct lowmark_write *write)
{
	const struct lowmark_hdr *record = write->record;
	struct lowmark_write again;
	struct lowmark_hdr *hdr;

	if (!passes(record)) {
		this_cpu_inc(dropped);
		return;
	}
	hdr = lowmark_ring_begin(&again, record->type, write->bytes,
				 record->ctx);
	if (!hdr)
		return;
	hdr->flags = record->flags;
	memcpy(hdr + 1, record + 1, write->bytes - sizeof(*hdr));
	lowmark_ring_end(&again);
}

/**
 * lowmark_filter_end() - the record that lowmark_filter_begin() started is
 *	whole
 * @write: its state
 */
notrace void lowmark_filter_end(struct lowmark_write *write)
{
	if (write->kept)
		lowmark_kept_end(write);
	else
		end_alone(write);
	local_irq_restore(write->flags);
}

/**
 * lowmark_filter_settings() - record the settings that hold from now on
 *
 * Context: process context; the caller holds lowmark.lock
 */
void lowmark_filter_settings(void)
{
	const struct active *set =
		rcu_dereference_protected(active,
					  lockdep_is_held(&lowmark.lock));
	struct lowmark_rec_settings *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, SETTINGS, settings);
	if (!rec)
		return;
	rec->events = lowmark.events;
	rec->filters = set ? set->filter.set : 0;
	rec->sampling = set ? set->filter.sample : 1;
	rec->number = changes++;
	rec->min_latency = set ? set->filter.min_ns : 0;
	rec->checks = lowmark.checks;
	rec->overwrite = lowmark.overwrite;
	rec->pad = 0;
	rec->pad2 = 0;
	lowmark_end(&write);
}

/**
 * lowmark_filter_use() - let another set of filters take the place of this one
 * @filter: the set
 *
 * Chains that have begun are not changed by it.
 *
 * Context: process context; the caller holds lowmark.lock
 *
 * Return: 0 or -ENOMEM
 */
int lowmark_filter_use(const struct lowmark_filter *filter)
{
	struct active *old, *set = NULL;

	if (filter->set & (LOWMARK_BY_MIN | LOWMARK_BY_FAILED) &&
	    lowmark_kept_create())
		return -ENOMEM;
	if (filter->set) {
		set = kmalloc(sizeof(*set), GFP_KERNEL);
		if (!set)
			return -ENOMEM;
		set->filter = *filter;
		WRITE_ONCE(lowmark_filtering, true);
	}
	old = rcu_dereference_protected(active, lockdep_is_held(&lowmark.lock));
	rcu_assign_pointer(active, set);
	if (old)
		kfree_rcu(old, rcu);
	return 0;
}

/**
 * lowmark_filter_set() - lowmark_filter_use() for a set given as text
 * @text: the set
 * @why: LOWMARK_FILTER_WHY bytes for what is wrong
 *
 * Return: 0, -EINVAL or -ENOMEM
 */
int lowmark_filter_set(const char *text, char *why)
{
	struct lowmark_filter filter;
	int ret = lowmark_filter_parse(&filter, text, &lowmark_kernel_names,
				       why);

	if (ret)
		return ret;
	ret = lowmark_filter_use(&filter);
	if (ret)
		snprintf(why, LOWMARK_FILTER_WHY, "filter: not enough memory");
	return ret;
}

/**
 * lowmark_filter_start() - before a recording: are there filters?
 *
 * Context: process context; no probe is armed
 */
void lowmark_filter_start(void)
{
	WRITE_ONCE(lowmark_filtering, rcu_access_pointer(active));
}

/**
 * lowmark_filter_exit() - free everything; no probe is armed
 */
void lowmark_filter_exit(void)
{
	kfree(rcu_access_pointer(active));
	lowmark_kept_destroy();
}

/**
 * lowmark_filter_show() - print the filters' line of the file "status"
 * @m: where
 */
void lowmark_filter_show(struct seq_file *m)
{
	static const struct lowmark_filter none = { .sample = 1 };
	const struct active *set =
		rcu_dereference_protected(active,
					  lockdep_is_held(&lowmark.lock));
	char text[LOWMARK_FILTER_TEXT];

	lowmark_filter_text(text, sizeof(text), set ? &set->filter : &none,
			    &lowmark_kernel_names);
	seq_printf(m, "filter:      %s\n", text);
}

/**
 * lowmark_filter_show_stats() - print the filters' lines of the file "stats"
 * @m: where
 */
void lowmark_filter_show_stats(struct seq_file *m)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += per_cpu(dropped, cpu);
	seq_printf(m, "filter_dropped %llu\n", sum);
}
