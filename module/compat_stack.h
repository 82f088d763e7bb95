/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Walking up the kernel stack of the running task.
 */
#ifndef LOWMARK_COMPAT_STACK_H
#define LOWMARK_COMPAT_STACK_H

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/version.h>

/*
 * The unwinder that begins with registers came with v4.9. Before, there is the
 * way of the kernel's own traces only, which begins with the probe: there what
 * comes before @returned is left out, or all if it does not come by. Drop when
 * the minimum is 4.9.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 9, 0)

#define LOWMARK_PROBE_FRAMES 18 /* of a trap, the probe and the module */

static notrace unsigned int lowmark_unwind(unsigned long *frames,
					   unsigned int size,
					   struct pt_regs *returned)
{
	unsigned long all[LOWMARK_PROBE_FRAMES + LOWMARK_STACK_DEPTH];
	struct stack_trace trace = { .max_entries = ARRAY_SIZE(all),
				     .entries = all };
	unsigned int first, nr;

	save_stack_trace(&trace);
	for (first = 0; first < trace.nr_entries; first++)
		if (all[first] == returned->ip)
			break;
	nr = min(size, trace.nr_entries - first);
	/* All ones may end it. */
	if (nr && all[first + nr - 1] == ULONG_MAX)
		nr--;
	memcpy(frames, all + first, nr * sizeof(*frames));
	return nr;
}

#else

#include <asm/unwind.h>

static notrace unsigned int lowmark_unwind(unsigned long *frames,
					   unsigned int size,
					   struct pt_regs *returned)
{
	struct unwind_state state;
	unsigned long address = returned->ip;
	unsigned int nr = 0;

	for (unwind_start(&state, current, returned, NULL); address;
	     unwind_next_frame(&state)) {
		frames[nr++] = address;
		if (nr == size || unwind_done(&state))
			break;
		address = unwind_get_return_address(&state);
	}
	return nr;
}

#endif

#endif
