// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flight recorder: firing, and the incident until it is collected.
 */
#include <linux/irq_work.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/wait.h>

#include "lowmark.h"
#include "ring.h"
#include "trigger.h"

#define KEPT 8u /* causes whose facts are kept until they are asked for */

static DECLARE_WAIT_QUEUE_HEAD(wait);

static atomic_t causes;
static struct lowmark_firing kept[KEPT];

/*
 * The incident. Whoever moves claimed from 0 fills it in and then sets ready,
 * which is the last thing it does; only then does rearming touch any of them.
 */
static atomic_t claimed;
static u32 ready;
static struct lowmark_firing incident;
static u64 freeze_time;

static void wake_readers(struct irq_work *work)
{
	wake_up_all(&wait);
}

static struct irq_work wake;

/* Its facts may be read once its number is there, and if it still is after. */
static notrace void keep(const struct lowmark_firing *cause)
{
	struct lowmark_firing *slot = &kept[cause->number % KEPT];

	/* Eight more may have come to other CPUs meanwhile. */
	if ((s32)(READ_ONCE(slot->number) - cause->number) > 0)
		return;
	WRITE_ONCE(slot->number, 0);
	smp_wmb(); /* the old number is gone before the facts change */
	memcpy((char *)slot + sizeof(slot->number),
	       (const char *)cause + sizeof(slot->number),
	       sizeof(*slot) - sizeof(slot->number));
	/* Pairs with the acquire in recall(). */
	smp_store_release(&slot->number, cause->number);
}

static bool recall(u32 number, struct lowmark_firing *cause)
{
	const struct lowmark_firing *slot = &kept[number % KEPT];

	/* Pairs with the release in keep(). */
	if (!number || smp_load_acquire(&slot->number) != number)
		return false;
	*cause = *slot;
	smp_rmb(); /* the number is read again after the facts */
	return READ_ONCE(slot->number) == number;
}

static notrace void publish(const struct lowmark_firing *cause, u64 now)
{
	incident = *cause;
	freeze_time = now + READ_ONCE(lowmark_triggers_post_ns);
	/* Pairs with the acquire of those who look at the incident. */
	smp_store_release(&ready, cause->number);
	irq_work_queue(&wake);
}

static notrace void write_cause(const struct lowmark_firing *cause)
{
	struct lowmark_rec_trigger *rec;
	struct lowmark_write write;

	rec = lowmark_write_begin(&write, TRIGGER, trigger);
	if (!rec)
		return;
	rec->value = cause->value;
	rec->span = cause->span;
	rec->cause = cause->trigger;
	rec->order = cause->order;
	rec->zone = cause->zone;
	rec->number = cause->number;
	lowmark_end(&write);
}

/**
 * lowmark_trigger_met() - a cause has met its trigger
 * @trigger: which trigger
 * @value: what crossed the limit
 * @span: slow path run, 0: none
 * @order: order, or LOWMARK_COUNT_NONE
 * @zone: zone, or LOWMARK_ZONE_NONE
 *
 * Every cause is recorded, while anything is. It is the incident unless one is
 * waiting to be collected; then rearming decides whether it comes next.
 *
 * Context: any, NMI included
 */
notrace void lowmark_trigger_met(enum lowmark_trigger trigger, u64 value,
				 u64 span, unsigned int order,
				 unsigned int zone)
{
	struct lowmark_firing cause;

	if (!lowmark_is_on())
		return;
	/* From its number to its place */
	preempt_disable_notrace();
	cause = (struct lowmark_firing){
		.number = atomic_inc_return(&causes),
		.pid = current->pid,
		.time = ktime_get_mono_fast_ns(),
		.value = value,
		.span = span,
		.cpu = raw_smp_processor_id(),
		.zone = zone,
		.order = order,
		.trigger = trigger,
	};

	memcpy(cause.comm, current->comm, sizeof(cause.comm));
	keep(&cause);
	write_cause(&cause);
	if (!atomic_cmpxchg(&claimed, 0, cause.number))
		publish(&cause, cause.time);
	preempt_enable_notrace();
}

/**
 * lowmark_trigger_slow_ended() - look whether a slow path run is a cause
 * @latency: time it took
 * @span: its id
 * @order: its order
 * @zone: zone it preferred
 * @failed: it found no page
 */
