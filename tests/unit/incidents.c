// SPDX-License-Identifier: GPL-2.0-only
/*
 * Incidents of known causes, made record by record: one task in the slow path
 * of a machine with two nodes, or one wake of kswapd.
 *
 * Node 0 has DMA (zone 0) and DMA32 (zone 1), node 1 has Normal (zone 7).
 * DMA32 has the marks 1000, 1250, 1500.
 */
#include "incidents.h"

#define T0 2000000000ull /* the slow path begins */
#define MS 1000000ull
#define SPAN 0xabcull
#define IN_SLOW LOWMARK_CTX_SLOW
#define GFP_KERNEL 0xcc0u
#define GFP_NOWAIT 0x800u
#define GFP_NORETRY 0x10cc0u
#define GFP_THISNODE 0x200000u
#define SKIPS_NONE                                                             \
	.unknown = 255, .scans = 255, .checks = 255, .cpuset = 255,            \
	.dirty = 255, .fair = 255, .zlc = 255, .nofragment = 255, .busy = 255, \
	.reclaim_off = 255, .reclaim_far = 255, .reclaim_none = 255,           \
	.rmqueue = 255

static void state(struct build *build, __u16 zone, __u32 free, __u32 boost,
		  __u32 reserve)
{
	__u32 low = zone == 0 ? 82 : zone == 1 ? 1250 : 2500;

	BUILD(build, 0, T0 + 100, IN_SLOW, zone, .zone = zone,
	      .when = LOWMARK_SAMPLE_SLOW, .highest = 2, .free = free,
	      .exact = free, .min = low - low / 5, .low = low,
	      .high = low + low / 5, .boost = boost, .reserve = reserve);
}

static void check(struct build *build, __u16 zone, __u8 order, __u8 why,
		  __s32 free, __s32 margin)
{
	BUILD(build, 0, T0 - 200, 0, check, .zone = zone, .order = order,
	      .which = LOWMARK_MARK_LOW, .free = free, .margin = margin,
	      .verdict = !why, .derived = !why, .why = why,
	      .caller = LOWMARK_CALLER_FAST);
}

static void begin_with(struct build *build, __u8 order, __u32 gfp, __u8 policy,
		       __u8 nodemask)
{
	BUILD(build, 0, T0 - 100, 0, attempt, .kind = LOWMARK_ATTEMPT_FAST,
	      .order = order, .gfp = gfp, .zone = LOWMARK_ZONE_NONE,
	      SKIPS_NONE);
	BUILD(build, 0, T0, 0, slow_begin, .span = SPAN, .zone = 1,
	      .order = order, .highest = 2, .gfp = gfp, .policy = policy,
	      .nodemask = nodemask, .policy_node = LOWMARK_ZONE_NONE);
}

static void begin(struct build *build, __u8 order, __u32 gfp)
{
	begin_with(build, order, gfp, LOWMARK_POLICY_DEFAULT, 0);
}

static void wake(struct build *build, __u8 verdict, __s32 margin)
{
	BUILD(build, 0, T0 + 200, IN_SLOW, wake, .zone = 1, .verdict = verdict,
	      .margin = margin, .free = (__u32)(1250 + margin),
	      .gfp = GFP_KERNEL, .highest = 2, .caller = LOWMARK_CALLER_SLOW,
	      .failures = verdict == LOWMARK_WAKE_HOPELESS ? 16 : 0);
}

static void reclaim(struct build *build, __u64 scanned, __u64 reclaimed)
{
	BUILD(build, 0, T0 + 1 * MS, IN_SLOW, reclaim_begin, .number = 1);
	BUILD(build, 0, T0 + 5 * MS, IN_SLOW, reclaim_end, .latency = 4 * MS,
	      .scanned = scanned, .reclaimed = reclaimed);
}

static void end_as(struct build *build, __u8 result, __u8 order, __u32 gfp)
{
	BUILD(build, 0, T0 + 10 * MS, 0, slow_end, .span = SPAN,
	      .latency = 10 * MS, .order = order, .result = result,
	      .zone = result ? 1 : LOWMARK_ZONE_NONE, .preferred = 1,
	      .attempts = 2, .gfp = gfp, .waking = 1000, .scanning = 2000);
}

static void end(struct build *build)
{
	end_as(build, LOWMARK_RESULT_PAGE, 0, GFP_KERNEL);
}

