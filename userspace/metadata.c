// SPDX-License-Identifier: GPL-2.0-only
/*
 * The text sections at the begin and the end of a recording.
 */
#include "metadata.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "lib/debugfs.h"
#include "lib/keys.h"
#include "lowmark_version.h"

/* A value must not break its line; how it is shown is up to readers. */
static void put_clean(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text,
		      out);
}

static void put_machine(FILE *out)
{
	struct utsname name;

	if (uname(&name))
		return;
	fprintf(out, "kernel %s\nmachine %s\nhostname ", name.release,
		name.machine);
	put_clean(out, name.nodename);
	fputc('\n', out);
}

/* A line of "status" that a reader of the recording has to know. */
static void put_setting(FILE *out, const char *status, const char *key)
{
	char value[512];

	if (lm_key_raw(status, key, value, sizeof(value)))
		fprintf(out, "%s %s\n", key, value);
}

/* The first line of "status" is "lowmark VERSION, abi MAJOR.MINOR". */
static void put_module(FILE *out)
{
	char version[32];
	char *status;

	if (lm_debugfs_read("status", &status, NULL))
		return;
	if (sscanf(status, "lowmark %31[^,\n]", version) == 1)
		fprintf(out, "module %s\n", version);
	put_setting(out, status, "mode");
	put_setting(out, status, "events");
	put_setting(out, status, "checks");
	put_setting(out, status, "stack");
	put_setting(out, status, "filter");
	free(status);
}

static void put_times(FILE *out, const struct session *session)
{
	long long offset = (long long)(clock_ns(CLOCK_REALTIME) -
				       clock_ns(CLOCK_MONOTONIC));

	fprintf(out, "clock mono\nwall_offset_ns %lld\nstart_ns %llu\n", offset,
		session->start_ns);
}

/* The sysctls that decide about watermarks and reclaim, where there are any. */
static void put_sysctls(FILE *out)
{
	static const char *const names[] = {
		"min_free_kbytes",
		"watermark_scale_factor",
		"watermark_boost_factor",
		"lowmem_reserve_ratio",
		"zone_reclaim_mode",
		"swappiness",
		"dirty_ratio",
		"dirty_background_ratio",
		"overcommit_memory",
		"vfs_cache_pressure",
	};
	char path[64], value[128];
	unsigned int i;
	FILE *file;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "/proc/sys/vm/%s", names[i]);
		file = fopen(path, "re");
		if (!file)
			continue;
		if (fgets(value, sizeof(value), file)) {
			value[strcspn(value, "\n")] = '\0';
			fprintf(out, "vm.%s ", names[i]);
			put_clean(out, value);
			fputc('\n', out);
		}
		fclose(file);
	}
}

static void put_meta(FILE *out, const struct recorder *recorder,
		     char *command[])
{
	const struct session *session = recorder->session;
	unsigned int i;

	fprintf(out, "tool %s\n", LOWMARK_VERSION);
	put_module(out);
	put_machine(out);
	put_sysctls(out);
	put_times(out, session);
	fprintf(out, "page_size %ld\ncpus ", sysconf(_SC_PAGESIZE));
	for (i = 0; i < session->rings.nr; i++)
		fprintf(out, "%s%u", i ? "," : "", session->rings.rings[i].cpu);
	fputc('\n', out);
	if (recorder->trigger) {
		fputs("trigger ", out);
		put_clean(out, recorder->trigger);
		fputs("\ntrigger_span ", out);
		put_clean(out, recorder->trigger_span);
		fputc('\n', out);
	}
	if (!command[0])
		return;
	fputs("command", out);
	for (; *command; command++) {
		fputc(' ', out);
		put_clean(out, *command);
	}
	fputc('\n', out);
}

static int write_meta(struct recorder *recorder, char *command[])
{
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);
	int ret;

	if (!out)
		return -ENOMEM;
	put_meta(out, recorder, command);
	ret = fclose(out) ? -ENOMEM :
			    recorder_put(recorder, LOWMARK_SECTION_META, text);
	free(text);
	return ret;
}

/* A file that the module does not have costs its section only. */
static int write_file(struct recorder *recorder, enum lowmark_section_type type,
		      const char *name)
{
	char *text;
	int ret;

	if (lm_debugfs_read(name, &text, NULL))
		return 0;
	ret = recorder_put(recorder, type, text);
	free(text);
	return ret;
}

/**
 * write_begin() - write what comes before the chunks
 * @recorder: the recorder
 * @command: the command that is recorded, ended by NULL
 * @zones: text of "zones" when recording began, NULL if there is none
 *
 * Return: 0 or negative errno
 */
int write_begin(struct recorder *recorder, char *command[], char *zones)
{
	int ret = lm_writer_begin(&recorder->writer);

	if (!ret)
		ret = write_meta(recorder, command);
	if (!ret)
		ret = write_file(recorder, LOWMARK_SECTION_FORMAT, "format");
	if (!ret)
		ret = write_file(recorder, LOWMARK_SECTION_CAPS, "caps");
	if (!ret && zones)
		ret = recorder_put(recorder, LOWMARK_SECTION_ZONES_START,
				   zones);
	if (!ret)
		ret = recorder_bases(recorder);
	return ret;
}

/* What is not named keeps its number. */
static int write_symbols(struct recorder *recorder)
{
	char *text;
	int ret = 0;

	if (!recorder->frames.nr)
		return 0;
	text = lm_frames_symbols(&recorder->frames, "/proc/kallsyms",
				 "/proc/modules");
	if (text && *text)
		ret = recorder_put(recorder, LOWMARK_SECTION_SYMBOLS, text);
	free(text);
	return ret;
}

/**
 * write_end() - write what comes after the chunks
 * @recorder: the recorder
 *
 * Return: 0 or negative errno
 */
int write_end(struct recorder *recorder)
{
	char text[256];
	int ret;

	ret = write_file(recorder, LOWMARK_SECTION_ZONES_END, "zones");
	if (!ret)
		ret = write_file(recorder, LOWMARK_SECTION_STATS, "stats");
	if (!ret)
		ret = write_symbols(recorder);
	if (ret)
		return ret;
	recorder->end_ns = clock_ns(CLOCK_MONOTONIC);
	snprintf(text, sizeof(text),
		 "end_ns %llu\nevents %llu\nlost %llu\nwhy %s\n",
		 recorder->end_ns, recorder->events, recorder->total_lost,
		 recorder->why);
	return recorder_put(recorder, LOWMARK_SECTION_END, text);
}
