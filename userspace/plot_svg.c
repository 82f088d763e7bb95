// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plot as SVG: a panel for each zone, then a lane for each kind of event.
 * Colours are those of Okabe and Ito, and every line has its own dashes.
 */
#include "plot_views.h"

#include <string.h>

#include "lib/clean.h"
#include "lib/cost.h"
#include "lib/keys.h"
#include "lib/units.h"
#include "plot_embedded.h"
#include "plot_scale.h"

#define WIDTH 1000
#define LEFT 90
#define RIGHT 20
#define PANEL 150
#define GAP 34
#define LANE 18
#define TOP 92
#define KEYS_AT 64 /* middle of the legend */
#define TICK_GAP (13. / PANEL)
#define MOST_COMMAND 66 /* characters of it that fit */

struct sheet {
	const struct lm_plot *plot;
	const struct lm_names *names;
	FILE *out;
	double y;
	struct plot_scale scale;
};

static void put_escaped(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&' || *text == '<' || *text == '>' ||
		    *text == '"' || *text == '\'')
			fprintf(out, "&#%d;", *text);
		else
			fputc(lm_visible(*text), out);
	}
}

static double x_of(const struct lm_plot *plot, double column)
{
	double span = (double)(plot->end_ns - plot->start_ns) /
		      (double)plot->width_ns;
	double at = span > 0 ? column / span : 0;

	return LEFT + (WIDTH - LEFT - RIGHT) * (at > 1 ? 1 : at);
}

static void put_text(struct sheet *sheet, double x, const char *class,
		     const char *text)
{
	fprintf(sheet->out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x,
		sheet->y, class);
	put_escaped(sheet->out, text);
	fputs("</text>\n", sheet->out);
}

/* Up to the most that was free; bent where high ever was. */
static struct plot_scale scale_of(const struct lm_plot_zone *zone,
				  unsigned int nr)
{
	const struct lm_plot_free *column;
	__u32 most = 1, high = 1;
	unsigned int i;

	for (i = 0; i < nr; i++) {
		column = &zone->columns[i];
		if (column->seen && column->most > most)
			most = column->most;
		if (column->marked && column->marks[2] > high)
			high = column->marks[2];
	}
	if (high > most)
		most = high;
	return (struct plot_scale){ .knee = high, .top = most * 1.05 };
}

/* A round step that divides @most into some 4 parts. */
static double round_step(double most)
{
	static const double steps[] = { 1, 2, 5, 10 };
	double power = 1;
	unsigned int i;

	while (most / (power * 10) > 4)
		power *= 10;
	while (most / power < 1)
		power /= 10;
	for (i = 0; i < 3; i++)
		if (most / (power * steps[i]) <= 5)
			break;
	return power * steps[i];
}

static double y_of(const struct sheet *sheet, double pages)
{
	return sheet->y + PANEL * (1 - plot_scale_at(&sheet->scale, pages));
}

static void put_grid(const struct sheet *sheet)
{
	double pages = 0;

	do {
		fprintf(sheet->out,
			"<path class=\"grid\" d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" class=\"tick\">%.0f</text>\n",
			LEFT, y_of(sheet, pages), WIDTH - RIGHT, LEFT - 6,
			y_of(sheet, pages) + 4, pages);
	} while (plot_scale_tick(&sheet->scale, TICK_GAP, &pages));
}

/*
 * From the most down to the fewest free pages of each column; then what was
 * seen last holds until something else is seen, but not too long.
 */
static void put_free(const struct sheet *sheet, const struct lm_plot_zone *zone)
{
	const struct lm_plot *plot = sheet->plot;
	double hold = (double)LM_SAMPLE_HOLD_NS / (double)plot->width_ns + 1;
	const struct lm_plot_free *column;
	double until = -1;
	unsigned int i;

	fputs("<path class=\"free\" d=\"M0 0", sheet->out);
	for (i = 0; i < plot->nr; i++) {
		column = &zone->columns[i];
		if (!column->seen)
			continue;
		if (i > until && until >= 0)
			fprintf(sheet->out, "H%.1f", x_of(plot, until));
		if (i > until)
			fprintf(sheet->out, "M%.1f %.1f", x_of(plot, i),
				y_of(sheet, column->most));
		else
			fprintf(sheet->out, "H%.1fV%.1f", x_of(plot, i),
				y_of(sheet, column->most));
		if (column->least != column->most)
			fprintf(sheet->out, "V%.1f",
				y_of(sheet, column->least));
		if (column->last != column->least)
			fprintf(sheet->out, "V%.1f", y_of(sheet, column->last));
		until = i + hold;
	}
	if (until >= 0)
		fprintf(sheet->out, "H%.1f", x_of(plot, until));
	fputs("\"/>\n", sheet->out);
}

