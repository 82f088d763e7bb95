/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of the module share: settings and the context of a probe.
 */
#ifndef LOWMARK_H
#define LOWMARK_H

#include <linux/kconfig.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/sched.h>

#include "compat.h"
#include "lowmark_events.h"
#include "lowmark_record.h"

/**
 * enum lowmark_checks - which watermark checks and attempts are recorded
 * @LOWMARK_CHECKS_MATTER: failed ones, all of the slow path and of kswapd
 * @LOWMARK_CHECKS_FAILED: failed ones
 * @LOWMARK_CHECKS_ALL: every one
 * @LOWMARK_NR_CHECKS: how many there are
 */
enum lowmark_checks {
	LOWMARK_CHECKS_MATTER,
	LOWMARK_CHECKS_FAILED,
	LOWMARK_CHECKS_ALL,
	LOWMARK_NR_CHECKS
};

/**
 * struct lowmark_state - settings
 * @lock: guards every change of what follows and of the rings
 * @on: recording: all probes are armed
 * @overwrite: a full ring drops its oldest chunk, else what is new
 * @on_ns: clock when they were, all of them
 * @events: bit per enum lowmark_event
 * @wanted: the same; 0 while not all probes are armed
 * @checks: enum lowmark_checks
 * @ftrace: checks are seen through ftrace where the kernel lets it
 * @verdict: with the verdict that the function returned
 * @stack: with the kernel stack of each slow path run
 * @error: why the last command was refused, or "ok"
 */
struct lowmark_state {
	struct mutex lock; /* every change of a setting */
	unsigned int on; /* no bool: 3.18 has no ordered access to a byte */
	bool overwrite;
	u64 on_ns;
	unsigned int events;
	unsigned int wanted;
	unsigned int checks;
	bool ftrace;
	bool verdict;
	bool stack;
	char error[192];
};

extern struct lowmark_state lowmark;
extern const char *const lowmark_event_names[LOWMARK_NR_EVENTS];
extern const char *const lowmark_checks_names[LOWMARK_NR_CHECKS];

int lowmark_command(char *command);
int lowmark_command_too_long(size_t bytes);
void lowmark_params_settings(void);
int lowmark_params_filter(void);
unsigned int lowmark_params_kib(void);
bool lowmark_params_on(void);

int lowmark_debugfs_create(void);
void lowmark_debugfs_remove(void);

/*
 * Set while an int3 kprobe runs its handler: the kernel treats the trap as an
 * NMI, which says nothing of the context that was probed.
 */
DECLARE_PER_CPU(bool, lowmark_int3);

/*
 * Around what a kprobe without an ftrace site does; optimised it is no trap.
 * Only the lowest byte of a value gets into a bool of a CPU.
 */
static inline void lowmark_trap_begins(void)
{
	__this_cpu_write(lowmark_int3, !!in_nmi());
}

static inline void lowmark_trap_ends(void)
{
	__this_cpu_write(lowmark_int3, false);
}

/*
 * Is it recorded? What begins before that is not followed: its end would be the
 * first that is told of it.
 */
static inline bool lowmark_is_on(void)
{
	return smp_load_acquire(&lowmark.on);
}

static inline bool lowmark_wants(enum lowmark_event event)
{
	return READ_ONCE(lowmark.wanted) & (1u << event);
}

/* LOWMARK_CTX_* level of the code that was probed. */
static inline unsigned int lowmark_level(void)
{
	unsigned int count = preempt_count();

	/* There softirqs are not counted in it. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && in_serving_softirq())
		count |= SOFTIRQ_OFFSET;
	if (!(count & (NMI_MASK | HARDIRQ_MASK | SOFTIRQ_OFFSET)))
		return LOWMARK_CTX_TASK;
	if (this_cpu_read(lowmark_int3) && count & NMI_MASK)
		count -= NMI_OFFSET + HARDIRQ_OFFSET;
	if (count & NMI_MASK)
		return LOWMARK_CTX_NMI;
	if (count & HARDIRQ_MASK)
		return LOWMARK_CTX_HARDIRQ;
	if (count & SOFTIRQ_OFFSET)
		return LOWMARK_CTX_SOFTIRQ;
	return LOWMARK_CTX_TASK;
}

unsigned int lowmark_context(void);

#endif
