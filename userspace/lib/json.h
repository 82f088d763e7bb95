/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Short ways to build JSON documents.
 */
#ifndef LOWMARK_LIB_JSON_H
#define LOWMARK_LIB_JSON_H

#include <json-c/json.h>

#include "hist.h"
#include "names.h"

void lm_json_u64(struct json_object *object, const char *key, __u64 value);
void lm_json_s64(struct json_object *object, const char *key, __s64 value);
void lm_json_bool(struct json_object *object, const char *key, int value);
const char *lm_utf8(char *utf8, size_t size, const char *value);
void lm_json_text(struct json_object *object, const char *key,
		  const char *value);
void lm_json_zone(struct json_object *object, const char *key,
		  const struct lm_names *names, unsigned int zone);
void lm_json_gfp(struct json_object *object, const struct lm_names *names,
		 __u32 gfp);
void lm_json_latency(struct json_object *object, const struct lm_hist *hist);
void lm_json_cost(struct json_object *object, const char *stats);
void lm_json_costs(struct json_object *doc, const char *stats);
struct json_object *lm_json_object(struct json_object *object, const char *key);
struct json_object *lm_json_array(struct json_object *object, const char *key);
struct json_object *lm_json_item(struct json_object *array);

#endif
