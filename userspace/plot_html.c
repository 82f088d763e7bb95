// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plot as one page of HTML: the charting library, the page's own script and
 * style, and the figures as JSON.
 */
#include "plot_views.h"

#include "lib/json.h"
#include "lib/keys.h"
#include "plot_embedded.h"

static struct json_object *number_or_null(bool known, __u64 number)
{
	return known ? json_object_new_uint64(number) : NULL;
}

static void add_free(struct json_object *item, const struct lm_plot_zone *zone,
		     unsigned int nr)
{
	struct json_object *least = lm_json_array(item, "least");
	struct json_object *most = lm_json_array(item, "most");
	struct json_object *last = lm_json_array(item, "free");
	struct json_object *changed = lm_json_array(item, "changed");
	const struct lm_plot_free *column;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		column = &zone->columns[i];
		json_object_array_add(least, number_or_null(column->seen,
							    column->least));
		json_object_array_add(most, number_or_null(column->seen,
							   column->most));
		json_object_array_add(last, number_or_null(column->seen,
							   column->last));
		if (column->changed)
			json_object_array_add(changed,
					      json_object_new_uint64(i));
	}
}

static void add_marks(struct json_object *item, const struct lm_plot_zone *zone,
		      unsigned int nr)
{
	static const char *const keys[] = { "min", "low", "high" };
	struct json_object *array;
	const __u32 *marks;
	unsigned int i, mark;

	for (mark = 0; mark < 3; mark++) {
		array = lm_json_array(item, keys[mark]);
		marks = NULL;
		for (i = 0; i < nr; i++) {
			if (zone->columns[i].marked)
				marks = zone->columns[i].marks;
			json_object_array_add(
				array,
				number_or_null(marks, marks ? marks[mark] : 0));
		}
	}
}

static void add_zones(struct json_object *doc, const struct lm_plot *plot,
		      const struct lm_names *names)
{
	struct json_object *zones = lm_json_array(doc, "zones"), *item;
	unsigned int i;

	for (i = 0; i < plot->nr_zones; i++) {
		item = lm_json_item(zones);
		lm_json_zone(item, "name", names, plot->zones[i].zone);
		add_free(item, &plot->zones[i], plot->nr);
		add_marks(item, &plot->zones[i], plot->nr);
	}
}

/* A row [column, wakes, stalls, longest_ns, ooms, lost, nodes] where not 0 */
static void add_events(struct json_object *doc, const struct lm_plot *plot)
{
	struct json_object *rows = lm_json_array(doc, "events"), *row, *nodes;
	const struct lm_plot_column *column;
	unsigned int i, node;

	for (i = 0; i < plot->nr; i++) {
		column = &plot->columns[i];
		if (!column->wakes && !column->stalls && !column->ooms &&
		    !column->lost && !column->runs)
			continue;
		row = json_object_new_array();
		json_object_array_add(rows, row);
		json_object_array_add(row, json_object_new_uint64(i));
		json_object_array_add(row,
				      json_object_new_uint64(column->wakes));
		json_object_array_add(row,
				      json_object_new_uint64(column->stalls));
		json_object_array_add(
			row, json_object_new_uint64(column->longest_ns));
		json_object_array_add(row,
				      json_object_new_uint64(column->ooms));
		json_object_array_add(row,
				      json_object_new_boolean(column->lost));
		nodes = json_object_new_array();
		json_object_array_add(row, nodes);
		for (node = 0; node < LM_PLOT_NODES; node++)
			if (column->runs >> node & 1)
				json_object_array_add(
					nodes, json_object_new_uint64(node));
	}
}

static void add_stalls(struct json_object *doc, const struct lm_plot *plot,
		       const struct lm_names *names)
{
	struct json_object *stalls = lm_json_array(doc, "stalls"), *item;
	const struct lm_spans *spans = &plot->model.spans;
	const struct lm_span *span;
	unsigned int i;

	for (i = 0; i < spans->nr_worst; i++) {
		span = &spans->worst[i];
		if (!span->begin_ns)
			continue;
		item = lm_json_item(stalls);
		lm_json_text(item, "comm", span->comm);
		lm_json_u64(item, "pid", span->pid);
		lm_json_u64(item, "begin_ns", span->begin_ns - plot->start_ns);
		lm_json_u64(item, "latency_ns", span->latency_ns);
		lm_json_u64(item, "reclaim_ns", span->reclaim_ns);
		lm_json_u64(item, "order", span->order);
		lm_json_bool(item, "failed",
			     span->result == LOWMARK_RESULT_FAILED);
		lm_json_zone(item, "zone", names, span->preferred);
	}
}

/**
 * plot_json() - the figures of a plot
 * @plot: the plot
 * @names: names of the traced kernel
 * @rec: the recording that it is of
 *
 * Return: the figures, column by column
 */
struct json_object *plot_json(const struct lm_plot *plot,
			      const struct lm_names *names,
			      const struct lm_recording *rec)
{
	static const char *const keys[] = { "kernel", "hostname", "command" };
	struct json_object *doc = json_object_new_object();
	const char *meta = lm_recording_text(rec, LOWMARK_SECTION_META);
	char value[LM_LINE_MAX];
	unsigned int i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (lm_key_raw(meta, keys[i], value, sizeof(value)))
			lm_json_text(doc, keys[i], value);
	lm_json_u64(doc, "duration_ns", plot->end_ns - plot->start_ns);
	lm_json_u64(doc, "width_ns", plot->width_ns);
	lm_json_u64(doc, "columns", plot->nr);
	lm_json_u64(doc, "lost", plot->model.total_lost);
	lm_json_cost(doc, lm_recording_text(rec, LOWMARK_SECTION_STATS));
	add_zones(doc, plot, names);
	add_events(doc, plot);
	add_stalls(doc, plot, names);
	return doc;
}

/* In a script "<" could end it or hide its end; in JSON it is in texts only. */
static void put_json(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("\\u003c", out);
		else
			fputc(*text, out);
	}
}

/**
 * plot_html() - write a plot as a page
 * @plot: the plot
 * @names: names of the traced kernel
 * @rec: the recording that it is of
 * @out: where to
 */
void plot_html(const struct lm_plot *plot, const struct lm_names *names,
	       const struct lm_recording *rec, FILE *out)
{
	struct json_object *doc = plot_json(plot, names, rec);

	fprintf(out,
		"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>lowmark</title>\n<meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"data:,\">\n<style>%s%s</style></head>\n<body>\n<script type=\"application/json\" id=\"data\">",
		lm_uplot_css, lm_page_css);
	put_json(json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN),
		 out);
	fprintf(out,
		"</script>\n<script>/* uPlot\n%s*/\n%s</script>\n<script>%s</script>\n</body></html>\n",
		lm_uplot_license, lm_uplot_js, lm_page_js);
	json_object_put(doc);
}
