// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark plot: free pages against the marks over time, as SVG or as a page.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "lib/keys.h"
#include "live_record.h"
#include "output.h"
#include "plot_views.h"

#define SVG_COLUMNS 2048 /* two for each point of its width */

enum option { OUTPUT, JSON, TIME, LIVE, DURATION };

static const struct option_desc options[] = {
	[OUTPUT] = { "output", 'o', "FILE",
		     "where to: FILE ends in .svg or .html (lowmark.svg)" },
	[JSON] = { "json", 'j', NULL,
		   "print the figures as JSON, draw nothing" },
	[TIME] = TIME_OPTION,
	[LIVE] = LIVE_OPTION,
	[DURATION] = DURATION_OPTION,
	{ 0 }
};

/* What the command line asks for. */
struct request {
	const char *path;
	const char *output;
	bool html;
	bool json;
	struct lm_window window;
	struct live_record live;
};

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;

	switch ((enum option)walk->index) {
	case OUTPUT:
		request->output = walk->value;
		return EXIT_OK;
	case JSON:
		request->json = true;
		return EXIT_OK;
	case TIME:
		return take_time(self, &request->window, walk->value);
	case LIVE:
		request->live.wanted = true;
		return EXIT_OK;
	case DURATION:
		return take_duration(self, &request->live, walk->value);
	}
	return EXIT_USAGE;
}

static bool ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), part = strlen(end);

	return len > part && !strcmp(name + len - part, end);
}

/* Return: -1 to go on, else the exit code. */
static int parse(const struct command *self, int argc, char *argv[],
		 struct request *request)
{
	struct option_walk walk = { 0 };
	int code = take_options(self, argc, argv, &walk, take_option, request);

	if (code >= 0)
		return code;
	if (walk.first + 1 < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first + 1]);
	if (walk.first < argc)
		request->path = argv[walk.first];
	if (request->json && request->output)
		return usage_error(self, "--json draws no file");
	if (!request->output)
		request->output = "lowmark.svg";
	request->html = ends_in(request->output, ".html");
	if (!request->html && !ends_in(request->output, ".svg"))
		return usage_error(self,
				   "'%.60s' ends neither in .svg nor in .html",
				   request->output);
	return live_record_check(self, &request->live, walk.first < argc,
				 request->window.given);
}

static int take_events(struct lm_plot *plot, struct input *input)
{
	const struct lm_event *event;
	enum lm_where where;
	int ret;

	while ((ret = lm_merge_next(&input->merge, LM_FOREVER, &event)) > 0) {
		where = lm_window_where(&input->window, event);
		if (where == LM_BEFORE)
			lm_plot_before(plot, event);
		else if (where == LM_INSIDE)
			lm_plot_event(plot, event);
	}
	return ret;
}

static int gather(struct lm_plot *plot, struct input *input,
		  const struct request *request)
{
	const char *meta = lm_recording_text(&input->rec, LOWMARK_SECTION_META);
	__u64 start_ns = 0, end_ns = 0;
	int ret;

	lm_key_u64(meta, "start_ns", &start_ns);
	lm_key_u64(lm_recording_text(&input->rec, LOWMARK_SECTION_END),
		   "end_ns", &end_ns);
	ret = lm_plot_init(
		plot,
		request->html || request->json ? LM_PLOT_COLUMNS : SVG_COLUMNS,
		input->names.names.zones_per_node, start_ns,
		lm_recording_text(&input->rec, LOWMARK_SECTION_ZONES_START));
	if (ret)
		return ret;
	input_only(input, &request->window);
	lm_plot_begin_at(plot, &input->window);
	ret = take_events(plot, input);
	lm_plot_end(plot, lm_window_end(&input->window, end_ns));
	return plot->no_memory ? -ENOMEM : ret;
}

static int write_plot(const struct lm_plot *plot, const struct input *input,
		      const struct request *request)
{
	FILE *out;
	int lost;

	if (request->json) {
		print_json(plot_json(plot, &input->names, &input->rec));
		return EXIT_OK;
	}
	out = fopen(request->output, "w");
	if (!out) {
		print_error("cannot create %s: %s", request->output,
			    strerror(errno));
		return EXIT_ERROR;
	}
	if (request->html)
		plot_html(plot, &input->names, &input->rec, out);
	else
		plot_svg(plot, &input->names, &input->rec, out);
	lost = ferror(out);
	errno = 0;
	if (!fclose(out) && !lost)
		return EXIT_OK;
	print_error("cannot write %s: %s", request->output,
		    strerror(errno ? errno : EIO));
	return EXIT_ERROR;
}

static int make(void *to)
{
	const struct request *request = to;
	static struct lm_plot plot;
	static struct input input;
	int ret, written = EXIT_OK, code = input_open(&input, request->path);

	if (code != EXIT_OK)
		return code;
	ret = gather(&plot, &input, request);
	if (ret != -ENOMEM)
		written = write_plot(&plot, &input, request);
	lm_plot_deinit(&plot);
	code = input_close(&input, ret);
	return written != EXIT_OK ? written : code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { .path = "recording.lowmark" };
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	return live_record_use(&request.live, &request.path, make, &request);
}

const struct command command_plot = {
	.name = "plot",
	.arguments = "[FILE]",
	.summary = "draw free pages against the marks over time",
	.details =
		"FILE is recording.lowmark if not given. Draws each zone's free pages and\n"
		"its watermarks, boost included, above lanes for the slow path, wakes, runs\n"
		"of kswapd and OOM; what was lost is grey. However long the recording, no\n"
		"extreme is left out. A .html file is one page that needs no network: drag\n"
		"to zoom, double-click to zoom out, click a stall to go there. Pages are\n"
		"drawn evenly up to the high mark and logarithmically above.\n"
		"Needs neither root nor the module, except with --live.",
	.options = options,
	.run = run,
};
