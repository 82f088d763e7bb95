// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes a recording of any length for measurements, always the same one:
 *
 *	generate FILE RECORDS [CPUS [CHUNK_BYTES]]
 *
 * Every CPU goes through slow path runs, back to back and at the same time, so
 * that hardly two events in a row are of the same CPU: the worst case for a
 * merge. The mix of records is that of recordings of memory pressure on 6.1;
 * docs/overhead.md is measured with it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/build_recording.h"
#include "lib/writer.h"

#define MOST_CPUS 64
#define T0 1000000000ull
#define CHECKS 8 /* of the fast path, before each slow path run */
#define RUNS_PER_TASK 16

/* A CPU: its open chunk, and where it stands. */
struct cpu {
	char *data;
	size_t len;
	__u64 base;
	__u64 time;
	__u64 seq;
	__u64 seen[LOWMARK_KINDS];
	__u64 runs;
	__u32 pid;
	__u64 dice;
};

struct generator {
	struct lm_writer writer;
	struct cpu cpus[MOST_CPUS];
	unsigned int nr_cpus;
	size_t chunk_bytes;
	__u64 records;
	__u64 wanted;
};

static const char zones[] =
	"# pages, 4096 bytes each; zones_per_node 5\n"
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA32 1 20000 20010 1000 1250 1500 0 250000 0,0,0,0,0 -\n"
	"0 Normal 2 30000 30000 2000 2500 3000 0 500000 0,0,0,0,0 -\n"
	"1 Normal 7 30000 30000 2000 2500 3000 0 500000 0,0,0,0,0 -\n";
static const __u16 zone_ids[] = { 1, 2, 7 };

/* xorshift64: a number below @limit. */
static __u32 roll(struct cpu *cpu, __u32 limit)
{
	cpu->dice ^= cpu->dice << 13;
	cpu->dice ^= cpu->dice >> 7;
	cpu->dice ^= cpu->dice << 17;
	return (__u32)(cpu->dice >> 33) % limit;
}

static void die(const char *what, int error)
{
	fprintf(stderr, "generate: %s: %s\n", what, strerror(error));
	exit(1);
}

static void put_section(struct generator *gen, enum lowmark_section_type type,
			const void *data, size_t len)
{
	int ret = lm_writer_section(&gen->writer, type, data, len);

	if (ret)
		die("cannot write", -ret);
}

static void put_text(struct generator *gen, enum lowmark_section_type type,
		     const char *text)
{
	put_section(gen, type, text, strlen(text));
}

static void put_record(struct cpu *cpu, const struct lowmark_hdr *record)
{
	struct lowmark_hdr *copy = (void *)(cpu->data + cpu->len);

	memcpy(copy, record, record->words * LOWMARK_WORD);
	copy->dt = (__u32)(cpu->time - cpu->base);
	cpu->len += record->words * LOWMARK_WORD;
	cpu->seen[record->type]++;
}

static void put_task(struct cpu *cpu)
{
	struct lowmark_rec_task task = {
		.hdr = BUILD_HDR(task, 0),
		.pid = cpu->pid,
		.tgid = cpu->pid,
	};

	snprintf(task.comm, sizeof(task.comm), "eater-%u", cpu->pid % 100000);
	put_record(cpu, &task.hdr);
}

static void open_chunk(struct generator *gen, struct cpu *cpu)
{
	struct lowmark_chunk *head = (void *)cpu->data;

	*head = (struct lowmark_chunk){
		.magic = LOWMARK_CHUNK_MAGIC,
		.header_bytes = sizeof(*head),
		.abi_major = LOWMARK_ABI_MAJOR,
		.kinds = LOWMARK_KINDS,
		.cpu = (__u32)(cpu - gen->cpus),
		.seq = cpu->seq++,
		.time_first = cpu->time,
	};
	memcpy(head->seen, cpu->seen, sizeof(cpu->seen));
	cpu->len = sizeof(*head);
	cpu->base = cpu->time;
	put_task(cpu);
}

static void close_chunk(struct generator *gen, struct cpu *cpu)
{
	struct lowmark_chunk *head = (void *)cpu->data;

	head->bytes = (__u32)cpu->len;
	head->time_last = cpu->time;
	put_section(gen, LOWMARK_SECTION_CHUNK, cpu->data, cpu->len);
	cpu->len = 0;
}

