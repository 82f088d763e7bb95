// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recording files: written and read back, cut at every byte, with every bit
 * flipped, and things that are no recordings.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/keys.h"
#include "lib/scan.h"
#include "lib/writer.h"
#include "read_all.h"

/* A small recording: 2 CPUs, 4 chunks, 12 events, 3 lost, and symbols. */
static char *make(size_t *len)
{
	struct build build = { 0 };
	char *data;
	unsigned int i;

	build.caps = "hook kind symbol state reason\n";
	build.symbols = "0xffffffff81000123 vfs_write+0x23\n";
	for (i = 0; i < 6; i++) {
		build_task(&build, 0, 10 + i, "task");
		BUILD(&build, 0, 1000 + 10 * i, 0, check, .zone = 1);
		BUILD(&build, 1, 1005 + 10 * i, 0, kswapd_sleep, .node = 1);
		if (i == 2) {
			build_lose(&build, 0, LOWMARK_REC_CHECK, 3);
			build_close(&build, 1);
		}
	}
	data = fd_bytes(build_memfd(&build), len);
	build_deinit(&build);
	return data;
}

static void test_round_trip(void)
{
	struct build build = { .chunk_bytes = 700 };
	struct lm_recording rec;
	struct read_all all;
	const char *what;
	char value[64];
	unsigned int i;
	int fd;

	for (i = 0; i < 5000; i++)
		BUILD(&build, i % 5, 1000 + i, 0, check, .free = (__s32)i);
	fd = build_memfd(&build);
	all = read_all(dup(fd));
	T_EQUAL(all.error, 0);
	T_EQUAL(all.faults, 0);
	T_EQUAL(all.events, 5000);
	T_EQUAL(all.losses, 0);
	T_EQUAL(all.unordered, 0);
	T_EQUAL(lm_recording_open_fd(&rec, fd, &what), 0);
	T_ASSERT(rec.complete);
	T_EQUAL(rec.nr_cpus, 5);
	T_ASSERT(lm_key(lm_recording_text(&rec, LOWMARK_SECTION_META), "kernel",
			value, sizeof(value)));
	T_ASSERT(!strcmp(value, "6.1.0-test"));
	T_ASSERT(!strcmp(lm_recording_text(&rec, LOWMARK_SECTION_STATS), ""));
	lm_recording_close(&rec);
	build_deinit(&build);
}

static void test_truncated(void)
{
	size_t len, cut;
	char *data = make(&len);
	struct read_all all, whole = read_all(bytes_fd(data, len));
	__u64 before = 0;

	T_EQUAL(whole.error, 0);
	T_EQUAL(whole.faults, 0);
	T_EQUAL(whole.events, 12);
	T_EQUAL(whole.lost, 3);
	for (cut = 0; cut < len; cut++) {
		all = read_all(bytes_fd(data, cut));
		if (cut < sizeof(struct lowmark_file_head)) {
			T_EQUAL(all.error, -EBADMSG);
			continue;
		}
		T_EQUAL(all.error, 0);
		T_EQUAL(all.faults, 1);
		T_ASSERT(all.events >= before);
		before = all.events;
	}
	T_EQUAL(before, 12);
	free(data);
}

/* Every flipped bit is either noticed, or changes nothing that is read. */
static void test_flipped(void)
{
	size_t len, bit;
	char *data = make(&len);
	struct read_all all, whole = read_all(bytes_fd(data, len));

	for (bit = 0; bit < 8 * len; bit++) {
		data[bit / 8] ^= (char)(1 << bit % 8);
		all = read_all(bytes_fd(data, len));
		data[bit / 8] ^= (char)(1 << bit % 8);
		if (all.error || all.faults)
			continue;
		T_EQUAL(all.events, whole.events);
		T_EQUAL(all.lost, whole.lost);
		T_EQUAL(all.digest, whole.digest);
		T_EQUAL(all.texts, whole.texts);
	}
	free(data);
}

/* Every flipped bit of a section's type is noticed, whatever it becomes. */
static void test_flipped_type(void)
{
	size_t len, at = sizeof(struct lowmark_file_head);
	char *data = make(&len);
	struct lowmark_section section;
	unsigned int bit, sections = 0;
	struct read_all all;

	for (; at < len; sections++) {
		memcpy(&section, data + at, sizeof(section));
		T_EQUAL(section.magic, LOWMARK_SECTION_MAGIC);
		for (bit = 0; bit < 32; bit++) {
			char *byte = data + at + bit / 8 +
				     offsetof(struct lowmark_section, type);

			*byte ^= (char)(1 << bit % 8);
			all = read_all(bytes_fd(data, len));
			*byte ^= (char)(1 << bit % 8);
			T_ASSERT(all.error || all.faults);
		}
		at += sizeof(section) + section.bytes +
		      -section.bytes % LM_SECTION_ALIGNMENT;
	}
	T_EQUAL(sections, 10);
	free(data);
}

