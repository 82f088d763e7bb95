// SPDX-License-Identifier: GPL-2.0-only
/*
 * Short ways to build JSON documents. When memory runs out keys are missing.
 */
#include "json.h"

#include <stdio.h>
#include <string.h>

#include "cost.h"
#include "flags.h"

/**
 * lm_json_u64() - add a number
 * @object: where to
 * @key: its key
 * @value: the number
 */
void lm_json_u64(struct json_object *object, const char *key, __u64 value)
{
	json_object_object_add(object, key, json_object_new_uint64(value));
}

/**
 * lm_json_s64() - add a signed number
 * @object: where to
 * @key: its key
 * @value: the number
 */
void lm_json_s64(struct json_object *object, const char *key, __s64 value)
{
	json_object_object_add(object, key, json_object_new_int64(value));
}

/**
 * lm_json_bool() - add a truth value
 * @object: where to
 * @key: its key
 * @value: the truth value
 */
void lm_json_bool(struct json_object *object, const char *key, int value)
{
	json_object_object_add(object, key, json_object_new_boolean(value));
}

/**
 * lm_utf8() - make UTF-8 of a text of unknown encoding
 * @utf8: filled, cut off at its end
 * @size: bytes at @utf8, at least 3
 * @value: the text; what is not ASCII is taken for Latin-1
 *
 * Return: @utf8
 */
const char *lm_utf8(char *utf8, size_t size, const char *value)
{
	size_t used = 0;

	for (; *value && used < size - 2; value++) {
		unsigned char c = (unsigned char)*value;

		if (c >= 0x80)
			utf8[used++] = (char)(0xc0 | c >> 6);
		utf8[used++] = (char)(c >= 0x80 ? 0x80 | (c & 0x3f) : c);
	}
	utf8[used] = '\0';
	return utf8;
}

/**
 * lm_json_text() - add a text
 * @object: where to
 * @key: its key
 * @value: the text, as of lm_utf8()
 */
void lm_json_text(struct json_object *object, const char *key,
		  const char *value)
{
	char utf8[2048];

	json_object_object_add(
		object, key,
		json_object_new_string(lm_utf8(utf8, sizeof(utf8), value)));
}

/**
 * lm_json_zone() - add a zone
 * @object: where to
 * @key: its key
 * @names: names of the traced kernel
 * @zone: number of the zone; null if it is none
 */
void lm_json_zone(struct json_object *object, const char *key,
		  const struct lm_names *names, unsigned int zone)
{
	char label[LM_ZONE_LABEL];

	if (zone == LOWMARK_ZONE_NONE)
		json_object_object_add(object, key, NULL);
	else
		lm_json_text(object, key, lm_zone_label(label, names, zone));
}

/**
 * lm_json_gfp() - add a gfp mask
 * @object: where to, with key "gfp"
 * @names: names of the traced kernel
 * @gfp: the mask
 */
void lm_json_gfp(struct json_object *object, const struct lm_names *names,
		 __u32 gfp)
{
	char text[LM_FLAGS_SIZE];

	lm_json_text(object, "gfp", lm_gfp_text(text, names, gfp));
}

/**
 * lm_json_cost() - add what recording cost
 * @object: where to, with key "recording_cost_percent"; null if it is not known
 * @stats: text of the file "stats"
 */
void lm_json_cost(struct json_object *object, const char *stats)
{
	static const char key[] = "recording_cost_percent";
	struct lm_cost cost;

	if (lm_cost(stats, &cost) == LM_COST_KNOWN)
		json_object_object_add(
			object, key,
			json_object_new_double(lm_cost_percent(&cost)));
	else
		json_object_object_add(object, key, NULL);
}

/**
 * lm_json_costs() - add what recording cost, and each hook
 * @doc: where to, with key "cost"; null if it is not known
 * @stats: text of the file "stats"
 */
void lm_json_costs(struct json_object *doc, const char *stats)
{
	struct lm_lines lines = { .rest = stats };
	struct json_object *object, *hooks, *item;
	struct lm_hook_cost hook;
	struct lm_cost cost;

	if (lm_cost(stats, &cost) != LM_COST_KNOWN) {
		json_object_object_add(doc, "cost", NULL);
		return;
	}
	object = lm_json_object(doc, "cost");
	lm_json_u64(object, "ns", cost.ns);
	lm_json_u64(object, "elapsed_ns", cost.elapsed_ns);
	lm_json_u64(object, "cpus", cost.cpus);
	lm_json_cost(object, stats);
	lm_json_text(object, "since", "recording turned on");
	lm_json_text(object, "hooks_since", "module loaded");
	hooks = lm_json_array(object, "hooks");
	while (lm_next_hook_cost(&lines, &hook)) {
		item = lm_json_item(hooks);
		lm_json_text(item, "hook", hook.name);
		lm_json_u64(item, "calls", hook.hits);
		lm_json_u64(item, "missed", hook.missed);
		if (hook.ns)
			lm_json_u64(item, "ns", hook.ns);
		else
			json_object_object_add(item, "ns", NULL);
	}
}

/**
 * lm_json_latency() - add what a histogram of times tells
 * @object: where to
 * @hist: the histogram; percentiles of an empty one are null
 */
void lm_json_latency(struct json_object *object, const struct lm_hist *hist)
{
	static const struct {
		const char *key;
		double percent;
	} rows[] = { { "p50_ns", 50 }, { "p90_ns", 90 }, { "p99_ns", 99 } };
	unsigned int i;

	lm_json_u64(object, "count", hist->count);
	lm_json_u64(object, "sum_ns", hist->sum);
	for (i = 0; i < 3; i++)
		if (hist->count)
			lm_json_u64(object, rows[i].key,
				    lm_hist_percentile(hist, rows[i].percent));
		else
			json_object_object_add(object, rows[i].key, NULL);
	if (hist->count)
		lm_json_u64(object, "max_ns", hist->max);
	else
		json_object_object_add(object, "max_ns", NULL);
}

/**
 * lm_json_object() - add an object
 * @object: where to
 * @key: its key
 *
 * Return: the new object
 */
struct json_object *lm_json_object(struct json_object *object, const char *key)
{
	struct json_object *child = json_object_new_object();

	json_object_object_add(object, key, child);
	return child;
}

/**
 * lm_json_array() - add an array
 * @object: where to
 * @key: its key
 *
 * Return: the new array
 */
struct json_object *lm_json_array(struct json_object *object, const char *key)
{
	struct json_object *child = json_object_new_array();

	json_object_object_add(object, key, child);
	return child;
}

/**
 * lm_json_item() - add an object to an array
 * @array: where to
 *
 * Return: the new object
 */
struct json_object *lm_json_item(struct json_object *array)
{
	struct json_object *child = json_object_new_object();

	json_object_array_add(array, child);
	return child;
}
