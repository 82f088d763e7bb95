/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The flight recorder: what it waits for, and the incident that has come.
 *
 * Armed, the rings overwrite as ever. The first cause that meets a trigger is
 * the incident: for a while more is recorded, then full rings drop what is new
 * instead of what is old, until the incident has been collected and the
 * triggers are armed again.
 */
#ifndef LOWMARK_TRIGGER_H
#define LOWMARK_TRIGGER_H

#include <linux/mmzone.h>
#include <linux/seq_file.h>
#include <linux/wait.h>

#include "lowmark.h"
#include "lowmark_record.h"
#include "trigger_parse.h"

/**
 * struct lowmark_firing - something that met a trigger
 * @number: which one since the module was loaded, from 1
 * @pid: task that it happened to, or was noticed by
 * @comm: its name
 * @time: clock
 * @value: what crossed the limit: ns, order or node
 * @span: slow path run, 0: none
 * @cpu: CPU
 * @zone: zone, or LOWMARK_ZONE_NONE
 * @order: order, or LOWMARK_COUNT_NONE
 * @trigger: enum lowmark_trigger
 */
struct lowmark_firing {
	u32 number;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	u64 time;
	u64 value;
	u64 span;
	u32 cpu;
	u16 zone;
	u8 order;
	u8 trigger;
};

/* Bit per enum lowmark_trigger; all that is looked at while none is armed. */
extern unsigned int lowmark_triggers_armed;
/* The limits; they change only while nothing is armed. */
extern struct lowmark_triggers lowmark_triggers;
/* How long recording goes on after an incident. */
extern u64 lowmark_triggers_post_ns;

static inline bool lowmark_triggered_by(enum lowmark_trigger trigger)
{
	return unlikely(READ_ONCE(lowmark_triggers_armed) & (1u << trigger));
}

int lowmark_triggers_create(void);
void lowmark_triggers_destroy(void);
int lowmark_triggers_set(const char *text, char *why);
int lowmark_triggers_set_post(const char *text, char *why);
int lowmark_triggers_rearm(const char *text, char *why);
int lowmark_triggers_fire(char *why);
void lowmark_triggers_forget(void);
bool lowmark_triggers_frozen(u64 now);
bool lowmark_triggers_incident(struct lowmark_firing *incident);
u32 lowmark_triggers_causes(void);
wait_queue_head_t *lowmark_triggers_wait(void);

void lowmark_trigger_create(void);
void lowmark_trigger_destroy(void);
void lowmark_trigger_met(enum lowmark_trigger trigger, u64 value, u64 span,
			 unsigned int order, unsigned int zone);
void lowmark_trigger_slow_ended(u64 latency, u64 span, unsigned int order,
				unsigned int zone, bool failed);

int lowmark_below_create(void);
void lowmark_below_destroy(void);
void lowmark_below_stop(void);
void lowmark_below_note(struct zone *zone);

/* A slow path run has ended; @zone is the one it preferred. */
static inline void lowmark_trigger_slow(u64 latency, u64 span,
					unsigned int order, unsigned int zone,
					bool failed)
{
	if (unlikely(READ_ONCE(lowmark_triggers_armed)))
		lowmark_trigger_slow_ended(latency, span, order, zone, failed);
}

/* A zone is being looked at, which may be below min. */
static inline void lowmark_trigger_zone(struct zone *zone)
{
	if (lowmark_triggered_by(LOWMARK_TRIGGER_BELOW_MIN))
		lowmark_below_note(zone);
}

#endif
