// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is told of a recording that has ended, for other programs.
 */
#include "record_views.h"

#include <json-c/json.h>

#include "lib/json.h"

/**
 * recorder_json() - make the summary of a recording
 * @recorder: the recorder, which has ended without an error
 * @path: its file
 *
 * Return: the document
 */
struct json_object *recorder_json(const struct recorder *recorder,
				  const char *path)
{
	const struct lm_rings *rings = &recorder->session->rings;
	struct json_object *doc = json_object_new_object();
	struct json_object *cpus, *cpu;
	unsigned int i;

	lm_json_text(doc, "file", path);
	lm_json_u64(doc, "bytes", recorder->writer.bytes);
	lm_json_u64(doc, "start_ns", recorder->session->start_ns);
	lm_json_u64(doc, "end_ns", recorder->end_ns);
	lm_json_text(doc, "ended_by", recorder->why);
	lm_json_u64(doc, "events", recorder->events);
	lm_json_u64(doc, "lost", recorder->total_lost);
	cpus = lm_json_array(doc, "cpus");
	for (i = 0; i < rings->nr; i++) {
		cpu = lm_json_item(cpus);
		lm_json_u64(cpu, "cpu", rings->rings[i].cpu);
		lm_json_u64(cpu, "lost", recorder->lost[i]);
	}
	return doc;
}

/**
 * incident_json() - make the summary of an incident
 * @incident: the incident, already written
 *
 * Return: the document
 */
struct json_object *incident_json(const struct incident *incident)
{
	struct json_object *doc = json_object_new_object();

	lm_json_text(doc, "file", incident->path);
	lm_json_u64(doc, "bytes", incident->bytes);
	lm_json_u64(doc, "time_ns", incident->time_ns);
	lm_json_u64(doc, "before_ns", incident->before_ns);
	lm_json_text(doc, "trigger", incident->cause);
	lm_json_u64(doc, "value", incident->value);
	lm_json_u64(doc, "number", incident->number);
	lm_json_u64(doc, "cpu", incident->cpu);
	lm_json_u64(doc, "pid", incident->pid);
	lm_json_text(doc, "comm", incident->comm);
	lm_json_u64(doc, "events", incident->events);
	lm_json_u64(doc, "lost", incident->lost);
	return doc;
}
