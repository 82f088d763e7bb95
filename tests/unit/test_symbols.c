// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses of stacks: collected from chunks, named by the kernel's symbols,
 * written as a section, read back, and printed.
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/frames.h"
#include "lib/render.h"
#include "lib/symbols.h"

static const char section[] = "0xffffffff81000123 vfs_write+0x23\n"
			      "0xffffffff81000010 start+0x10\n"
			      "0xffffffffc0001004 scenes.isra.0+0x4\n";

static bool is(const struct lm_symbols *symbols, __u64 address,
	       const char *wanted)
{
	const char *name = lm_symbols_name(symbols, address);

	return wanted ? name && !strcmp(name, wanted) : !name;
}

static void test_parse(void)
{
	struct lm_symbols symbols;

	T_EQUAL(lm_symbols_init(&symbols, section), 0);
	T_EQUAL(symbols.nr, 3);
	T_ASSERT(is(&symbols, 0xffffffff81000010, "start+0x10"));
	T_ASSERT(is(&symbols, 0xffffffff81000123, "vfs_write+0x23"));
	T_ASSERT(is(&symbols, 0xffffffffc0001004, "scenes.isra.0+0x4"));
	T_ASSERT(is(&symbols, 0xffffffff81000122, NULL));
	T_ASSERT(is(&symbols, 0, NULL));
	lm_symbols_deinit(&symbols);
	T_EQUAL(lm_symbols_init(&symbols, ""), 0);
	T_ASSERT(is(&symbols, 0xffffffff81000010, NULL));
	lm_symbols_deinit(&symbols);
}

/* Lines that are none are passed, and take nothing else with them. */
static void test_garbage(void)
{
	static const char *const bad[] = {
		"",
		" ",
		"0x10",
		"0x10 ",
		" 0x10 name",
		"name 0x10",
		"-0x10 name",
		"0x10000000000000000 name",
		"0x1g name",
		"0x10 two words",
		"0x10 a,b",
		"0x10 a|b",
		"0x10 a\033[31m",
		"0x10 a\tb",
		"0x10 caf\xc3\xa9",
	};
	char text[512], longest[LM_SYMBOL_SIZE + 1];
	struct lm_symbols symbols;
	unsigned int i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(text, sizeof(text), "0x20 before\n%s\n0x30 behind",
			 bad[i]);
		T_EQUAL(lm_symbols_init(&symbols, text), 0);
		T_EQUAL(symbols.nr, 2);
		T_ASSERT(is(&symbols, 0x20, "before"));
		T_ASSERT(is(&symbols, 0x30, "behind"));
		lm_symbols_deinit(&symbols);
	}
	memset(longest, 'a', sizeof(longest));
	longest[LM_SYMBOL_SIZE] = '\0';
	snprintf(text, sizeof(text), "0x20 %s\n0x30 %s", longest, longest + 1);
	T_EQUAL(lm_symbols_init(&symbols, text), 0);
	T_ASSERT(is(&symbols, 0x20, NULL));
	T_ASSERT(is(&symbols, 0x30, longest + 1));
	lm_symbols_deinit(&symbols);
}

/* What is cut off has the names of its whole lines. */
static void test_truncated(void)
{
	struct lm_symbols symbols;
	size_t cut, lines;
	char *text;

	for (cut = 0; cut <= strlen(section); cut++) {
		text = strndup(section, cut);
		T_ASSERT(text);
		T_EQUAL(lm_symbols_init(&symbols, text), 0);
		lines = (cut > 33) + (cut > 63) + (cut >= strlen(section));
		T_ASSERT(symbols.nr >= lines && symbols.nr <= lines + 1);
		if (lines)
			T_ASSERT(is(&symbols, 0xffffffff81000123,
				    "vfs_write+0x23"));
		lm_symbols_deinit(&symbols);
		free(text);
	}
}

static const char kallsyms[] = "ffffffff81000000 T first\n"
			       "ffffffff81000000 t second_name_of_first\n"
			       "ffffffff81000100 t caller\n"
			       "ffffffff81000200 W next\n"
			       "ffffffff81100000 T _etext\n"
			       "ffffffff82000000 D some_data\n"
			       "garbage\n"
			       "0000000000000000 A per_cpu_begin\n"
			       "ffffffffc0002000 t behind\t[late]\n"
			       "ffffffffc0001000 t in_module\t[early]\n"
			       "ffffffffc0001800 d its_data\t[early]\n"
			       "ffffffffc0009000 t bpf_prog_12ab_x\t[bpf]\n";

