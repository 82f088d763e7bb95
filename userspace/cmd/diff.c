// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark diff: two recordings, or two groups of them, side by side.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "command.h"
#include "compare_text.h"
#include "input.h"
#include "lib/compare.h"
#include "lib/json.h"
#include "lib/keys.h"
#include "live.h"
#include "output.h"

#define MOST_RUNS 32

/* One side: its figures, and the META and zones of its first recording. */
struct side {
	char **paths;
	unsigned int nr;
	char *meta;
	char *zones;
	double values[LM_NR_COMPARED][MOST_RUNS];
};

static int take_file(struct side *side, unsigned int run)
{
	static struct lm_report report;
	static struct input input;
	double values[LM_NR_COMPARED];
	int ret, code = input_open(&input, side->paths[run]);
	unsigned int i;

	if (code != EXIT_OK)
		return code;
	ret = lm_report_make(&report, &input.rec, &input.names, &input.merge,
			     NULL, NULL);
	lm_compare_take(values, &report);
	for (i = 0; i < LM_NR_COMPARED; i++)
		side->values[i][run] = values[i];
	if (!run) {
		side->meta = strdup(report.meta);
		side->zones = strdup(lm_recording_text(
			&input.rec, LOWMARK_SECTION_ZONES_START));
		if (!side->meta || !side->zones)
			ret = -ENOMEM;
	}
	lm_report_deinit(&report);
	return input_close(&input, ret);
}

/* What could be read of a damaged recording is compared all the same. */
static int take_side(struct side *side, int code)
{
	unsigned int i;
	int got;

	for (i = 0; i < side->nr; i++) {
		got = take_file(side, i);
		if (got == EXIT_DATA && side->meta)
			code = got;
		else if (got != EXIT_OK)
			return got;
	}
	return code;
}

/* Return: -1 to go on, else the exit code. */
static int split(const struct command *self, int argc, char *argv[],
		 struct side sides[2])
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--"))
			break;
	if (i == argc && argc != 2)
		return usage_error(
			self,
			"give two recordings, or two groups with -- between");
	sides[0].paths = argv;
	sides[0].nr = i == argc ? 1 : (unsigned int)i;
	sides[1].paths = argv + (i == argc ? 1 : i + 1);
	sides[1].nr = i == argc ? 1 : (unsigned int)(argc - i - 1);
	if (!sides[0].nr || !sides[1].nr || sides[0].nr > MOST_RUNS ||
	    sides[1].nr > MOST_RUNS)
		return usage_error(self, "each side takes 1 to %d recordings",
				   MOST_RUNS);
	return -1;
}

/* Settings that are no property of one run. */
static bool is_setting(const char *key)
{
	static const char *const keys[] = { "tool",    "module",   "kernel",
					    "machine", "hostname", "page_size",
					    "cpus",    "mode",	   "events",
					    "checks",  "command" };
	unsigned int i;

	if (!strncmp(key, "vm.", 3))
		return true;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (!strcmp(keys[i], key))
			return true;
	return false;
}

typedef void tell_t(void *to, const char *key, const char *a, const char *b);

