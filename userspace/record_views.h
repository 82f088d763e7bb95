/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is told of a recording that has ended.
 */
#ifndef LOWMARK_RECORD_VIEWS_H
#define LOWMARK_RECORD_VIEWS_H

#include "incident.h"
#include "recorder.h"

struct json_object;

struct json_object *recorder_json(const struct recorder *recorder,
				  const char *path);
struct json_object *incident_json(const struct incident *incident);

#endif