/* Puts one stack after the other into a chunk, and takes their addresses. */
static void take(struct lm_frames *frames, const __u64 *addresses, size_t nr)
{
	struct build build = { 0 };
	struct lowmark_rec_stack rec = { .hdr = BUILD_HDR(stack, 0) };
	unsigned int i, depth = 0;

	BUILD(&build, 0, 500, 0, check, .zone = 1);
	for (i = 0; i < nr; i++) {
		rec.frames[depth++] = addresses[i];
		if (depth < LOWMARK_STACK_DEPTH && i + 1 < nr)
			continue;
		memset(rec.frames + depth, 0,
		       (LOWMARK_STACK_DEPTH - depth) * sizeof(__u64));
		build_put(&build, 0, 1000 + i, &rec.hdr);
		depth = 0;
	}
	build_close(&build, 0);
	for (i = 0; i < build.nr_chunks; i++)
		if (lm_frames_add(frames, build.chunks[i].data,
				  build.chunks[i].len))
			abort();
	build_deinit(&build);
}

#define USERS_8                                                        \
	"a_user_of_it_1,a_user_of_it_2,a_user_of_it_3,a_user_of_it_4," \
	"a_user_of_it_5,a_user_of_it_6,a_user_of_it_7,a_user_of_it_8,"

static const char modules[] =
	"early 8192 40 " USERS_8 USERS_8 USERS_8 USERS_8 USERS_8
	" Live 0xffffffffc0001000 (OE)\n"
	"garbage\n"
	"late 4096 1 early, Live 0xffffffffc0002000\n";

static void put(char path[], const char *text)
{
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, text, strlen(text)) < 0)
		abort();
	close(fd);
}

static char *name(struct lm_frames *frames, const char *symbols)
{
	char path[] = "/tmp/lowmark-kallsyms-XXXXXX";
	char loaded[] = "/tmp/lowmark-modules-XXXXXX";
	char *text;

	put(path, symbols);
	put(loaded, modules);
	text = lm_frames_symbols(frames, path, loaded);
	unlink(path);
	unlink(loaded);
	return text;
}

static void test_naming(void)
{
	static const __u64 addresses[] = {
		0xffffffff81000123, 0xffffffff81000200, 0xffffffff81000201,
		0xffffffffc0001010, 0xffffffff81000005, 0xffffffff82000010,
		0xffffffffc0001810, 0xffffffffc0002001, 0x10,
		0xffffffff81200000, 0xffffffff81000000, 0xffffffff81000123,
		0xffffffffc0003010, 0xffffffffc0009010,
	};
	struct lm_frames frames = { 0 };
	char *text;

	take(&frames, addresses, sizeof(addresses) / sizeof(addresses[0]));
	text = name(&frames, kallsyms);
	T_ASSERT(text);
	/*
	 * What a call that never returns would return to is of its function.
	 * Data has no callers, and what is far from all symbols, or behind the
	 * end of a module, is in none.
	 */
	T_ASSERT(!strcmp(text,
			 "0xffffffff81000005 first+0x5\n"
			 "0xffffffff81000123 caller+0x23\n"
			 "0xffffffff81000200 caller+0x100\n"
			 "0xffffffff81000201 next+0x1\n"
			 "0xffffffffc0001010 in_module+0x10[early]\n"
			 "0xffffffffc0002001 behind+0x1[late]\n"
			 "0xffffffffc0009010 bpf_prog_12ab_x+0x10[bpf]\n"));
	free(text);
	/* Who may not know them gets zeros. */
	text = name(&frames, "0000000000000000 T first\n");
	T_ASSERT(text && !strcmp(text, ""));
	free(text);
	text = lm_frames_symbols(&frames, "/nonexistent", "/nonexistent");
	T_ASSERT(text && !strcmp(text, ""));
	free(text);
	lm_frames_deinit(&frames);
}

/* As many as come again and again take no more memory; others do. */
static void test_many(void)
{
	enum { NR = 5000 };
	struct lm_frames frames = { 0 };
	static __u64 addresses[NR];
	struct lm_symbols symbols;
	unsigned int i, round;
	char *text;

	for (round = 0; round < 20; round++) {
		for (i = 0; i < NR; i++)
			addresses[i] =
				0xffffffff81000200 + 1 + (i * 7 + round) % NR;
		take(&frames, addresses, NR);
	}
	T_ASSERT(frames.room <= 4 * NR);
	text = name(&frames, kallsyms);
	T_ASSERT(text);
	T_EQUAL(frames.nr, NR);
	T_EQUAL(lm_symbols_init(&symbols, text), 0);
	T_EQUAL(symbols.nr, NR);
	T_ASSERT(is(&symbols, 0xffffffff81000201, "next+0x1"));
	T_ASSERT(is(&symbols, 0xffffffff81000200 + NR, "next+0x1388"));
	lm_symbols_deinit(&symbols);
	free(text);
	lm_frames_deinit(&frames);
}

