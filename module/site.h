/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Probes at the calls of a function, instead of at its entry and return: the
 * calls that others make of it then cost nothing.
 */
#ifndef LOWMARK_SITE_H
#define LOWMARK_SITE_H

#include <linux/compiler.h>
#include <linux/kprobes.h>
#include <linux/types.h>

#define LOWMARK_SITES 16
#define LOWMARK_CALL_BYTES 5 /* of a call with its distance, x86 */

/**
 * struct lowmark_site_handlers - what is called at each call
 * @call: with the arguments, and the call as the probe's address
 * @after: when it has returned, with the result
 */
struct lowmark_site_handlers {
	kprobe_pre_handler_t call;
	kprobe_pre_handler_t after;
};

extern unsigned int lowmark_nr_sites;

/* How many calls are probed. */
static inline unsigned int lowmark_sites_placed(void)
{
	return READ_ONCE(lowmark_nr_sites);
}

int lowmark_sites_place(const char *function, const char *const *callers,
			const struct lowmark_site_handlers *handlers);
void lowmark_sites_remove(void);
unsigned long lowmark_sites_missed(void);
bool lowmark_sites_have(unsigned long return_address);
void lowmark_sites_name(unsigned int number, char *name, size_t bytes);

#endif
