/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Walking up the kernel stack of the running task.
 */
#ifndef LOWMARK_COMPAT_STACK_H
#define LOWMARK_COMPAT_STACK_H

#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/version.h>

/*
 * The unwinder that begins with registers came with v4.9. Before, frames are
 * linked through their first words, where the kernel is built so; else only who
 * called is known, as it is on the stack of an interrupt. Drop when the minimum
 * is 4.9.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(4, 9, 0)

static notrace unsigned int lowmark_unwind(unsigned long *frames,
					   unsigned int size,
					   struct pt_regs *returned)
{
	unsigned long *above = (unsigned long *)returned->sp;
	unsigned long *frame = (unsigned long *)returned->bp;
	unsigned int nr = 0;

	frames[nr++] = returned->ip;
	if (!IS_ENABLED(CONFIG_FRAME_POINTER))
		return nr;
	/* Assembly may use the register for something else. */
	while (nr < size && frame >= above && object_is_on_stack(frame) &&
	       object_is_on_stack(frame + 1) && frame[1] > __START_KERNEL_map) {
		frames[nr++] = frame[1];
		above = frame + 2;
		frame = (unsigned long *)frame[0];
	}
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
