// SPDX-License-Identifier: GPL-2.0-only
/*
 * Makes chunks and recordings without a module, for tests and fuzzers.
 */
#include "build_recording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "lib/writer.h"
#include "lowmark_describe.h"

#define USUAL_CHUNK 4096

static const char default_caps[] =
	"hook kind symbol state reason\n"
	"check kretprobe __zone_watermark_ok observed -\n"
	"slow kretprobe __alloc_pages_slowpath observed -\n"
	"wake kretprobe wakeup_kswapd observed -\n"
	"function_safe kprobe zone_watermark_ok_safe absent no such symbol\n";

static const char default_zones[] =
	"# pages, 4096 bytes each; zones_per_node 5\n"
	"node zone id free exact min low high boost managed protection flags\n"
	"0 DMA 0 3840 3840 66 82 98 0 3840 0,1886,1886,1886,1886 -\n"
	"0 DMA32 1 20000 20010 1000 1250 1500 0 250000 0,0,0,0,0 -\n"
	"1 Normal 7 30000 30000 2000 2500 3000 0 500000 0,0,0,0,0 -\n";

static void *need(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/**
 * build_task() - say which task runs on a CPU from now on
 * @build: the recording
 * @cpu: the CPU
 * @pid: the task, alone in its process
 * @comm: its name
 */
void build_task(struct build *build, unsigned int cpu, __u32 pid,
		const char *comm)
{
	struct build_cpu *c = &build->cpus[cpu];

	c->pid = pid;
	memset(c->comm, 0, sizeof(c->comm));
	memcpy(c->comm, comm, strnlen(comm, sizeof(c->comm) - 1));
	c->task_told = false;
}

/**
 * build_open() - open a chunk
 * @build: the recording
 * @cpu: the CPU
 * @time_ns: when
 */
void build_open(struct build *build, unsigned int cpu, __u64 time_ns)
{
	struct build_cpu *c = &build->cpus[cpu];
	struct lowmark_chunk *head;

	if (!build->chunk_bytes)
		build->chunk_bytes = USUAL_CHUNK;
	c->data = need(calloc(1, build->chunk_bytes));
	head = (void *)c->data;
	*head = (struct lowmark_chunk){
		.magic = LOWMARK_CHUNK_MAGIC,
		.header_bytes = sizeof(*head),
		.abi_major = LOWMARK_ABI_MAJOR,
		.kinds = LOWMARK_KINDS,
		.cpu = cpu,
		.seq = c->seq++,
		.time_first = time_ns,
		.time_last = time_ns,
	};
	memcpy(head->seen, c->seen, sizeof(c->seen));
	c->len = sizeof(*head);
	c->base = time_ns;
	c->time = time_ns;
	c->task_told = false;
}

/**
 * build_close() - make the open chunk of a CPU ready
 * @build: the recording
 * @cpu: the CPU
 */
void build_close(struct build *build, unsigned int cpu)
{
	struct build_cpu *c = &build->cpus[cpu];
	struct lowmark_chunk *head = (void *)c->data;

	if (!head)
		return;
	head->bytes = (__u32)c->len;
	head->time_last = c->time;
	build->chunks =
		need(realloc(build->chunks,
			     (build->nr_chunks + 1) * sizeof(*build->chunks)));
	build->chunks[build->nr_chunks++] = (struct built_chunk){
		.data = c->data,
		.len = c->len,
	};
	c->data = NULL;
}

static void append(struct build_cpu *c, __u64 time_ns,
		   const struct lowmark_hdr *record)
{
	struct lowmark_hdr *copy = (void *)(c->data + c->len);

	memcpy(copy, record, record->words * LOWMARK_WORD);
	/* A kept record counts from its own base. */
	if (!(record->flags & LOWMARK_FLAG_KEPT))
		copy->dt = (__u32)(time_ns - c->base);
	c->len += record->words * LOWMARK_WORD;
	c->seen[record->type]++;
	c->written += !LM_STRUCTURAL(record->type);
}

static void append_task(struct build_cpu *c, __u64 time_ns)
{
	struct lowmark_rec_task task = {
		.hdr = BUILD_HDR(task, 0),
		.pid = c->pid,
		.tgid = c->pid,
	};

	memcpy(task.comm, c->comm, sizeof(task.comm));
	append(c, time_ns, &task.hdr);
	c->task_told = true;
}

static void append_time(struct build_cpu *c, __u64 time_ns)
{
	const struct lowmark_rec_time time = {
		.hdr = BUILD_HDR(time, 0),
		.base = time_ns,
	};

	append(c, c->base, &time.hdr);
	c->base = time_ns;
}

/**
 * build_put() - add a record
 * @build: the recording
 * @cpu: the CPU
 * @time_ns: when
 * @record: the record; its dt is set by this
 */
void build_put(struct build *build, unsigned int cpu, __u64 time_ns,
	       const struct lowmark_hdr *record)
{
	struct build_cpu *c = &build->cpus[cpu];
	size_t most = record->words * LOWMARK_WORD +
		      sizeof(struct lowmark_rec_task) +
		      sizeof(struct lowmark_rec_time);

	if (c->data && c->len + most > build->chunk_bytes)
		build_close(build, cpu);
	if (!c->data)
		build_open(build, cpu, time_ns);
	if (time_ns - c->base > ~0u)
		append_time(c, time_ns);
	if (!c->task_told)
		append_task(c, time_ns);
	append(c, time_ns, record);
	c->time = time_ns;
}

/**
 * build_lose() - lose records before the next chunk
 * @build: the recording
 * @cpu: the CPU; its open chunk is closed
 * @type: which records
 * @nr: how many
 */
void build_lose(struct build *build, unsigned int cpu, unsigned int type,
		unsigned int nr)
{
	build_close(build, cpu);
	build->cpus[cpu].seen[type] += nr;
}

static void put_record_format(FILE *out, unsigned int type)
{
	const struct lowmark_record_desc *desc = &lowmark_records[type];
	unsigned int i;

	fprintf(out, "record %u %s %u\n", type, desc->name, desc->bytes);
	for (i = 0; i < desc->nr_fields; i++)
		fprintf(out, "field %s %s %s %u %u %s\n", desc->name,
			desc->fields[i].name, desc->fields[i].ctype,
			desc->fields[i].offset, desc->fields[i].size,
			lowmark_kind_names[desc->fields[i].kind]);
}

/**
 * build_format() - make a text like that of the debugfs file "format"
 *
 * Return: the text, to be freed
 */
char *build_format(void)
{
	char *text = NULL;
	size_t len;
	FILE *out = need(open_memstream(&text, &len));
	unsigned int type;

	fprintf(out, "abi %d %d\nchunk %zu %d\nzones_per_node 5\n",
		LOWMARK_ABI_MAJOR, LOWMARK_ABI_MINOR,
		sizeof(struct lowmark_chunk), LOWMARK_KINDS);
	fputs("page_size 4096\nclock mono\nzone 0 DMA\nzone 1 DMA32\n"
	      "zone 2 Normal\nzone 3 Movable\nzone 4 Device\n",
	      out);
	for (type = 0; type < LOWMARK_KINDS; type++)
		if (lowmark_records[type].name)
			put_record_format(out, type);
	fputs("gfp 0xcc0 GFP_KERNEL\ngfp 0x2 __GFP_HIGHMEM\n"
	      "gfp 0x400 __GFP_DIRECT_RECLAIM\ngfp 0x10000 __GFP_NORETRY\n"
	      "gfp 0x200000 __GFP_THISNODE\nalloc 0x40 ALLOC_CPUSET\n",
	      out);
	fclose(out);
	return need(text);
}

static int put_text(struct lm_writer *writer, enum lowmark_section_type type,
		    const char *text)
{
	return lm_writer_section(writer, type, text, strlen(text));
}

static int put_begin(struct build *build, struct lm_writer *writer)
{
	static const char meta[] =
		"tool 0.1.0\nmodule 0.1.0\nkernel 6.1.0-test\nmachine x86_64\n"
		"hostname box\nclock mono\n"
		"wall_offset_ns 1700000000000000000\nstart_ns 1000000000\n"
		"page_size 4096\ncpus 0,1,2,3\nmode overwrite\n"
		"command sleep 1\n";
	char *format = build_format(), text[sizeof(meta) + 128];
	int ret = lm_writer_begin(writer);

	snprintf(text, sizeof(text), "%s%s", meta,
		 build->settings ? build->settings : "");
	if (!ret)
		ret = put_text(writer, LOWMARK_SECTION_META, text);
	if (!ret)
		ret = put_text(writer, LOWMARK_SECTION_FORMAT, format);
	if (!ret)
		ret = put_text(writer, LOWMARK_SECTION_CAPS,
			       build->caps ? build->caps : default_caps);
	if (!ret)
		ret = put_text(writer, LOWMARK_SECTION_ZONES_START,
			       build->zones ? build->zones : default_zones);
	free(format);
	return ret;
}

/**
 * build_write() - write the recording
 * @build: the recording; open chunks are closed
 * @fd: an empty file
 *
 * Return: 0 or negative errno
 */
int build_write(struct build *build, int fd)
{
	struct lm_writer writer = { .fd = fd };
	char end[128];
	__u64 last = 0, events = 0;
	unsigned int i;
	int ret;

	for (i = 0; i < BUILD_CPUS; i++) {
		build_close(build, i);
		events += build->cpus[i].written;
		if (build->cpus[i].time > last)
			last = build->cpus[i].time;
	}
	ret = put_begin(build, &writer);
	for (i = 0; !ret && i < build->nr_chunks; i++)
		ret = lm_writer_section(&writer, LOWMARK_SECTION_CHUNK,
					build->chunks[i].data,
					build->chunks[i].len);
	if (!ret && build->symbols)
		ret = put_text(&writer, LOWMARK_SECTION_SYMBOLS,
			       build->symbols);
	snprintf(end, sizeof(end),
		 "end_ns %llu\nevents %llu\nlost 0\nwhy time\n", last, events);
	if (!ret)
		ret = put_text(&writer, LOWMARK_SECTION_END, end);
	return ret;
}

/**
 * build_memfd() - write the recording to memory
 * @build: the recording; open chunks are closed
 *
 * Return: file descriptor of the recording
 */
int build_memfd(struct build *build)
{
	int fd = memfd_create("recording", MFD_CLOEXEC);

	if (fd < 0 || build_write(build, fd))
		abort();
	return fd;
}

/**
 * build_deinit() - give back all memory
 * @build: the recording
 */
void build_deinit(struct build *build)
{
	unsigned int i;

	for (i = 0; i < BUILD_CPUS; i++)
		build_close(build, i);
	for (i = 0; i < build->nr_chunks; i++)
		free(build->chunks[i].data);
	free(build->chunks);
}