notrace void lowmark_trigger_slow_ended(u64 latency, u64 span,
					unsigned int order, unsigned int zone,
					bool failed)
{
	order = min_t(unsigned int, order, LOWMARK_COUNT_NONE - 1);
	if (lowmark_triggered_by(LOWMARK_TRIGGER_STALL) &&
	    latency > READ_ONCE(lowmark_triggers.stall_ns))
		lowmark_trigger_met(LOWMARK_TRIGGER_STALL, latency, span,
				    order, zone);
	if (lowmark_triggered_by(LOWMARK_TRIGGER_FAIL) && failed &&
	    order >= READ_ONCE(lowmark_triggers.fail_order))
		lowmark_trigger_met(LOWMARK_TRIGGER_FAIL, order, span, order,
				    zone);
}

/**
 * lowmark_triggers_frozen() - must a full ring keep its oldest
 * @now: clock
 *
 * Return: true from a while after an incident until it has been collected
 */
notrace bool lowmark_triggers_frozen(u64 now)
{
	/* Pairs with the release in publish(). */
	return smp_load_acquire(&ready) && now >= READ_ONCE(freeze_time);
}

/**
 * lowmark_triggers_incident() - the incident that waits to be collected
 * @found: filled with it
 *
 * Context: the caller holds lowmark.lock, or looks at the return value alone
 *
 * Return: whether there is one
 */
bool lowmark_triggers_incident(struct lowmark_firing *found)
{
	/* Pairs with the release in publish(). */
	bool waits = smp_load_acquire(&ready);

	if (waits && found)
		*found = incident;
	return waits;
}

/**
 * lowmark_triggers_causes() - causes that met a trigger
 *
 * Return: how many since the module was loaded
 */
u32 lowmark_triggers_causes(void)
{
	return atomic_read(&causes);
}

/**
 * lowmark_triggers_wait() - where those wait who wait for an incident
 *
 * Return: the queue
 */
wait_queue_head_t *lowmark_triggers_wait(void)
{
	return &wait;
}

/**
 * lowmark_triggers_forget() - nothing waits to be collected any more
 *
 * An incident that is being claimed right now stays.
 */
void lowmark_triggers_forget(void)
{
	if (!READ_ONCE(ready))
		return;
	WRITE_ONCE(ready, 0);
	smp_mb__before_atomic(); /* free to be claimed only after that */
	atomic_set(&claimed, 0);
}

/* The first cause after @seen whose facts are still there. */
static bool next_cause(u32 seen, struct lowmark_firing *cause)
{
	u32 last = atomic_read(&causes);
	u32 number = last - seen > KEPT ? last - KEPT + 1 : seen + 1;

	for (; (s32)(last - number) >= 0; number++)
		if (recall(number, cause))
			return true;
	return false;
}

/**
 * lowmark_triggers_rearm() - the incident has been collected
 * @text: number of the last cause that was; what came after it is the next
 *	incident at once. NULL: none does.
 * @why: 160 bytes for what is wrong
 *
 * Context: the caller holds lowmark.lock
 *
 * Return: 0 or -EINVAL
 */
int lowmark_triggers_rearm(const char *text, char *why)
{
	struct lowmark_firing next;
	u32 seen;

	if (!text) {
		seen = atomic_read(&causes);
	} else if (kstrtou32(text, 10, &seen)) {
		snprintf(why, 160, "rearm: \"%.40s\" is not a number", text);
		return -EINVAL;
	} else if (seen > (u32)atomic_read(&causes)) {
		snprintf(why, 160, "rearm: there is no cause %u yet", seen);
		return -EINVAL;
	}
	if (!READ_ONCE(ready))
		return 0;
	lowmark_triggers_forget();
	/* What comes from now on is the incident without being looked for. */
	if (next_cause(seen, &next) &&
	    !atomic_cmpxchg(&claimed, 0, next.number))
		publish(&next, ktime_get_mono_fast_ns());
	return 0;
}

/**
 * lowmark_triggers_fire() - fire by hand
 * @why: 160 bytes for what is wrong
 *
 * Return: 0, or -EINVAL if nothing is armed or recorded
 */
int lowmark_triggers_fire(char *why)
{
	if (!READ_ONCE(lowmark_triggers_armed) || !READ_ONCE(lowmark.on)) {
		snprintf(why, 160, "trigger: %s",
			 READ_ONCE(lowmark.on) ?
				 "none is armed, see trigger=" :
				 "recording is off");
		return -EINVAL;
	}
	lowmark_trigger_met(LOWMARK_TRIGGER_USER, 0, 0, LOWMARK_COUNT_NONE,
			    LOWMARK_ZONE_NONE);
	return 0;
}

/**
 * lowmark_trigger_create() - prepare to fire
 */
void lowmark_trigger_create(void)
{
	init_irq_work(&wake, wake_readers);
}

/**
 * lowmark_trigger_destroy() - nothing fires any more
 */
void lowmark_trigger_destroy(void)
{
	irq_work_sync(&wake);
}