/* kswapd on another CPU runs from 2 to 8 ms after the entry, unless told. */
static void kswapd(struct build *build, __u64 from, __u64 scanned,
		   __u64 reclaimed, __u32 failures)
{
	build_task(build, 1, 50, "kswapd0");
	BUILD(build, 1, from, LOWMARK_CTX_KSWAPD, kswapd_wake, .node = 0,
	      .highest = 2);
	BUILD(build, 1, from + 1, LOWMARK_CTX_KSWAPD, balance_begin, .node = 0,
	      .cause = LOWMARK_RUN_LOW, .zone = 1, .margin = -300);
	BUILD(build, 1, T0 + 8 * MS, LOWMARK_CTX_KSWAPD, balance_end, .node = 0,
	      .latency = 6 * MS, .scanned = scanned, .reclaimed = reclaimed,
	      .failures = failures);
	BUILD(build, 1, T0 + 8 * MS + 10, LOWMARK_CTX_KSWAPD, zone, .zone = 1,
	      .when = LOWMARK_SAMPLE_BALANCE_END, .free = 1600, .min = 1000,
	      .low = 1250, .high = 1500);
	BUILD(build, 1, T0 + 20 * MS, LOWMARK_CTX_KSWAPD, kswapd_sleep,
	      .node = 0);
}

static void make_burst(struct build *build)
{
	check(build, 1, 0, LOWMARK_WHY_PAGES, 900, -350);
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 900, 0, 0);
	wake(build, LOWMARK_WAKE_WOKEN, -350);
	reclaim(build, 64, 40);
	kswapd(build, T0 + 2 * MS, 2000, 1500, 0);
	end(build);
}

static void make_behind(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 900, 0, 0);
	wake(build, LOWMARK_WAKE_AWAKE, -350);
	kswapd(build, T0 - 2 * MS, 2000, 1500, 0);
	end(build);
}

static void make_lowmem(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 500, 0, 0);
	state(build, 0, 3800, 0, 7000);
	wake(build, LOWMARK_WAKE_AWAKE, -750);
	end(build);
}

static void make_boost(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 1400, 800, 0);
	wake(build, LOWMARK_WAKE_WOKEN, -650);
	end(build);
}

static void make_fragmentation(struct build *build)
{
	check(build, 1, 4, LOWMARK_WHY_BLOCK, 9000, 7750);
	begin(build, 4, GFP_KERNEL);
	state(build, 1, 9000, 0, 0);
	end_as(build, LOWMARK_RESULT_FAILED, 4, GFP_KERNEL);
}

static void make_highatomic(struct build *build)
{
	check(build, 1, 0, LOWMARK_WHY_HIGHATOMIC, 1300, -20);
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 1300, 0, 0);
	end(build);
}

static void make_cma(struct build *build)
{
	check(build, 1, 0, LOWMARK_WHY_CMA, 5000, -200);
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 5000, 0, 0);
	end(build);
}

static void attempt_skips(struct build *build, __u8 cpuset, __u8 dirty,
			  __u8 fair)
{
	BUILD(build, 0, T0 + 300, IN_SLOW, attempt,
	      .kind = LOWMARK_ATTEMPT_SLOW, .gfp = GFP_KERNEL, .latency = 200,
	      .zone = LOWMARK_ZONE_NONE, .number = 1, .cpuset = cpuset,
	      .dirty = dirty, .fair = fair, .zlc = 255, .busy = 255);
}

static void make_cpuset(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 900, 0, 0);
	attempt_skips(build, 1, 0, 255);
	end(build);
}

static void make_binding(struct build *build)
{
	begin_with(build, 0, GFP_KERNEL, LOWMARK_POLICY_BIND, 1);
	state(build, 1, 900, 0, 0);
	wake(build, LOWMARK_WAKE_AWAKE, -350);
	end(build);
}

static void make_hopeless(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 600, 0, 0);
	wake(build, LOWMARK_WAKE_HOPELESS, -650);
	end(build);
}

static void make_dirty(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 3000, 0, 0);
	attempt_skips(build, 0, 3, 255);
	end(build);
}

static void make_fair(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 3000, 0, 0);
	attempt_skips(build, 0, 0, 2);
	end(build);
}

