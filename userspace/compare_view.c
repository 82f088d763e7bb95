// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two groups of recordings side by side.
 */
#include "compare_view.h"

#include <json-c/json.h>
#include <math.h>
#include <stdio.h>

#include "columns.h"
#include "compare_text.h"
#include "lib/clean.h"
#include "lib/json.h"
#include "lib/keys.h"

static void add_setting(void *to, const char *key, const char *a, const char *b)
{
	char clean[3][LM_LINE_MAX];

	columns_row(to, "%s\t%s\t%s",
		    lm_cleaned(clean[0], sizeof(clean[0]), key),
		    lm_cleaned(clean[1], sizeof(clean[1]), a),
		    lm_cleaned(clean[2], sizeof(clean[2]), b));
}

static void add_setting_json(void *to, const char *key, const char *a,
			     const char *b)
{
	char utf8[2 * LM_LINE_MAX];
	struct json_object *item =
		lm_json_object(to, lm_utf8(utf8, sizeof(utf8), key));

	lm_json_text(item, "a", a);
	lm_json_text(item, "b", b);
}

static const char *const verdicts[] = {
	[LM_VERDICT_UNKNOWN] = "n/a",
	[LM_VERDICT_NOISE] = "no",
	[LM_VERDICT_DIFFERENT] = "yes",
};

/**
 * compare_print() - print settings and figures that differ
 * @sides: the sides; values are put in order
 */
void compare_print(struct compared_side sides[2])
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
	compare_settings(sides, add_setting, &table);
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

/**
 * compare_json() - the same as JSON
 * @sides: the sides; values are put in order
 *
 * Return: the document
 */
struct json_object *compare_json(struct compared_side sides[2])
{
	struct json_object *doc = json_object_new_object(), *item, *figures;
	enum lm_verdict verdict;
	unsigned int i;

	lm_json_u64(doc, "recordings_a", sides[0].nr);
	lm_json_u64(doc, "recordings_b", sides[1].nr);
	compare_settings(sides, add_setting_json,
			 lm_json_object(doc, "settings"));
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
