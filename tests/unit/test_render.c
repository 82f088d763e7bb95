// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events as text and as JSON: every record type, hostile names, no value.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "build_recording.h"
#include "ktap.h"
#include "lib/filter.h"
#include "lib/render.h"

static struct lm_names names;

static void set_names(void)
{
	char *format = build_format();

	if (lm_names_init(&names, format, ""))
		abort();
	free(format);
}

static struct json_object *parse(const struct lm_event *event)
{
	static char buf[LM_RENDER_SIZE];
	size_t len = lm_render_json(buf, &names, event);

	if (len != strlen(buf) || strchr(buf, '\n'))
		return NULL;
	return json_tokener_parse(buf);
}

/* A record of a type, all bytes of its fields set to @fill. */
static const struct lowmark_hdr *filled(unsigned int type, int fill)
{
	static union {
		struct lowmark_hdr hdr;
		char bytes[256];
	} record;

	memset(&record, fill, sizeof(record));
	record.hdr = (struct lowmark_hdr){
		.type = (__u8)type,
		.words = (__u8)(lowmark_records[type].bytes / LOWMARK_WORD),
	};
	return &record.hdr;
}

/* Every record with every filling is valid JSON with a key per field. */
static void test_every_record(void)
{
	struct lm_event event = { .time_ns = 5, .cpu = 1, .comm = "comm" };
	struct json_object *json, *value;
	char text[LM_RENDER_SIZE];
	unsigned int type, i;
	int fill;

	set_names();
	for (type = LOWMARK_REC_TASK + 1; type < LOWMARK_KINDS; type++) {
		if (!lowmark_records[type].name)
			continue;
		for (fill = 0; fill < 256; fill++) {
			event.record = filled(type, fill);
			json = parse(&event);
			T_ASSERT(json);
			T_ASSERT(json_object_object_get_ex(json, "event",
							   &value));
			T_ASSERT(!strcmp(json_object_get_string(value),
					 lowmark_records[type].name));
			T_ASSERT(lm_render_text(text, &names, &event) ==
				 strlen(text));
			json_object_put(json);
		}
		json = parse(&event);
		for (i = 0; i < lowmark_records[type].nr_fields; i++) {
			const struct lowmark_field *field =
				&lowmark_records[type].fields[i];
			char key[64];

			if (field->kind == LOWMARK_KIND_PAD)
				continue;
			snprintf(key, sizeof(key), "%s%s", field->name,
				 LOWMARK_KIND_IS_TIME(field->kind) ? "_ns" :
				 field->kind == LOWMARK_KIND_PAGES ||
						 field->kind ==
							 LOWMARK_KIND_SPAGES ?
								     "_pages" :
								     "");
			T_ASSERT(json_object_object_get_ex(json, key, &value));
		}
		json_object_put(json);
	}
}

static long long number(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_int))
		abort();
	return json_object_get_int64(value);
}

static const char *string(struct json_object *json, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(json, key, &value) ||
	    !json_object_is_type(value, json_type_string))
		abort();
	return json_object_get_string(value);
}

static bool is_null(struct json_object *json, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(json, key, &value) && !value;
}

static void test_values(void)
{
	struct lowmark_rec_wake rec = {
		.hdr = BUILD_HDR(wake, LOWMARK_CTX_HARDIRQ | LOWMARK_CTX_SLOW),
		.zone = 7,
		.order = 3,
		.verdict = LOWMARK_WAKE_HOPELESS,
		.gfp = 0xcc2,
		.margin = -150,
		.free = LOWMARK_PAGES_NONE,
	};
	struct lm_event event = { .time_ns = 1ull << 60,
				  .cpu = 3,
				  .pid = 9,
				  .tgid = 8,
				  .comm = "a",
				  .record = &rec.hdr };
	struct json_object *json;

	set_names();
	json = parse(&event);
	T_ASSERT(json);
	T_EQUAL(number(json, "time_ns"), 1ll << 60);
	T_EQUAL(number(json, "margin_pages"), -150);
	T_ASSERT(is_null(json, "free_pages"));
	T_ASSERT(!strcmp(string(json, "zone"), "1:Normal"));
	T_ASSERT(!strcmp(string(json, "verdict"), "hopeless"));
	T_ASSERT(!strcmp(string(json, "gfp"), "GFP_KERNEL|GFP_HIGHMEM"));
	T_ASSERT(!strcmp(string(json, "ctx"), "hardirq"));
	rec.zone = LOWMARK_ZONE_NONE;
	json_object_put(json);
	json = parse(&event);
	T_ASSERT(is_null(json, "zone"));
	json_object_put(json);
}

static void test_text(void)
{
	struct lowmark_rec_kswapd_sleep rec = {
		.hdr = BUILD_HDR(kswapd_sleep, 0), .node = 1, .failures = 2
	};
	struct lm_event event = { .time_ns = 12345678901ull,
				  .cpu = 3,
				  .pid = 42,
				  .comm = "a\x1b[31mb",
				  .record = &rec.hdr };
	char text[LM_RENDER_SIZE];

	set_names();
	lm_render_text(text, &names, &event);
	T_ASSERT(!strcmp(
		text,
		"         a?[31mb-42      [003] 12.345678: kswapd_sleep: node=1 failures=2"));
}

