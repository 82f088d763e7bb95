// SPDX-License-Identifier: GPL-2.0-only
/*
 * Finding the calls of a function in the text of its callers, and probing
 * each call and the instruction behind it.
 */
#include <linux/errno.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "compat.h"
#include "site.h"
#include "symbols.h"

#define OPCODE_CALL 0xe8
#define OPCODE_JUMP 0xe9
#define OPCODE_INT3 0xcc /* somebody's probe stands in for the opcode */

static struct site {
	struct kprobe call;
	struct kprobe after;
	bool call_placed;
	bool after_placed;
} sites[LOWMARK_SITES];

unsigned int lowmark_nr_sites;
static unsigned long missed_before; /* by probes taken away since */

/* Where a call or jump at @at leads; 0 if none of the two is there. */
static unsigned long leads_to(const u8 *at)
{
	s32 distance;

	if (*at != OPCODE_CALL && *at != OPCODE_JUMP && *at != OPCODE_INT3)
		return 0;
	memcpy(&distance, at + 1, sizeof(distance));
	return (unsigned long)at + LOWMARK_CALL_BYTES + distance;
}

/* A jump is a call whose return goes past its caller: nothing is behind it. */
static int scan_text(const struct lowmark_symbol *caller, unsigned long target)
{
	const u8 *at = (void *)caller->begin;
	const u8 *end = (void *)caller->end;

	for (; at + LOWMARK_CALL_BYTES <= end; at++) {
		if (leads_to(at) != target)
			continue;
		if (*at == OPCODE_JUMP)
			return -EMLINK;
		if (lowmark_nr_sites == LOWMARK_SITES)
			return -E2BIG;
		memset(&sites[lowmark_nr_sites], 0, sizeof(sites[lowmark_nr_sites]));
		sites[lowmark_nr_sites].call.addr = (kprobe_opcode_t *)at;
		sites[lowmark_nr_sites].after.addr =
			(kprobe_opcode_t *)(at + LOWMARK_CALL_BYTES);
		lowmark_nr_sites++;
	}
	return 0;
}

/* The compiler moves what it thinks unlikely to another place. */
static int scan_cold(const struct lowmark_symbol *caller, unsigned long target)
{
	char name[LOWMARK_SYMBOL_LEN + 8];
	struct lowmark_symbol cold;

	snprintf(name, sizeof(name), "%s.cold", caller->name);
	if (lowmark_symbols_find(name, &cold, 1) < 1)
		return 0;
	return scan_text(&cold, target);
}

static int scan_caller(const char *name, unsigned long target)
{
	struct lowmark_symbol found[LOWMARK_CLONES];
	int i, ret, count;

	count = lowmark_symbols_find(name, found, ARRAY_SIZE(found));
	for (i = 0; i < count; i++) {
		ret = scan_text(&found[i], target);
		if (!ret)
			ret = scan_cold(&found[i], target);
		if (ret)
			return ret;
	}
	return 0;
}

static int place_site(struct site *site,
		      const struct lowmark_site_handlers *handlers)
{
	int ret;

	site->call.pre_handler = handlers->call;
	site->after.pre_handler = handlers->after;
	/* What is behind comes first: no call without its return. */
	ret = register_kprobe(&site->after);
	site->after_placed = !ret;
	if (!ret)
		ret = register_kprobe(&site->call);
	site->call_placed = !ret && site->after_placed;
	return ret;
}

/**
 * lowmark_sites_place() - probe the calls of a function
 * @function: its name
 * @callers: names of the functions whose calls are meant, ended by NULL
 * @handlers: what is called
 *
 * Context: process context; before the callers are probed
 *
 * Return: 0, -ENOENT if there is no such call, -EMLINK if one is a jump, -E2BIG
 * if there are too many, or why one cannot be probed; then none is
 */
int lowmark_sites_place(const char *function, const char *const *callers,
			const struct lowmark_site_handlers *handlers)
{
	struct lowmark_symbol target;
	unsigned int i;
	int ret;

	lowmark_nr_sites = 0;
	if (!LOWMARK_HAS_SITES)
		return -EOPNOTSUPP;
	ret = lowmark_symbols_find(function, &target, 1);
	if (ret < 0)
		return ret;
	for (ret = 0; *callers && !ret; callers++)
		ret = scan_caller(*callers, target.begin);
	if (!ret && !lowmark_nr_sites)
		ret = -ENOENT;
	for (i = 0; i < lowmark_nr_sites && !ret; i++)
		ret = place_site(&sites[i], handlers);
	if (ret)
		lowmark_sites_remove();
	return ret;
}

/**
 * lowmark_sites_remove() - take the probes away, all at once: the kernel waits
 *	for all CPUs each time
 */
void lowmark_sites_remove(void)
{
	struct kprobe *probes[2 * LOWMARK_SITES];
	unsigned int i, count = 0;

	for (i = 0; i < lowmark_nr_sites; i++) {
		if (sites[i].call_placed)
			probes[count++] = &sites[i].call;
		if (sites[i].after_placed)
			probes[count++] = &sites[i].after;
	}
	unregister_kprobes(probes, count);
	for (i = 0; i < lowmark_nr_sites; i++)
		missed_before += sites[i].call.nmissed +
				 sites[i].after.nmissed;
	lowmark_nr_sites = 0;
}

/**
 * lowmark_sites_missed() - how often a probe was hit while it could not run
 *
 * Return: that number, since the module was loaded
 */
unsigned long lowmark_sites_missed(void)
{
	unsigned long missed = missed_before;
	unsigned int i;

	for (i = 0; i < lowmark_nr_sites; i++)
		missed += sites[i].call.nmissed + sites[i].after.nmissed;
	return missed;
}

/**
 * lowmark_sites_have() - is a call probed
 * @return_address: where it returns to
 *
 * Return: true if so
 */
notrace bool lowmark_sites_have(unsigned long return_address)
{
	unsigned int i;

	for (i = 0; i < lowmark_nr_sites; i++)
		if ((unsigned long)sites[i].after.addr == return_address)
			return true;
	return false;
}

/**
 * lowmark_sites_name() - say where a probed call is
 * @number: which one
 * @name: filled, as function+offset
 * @bytes: room there
 */
void lowmark_sites_name(unsigned int number, char *name, size_t bytes)
{
	char text[KSYM_SYMBOL_LEN];

	sprint_symbol(text, (unsigned long)sites[number].call.addr);
	text[strcspn(text, "/")] = '\0';
	strscpy(name, text, bytes);
}