static void clean(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

static void tell_meta(const struct side sides[2], unsigned int first,
		      tell_t *tell, void *to)
{
	struct lm_lines lines = { .rest = sides[first].meta };
	char a[LM_LINE_MAX], b[LM_LINE_MAX];
	bool in_a, in_b;
	char *key;

	while (lm_next_line(&lines)) {
		key = lines.line;
		key[strcspn(key, " ")] = '\0';
		if (!is_setting(key))
			continue;
		in_a = lm_key(sides[0].meta, key, a, sizeof(a));
		in_b = lm_key(sides[1].meta, key, b, sizeof(b));
		/* What both have was told in the first round. */
		if ((first && in_a) || (in_a && in_b && !strcmp(a, b)))
			continue;
		clean(a);
		clean(b);
		tell(to, key, in_a ? a : "n/a", in_b ? b : "n/a");
	}
}

static void sum_zones(const char *text, __u64 sums[4])
{
	struct lm_zone *zones;
	int i, nr = lm_zones_parse(text, &zones);

	memset(sums, 0, 4 * sizeof(sums[0]));
	for (i = 0; i < nr; i++) {
		sums[0] += zones[i].managed;
		sums[1] += zones[i].min;
		sums[2] += zones[i].low;
		sums[3] += zones[i].high;
	}
	free(zones);
}

static void tell_settings(const struct side sides[2], tell_t *tell, void *to)
{
	static const char *const keys[] = { "managed_pages", "min_pages",
					    "low_pages", "high_pages" };
	char a[32], b[32];
	__u64 sums[2][4];
	unsigned int i;

	tell_meta(sides, 0, tell, to);
	tell_meta(sides, 1, tell, to);
	sum_zones(sides[0].zones, sums[0]);
	sum_zones(sides[1].zones, sums[1]);
	for (i = 0; i < 4; i++) {
		if (sums[0][i] == sums[1][i])
			continue;
		snprintf(a, sizeof(a), "%llu", sums[0][i]);
		snprintf(b, sizeof(b), "%llu", sums[1][i]);
		tell(to, keys[i], sums[0][i] ? a : "n/a",
		     sums[1][i] ? b : "n/a");
	}
}

static void add_setting(void *to, const char *key, const char *a, const char *b)
{
	columns_row(to, "%s\t%s\t%s", key, a, b);
}

static void add_setting_json(void *to, const char *key, const char *a,
			     const char *b)
{
	struct json_object *item = lm_json_object(to, key);

	lm_json_text(item, "a", a);
	lm_json_text(item, "b", b);
}

static const char *const verdicts[] = {
	[LM_VERDICT_UNKNOWN] = "n/a",
	[LM_VERDICT_NOISE] = "no",
	[LM_VERDICT_DIFFERENT] = "yes",
};

static void print_diff(struct side sides[2])
{
	static const char *const titles[] = { "<",     "A",	 "B",
					      "B - A", "change", "beyond noise",
					      NULL };
	static const char *const settings[] = { "<setting", "<A", "<B", NULL };
	char a[COMPARE_SIZE], b[COMPARE_SIZE], d[COMPARE_SIZE], c[COMPARE_SIZE];
	struct columns table;
	bool gaps = false;
	unsigned int i;

	puts("Settings that differ");
	columns_init(&table, settings);
	tell_settings(sides, add_setting, &table);
	if (table.nr_rows)
		columns_print(&table, stdout);
	else
		puts("  none");
	if (sides[0].nr == 1 && sides[1].nr == 1)
		puts("\nFigures");
	else
		printf("\nFigures, medians of %u and %u recordings\n",
		       sides[0].nr, sides[1].nr);
	columns_init(&table, titles);
	for (i = 0; i < LM_NR_COMPARED; i++) {
		double left = lm_median(sides[0].values[i], sides[0].nr);
		double right = lm_median(sides[1].values[i], sides[1].nr);

		gaps |= isnan(left) || isnan(right);
		columns_row(
			&table, "%s\t%s\t%s\t%s\t%s\t%s", lm_compared_title[i],
			compare_number(a, i, left, false),
			compare_number(b, i, right, false),
			compare_number(d, i, right - left, true),
			compare_change(c, left, right),
			verdicts[lm_verdict(sides[0].values[i], sides[0].nr,
					    sides[1].values[i], sides[1].nr)]);
	}
	columns_print(&table, stdout);
	if (gaps)
		puts("\nn/a: a recording of that side has no such figure.");
	if (sides[0].nr < LM_LEAST_RUNS || sides[1].nr < LM_LEAST_RUNS)
		printf("\nTo tell a difference from noise, give %d recordings of each side.\n",
		       LM_LEAST_RUNS);
	else
		printf("\nBeyond noise: each value of one side is above each of the other; by chance\nthat happens to a figure with p = %.2g.\n",
		       lm_verdict_chance(sides[0].nr, sides[1].nr));
}

static void add_number(struct json_object *item, const char *key, double value)
{
	json_object_object_add(
		item, key, isnan(value) ? NULL : json_object_new_double(value));
}

static struct json_object *diff_json(struct side sides[2])
{
	struct json_object *doc = json_object_new_object(), *item, *figures;
	enum lm_verdict verdict;
	unsigned int i;

	lm_json_u64(doc, "recordings_a", sides[0].nr);
	lm_json_u64(doc, "recordings_b", sides[1].nr);
	tell_settings(sides, add_setting_json, lm_json_object(doc, "settings"));
	figures = lm_json_object(doc, "figures");
	for (i = 0; i < LM_NR_COMPARED; i++) {
		item = lm_json_object(figures, lm_compared_key[i]);
		add_number(item, "a",
			   lm_median(sides[0].values[i], sides[0].nr));
		add_number(item, "b",
			   lm_median(sides[1].values[i], sides[1].nr));
		verdict = lm_verdict(sides[0].values[i], sides[0].nr,
				     sides[1].values[i], sides[1].nr);
		json_object_object_add(
			item, "beyond_noise",
			verdict == LM_VERDICT_UNKNOWN ?
				NULL :
				json_object_new_boolean(verdict ==
							LM_VERDICT_DIFFERENT));
	}
	add_number(doc, "p",
		   sides[0].nr < LM_LEAST_RUNS || sides[1].nr < LM_LEAST_RUNS ?
			   NAN :
			   lm_verdict_chance(sides[0].nr, sides[1].nr));
	return doc;
}

static int run(const struct command *self, int argc, char *argv[])
{
	static struct side sides[2];
	struct option_walk walk = { 0 };
	bool json = false;
	int got, code;

	while (!(got = next_option(self, argc, argv, &walk)))
		json = true;
	if (got == OPTION_HELP)
		return EXIT_OK;
	if (got == OPTION_BAD)
		return EXIT_USAGE;
	code = split(self, argc - walk.first, argv + walk.first, sides);
	if (code >= 0)
		return code;
	code = take_side(&sides[0], EXIT_OK);
	if (code == EXIT_OK || (code == EXIT_DATA && sides[0].meta))
		code = take_side(&sides[1], code);
	if (sides[1].meta && sides[1].zones && sides[0].zones) {
		if (json)
			print_json(diff_json(sides));
		else
			print_diff(sides);
	}
	free(sides[0].meta);
	free(sides[0].zones);
	free(sides[1].meta);
	free(sides[1].zones);
	return code;
}

const struct command command_diff = {
	.name = "diff",
	.arguments = "A B | A... -- B...",
	.summary = "compare two recordings, or two groups of them",
	.details =
		"Shows the settings that differ and how wakes, the slow path, kswapd and\n"
		"margins changed. With 3 or more recordings on each side it also tells\n"
		"whether a figure changed by more than noise: each value of one side is\n"
		"above each of the other, a test of ranks that assumes nothing about how\n"
		"values spread. Compared are medians; settings are those of the first\n"
		"recording of each side.",
	.options = json_option,
	.run = run,
};
