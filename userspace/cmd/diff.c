// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark diff: two recordings, or two groups of them, side by side.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "compare_view.h"
#include "input.h"
#include "live_record.h"
#include "output.h"

/* What the command line asks for. */
struct request {
	bool json;
	struct live_record live;
	const char *recorded;
	const char *const *paths[2];
	struct compared_side sides[2];
	int code;
};

enum option { JSON, LIVE, DURATION };

static const struct option_desc options[] = {
	[JSON] = { "json", 'j', NULL, "print JSON" },
	[LIVE] = { "live", 'l', NULL,
		   "record now, and compare with that: it is side B" },
	[DURATION] = DURATION_OPTION,
	{ 0 }
};

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;

	switch ((enum option)walk->index) {
	case JSON:
		request->json = true;
		return EXIT_OK;
	case LIVE:
		request->live.wanted = true;
		return EXIT_OK;
	case DURATION:
		return take_duration(self, &request->live, walk->value);
	}
	return EXIT_USAGE;
}

/* Return: false if there is nothing to compare; sets the exit code. */
static bool take_file(struct compared_side *side, unsigned int run,
		      const char *path, int *code)
{
	static struct lm_report report;
	static struct input input;
	double values[LM_NR_COMPARED];
	unsigned int i;
	int ret;

	*code = input_open(&input, path);
	if (*code != EXIT_OK)
		return false;
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
	*code = input_close(&input, ret);
	return *code == EXIT_OK || *code == EXIT_DATA;
}

/* What could be read of a damaged recording is compared all the same. */
static bool take_side(struct compared_side *side, const char *const *paths,
		      int *code)
{
	unsigned int i;
	int got;

	for (i = 0; i < side->nr; i++) {
		if (!take_file(side, i, paths[i], &got)) {
			*code = got;
			return false;
		}
		if (got != EXIT_OK)
			*code = got;
	}
	return true;
}

/* Return: -1 to go on, else the exit code. */
static int split(const struct command *self, int argc, char *argv[],
		 struct request *request)
{
	const char *const *paths = (const char *const *)argv;
	struct compared_side *a = &request->sides[0], *b = &request->sides[1];
	int i;

	for (i = 0; i < argc; i++)
		if (!strcmp(argv[i], "--"))
			break;
	if (request->live.wanted && (!argc || i < argc))
		return usage_error(self,
				   "with --live give the recordings of side A");
	if (!request->live.wanted && i == argc && argc != 2)
		return usage_error(
			self,
			"give two recordings, or two groups with -- between; options stand before them");
	a->nr = request->live.wanted || i < argc ? (unsigned int)i : 1;
	b->nr = i < argc ? (unsigned int)(argc - i - 1) : 1;
	request->paths[0] = paths;
	request->paths[1] = i < argc ? paths + i + 1 : paths + 1;
	if (request->live.wanted)
		request->paths[1] = &request->recorded;
	if (!a->nr || !b->nr || a->nr > COMPARED_RUNS || b->nr > COMPARED_RUNS)
		return usage_error(self, "each side takes 1 to %d recordings",
				   COMPARED_RUNS);
	return -1;
}

static int compare(void *to)
{
	struct request *request = to;
	struct compared_side *sides = request->sides;

	if (!take_side(&sides[1], request->paths[1], &request->code))
		return request->code;
	if (request->json)
		print_json(compare_json(sides));
	else
		compare_print(sides);
	return request->code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	static struct request request;
	struct option_walk walk = { 0 };
	unsigned int i;
	int code = take_options(self, argc, argv, &walk, take_option, &request);

	if (code >= 0)
		return code;
	code = live_record_check(self, &request.live, false, false);
	if (code < 0)
		code = split(self, argc - walk.first, argv + walk.first,
			     &request);
	if (code >= 0)
		return code;
	if (take_side(&request.sides[0], request.paths[0], &request.code))
		code = live_record_use(&request.live, &request.recorded,
				       compare, &request);
	else
		code = request.code;
	for (i = 0; i < 2; i++) {
		free(request.sides[i].meta);
		free(request.sides[i].zones);
	}
	return code;
}

const struct command command_diff = {
	.name = "diff",
	.arguments = "A B | A... -- B... | --live A...",
	.summary = "compare two recordings, or two groups of them",
	.details =
		"Shows the settings that differ and how wakes, the slow path, kswapd and\n"
		"margins changed. With 3 or more recordings on each side it also tells\n"
		"whether a figure changed by more than noise: each value of one side is\n"
		"above each of the other, a test of ranks that assumes nothing about how\n"
		"values spread. Compared are medians; settings are those of the first\n"
		"recording of each side. With --live, B is what happens now: it shows what is\n"
		"different from when all was well.",
	.options = options,
	.run = run,
};
