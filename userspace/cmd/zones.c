// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark zones: every zone's free pages, watermarks and margins, now.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <json-c/json.h>

#include "lib/table.h"
#include "live.h"
#include "output.h"

/* A column is read from the module, or is free pages minus another column. */
struct column {
	const char *title;
	const char *key;
	int width;
	const char *minus;
};

static const struct column columns[] = {
	{ "free", "free_pages", 9, NULL },
	{ "exact", "exact_pages", 9, NULL },
	{ "min", "min_pages", 8, NULL },
	{ "low", "low_pages", 8, NULL },
	{ "high", "high_pages", 8, NULL },
	{ "boost", "boost_pages", 7, NULL },
	{ "managed", "managed_pages", 9, NULL },
	{ "to_min", "to_min_pages", 9, "min" },
	{ "to_low", "to_low_pages", 9, "low" },
	{ "to_high", "to_high_pages", 9, "high" },
};

#define NR_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static long long value(const struct lm_table *table, size_t row,
		       const struct column *column)
{
	if (column->minus)
		return lm_table_number(table, row, "free") -
		       lm_table_number(table, row, column->minus);
	return lm_table_number(table, row, column->title);
}

/* Width of the one column that has no natural one. */
static int protection_width(const struct lm_table *table)
{
	size_t most = strlen("protection"), row, len;

	for (row = 0; row < table->nr_rows; row++) {
		len = strlen(lm_table_cell(table, row, "protection"));
		if (len > most)
			most = len;
	}
	return (int)most;
}

static void print_zones(const struct lm_table *table)
{
	int width = protection_width(table);
	size_t row, i;

	printf("# pages, %ld bytes each; to_*: free pages minus the mark\n",
	       sysconf(_SC_PAGESIZE));
	printf("%4s %-8s %3s", "node", "zone", "id");
	for (i = 0; i < NR_COLUMNS; i++)
		printf(" %*s", columns[i].width, columns[i].title);
	printf("  %-*s  %s\n", width, "protection", "flags");
	for (row = 0; row < table->nr_rows; row++) {
		printf("%4s %-8s %3s", lm_table_cell(table, row, "node"),
		       lm_table_cell(table, row, "zone"),
		       lm_table_cell(table, row, "id"));
		for (i = 0; i < NR_COLUMNS; i++)
			printf(" %*lld", columns[i].width,
			       value(table, row, &columns[i]));
		printf("  %-*s  %s\n", width,
		       lm_table_cell(table, row, "protection"),
		       lm_table_cell(table, row, "flags"));
	}
}

/* "1,2" as numbers or as texts; "-" as nothing */
static struct json_object *list(const char *cell, bool numbers)
{
	struct json_object *array = json_object_new_array();
	struct json_object *one;
	char *copy = strdup(cell);
	char *word, *rest = copy;

	while (copy && (word = strtok_r(rest, ",", &rest))) {
		if (!strcmp(word, "-"))
			continue;
		if (numbers)
			one = json_object_new_int64(strtoll(word, NULL, 10));
		else
			one = json_object_new_string(word);
		json_object_array_add(array, one);
	}
	free(copy);
	return array;
}

static void add_number(struct json_object *object, const char *key,
		       long long number)
{
	json_object_object_add(object, key, json_object_new_int64(number));
}

static struct json_object *zone_json(const struct lm_table *table, size_t row)
{
	struct json_object *zone = json_object_new_object();
	const char *text = lm_table_cell(table, row, "zone");
	size_t i;

	add_number(zone, "node", lm_table_number(table, row, "node"));
	json_object_object_add(zone, "zone", json_object_new_string(text));
	add_number(zone, "id", lm_table_number(table, row, "id"));
	for (i = 0; i < NR_COLUMNS; i++)
		add_number(zone, columns[i].key,
			   value(table, row, &columns[i]));
	text = lm_table_cell(table, row, "protection");
	json_object_object_add(zone, "protection_pages", list(text, true));
	text = lm_table_cell(table, row, "flags");
	json_object_object_add(zone, "flags", list(text, false));
	return zone;
}

static void print_zones_json(const struct lm_table *table)
{
	struct json_object *doc = json_object_new_object();
	struct json_object *zones = json_object_new_array();
	size_t row;

	for (row = 0; row < table->nr_rows; row++)
		json_object_array_add(zones, zone_json(table, row));
	add_number(doc, "page_size_bytes", sysconf(_SC_PAGESIZE));
	json_object_object_add(doc, "zones", zones);
	print_json(doc);
}

static int show(const char *text, bool json)
{
	struct lm_table table;
	int err = lm_table_init(&table, text, "node");

	if (err == -EINVAL)
		print_error("the module's file \"zones\" has no table");
	else if (err)
		print_error("cannot read the zones: %s", strerror(-err));
	else if (json)
		print_zones_json(&table);
	else
		print_zones(&table);
	lm_table_deinit(&table);
	return err ? EXIT_DATA : EXIT_OK;
}

static int run(const struct command *self, int argc, char *argv[])
{
	bool json = false;
	int code = json_option_only(self, argc, argv, &json);
	char *text;

	if (code >= 0)
		return code;
	code = read_module_file("zones", &text);
	if (code != EXIT_OK)
		return code;
	code = show(text, json);
	free(text);
	return code;
}

const struct command command_zones = {
	.name = "zones",
	.arguments = "",
	.summary = "show each zone's free pages, watermarks and margins",
	.details =
		"A margin is the number of pages between the zone's free pages and a\n"
		"watermark; it is negative when the zone is short. The watermarks are\n"
		"those in force: a boost is part of them.",
	.options = json_option,
	.run = run,
};
