/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The clock of the workloads: the TSC, which in a guest under -icount shift=0
 * moves by one per instruction.
 */
#ifndef LOWMARK_BENCH_TSC_H
#define LOWMARK_BENCH_TSC_H

#include <stdlib.h>

static inline unsigned long long tsc(void)
{
	unsigned int low, high;

	__asm__ volatile("lfence; rdtsc; lfence" : "=a"(low), "=d"(high));
	return (unsigned long long)high << 32 | low;
}

static inline int ascending(const void *a, const void *b)
{
	unsigned long long x = *(const unsigned long long *)a;
	unsigned long long y = *(const unsigned long long *)b;

	return (x > y) - (x < y);
}

#endif