/* The events of a chunk with a wrong checksum count as lost. */
static void test_bad_chunk(void)
{
	size_t len, at;
	char *data = make(&len);
	struct read_all all;
	unsigned int nr = 0;

	for (at = 0; at + 4 <= len; at += 4)
		if (!memcmp(data + at, "LWMK", 4) && !nr++)
			data[at + sizeof(struct lowmark_chunk) + 40] ^= 1;
	T_EQUAL(nr, 4);
	all = read_all(bytes_fd(data, len));
	T_EQUAL(all.error, 0);
	T_EQUAL(all.faults, 1);
	T_EQUAL(all.events, 9);
	free(data);
}

static void test_foreign(void)
{
	static const char *const files[] = {
		"",
		"L",
		"LOWMAR",
		"\177ELF\2\1\1",
		"LOWMARK\r\n",
		"# a text file\nthat is longer than a head of a recording\n",
	};
	struct lm_recording rec;
	const char *what;
	size_t i, len;
	char *data;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		T_EQUAL(lm_recording_open_fd(
				&rec, bytes_fd(files[i], strlen(files[i])),
				&what),
			-EBADMSG);
		T_ASSERT(what);
	}
	data = make(&len);
	((struct lowmark_file_head *)data)->endian = 0x04030201;
	T_EQUAL(lm_recording_open_fd(&rec, bytes_fd(data, len), &what),
		-EBADMSG);
	T_ASSERT(strstr(what, "byte order"));
	((struct lowmark_file_head *)data)->endian = LOWMARK_FILE_ENDIAN;
	((struct lowmark_file_head *)data)->major++;
	T_EQUAL(lm_recording_open_fd(&rec, bytes_fd(data, len), &what),
		-EBADMSG);
	T_ASSERT(strstr(what, "version"));
	T_EQUAL(lm_recording_open(&rec, "/", &what), -EISDIR);
	T_EQUAL(lm_recording_open(&rec, "/nonexistent", &what), -ENOENT);
	free(data);
}

/* A section of a type that is not known is passed. */
static void test_unknown_section(void)
{
	size_t len;
	char *data = make(&len);
	static const char payload[16] = "something newer";
	struct lowmark_section section = {
		.magic = LOWMARK_SECTION_MAGIC,
		.type = 77,
		.bytes = sizeof(payload),
		.crc = lm_crc32(lm_crc32_section(77, sizeof(payload)), payload,
				sizeof(payload)),
	};
	int fd = bytes_fd(data, len);
	struct read_all all;

	T_EQUAL(write(fd, &section, sizeof(section)), sizeof(section));
	T_EQUAL(write(fd, payload, sizeof(payload)), sizeof(payload));
	all = read_all(fd);
	T_EQUAL(all.error, 0);
	T_EQUAL(all.faults, 0);
	T_EQUAL(all.events, 12);
	free(data);
}

/* A disk that becomes full leaves a file that ends with a whole section. */
static void test_full_disk(void)
{
	const struct rlimit limit = { 3000, RLIM_INFINITY };
	struct rlimit before;
	struct lm_writer writer = { 0 };
	struct lm_recording rec;
	const char *what;
	char text[1000];
	int ret = 0;
	unsigned int sections = 0;

	memset(text, 'x', sizeof(text));
	writer.fd = memfd_create("full", MFD_CLOEXEC);
	getrlimit(RLIMIT_FSIZE, &before);
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
	T_EQUAL(lm_writer_begin(&writer), 0);
	while (!ret && sections < 10) {
		ret = lm_writer_section(&writer, LOWMARK_SECTION_META, text,
					sizeof(text));
		sections += !ret;
	}
	setrlimit(RLIMIT_FSIZE, &before);
	T_EQUAL(ret, -EFBIG);
	T_EQUAL(sections, 2);
	T_EQUAL(writer.bytes,
		sizeof(struct lowmark_file_head) +
			2 * (sizeof(struct lowmark_section) + sizeof(text)));
	T_EQUAL(lseek(writer.fd, 0, SEEK_END), writer.bytes);
	T_EQUAL(lm_recording_open_fd(&rec, writer.fd, &what), 0);
	T_EQUAL(rec.readable, writer.bytes);
	lm_recording_close(&rec);
}

static void test_writer_open(void)
{
	char dir[] = "/tmp/lowmark-test-XXXXXX", path[64];
	struct lm_writer writer;
	int fd;

	T_ASSERT(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	T_EQUAL(lm_writer_open(&writer, path), 0);
	T_ASSERT(writer.created);
	lm_writer_abandon(&writer, path);
	T_ASSERT(access(path, F_OK));
	fd = open(path, O_CREAT | O_WRONLY, 0600);
	T_EQUAL(write(fd, "old", 3), 3);
	close(fd);
	T_EQUAL(lm_writer_open(&writer, path), 0);
	T_ASSERT(!writer.created);
	lm_writer_abandon(&writer, path);
	T_ASSERT(!access(path, F_OK));
	unlink(path);
	T_EQUAL(lm_writer_open(&writer, dir), -EISDIR);
	rmdir(dir);
}

TEST_MAIN(TEST(test_round_trip), TEST(test_truncated), TEST(test_flipped),
	  TEST(test_flipped_type), TEST(test_bad_chunk), TEST(test_foreign),
	  TEST(test_unknown_section), TEST(test_full_disk),
	  TEST(test_writer_open))