/* Names too long for a section are cut, and read back so. */
static void test_long_name(void)
{
	static const __u64 address = 0xffffffff81000010;
	struct lm_frames frames = { 0 };
	struct lm_symbols symbols;
	char line[600], *text;
	const char *got;

	memset(line, 'x', sizeof(line));
	memcpy(line, "ffffffff81000000 T ", 19);
	memcpy(line + 500, "\n", 2);
	take(&frames, &address, 1);
	text = name(&frames, line);
	T_EQUAL(lm_symbols_init(&symbols, text), 0);
	got = lm_symbols_name(&symbols, address);
	T_ASSERT(got && strlen(got) < LM_SYMBOL_SIZE);
	T_ASSERT(!strncmp(got, "xxxx", 4) && strstr(got, "x+0x10"));
	lm_symbols_deinit(&symbols);
	free(text);
	lm_frames_deinit(&frames);
}

static void test_rendered(void)
{
	struct lowmark_rec_stack rec = {
		.hdr = BUILD_HDR(stack, LOWMARK_CTX_SLOW),
		.span = 7,
		.frames = { 0xffffffff81000123, 0xffffffff81000124,
			    0xffffffffc0001004 },
	};
	struct lm_event event = { .comm = "a", .record = &rec.hdr };
	struct lm_symbols symbols;
	struct lm_names names = { 0 };
	char buf[LM_RENDER_SIZE];

	T_EQUAL(lm_symbols_init(&symbols, section), 0);
	lm_render_text(buf, &names, &event);
	T_ASSERT(strstr(
		buf,
		"stack: span=0x7 frames=0xffffffff81000123,0xffffffff81000124,0xffffffffc0001004"));
	names.names.symbol = lm_symbols_name;
	names.names.symbols = &symbols;
	lm_render_text(buf, &names, &event);
	T_ASSERT(strstr(
		buf,
		"frames=vfs_write+0x23,0xffffffff81000124,scenes.isra.0+0x4"));
	lm_render_json(buf, &names, &event);
	T_ASSERT(strstr(
		buf,
		"\"frames\":[\"vfs_write+0x23\",\"0xffffffff81000124\",\"scenes.isra.0+0x4\"]}"));
	lm_symbols_deinit(&symbols);
}

/* The longest names of the longest stack fit into an event. */
static void test_longest(void)
{
	struct lowmark_rec_stack rec = { .hdr = BUILD_HDR(stack, 0),
					 .span = ~0ull };
	struct lm_event event = { .comm = "a", .record = &rec.hdr };
	char longest[LM_SYMBOL_SIZE] = "", text[256], buf[LM_RENDER_SIZE];
	struct lm_names names = { .names.symbol = lm_symbols_name };
	struct lm_symbols symbols;
	struct json_object *json, *frames;
	unsigned int i;

	memset(longest, 'a', sizeof(longest) - 1);
	snprintf(text, sizeof(text), "0x10 %s", longest);
	T_EQUAL(lm_symbols_init(&symbols, text), 0);
	names.names.symbols = &symbols;
	for (i = 0; i < LOWMARK_STACK_DEPTH; i++)
		rec.frames[i] = 0x10;
	lm_render_json(buf, &names, &event);
	json = json_tokener_parse(buf);
	T_ASSERT(json);
	T_ASSERT(json_object_object_get_ex(json, "frames", &frames));
	T_EQUAL(json_object_array_length(frames), LOWMARK_STACK_DEPTH);
	for (i = 0; i < LOWMARK_STACK_DEPTH; i++)
		T_ASSERT(!strcmp(json_object_get_string(
					 json_object_array_get_idx(frames, i)),
				 longest));
	json_object_put(json);
	T_ASSERT(lm_render_text(buf, &names, &event) >
		 LOWMARK_STACK_DEPTH * strlen(longest));
	T_ASSERT(!strcmp(buf + strlen(buf) - strlen(longest), longest));
	lm_symbols_deinit(&symbols);
}

TEST_MAIN(TEST(test_parse), TEST(test_garbage), TEST(test_truncated),
	  TEST(test_naming), TEST(test_many), TEST(test_long_name),
	  TEST(test_rendered), TEST(test_longest))
