// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark report: summary tables of a recording, or the story of a wake.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "input.h"
#include "lib/expr.h"
#include "lib/keys.h"
#include "lib/story.h"
#include "live_record.h"
#include "manners.h"
#include "output.h"
#include "report_views.h"

/* What the command line asks for. */
struct request {
	const char *path;
	bool json;
	bool story;
	unsigned int top;
	struct lm_expr expr;
	struct lm_window window;
	struct live_record live;
	unsigned int by;
	unsigned int sort;
};

enum option { JSON, STORY, TOP, FILTER, TIME, BY, SORT, LIVE, DURATION };

static const struct option_desc options[] = {
	[JSON] = { "json", 'j', NULL, "print JSON" },
	[STORY] = { "story", 's', NULL,
		    "tell the story of the worst wake of kswapd" },
	[TOP] = { "top", 't', "N", "list N tasks and stalls, at most 64 (10)" },
	[FILTER] = { "filter", 'f', "EXPR",
		     "count only events for which this is true: 'order>=3'" },
	[TIME] = TIME_OPTION,
	[BY] = { "by", 'b', "WHAT",
		 "blame stalls by task, cgroup, order or gfp (task)" },
	[SORT] = { "sort", 'S', "KEY",
		   "sort these by sum, count, p50, p99, max or failed (sum)" },
	[LIVE] = LIVE_OPTION,
	[DURATION] = DURATION_OPTION,
	{ 0 }
};

/* One word of a list */
static int take_word(const struct command *self, const char *word,
		     const char *const words[], unsigned int nr,
		     unsigned int *index)
{
	char known[128] = "";
	unsigned int i;
	int used = 0;

	for (i = 0; i < nr; i++) {
		if (!strcmp(words[i], word)) {
			*index = i;
			return EXIT_OK;
		}
		used += snprintf(known + used, sizeof(known) - (size_t)used,
				 "%s%s", i ? ", " : "", words[i]);
	}
	return usage_error(self, "'%.60s' is not one of %s", word, known);
}

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;
	__u64 top;

	switch ((enum option)walk->index) {
	case JSON:
		request->json = true;
		return EXIT_OK;
	case STORY:
		request->story = true;
		return EXIT_OK;
	case TOP:
		if (!lm_parse_u64(walk->value, &top) || !top ||
		    top > LM_MOST_TOP)
			return usage_error(
				self, "'%.60s' is not a number from 1 to %d",
				walk->value, LM_MOST_TOP);
		request->top = (unsigned int)top;
		return EXIT_OK;
	case FILTER:
		return take_filter(self, &request->expr, walk->value);
	case TIME:
		return take_time(self, &request->window, walk->value);
	case BY:
		return take_word(self, walk->value, lm_blame_by, LM_NR_BY,
				 &request->by);
	case SORT:
		return take_word(self, walk->value, lm_blame_sort, LM_NR_SORT,
				 &request->sort);
	case LIVE:
		request->live.wanted = true;
		return EXIT_OK;
	case DURATION:
		return take_duration(self, &request->live, walk->value);
	}
	return EXIT_USAGE;
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
	if (request->json && request->story)
		return usage_error(self,
				   "--story is text; the wakes are in --json");
	if (walk.first < argc)
		request->path = argv[walk.first];
	return live_record_check(self, &request->live, walk.first < argc,
				 request->window.given);
}

static int print_story(const struct lm_report *report)
{
	const struct lm_worst_wakes *worst = &report->model.worst;
	char *text;

	if (!worst->nr) {
		puts("kswapd was not woken in this recording.");
		return 0;
	}
	text = lm_story_of_wake(&worst->list[0], report->names);
	if (!text)
		return -ENOMEM;
	fputs(text, stdout);
	free(text);
	return 0;
}

static int print_result(const struct lm_report *report,
			const struct request *request)
{
	if (request->story)
		return print_story(report);
	if (request->json)
		print_json(lm_report_json(report));
	else
		print_report(report,
			     request->live.wanted ? "live" : request->path,
			     stdout);
	return 0;
}

static int make(void *to)
{
	const struct request *request = to;
	static struct lm_report report;
	static struct input input;
	int ret, code = input_open(&input, request->path);

	if (code != EXIT_OK)
		return code;
	page_output();
	ret = lm_report_make(&report, &input.rec, &input.names, &input.merge,
			     request->expr.nr ? &request->expr : NULL,
			     &request->window);
	report.top = request->top;
	report.by = request->by;
	report.sort = request->sort;
	if (ret != -ENOMEM && print_result(&report, request))
		ret = -ENOMEM;
	fflush(stdout);
	lm_report_deinit(&report);
	return input_close(&input, ret);
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { .path = "recording.lowmark", .top = 10 };
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	return live_record_use(&request.live, &request.path, make, &request);
}

const struct command command_report = {
	.name = "report",
	.arguments = "[FILE]",
	.summary = "print summary tables of a recording",
	.details =
		"FILE is recording.lowmark if not given. Needs neither root nor the\n"
		"module, except with --live. Tells why kswapd woke, which requests to wake it were refused,\n"
		"how long the slow path took, and how the zones stood.\n"
		"EXPR is as 'lowmark trace --help' tells.",
	.options = options,
	.run = run,
};
