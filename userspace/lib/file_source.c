// SPDX-License-Identifier: GPL-2.0-only
/*
 * The chunks of a recording as source of a merge. Holds one chunk per CPU.
 */
#include "file_source.h"

#include <errno.h>
#include <stdlib.h>

static struct lm_file_source *file_of(struct lm_source *source)
{
	return (struct lm_file_source *)source;
}

/* A chunk with a wrong checksum is passed: it counts as lost. */
static int next_chunk(struct lm_source *source, unsigned int number,
		      const void **data, size_t *len)
{
	struct lm_file_source *file = file_of(source);
	struct lm_file_stream *stream = &file->streams[number];
	const struct lm_chunk_list *list = &file->rec->cpus[stream->cpu];
	int ret = -EBADMSG;

	if (!stream->buf)
		stream->buf = malloc(list->largest);
	if (!stream->buf)
		return -ENOMEM;
	while (ret == -EBADMSG && stream->next < list->nr) {
		*len = list->refs[stream->next].bytes;
		file->done += *len;
		ret = lm_recording_chunk(file->rec, stream->cpu, stream->next++,
					 stream->buf);
	}
	*data = stream->buf;
	if (file->tell)
		file->tell(file);
	if (ret == -EBADMSG)
		return 0;
	return ret ? ret : 1;
}

static void note_damage(struct lm_source *source, unsigned int number,
			size_t at, const char *what)
{
	struct lm_file_source *file = file_of(source);
	struct lm_file_stream *stream = &file->streams[number];
	const struct lm_chunk_list *list = &file->rec->cpus[stream->cpu];

	lm_recording_fault(file->rec, list->refs[stream->next - 1].offset + at,
			   what);
}

/**
 * lm_file_source_init() - make a source of a recording
 * @file: what to initialise
 * @rec: the recording; gets a fault for each damaged chunk
 *
 * Return: 0 or -ENOMEM
 */
int lm_file_source_init(struct lm_file_source *file, struct lm_recording *rec)
{
	unsigned int cpu;

	*file = (struct lm_file_source){
		.source = { .next = next_chunk, .damaged = note_damage },
		.rec = rec,
	};
	file->streams = calloc(rec->nr_cpus + 1, sizeof(*file->streams));
	if (!file->streams)
		return -ENOMEM;
	for (cpu = 0; cpu < rec->nr_cpus; cpu++) {
		if (!rec->cpus[cpu].nr)
			continue;
		file->streams[file->source.nr_streams++].cpu = cpu;
		file->bytes += rec->cpus[cpu].bytes;
	}
	return 0;
}

/**
 * lm_file_source_deinit() - end a source
 * @file: the source
 */
void lm_file_source_deinit(struct lm_file_source *file)
{
	unsigned int i;

	for (i = 0; i < file->source.nr_streams; i++)
		free(file->streams[i].buf);
	free(file->streams);
}