static void make_zone_reclaim(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 900, 0, 0);
	BUILD(build, 0, T0 + 8 * MS, IN_SLOW, node_reclaim, .latency = 7 * MS,
	      .node = 0, .result = LOWMARK_NODE_RECLAIM_SOME,
	      .reclaimed = LOWMARK_PAGES_NONE);
	end(build);
}

static void make_unreclaimable(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 700, 0, 0);
	wake(build, LOWMARK_WAKE_AWAKE, -550);
	reclaim(build, 90000, 3);
	end_as(build, LOWMARK_RESULT_FAILED, 0, GFP_KERNEL);
}

static void make_compaction(struct build *build)
{
	begin(build, 9, GFP_KERNEL);
	state(build, 1, 9000, 0, 0);
	BUILD(build, 0, T0 + 9 * MS, IN_SLOW, compact, .latency = 9 * MS,
	      .order = 9, .priority = LOWMARK_PRIORITY_SYNC_LIGHT,
	      .result = LOWMARK_COMPACTED_SUCCESS, .number = 1);
	end_as(build, LOWMARK_RESULT_PAGE, 9, GFP_KERNEL);
}

/* One attempt of that latency, which ends at 9 ms */
static void long_attempt(struct build *build, __u32 latency)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 900, 0, 0);
	BUILD(build, 0, T0 + 9 * MS, IN_SLOW, attempt,
	      .kind = LOWMARK_ATTEMPT_SLOW, .gfp = GFP_KERNEL,
	      .latency = latency, .result = LOWMARK_RESULT_PAGE, .zone = 1,
	      .number = 1, SKIPS_NONE);
}

static void make_scanning(struct build *build)
{
	long_attempt(build, 9 * MS);
	end(build);
}

static void make_cpu(struct build *build)
{
	long_attempt(build, 8 * MS);
	BUILD(build, 0, T0 + 10 * MS, 0, waits, .span = SPAN, .queued = 9 * MS,
	      .queued_between = 1 * MS, .slept_between = 500000);
	end(build);
}

static void make_throttled(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 600, 0, 0);
	BUILD(build, 0, T0 + 9 * MS, IN_SLOW, throttle, .latency = 9 * MS,
	      .node = 0, .throttled = 1);
	end(build);
}

static void make_atomic(struct build *build)
{
	begin(build, 0, GFP_NOWAIT);
	state(build, 1, 600, 0, 0);
	end_as(build, LOWMARK_RESULT_FAILED, 0, GFP_NOWAIT);
}

static void make_raised(struct build *build)
{
	BUILD(build, 0, T0 - 30 * MS, 0, wmark, .zone = 1,
	      .cause = LOWMARK_CAUSE_SYSCTL, .min = 1000, .low = 1250,
	      .high = 1500, .managed = 250000);
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 1200, 0, 0);
	end(build);
}

static void put_oom(struct build *build, __u8 memcg)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 600, 0, 0);
	BUILD(build, 0, T0 + 9 * MS, IN_SLOW, oom, .latency = 1 * MS,
	      .verdict = 1, .memcg = memcg, .gfp = GFP_KERNEL);
	end(build);
}

static void make_memcg(struct build *build)
{
	put_oom(build, 1);
}

static void make_oom(struct build *build)
{
	reclaim(build, 0, 0);
	put_oom(build, 0);
}

static void make_wake_low(struct build *build)
{
	wake(build, LOWMARK_WAKE_WOKEN, -4);
	kswapd(build, T0 + 2 * MS, 2000, 1500, 0);
}

static void make_asleep_balanced(struct build *build)
{
	wake(build, LOWMARK_WAKE_BALANCED, -60);
}

static void make_asleep_hopeless(struct build *build)
{
	wake(build, LOWMARK_WAKE_HOPELESS, -700);
}

static void make_asleep_unknown(struct build *build)
{
	wake(build, LOWMARK_WAKE_UNKNOWN, -70);
}

static void make_awake_fruitless(struct build *build)
{
	kswapd(build, T0, 400000, 12, 9);
}

static void make_awake_demand(struct build *build)
{
	kswapd(build, T0, 4000, 3500, 0);
	wake(build, LOWMARK_WAKE_AWAKE, -100);
}

/* Neither a check nor a stage tells anything. */
static void make_silent(struct build *build)
{
	begin(build, 0, GFP_KERNEL);
	state(build, 1, 3000, 0, 0);
	end(build);
}