static void put(struct generator *gen, struct cpu *cpu,
		const struct lowmark_hdr *record)
{
	const size_t task = sizeof(struct lowmark_rec_task);

	cpu->time += 100 + roll(cpu, 900);
	if (cpu->len + record->words * LOWMARK_WORD + task > gen->chunk_bytes)
		close_chunk(gen, cpu);
	if (!cpu->len)
		open_chunk(gen, cpu);
	put_record(cpu, record);
	gen->records++;
}

#define PUT(name, ctx, ...)                                            \
	put(gen, cpu,                                                  \
	    &(struct lowmark_rec_##name){ .hdr = BUILD_HDR(name, ctx), \
					  __VA_ARGS__ }                \
		     .hdr)

static void put_checks(struct generator *gen, struct cpu *cpu, unsigned int nr,
		       __u8 ctx, __u8 caller)
{
	__u8 which = caller == LOWMARK_CALLER_SLOW ? LOWMARK_MARK_MIN :
						     LOWMARK_MARK_LOW;
	__s32 margin;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		margin = (__s32)roll(cpu, 500) - 400;
		PUT(check, ctx, .zone = zone_ids[i % 3], .which = which,
		    .free = 2500 + margin, .mark = 2500, .margin = margin,
		    .verdict = margin > 0, .derived = margin > 0,
		    .why = margin > 0 ? LOWMARK_WHY_OK : LOWMARK_WHY_PAGES,
		    .caller = caller, .highest = 2, .alloc_flags = 0x41);
	}
}

static void put_attempt(struct generator *gen, struct cpu *cpu, __u8 ctx,
			__u16 number, __u8 result)
{
	PUT(attempt, ctx, .number = number, .result = result, .zone = 2,
	    .kind = number ? LOWMARK_ATTEMPT_SLOW : LOWMARK_ATTEMPT_FAST,
	    .preferred = 2, .gfp = 0xcc0, .alloc_flags = 0x41, .zones = 3,
	    .latency = 900, .scans = 1, .checks = 3, .highest = 2,
	    .fair = LOWMARK_COUNT_NONE, .zlc = LOWMARK_COUNT_NONE);
}

/* One allocation: its fast path, then the slow path. */
static void put_run(struct generator *gen, struct cpu *cpu)
{
	__u64 span = ((__u64)(cpu - gen->cpus) << 48) + cpu->runs, begin;
	__u64 latency;
	unsigned int i;

	put_checks(gen, cpu, CHECKS - 1, 0, LOWMARK_CALLER_FAST);
	put_attempt(gen, cpu, 0, 0, LOWMARK_RESULT_FAILED);
	begin = cpu->time;
	PUT(slow_begin, LOWMARK_CTX_SLOW, .span = span, .zone = 2, .highest = 2,
	    .gfp = 0xcc0, .zones = 3, .stated = 3);
	for (i = 0; i < 3; i++)
		PUT(zone, LOWMARK_CTX_SLOW, .zone = zone_ids[i], .highest = 2,
		    .when = LOWMARK_SAMPLE_SLOW, .free = 2100 + roll(cpu, 500),
		    .exact = 2200, .min = 2000, .low = 2500, .high = 3000);
	for (i = 0; i < 2; i++)
		PUT(wake, LOWMARK_CTX_SLOW, .zone = zone_ids[1 + i],
		    .verdict = cpu->runs % 50 ? LOWMARK_WAKE_AWAKE :
						LOWMARK_WAKE_WOKEN,
		    .gfp = 0xcc0, .margin = -40, .free = 2460, .highest = 2,
		    .caller = LOWMARK_CALLER_SLOW);
	put_checks(gen, cpu, 1, LOWMARK_CTX_SLOW, LOWMARK_CALLER_SLOW);
	for (i = 0; i < 3; i++)
		PUT(skip, LOWMARK_CTX_SLOW, .zone = zone_ids[i], .number = 1,
		    .reason = LOWMARK_SKIP_RECLAIM_OFF);
	PUT(rescan, LOWMARK_CTX_SLOW, .zone = LOWMARK_ZONE_NONE, .number = 1);
	put_attempt(gen, cpu, LOWMARK_CTX_SLOW, 1, LOWMARK_RESULT_PAGE);
	latency =
		cpu->time - begin + (roll(cpu, 1000) ? 0 : roll(cpu, 1u << 24));
	PUT(slow_end, LOWMARK_CTX_SLOW, .span = span, .latency = latency,
	    .result = LOWMARK_RESULT_PAGE, .zone = 2, .preferred = 2,
	    .attempts = 1, .gfp = 0xcc0, .wakes = 2, .waking = latency / 4,
	    .scanning = latency / 2);
}

