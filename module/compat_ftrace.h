/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an ftrace_ops of our own needs, as every kernel has it.
 */
#ifndef LOWMARK_COMPAT_FTRACE_H
#define LOWMARK_COMPAT_FTRACE_H

#include <linux/ftrace.h>
#include <linux/string.h>
#include <linux/version.h>

#if defined(CONFIG_X86_64) && defined(CONFIG_DYNAMIC_FTRACE_WITH_REGS) && \
	defined(CONFIG_HAVE_STATIC_CALL)
#define LOWMARK_HAS_REPLACE 1
#endif

#ifdef LOWMARK_HAS_REPLACE
#include <asm/cpufeature.h>

/*
 * Since v5.11 a callback gets the arguments alone, in struct ftrace_regs, and
 * may move the instruction pointer without asking for all registers. Drop
 * when the minimum is 5.11.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 11, 0)
typedef struct ftrace_regs lowmark_ftrace_regs;
#define LOWMARK_FTRACE_FLAGS 0
#else
typedef struct pt_regs lowmark_ftrace_regs;
#define LOWMARK_FTRACE_FLAGS \
	(FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_RECURSION_SAFE)
#endif

/*
 * struct ftrace_regs became opaque in v6.13; arch_ftrace_regs() opens it.
 * Drop when the minimum is 6.13.
 */
static inline struct pt_regs *lowmark_ftrace_regs_of(lowmark_ftrace_regs *fregs)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 11, 0)
	return fregs;
#elif defined(arch_ftrace_regs)
	return &arch_ftrace_regs(fregs)->regs;
#else
	return &fregs->regs;
#endif
}

static inline unsigned long lowmark_ftrace_argument(lowmark_ftrace_regs *fregs,
						    unsigned int n)
{
	return regs_get_kernel_argument(lowmark_ftrace_regs_of(fregs), n);
}

static inline void lowmark_ftrace_go(lowmark_ftrace_regs *fregs,
				     unsigned long ip)
{
	lowmark_ftrace_regs_of(fregs)->ip = ip;
}

static inline bool lowmark_is_ftrace_site(unsigned long at)
{
	static const u8 nop[] = { 0x0f, 0x1f, 0x44, 0x00, 0x00 };

	return *(const u8 *)at == 0xe8 || !memcmp((void *)at, nop, sizeof(nop));
}

/*
 * Where a function that begins at @begin has its ftrace site; 0: nowhere. In
 * kernels with IBT (v5.18) it is behind an endbr64, or behind what is put over
 * one that nobody needs.
 */
static inline unsigned long lowmark_ftrace_site(unsigned long begin)
{
	if (lowmark_is_ftrace_site(begin))
		return begin;
	return lowmark_is_ftrace_site(begin + 4) ? begin + 4 : 0;
}

/* A call into the middle of a function would confuse the counting (v6.2). */
static inline bool lowmark_counts_calls(void)
{
#ifdef X86_FEATURE_CALL_DEPTH
	return boot_cpu_has(X86_FEATURE_CALL_DEPTH);
#else
	return false;
#endif
}
#endif

#endif