static void put_mark(const struct sheet *sheet, const struct lm_plot_zone *zone,
		     unsigned int mark)
{
	static const char *const classes[] = { "min", "low", "high" };
	const struct lm_plot_free *column;
	const __u32 *before = NULL;
	unsigned int i;

	fprintf(sheet->out, "<path class=\"%s\" d=\"", classes[mark]);
	for (i = 0; i < sheet->plot->nr; i++) {
		column = &zone->columns[i];
		if (!column->marked ||
		    (before && *before == column->marks[mark]))
			continue;
		fprintf(sheet->out, before ? "H%.1fV%.1f" : "M%.1f %.1f",
			x_of(sheet->plot, i), y_of(sheet, column->marks[mark]));
		before = &column->marks[mark];
	}
	fprintf(sheet->out, before ? "H%d\"/>\n" : "M%d 0\"/>\n",
		WIDTH - RIGHT);
}

typedef bool is_on_t(const struct lm_plot *plot, unsigned int column,
		     unsigned int which);

static bool is_lost(const struct lm_plot *plot, unsigned int i,
		    unsigned int which)
{
	(void)which;
	return plot->columns[i].lost;
}

static bool is_woken(const struct lm_plot *plot, unsigned int i,
		     unsigned int which)
{
	(void)which;
	return plot->columns[i].wakes;
}

static bool is_oom(const struct lm_plot *plot, unsigned int i,
		   unsigned int which)
{
	(void)which;
	return plot->columns[i].ooms;
}

static bool runs(const struct lm_plot *plot, unsigned int i, unsigned int which)
{
	return plot->columns[i].runs >> which & 1;
}

static bool is_changed(const struct lm_plot *plot, unsigned int i,
		       unsigned int which)
{
	return plot->zones[which].columns[i].changed;
}

/* One bar for each run of columns in which it is so, never thinner than 1. */
static void put_bars(const struct sheet *sheet, is_on_t *is_on,
		     unsigned int which, const char *class, double height)
{
	unsigned int i, first;
	double x, width;

	for (i = 0; i < sheet->plot->nr; i++) {
		if (!is_on(sheet->plot, i, which))
			continue;
		for (first = i; i < sheet->plot->nr; i++)
			if (!is_on(sheet->plot, i, which))
				break;
		x = x_of(sheet->plot, first);
		width = x_of(sheet->plot, i) - x;
		fprintf(sheet->out,
			"<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>\n",
			class, x, sheet->y, width < 1 ? 1 : width, height);
	}
}

static void put_zone(struct sheet *sheet, unsigned int which)
{
	const struct lm_plot_zone *zone = &sheet->plot->zones[which];
	char label[LM_ZONE_LABEL];
	unsigned int i;

	sheet->scale = scale_of(zone, sheet->plot->nr);
	sheet->y += 14;
	put_text(sheet, LEFT, "name",
		 lm_zone_label(label, sheet->names, zone->zone));
	sheet->y += 6;
	put_bars(sheet, is_lost, 0, "lost", PANEL);
	put_grid(sheet);
	for (i = 0; i < 3; i++)
		put_mark(sheet, zone, i);
	put_free(sheet, zone);
	put_bars(sheet, is_changed, which, "change", 8);
	sheet->y += PANEL + GAP - 20;
}

/* Bars as high as the logarithm of the longest: 10 us and below to 1 s. */
static void put_stalls(const struct sheet *sheet)
{
	const struct lm_plot *plot = sheet->plot;
	unsigned int i, height;
	__u64 limit;

	for (i = 0; i < plot->nr; i++) {
		if (!plot->columns[i].stalls)
			continue;
		height = 3;
		for (limit = 10000; limit <= 1000000000 && height < 18;
		     limit *= 10)
			height += plot->columns[i].longest_ns > limit ? 3 : 0;
		fprintf(sheet->out,
			"<rect class=\"stall\" x=\"%.1f\" y=\"%.1f\" width=\"1.2\" height=\"%u\"/>\n",
			x_of(plot, i), sheet->y + 18 - height, height);
	}
}

static void put_lane_name(struct sheet *sheet, const char *name)
{
	sheet->y += LANE - 5;
	put_text(sheet, LEFT - 6, "tick", name);
	sheet->y -= LANE - 5;
	fprintf(sheet->out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT,
		sheet->y + LANE, WIDTH - RIGHT);
}

static void put_lanes(struct sheet *sheet)
{
	char name[32];
	unsigned int node;

	put_lane_name(sheet, "slow path");
	put_stalls(sheet);
	sheet->y += LANE + 4;
	put_lane_name(sheet, "wakes");
	put_bars(sheet, is_woken, 0, "wake", LANE - 2);
	sheet->y += LANE + 4;
	for (node = 0; node < LM_PLOT_NODES; node++) {
		if (!(sheet->plot->nodes >> node & 1))
			continue;
		snprintf(name, sizeof(name), "kswapd%u", node);
		put_lane_name(sheet, name);
		put_bars(sheet, runs, node, "run", LANE - 2);
		sheet->y += LANE + 4;
	}
	put_lane_name(sheet, "OOM");
	put_bars(sheet, is_oom, 0, "oom", LANE - 2);
	sheet->y += LANE + 4;
}