static void put_kswapd(struct generator *gen, struct cpu *cpu)
{
	const __u8 ctx = LOWMARK_CTX_KSWAPD;

	PUT(kswapd_wake, ctx, .node = 0, .highest = 2);
	PUT(balance_begin, ctx, .node = 0, .highest = 2, .zone = 2);
	PUT(pass, ctx, .node = 0, .highest = 2, .balanced = 1, .number = 1);
	PUT(balance_end, ctx, .node = 0, .latency = 2000, .scanned = 900,
	    .reclaimed = 700);
	PUT(rest, ctx, .node = 0, .rest = LOWMARK_REST_DEEP);
	PUT(kswapd_sleep, ctx, .node = 0);
}

/* The CPU that is furthest behind goes on, as time does. */
static struct cpu *next_cpu(struct generator *gen)
{
	struct cpu *next = gen->cpus;
	unsigned int i;

	for (i = 1; i < gen->nr_cpus; i++)
		if (gen->cpus[i].time < next->time)
			next = &gen->cpus[i];
	return next;
}

static void put_events(struct generator *gen)
{
	struct cpu *cpu;

	while (gen->records < gen->wanted) {
		cpu = next_cpu(gen);
		if (cpu->runs % RUNS_PER_TASK == 0) {
			cpu->pid = 1000 + gen->nr_cpus * roll(cpu, 80) +
				   (__u32)(cpu - gen->cpus);
			if (cpu->len &&
			    cpu->len + sizeof(struct lowmark_rec_task) <=
				    gen->chunk_bytes)
				put_task(cpu);
		}
		put_run(gen, cpu);
		if (cpu->runs++ % 200 == 0)
			put_kswapd(gen, cpu);
	}
}

static void put_begin(struct generator *gen)
{
	char *format = build_format();

	put_text(gen, LOWMARK_SECTION_META,
		 "tool 0.1.0\nmodule 0.1.0\nkernel 6.1.0-generated\n"
		 "machine x86_64\nhostname box\nclock mono\nmode discard\n"
		 "wall_offset_ns 1700000000000000000\nstart_ns 1000000000\n"
		 "page_size 4096\nevents all\nchecks matter\n");
	put_text(gen, LOWMARK_SECTION_FORMAT, format);
	put_text(gen, LOWMARK_SECTION_ZONES_START, zones);
	free(format);
}

static void put_end(struct generator *gen)
{
	char text[128];
	__u64 last = 0;
	unsigned int i;

	for (i = 0; i < gen->nr_cpus; i++) {
		if (gen->cpus[i].len)
			close_chunk(gen, &gen->cpus[i]);
		if (gen->cpus[i].time > last)
			last = gen->cpus[i].time;
	}
	snprintf(text, sizeof(text),
		 "end_ns %llu\nevents %llu\nlost 0\nwhy time\n", last,
		 gen->records);
	put_text(gen, LOWMARK_SECTION_END, text);
}

static unsigned long number(const char *text, unsigned long least,
			    unsigned long most)
{
	unsigned long value = strtoul(text, NULL, 0);

	if (value >= least && value <= most)
		return value;
	fprintf(stderr, "generate: '%s' is not from %lu to %lu\n", text, least,
		most);
	exit(2);
}

int main(int argc, char *argv[])
{
	static struct generator gen = { .nr_cpus = 4, .chunk_bytes = 65536 };
	unsigned int i;
	int ret;

	if (argc < 3 || argc > 5) {
		fputs("generate FILE RECORDS [CPUS [CHUNK_BYTES]]\n", stderr);
		return 2;
	}
	gen.wanted = number(argv[2], 1, ~0ul);
	if (argc > 3)
		gen.nr_cpus = (unsigned int)number(argv[3], 1, MOST_CPUS);
	if (argc > 4)
		gen.chunk_bytes = number(argv[4], 1024, 1 << 20);
	for (i = 0; i < gen.nr_cpus; i++) {
		gen.cpus[i] = (struct cpu){
			.data = calloc(1, gen.chunk_bytes),
			.time = T0 + i,
			.dice = 88172645463325252ull + i,
		};
		if (!gen.cpus[i].data)
			die("memory", ENOMEM);
	}
	ret = lm_writer_open(&gen.writer, argv[1]);
	if (!ret)
		ret = lm_writer_begin(&gen.writer);
	if (ret)
		die(argv[1], -ret);
	put_begin(&gen);
	put_events(&gen);
	put_end(&gen);
	ret = lm_writer_close(&gen.writer);
	if (ret)
		die(argv[1], -ret);
	return 0;
}
