/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How a way of writing a record is timed: batches with interrupts off, in
 * ticks of the TSC. In a guest whose clock counts instructions (QEMU's
 * -icount shift=0) a tick is an instruction.
 */
#ifndef RINGBENCH_H
#define RINGBENCH_H

#include <linux/irqflags.h>
#include <linux/types.h>
#include <asm/msr.h>

#include "lowmark_record.h"

#define BENCH_BATCH	64u	/* records */
#define BENCH_BATCHES	2048u
#define BENCH_SMALL_KIB	1024u	/* overwriting rings: written over many times */
#define BENCH_LARGE_KIB	8192u	/* others: room for every record */

/**
 * struct bench_record - what every way writes: 40 bytes
 * @hdr: lowmark's header
 * @facts: the rest
 */
struct bench_record {
	struct lowmark_hdr hdr;
	u64 facts[4];
};

extern u32 bench_ticks[BENCH_BATCHES];
extern u64 bench_facts[4];

/* clang-format off */
/* Runs BODY BENCH_BATCHES times BENCH_BATCH times and notes it as a row. */
#define BENCH(name, BODY) do {						\
	unsigned int bench_i, bench_j;					\
	unsigned long bench_flags;					\
	u64 bench_begin;						\
									\
	for (bench_i = 0; bench_i < BENCH_BATCHES; bench_i++) {		\
		local_irq_save(bench_flags);				\
		bench_begin = rdtsc_ordered();				\
		for (bench_j = 0; bench_j < BENCH_BATCH; bench_j++) {	\
			BODY;						\
			barrier();					\
		}							\
		bench_ticks[bench_i] = rdtsc_ordered() - bench_begin;	\
		local_irq_restore(bench_flags);				\
	}								\
	bench_note(name);						\
} while (0)
/* clang-format on */

static __always_inline void bench_fill(struct bench_record *rec)
{
	rec->facts[0] = READ_ONCE(bench_facts[0]);
	rec->facts[1] = READ_ONCE(bench_facts[1]);
	rec->facts[2] = READ_ONCE(bench_facts[2]);
	rec->facts[3] = READ_ONCE(bench_facts[3]);
}

void bench_note(const char *name);
void bench_header(struct bench_record *rec);
int bench_lowmark(void);
void bench_lowmark_free(void);
int bench_relay(void);
int bench_trace(void);

#endif
