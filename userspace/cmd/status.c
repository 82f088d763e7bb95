// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark status: whether the module records, how, what was lost, and what it cost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <json-c/json.h>

#include "lib/json.h"
#include "live.h"
#include "output.h"
#include "report_views.h"

/* "a b c" as an array */
static struct json_object *words(char *value)
{
	struct json_object *array = json_object_new_array();
	char *word, *rest = value;

	while ((word = strtok_r(rest, " ", &rest)))
		json_object_array_add(array, json_object_new_string(word));
	return array;
}

/* "12 written, 0 lost" as an object, "4" as a number, the rest as text */
static struct json_object *value_json(const char *value)
{
	struct json_object *counts;
	unsigned long long number;
	char name[32];
	int used = 0;

	if (sscanf(value, "%llu%n", &number, &used) == 1 && !value[used])
		return json_object_new_uint64(number);
	counts = json_object_new_object();
	while (used = 0,
	       sscanf(value, "%llu %31[a-z]%n", &number, name, &used) == 2 &&
		       used) {
		json_object_object_add(counts, name,
				       json_object_new_uint64(number));
		value += used;
		if (!*value)
			return counts;
		value += strspn(value, ", ");
	}
	json_object_put(counts);
	return NULL;
}

/* "14 of 15 placed" */
static struct json_object *hooks_json(const char *value)
{
	unsigned int placed, all;
	struct json_object *hooks;

	if (sscanf(value, "%u of %u", &placed, &all) != 2)
		return NULL;
	hooks = json_object_new_object();
	json_object_object_add(hooks, "placed", json_object_new_uint64(placed));
	json_object_object_add(hooks, "of", json_object_new_uint64(all));
	return hooks;
}

static void add_line(struct json_object *doc, char *line)
{
	struct json_object *json;
	char *value = strchr(line, ':');
	char *c;

	/* What the module says of its cost is in its file "stats", too. */
	if (!value || !strncmp(line, "cost:", strlen("cost:")))
		return;
	*value++ = '\0';
	value += strspn(value, " ");
	for (c = line; *c; c++)
		if (*c == ' ')
			*c = '_';
	if (!strcmp(line, "events"))
		json = words(value);
	else if (!strcmp(line, "hooks"))
		json = hooks_json(value);
	else
		json = value_json(value);
	if (!json)
		json = json_object_new_string(value);
	json_object_object_add(doc, line, json);
}

static void print_status_json(char *text, const char *stats)
{
	struct json_object *doc = json_object_new_object();
	char version[32], abi[32];
	char *line, *rest = text;

	if (sscanf(text, "lowmark %31[^,], abi %31s", version, abi) == 2) {
		json_object_object_add(doc, "version",
				       json_object_new_string(version));
		json_object_object_add(doc, "abi", json_object_new_string(abi));
	}
	while ((line = strtok_r(rest, "\n", &rest)))
		add_line(doc, line);
	lm_json_costs(doc, stats);
	print_json(doc);
}

static int run(const struct command *self, int argc, char *argv[])
{
	bool json = false;
	int code = json_option_only(self, argc, argv, &json);
	char *text = NULL, *stats = NULL;

	if (code >= 0)
		return code;
	code = read_module_file("status", &text);
	if (code == EXIT_OK && !json)
		fputs(text, stdout);
	if (code == EXIT_OK)
		code = read_module_file("stats", &stats);
	if (code == EXIT_OK && json)
		print_status_json(text, stats);
	else if (code == EXIT_OK)
		view_hooks(stats, stdout);
	free(stats);
	free(text);
	return code;
}

const struct command command_status = {
	.name = "status",
	.arguments = "",
	.summary =
		"show whether the module records, how, what was lost, and what it cost",
	.options = json_option,
	.run = run,
};