/* The zeros of a run whose inside was not seen are not taken for counts. */
static void test_unseen(void)
{
	struct lowmark_rec_slow_end rec = { .hdr = BUILD_HDR(slow_end, 0) };
	struct lm_event event = { .comm = "a", .record = &rec.hdr };
	char text[LM_RENDER_SIZE];
	struct json_object *json;

	set_names();
	lm_render_text(text, &names, &event);
	T_ASSERT(!strstr(text, "unseen"));
	rec.hdr.flags = LOWMARK_FLAG_UNSEEN;
	lm_render_text(text, &names, &event);
	T_ASSERT(strstr(text, "(unseen: what it counts is n/a)"));
	json = parse(&event);
	T_ASSERT(json_object_object_get_ex(json, "unseen", NULL));
	json_object_put(json);
}

/* How long an attempt took, where that was taken */
static void test_took(void)
{
	struct lowmark_rec_attempt rec = { .hdr = BUILD_HDR(attempt, 0) };
	struct lm_event event = { .record = &rec.hdr, .comm = "" };
	struct json_object *json, *value;
	char text[LM_RENDER_SIZE];

	json = parse(&event);
	T_ASSERT(json_object_object_get_ex(json, "latency_ns", &value) &&
		 !value);
	json_object_put(json);
	lm_render_text(text, &names, &event);
	T_ASSERT(strstr(text, " latency_ns=n/a "));
	rec.latency = 1;
	json = parse(&event);
	T_EQUAL(number(json, "latency_ns"), 1);
	json_object_put(json);
}

static void test_hostile_names(void)
{
	struct lowmark_rec_kswapd_sleep rec = { .hdr = BUILD_HDR(kswapd_sleep,
								 0) };
	struct lm_event event = { .record = &rec.hdr };
	struct json_object *json;
	char comm[2] = "";
	unsigned int c;

	set_names();
	event.comm = comm;
	for (c = 1; c < 256; c++) {
		comm[0] = (char)c;
		json = parse(&event);
		T_ASSERT(json);
		if (c < 0x80)
			T_ASSERT(!strcmp(string(json, "comm"), comm));
		json_object_put(json);
	}
}

static void test_loss(void)
{
	struct lm_loss loss = {
		.cpu = 2, .from_ns = 100, .to_ns = 200, .total = 7
	};
	struct lm_event event = {
		.time_ns = 200, .cpu = 2, .comm = "", .loss = &loss
	};
	struct json_object *json, *kinds;

	set_names();
	loss.counts[LOWMARK_REC_CHECK] = 5;
	loss.counts[47] = 2;
	json = parse(&event);
	T_ASSERT(json);
	T_ASSERT(!strcmp(string(json, "event"), "loss"));
	T_EQUAL(number(json, "records"), 7);
	T_EQUAL(number(json, "from_ns"), 100);
	T_ASSERT(json_object_object_get_ex(json, "by_event", &kinds));
	T_EQUAL(number(kinds, "check"), 5);
	T_EQUAL(number(kinds, "type_47"), 2);
	json_object_put(json);
	loss.restart = true;
	json = parse(&event);
	T_ASSERT(is_null(json, "records"));
	json_object_put(json);
}

static void test_filter(void)
{
	struct lowmark_rec_kswapd_sleep rec = { .hdr = BUILD_HDR(kswapd_sleep,
								 0) };
	struct lm_event event = {
		.cpu = 3, .pid = 5, .tgid = 4, .record = &rec.hdr
	};
	static struct lm_filter filter;
	const char *bad;
	size_t len;

	T_ASSERT(lm_filter_wants(&filter, &event));
	T_EQUAL(lm_filter_events(&filter, "check,wakes,x", &bad, &len),
		-EINVAL);
	T_ASSERT(len == 5 && !strncmp(bad, "wakes", len));
	T_ASSERT(!lm_filter_wants(&filter, &event));
	T_EQUAL(lm_filter_events(&filter, "kswapd_sleep", &bad, &len), 0);
	T_ASSERT(lm_filter_wants(&filter, &event));
	filter.by_pid = true;
	filter.pid = 4;
	T_ASSERT(lm_filter_wants(&filter, &event));
	filter.pid = 6;
	T_ASSERT(!lm_filter_wants(&filter, &event));
	filter.pid = 5;
	filter.by_cpu = true;
	T_ASSERT(!lm_filter_wants(&filter, &event));
	filter.cpus[3] = true;
	T_ASSERT(lm_filter_wants(&filter, &event));
}

TEST_MAIN(TEST(test_every_record), TEST(test_values), TEST(test_text),
	  TEST(test_unseen), TEST(test_took), TEST(test_hostile_names),
	  TEST(test_loss), TEST(test_filter))