/* Direct reclaim in vain in a hurry, and told to give up early. */
static void make_two_causes(struct build *build)
{
	check(build, 1, 3, LOWMARK_WHY_BLOCK, 9000, 7750);
	begin(build, 3, GFP_NORETRY);
	state(build, 1, 9000, 0, 0);
	reclaim(build, 90000, 3);
	end_as(build, LOWMARK_RESULT_FAILED, 3, GFP_NORETRY);
}

/* Node 1 only, which has no memory; what kswapd0 does has no part in it. */
static void make_no_zone(struct build *build)
{
	kswapd(build, T0 - 5 * MS, 400000, 0, 16);
	BUILD(build, 0, T0, 0, slow_begin, .span = SPAN, .node = 1,
	      .zone = LOWMARK_ZONE_NONE, .highest = 2,
	      .gfp = GFP_KERNEL | GFP_THISNODE,
	      .policy_node = LOWMARK_ZONE_NONE);
	BUILD(build, 0, T0 + 8000, 0, slow_end, .span = SPAN, .latency = 8000,
	      .result = LOWMARK_RESULT_FAILED, .zone = LOWMARK_ZONE_NONE,
	      .preferred = LOWMARK_ZONE_NONE, .gfp = GFP_KERNEL | GFP_THISNODE);
}

/*
 * No attempt though there is a zone: 3.18 and 4.4 give a speculative request for one
 * node up at once, which no record tells.
 */
static void make_given_up(struct build *build)
{
	begin(build, 0, GFP_KERNEL | GFP_THISNODE);
	BUILD(build, 0, T0 + 8000, 0, slow_end, .span = SPAN, .latency = 8000,
	      .result = LOWMARK_RESULT_FAILED, .zone = LOWMARK_ZONE_NONE,
	      .preferred = 1, .gfp = GFP_KERNEL | GFP_THISNODE);
}

const struct incident incidents[] = {
	{ "burst", "stall", "burst", make_burst },
	{ "behind", "stall", "kswapd-behind", make_behind },
	{ "lowmem", "stall", "lowmem-reserve", make_lowmem },
	{ "boost", "stall", "boost", make_boost },
	{ "fragmentation", "fail", "fragmentation", make_fragmentation },
	{ "highatomic", "stall", "highatomic", make_highatomic },
	{ "cma", "stall", "cma", make_cma },
	{ "cpuset", "stall", "cpuset", make_cpuset },
	{ "binding", "stall", "node-binding", make_binding },
	{ "no-zone", "fail", "no-zone", make_no_zone },
	{ "hopeless", "stall", "hopeless-node", make_hopeless },
	{ "dirty", "stall", "dirty-pages", make_dirty },
	{ "fair", "stall", "fair-batch", make_fair },
	{ "zone-reclaim", "stall", "zone-reclaim", make_zone_reclaim },
	{ "unreclaimable", "fail", "unreclaimable", make_unreclaimable },
	{ "compaction", "stall", "compaction", make_compaction },
	{ "scanning", "stall", "scanning", make_scanning },
	{ "cpu", "stall", "cpu-wait", make_cpu },
	{ "throttled", "stall", "throttled", make_throttled },
	{ "atomic", "fail", "atomic-reserve", make_atomic },
	{ "raised", "stall", "marks-raised", make_raised },
	{ "memcg", "oom", "memcg-limit", make_memcg },
	{ "wake-low", "wake", "below-low", make_wake_low },
	{ "asleep-balanced", "asleep", "balanced", make_asleep_balanced },
	{ "asleep-hopeless", "asleep", "hopeless-node", make_asleep_hopeless },
	{ "awake-fruitless", "awake", "unreclaimable", make_awake_fruitless },
	{ "awake-demand", "awake", "demand", make_awake_demand },
	{ "ambiguous-silent", "stall", NULL, make_silent },
	{ "ambiguous-two", "fail", NULL, make_two_causes },
	{ "ambiguous-given-up", "fail", NULL, make_given_up },
	{ "ambiguous-oom", "oom", NULL, make_oom },
	{ "ambiguous-asleep", "asleep", NULL, make_asleep_unknown },
};

const unsigned int nr_incidents = sizeof(incidents) / sizeof(incidents[0]);