static void put_axis(struct sheet *sheet)
{
	const struct lm_plot *plot = sheet->plot;
	double seconds = (double)(plot->end_ns - plot->start_ns) / 1e9;
	double step = round_step(seconds > 0 ? seconds / 2 : 1), at, x;
	unsigned int i, nr = (unsigned int)(seconds / step) + 1;

	sheet->y += 14;
	for (i = 0; i < nr; i++) {
		at = i * step;
		x = x_of(plot, at * 1e9 / (double)plot->width_ns);
		fprintf(sheet->out,
			"<path class=\"axis\" d=\"M%.1f %.1fv5\"/><text x=\"%.1f\" y=\"%.1f\" class=\"time\">%g s</text>\n",
			x, sheet->y - 12, x, sheet->y + 8, at);
	}
	sheet->y += 20;
}

/* A line for the eye, and one that says of what. */
static void put_title(struct sheet *sheet, const struct lm_recording *rec)
{
	const char *meta = lm_recording_text(rec, LOWMARK_SECTION_META);
	char value[LM_LINE_MAX], text[LM_LINE_MAX + 256];
	struct lm_cost cost;
	char duration[LM_UNIT_SIZE];
	int len;

	sheet->y = 22;
	put_text(sheet, LEFT, "title", "Free pages against the marks");
	len = snprintf(text, sizeof(text), "%s, %llu records lost",
		       lm_show_time(duration, sheet->plot->end_ns -
						      sheet->plot->start_ns),
		       sheet->plot->model.total_lost);
	if (lm_cost(lm_recording_text(rec, LOWMARK_SECTION_STATS), &cost) ==
	    LM_COST_KNOWN)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				", recording cost %.3f %%",
				lm_cost_percent(&cost));
	if (lm_key(meta, "kernel", value, sizeof(value)))
		len += snprintf(text + len, sizeof(text) - (size_t)len,
				", kernel %.60s", value);
	if (lm_key(meta, "command", value, sizeof(value)))
		snprintf(text + len, sizeof(text) - (size_t)len, ": %.*s%s",
			 MOST_COMMAND, value,
			 strlen(value) > MOST_COMMAND ? "..." : "");
	sheet->y = 42;
	put_text(sheet, LEFT, "key", text);
}

static void put_legend(struct sheet *sheet)
{
	static const struct {
		const char *class, *name;
	} keys[] = {
		{ "free", "free" },
		{ "min", "min" },
		{ "low", "low" },
		{ "high", "high" },
		{ "change", "marks changed" },
		{ "lost", "records lost" },
	};
	unsigned int i;
	int x = LEFT;

	for (i = 0; i < 4; i++, x += 80) {
		fprintf(sheet->out, "<path class=\"%s\" d=\"M%d %dh26\"/>\n",
			keys[i].class, x, KEYS_AT);
		sheet->y = KEYS_AT + 4;
		put_text(sheet, x + 32, "key", keys[i].name);
	}
	for (; i < 6; i++, x += 130) {
		fprintf(sheet->out,
			"<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"12\" height=\"10\"/>\n",
			keys[i].class, x, KEYS_AT - 5);
		put_text(sheet, x + 18, "key", keys[i].name);
	}
	sheet->y = KEYS_AT + 20;
	put_text(
		sheet, LEFT, "note",
		"Pages: even up to the high mark, logarithmic above. Slow path: the higher a bar, the longer it took, 10 us to 1 s.");
}

/**
 * plot_svg() - write a plot as SVG
 * @plot: the plot
 * @names: names of the traced kernel
 * @rec: the recording that it is of
 * @out: where to
 */
void plot_svg(const struct lm_plot *plot, const struct lm_names *names,
	      const struct lm_recording *rec, FILE *out)
{
	struct sheet sheet = { .plot = plot, .names = names, .out = out };
	unsigned int i,
		lanes = 3 + (unsigned int)__builtin_popcountll(plot->nodes);
	unsigned int height =
		TOP + plot->nr_zones * (PANEL + GAP) + lanes * (LANE + 4) + 50;

	fprintf(out,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %u\" width=\"%d\" height=\"%u\">\n<style>%s</style>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n",
		WIDTH, height, WIDTH, height, lm_svg_css);
	put_title(&sheet, rec);
	put_legend(&sheet);
	sheet.y = TOP;
	for (i = 0; i < plot->nr_zones; i++)
		put_zone(&sheet, i);
	put_lanes(&sheet);
	put_axis(&sheet);
	if (plot->left_out) {
		sheet.y += 14;
		put_text(&sheet, LEFT, "key", "Further zones were left out.");
	}
	fputs("</svg>\n", out);
}
