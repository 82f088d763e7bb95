// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark's ring: the module's own source, compiled into this one.
 */
#include "../../../module/ring.c"
#include "../../../module/ring_read.c"
#include "../../../module/flight.c"

#include "bench.h"

/* What these sources share with the rest of lowmark. */
struct lowmark_state lowmark;
bool lowmark_filtering;
DEFINE_PER_CPU(bool, lowmark_int3);

/* No trigger has fired. */
bool lowmark_triggers_frozen(u64 now)
{
	return false;
}

/**
 * bench_header() - the header work of lowmark's ring, for rings without it
 * @rec: gets time, length and context; the task is compared as for lowmark
 */
void bench_header(struct bench_record *rec)
{
	struct lowmark_ring *ring = __this_cpu_read(lowmark_ring);

	rec->hdr.dt = (u32)ktime_get_mono_fast_ns();
	rec->hdr.type = LOWMARK_REC_CHECK;
	rec->hdr.words = sizeof(*rec) / LOWMARK_WORD;
	rec->hdr.ctx = lowmark_context();
	rec->hdr.flags = ring && !lowmark_ring_names_task(ring);
}

static __always_inline void write_one(void)
{
	struct lowmark_write write;
	struct bench_record *rec;

	rec = lowmark_ring_begin(&write, LOWMARK_REC_CHECK, sizeof(*rec),
				 lowmark_context());
	if (!rec)
		return;
	bench_fill(rec);
	lowmark_ring_end(&write);
}

/**
 * bench_lowmark() - time lowmark's ring; leaves a ring for bench_header()
 *
 * Return: 0 or a negative errno
 */
int bench_lowmark(void)
{
	int ret = lowmark_rings_create(BENCH_LARGE_KIB);

	if (ret)
		return ret;
	BENCH("lowmark discard", write_one());
	ret = lowmark_rings_create(BENCH_SMALL_KIB);
	if (ret)
		return ret;
	lowmark.overwrite = true;
	BENCH("lowmark overwrite", write_one());
	lowmark.overwrite = false;
	BENCH("lowmark full", write_one());
	return 0;
}

/**
 * bench_lowmark_free() - free the ring, if there is one
 */
void bench_lowmark_free(void)
{
	lowmark_rings_destroy();
}
