// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes a recording of one second and a half to the file it is given: two
 * bursts, a quiet time between them, something lost. Always the same one.
 * With a number of hours, another burst follows after them.
 */
#include <fcntl.h>
#include <stdlib.h>

#include "build_recording.h"

#define T0 1000000000ull
#define MS 1000000ull

static const char caps[] =
	"hook kind symbol state reason\n"
	"check kretprobe __zone_watermark_ok observed -\n"
	"slow kretprobe __alloc_pages_slowpath observed -\n"
	"wake kretprobe wakeup_kswapd observed -\n"
	"balance kretprobe balance_pgdat observed -\n"
	"reclaim tracepoint mm_vmscan_direct_reclaim_begin observed -\n";

static void put_wakes(struct build *build, __u64 at, unsigned int nr)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		BUILD(build, 0, at + i * MS, 0, wake, .zone = 1,
		      .verdict = i % 3 ? LOWMARK_WAKE_AWAKE :
					 LOWMARK_WAKE_WOKEN,
		      .margin = -40 - (__s32)i, .free = 1210 - i, .order = 0,
		      .caller = LOWMARK_CALLER_SLOW);
}

static void put_stalls(struct build *build, __u64 at, unsigned int nr)
{
	unsigned int i;

	for (i = 1; i <= nr; i++) {
		BUILD(build, 1, at + i * MS, 0, slow_begin, .span = at + i,
		      .zone = 1);
		BUILD(build, 1, at + i * MS + 1000, 0, check, .zone = 1,
		      .which = i % 2 ? LOWMARK_MARK_LOW : LOWMARK_MARK_MIN,
		      .free = 1000, .mark = 1250, .margin = -250 - (__s32)i,
		      .why = LOWMARK_WHY_PAGES, .caller = LOWMARK_CALLER_SLOW);
		BUILD(build, 1, at + i * MS + 2000, 0, reclaim_end,
		      .latency = 500, .scanned = 32, .reclaimed = 8);
		BUILD(build, 1, at + i * MS + 3000, 0, slow_end, .span = at + i,
		      .latency = i * 100000, .zone = 1, .preferred = 1,
		      .result = i % 5 != 0, .attempts = 2, .reclaims = 1);
	}
}

static void put_kswapd(struct build *build, __u64 at)
{
	BUILD(build, 2, at, 0, kswapd_wake, .node = 0, .highest = 1);
	BUILD(build, 2, at + MS, 0, balance_begin, .node = 0, .highest = 1);
	BUILD(build, 2, at + 40 * MS, 0, balance_end, .node = 0,
	      .latency = 39 * MS, .scanned = 900, .reclaimed = 700);
	BUILD(build, 2, at + 41 * MS, 0, zone, .zone = 1, .free = 1600,
	      .exact = 1610, .min = 1000, .low = 1250, .high = 1500,
	      .boost = 20, .reserve = 0, .when = LOWMARK_SAMPLE_BALANCE_END);
	BUILD(build, 2, at + 90 * MS, 0, kswapd_sleep, .node = 0);
}

int main(int argc, char *argv[])
{
	struct build build = { .caps = caps };
	int fd = argc > 1 ? open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0644) :
			    -1;
	int ret;

	if (fd < 0)
		return 2;
	build_task(&build, 0, 100, "eater");
	build_task(&build, 1, 101, "stress");
	build_task(&build, 2, 50, "kswapd0");
	put_wakes(&build, T0 + 10 * MS, 7);
	put_stalls(&build, T0 + 15 * MS, 20);
	put_kswapd(&build, T0 + 20 * MS);
	build_lose(&build, 0, LOWMARK_REC_CHECK, 5);
	put_wakes(&build, T0 + 1210 * MS, 4);
	put_stalls(&build, T0 + 1290 * MS, 30);
	BUILD(&build, 2, T0 + 1400 * MS, 0, kswapd_wake, .node = 0);
	BUILD(&build, 2, T0 + 1500 * MS, 0, balance_begin, .node = 0);
	if (argc > 2)
		put_stalls(&build,
			   T0 + strtoull(argv[2], NULL, 10) * 3600000 * MS, 3);
	ret = build_write(&build, fd);
	build_deinit(&build);
	return ret != 0;
}
