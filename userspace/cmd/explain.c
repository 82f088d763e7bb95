// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark explain: the way of an allocation through the allocator, with the
 * numbers it would meet now or would have met in a recording.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "explain_view.h"
#include "input.h"
#include "lib/keys.h"
#include "live.h"
#include "output.h"

#define MOST_ORDER 10 /* MAX_PAGE_ORDER as distributions build kernels */
#define ANY_NODE 1024 /* MAX_NUMNODES, as they do */

/* What the command line asks for. */
struct wish {
	const char *path;
	bool json;
	bool start;
	struct lm_request request;
};

enum option { JSON, ORDER, GFP, NODE, START };

static const struct option_desc options[] = {
	[JSON] = { "json", 'j', NULL, "print JSON" },
	[ORDER] = { "order", 'o', "N", "order asked for, 0 to 10 (0)" },
	[GFP] = { "gfp", 'g', "FLAGS", "flags, joined by | (GFP_KERNEL)" },
	[NODE] = { "node", 'n', "N", "node to begin with (the first)" },
	[START] = { "start", 's', NULL,
		    "take the begin of the recording, not its end" },
	{ 0 }
};

static int take_number(const struct command *self, const char *value,
		       __u64 most, unsigned int *number)
{
	__u64 got;

	if (!lm_parse_u64(value, &got) || got > most)
		return usage_error(self,
				   "'%.60s' is not a number from 0 to %llu",
				   value, most);
	*number = (unsigned int)got;
	return EXIT_OK;
}

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct wish *wish = to;
	struct lm_request *request = &wish->request;

	switch ((enum option)walk->index) {
	case JSON:
		wish->json = true;
		return EXIT_OK;
	case ORDER:
		return take_number(self, walk->value, MOST_ORDER,
				   &request->order);
	case NODE:
		return take_number(self, walk->value, ANY_NODE - 1,
				   &request->node);
	case START:
		wish->start = true;
		return EXIT_OK;
	case GFP:
		if (!lm_request_gfp(request, walk->value))
			return EXIT_OK;
		return usage_error(
			self,
			"'%.60s' are no gfp flags known here; try GFP_KERNEL, GFP_ATOMIC, GFP_NOWAIT, GFP_DMA32 or GFP_HIGHUSER_MOVABLE, or flags as stories show them",
			walk->value);
	}
	return EXIT_USAGE;
}

/* Return: -1 to go on, else the exit code. */
static int parse(const struct command *self, int argc, char *argv[],
		 struct wish *wish)
{
	struct option_walk walk = { 0 };
	int code;

	wish->request.node = ANY_NODE;
	lm_request_gfp(&wish->request, "GFP_KERNEL");
	code = take_options(self, argc, argv, &walk, take_option, wish);
	if (code >= 0)
		return code;
	if (walk.first + 1 < argc)
		return usage_error(self, "unexpected argument '%.60s'",
				   argv[walk.first + 1]);
	wish->path = walk.first < argc ? argv[walk.first] : NULL;
	if (wish->start && !wish->path)
		return usage_error(self, "--start needs a recording");
	return -1;
}

/* If none is given: the first node with memory. Return: has it any? */
static bool choose_node(struct lm_request *request, const struct lm_zone *zones,
			int nr)
{
	bool any = request->node == ANY_NODE;
	int i;

	if (any)
		request->node = 0;
	for (i = 0; i < nr; i++) {
		if (!zones[i].managed ||
		    (!any && request->node != zones[i].node))
			continue;
		request->node = zones[i].node;
		return true;
	}
	return false;
}

static int show(const struct wish *wish, const char *text,
		const struct lm_format *format, const char *when)
{
	struct lm_request request = wish->request;
	struct lm_explanation explanation;
	struct lm_zone *zones;
	int ret, nr = lm_zones_parse(text, &zones);

	if (nr < 0) {
		print_error("the state of the zones is missing or damaged");
		return EXIT_DATA;
	}
	if (!choose_node(&request, zones, nr)) {
		print_error(
			"there is no node %u with memory; 'lowmark zones' shows those that have some",
			request.node);
		free(zones);
		return EXIT_ERROR;
	}
	ret = lm_explain(&explanation, &request, lm_rules_of(format), format,
			 zones, (unsigned int)nr);
	if (ret == -EINVAL)
		print_error("there is no zone that such a request may use");
	else if (ret)
		print_error("%s", strerror(-ret));
	else if (wish->json)
		print_json(explanation_json(&explanation, &request, when));
	else
		print_explanation(&explanation, &request, when, stdout);
	if (!ret)
		lm_explanation_deinit(&explanation);
	free(zones);
	return ret ? EXIT_ERROR : EXIT_OK;
}

static int explain_file(const struct wish *wish)
{
	static struct input input;
	const char *text, *when = "at the end of the recording";
	int code = input_open(&input, wish->path);

	if (code != EXIT_OK)
		return code;
	text = lm_recording_text(&input.rec, LOWMARK_SECTION_ZONES_END);
	if (wish->start || !*text) {
		text = lm_recording_text(&input.rec,
					 LOWMARK_SECTION_ZONES_START);
		when = "at the start of the recording";
	}
	code = show(wish, text, &input.names.format, when);
	/* Only texts were read: nothing can be said of the events. */
	if (input_close(&input, -EPIPE) != EXIT_OK)
		return EXIT_DATA;
	return code;
}

static int explain_now(const struct wish *wish)
{
	static struct lm_names names;
	char *zones, *format;
	int code = read_module_file("zones", &zones);

	if (code != EXIT_OK)
		return code;
	code = read_module_file("format", &format);
	if (code == EXIT_OK) {
		if (lm_names_init(&names, format, zones)) {
			print_error("%s", names.format.fault);
			code = EXIT_DATA;
		} else {
			code = show(wish, zones, &names.format, "now");
		}
		free(format);
	}
	free(zones);
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	static struct wish wish;
	int code = parse(self, argc, argv, &wish);

	if (code >= 0)
		return code;
	return wish.path ? explain_file(&wish) : explain_now(&wish);
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "[FILE]",
	.summary = "show the way of an allocation with each zone's numbers",
	.details =
		"Tells what an allocation would meet now: the checks of the fast path at\n"
		"the low watermark, of the slow path at min, and of kswapd at high, by the\n"
		"kernel's own arithmetic. With FILE the zones are those of that recording,\n"
		"at its end or --start; this needs neither root nor the module.",
	.options = options,
	.run = run,
};
