// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark top: zones, kswapd, stalls and wakers on a full screen.
 */
#include <stdbool.h>
#include <unistd.h>

#include "command.h"
#include "lib/units.h"
#include "signals.h"
#include "top_screen.h"

#define SHORTEST_NS 10000000
#define LONGEST_NS (3600 * 1000000000ull)

/* What the command line asks for. */
struct request {
	const char *path;
	const char *only;
	bool json;
	__u64 step_ns;
};

enum option { INTERVAL, JSON, ONLY };

static const struct option_desc options[] = {
	[INTERVAL] = { "interval", 'i', "TIME",
		       "refresh, or step in a file, every TIME (500ms)" },
	[JSON] = { "json", 'j', NULL,
		   "print one JSON object per line and picture" },
	[ONLY] = { "only", 0, "FILTERS", ONLY_HELP },
	{ 0 }
};

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;

	switch ((enum option)walk->index) {
	case INTERVAL:
		if (!lm_parse_time(walk->value, &request->step_ns) &&
		    request->step_ns >= SHORTEST_NS &&
		    request->step_ns <= LONGEST_NS)
			return EXIT_OK;
		return usage_error(
			self,
			"'%.60s' is not an interval of 10ms to 1h; try 1s",
			walk->value);
	case JSON:
		request->json = true;
		return EXIT_OK;
	case ONLY:
		request->only = walk->value;
		return EXIT_OK;
	}
	return EXIT_USAGE;
}

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
	request->path = argv[walk.first];
	if (request->path && request->only)
		return usage_error(self, "--only is for a live view");
	return -1;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { .step_ns = 500000000 };
	static struct top_source source;
	int code = parse(self, argc, argv, &request), closed, signals, ret = 1;

	if (code >= 0)
		return code;
	if (!request.json &&
	    (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))) {
		print_error(
			"top needs a terminal, or --json; 'lowmark stat' prints similar figures as lines");
		return EXIT_UNAVAILABLE;
	}
	signals = end_signals();
	source.path = request.path;
	source.only = request.only;
	source.stories = !request.json;
	code = top_source_open(&source);
	if (code == EXIT_OK)
		code = request.json ? top_json(&source, signals,
					       request.step_ns, &ret) :
				      top_screen(&source, signals,
						 request.step_ns, &ret);
	closed = top_source_close(&source, ret);
	return code != EXIT_OK ? code : closed;
}

const struct command command_top = {
	.name = "top",
	.arguments = "[FILE]",
	.summary = "watch zones, kswapd, stalls and wakers on a full screen",
	.details =
		"Live, or of a recording step by step. Keys: arrows select a line, enter\n"
		"tells its story, s sorts, z shows one zone, space pauses (meanwhile rings\n"
		"may overflow), n steps in a recording, h helps, q quits. While another\n"
		"reader has the rings only the zones are shown. With --json no terminal is needed: live a line comes at\n"
		"each interval until SIGINT, of a recording for each step to its end.\n"
		"Without a terminal or the module the exit status is 3.",
	.options = options,
	.run = run,
};
