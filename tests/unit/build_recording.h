/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Makes chunks and recordings without a module, for tests and fuzzers.
 */
#ifndef BUILD_RECORDING_H
#define BUILD_RECORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/loss.h"

#define BUILD_CPUS 16

/**
 * struct built_chunk - a chunk that is ready
 * @data: the chunk, aligned
 * @len: its bytes
 */
struct built_chunk {
	void *data;
	size_t len;
};

/**
 * struct build_cpu - the open chunk of one CPU
 * @data: the chunk, NULL if none is open
 * @len: bytes used
 * @base: base of times
 * @task_told: the chunk tells the task already
 * @pid: task that runs
 * @comm: its name
 * @seq: number of the next chunk
 * @time: of the last record
 * @seen: records produced
 * @written: of these, in chunks and not structural
 */
struct build_cpu {
	char *data;
	size_t len;
	__u64 base;
	bool task_told;
	__u32 pid;
	char comm[LOWMARK_COMM_LEN];
	__u64 seq;
	__u64 time;
	__u64 seen[LOWMARK_KINDS];
	__u64 written;
};

/**
 * struct build - a recording being made
 * @chunk_bytes: longest chunk; records open another one by themselves
 * @cpus: the CPUs
 * @chunks: chunks that are ready, in the order of the file
 * @nr_chunks: number of them
 * @caps: text of "caps"
 * @zones: text of "zones" at the start
 * @settings: lines of META with the settings at the start; NULL for none
 * @symbols: names of the addresses of stacks; NULL for none
 *
 * Start with all zero; @caps and @zones have defaults.
 */
struct build {
	size_t chunk_bytes;
	struct build_cpu cpus[BUILD_CPUS];
	struct built_chunk *chunks;
	unsigned int nr_chunks;
	const char *caps;
	const char *zones;
	const char *settings;
	const char *symbols;
};

/* BUILD(build, cpu, time_ns, ctx, check, .zone = 1, ...): add a record */
#define BUILD(build, cpu, time_ns, ctx_, name, ...)                           \
	build_put(build, cpu, time_ns,                                        \
		  &(struct lowmark_rec_##name){ .hdr = BUILD_HDR(name, ctx_), \
						__VA_ARGS__ }                 \
			   .hdr)
#define BUILD_HDR(name, ctx_)                                             \
	{                                                                 \
		.type = BUILD_TYPE_##name, .ctx = (ctx_),                 \
		.words = sizeof(struct lowmark_rec_##name) / LOWMARK_WORD \
	}

enum build_type {
#define BUILD_TYPE(type, NAME, name, bytes, doc) BUILD_TYPE_##name = (type),
	LOWMARK_RECORDS(BUILD_TYPE)
#undef BUILD_TYPE
};

void build_task(struct build *build, unsigned int cpu, __u32 pid,
		const char *comm);
void build_put(struct build *build, unsigned int cpu, __u64 time_ns,
	       const struct lowmark_hdr *record);
void build_lose(struct build *build, unsigned int cpu, unsigned int type,
		unsigned int nr);
void build_open(struct build *build, unsigned int cpu, __u64 time_ns);
void build_close(struct build *build, unsigned int cpu);
int build_write(struct build *build, int fd);
int build_memfd(struct build *build);
char *build_format(void);
void build_deinit(struct build *build);

#endif
