// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark stat: a line of figures per interval, from a recording or live.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "child.h"
#include "command.h"
#include "feed.h"
#include "input.h"
#include "lib/debugfs.h"
#include "lib/keys.h"
#include "lib/units.h"
#include "signals.h"
#include "stat_lines.h"

#define ROUND_MS 100
#define SHORTEST_NS 1000000

/* What the command line asks for. */
struct request {
	const char *path;
	bool json;
	const char *only;
	__u64 step_ns;
	__u64 duration_ns;
	char **command;
	struct lm_window window;
};

enum option { INTERVAL, DURATION, JSON, TIME, ONLY };

static const struct option_desc options[] = {
	[INTERVAL] = { "interval", 'i', "TIME",
		       "print a line every TIME, at least 1ms (1s)" },
	[DURATION] = { "duration", 'd', "TIME",
		       "end after TIME: 10s, 500ms, 2m" },
	[JSON] = { "json", 'j', NULL, "print one JSON object per line" },
	[TIME] = TIME_OPTION,
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
		    request->step_ns >= SHORTEST_NS)
			return EXIT_OK;
		return usage_error(
			self,
			"'%.60s' is not an interval of at least 1ms; try 1s or 100ms",
			walk->value);
	case DURATION:
		if (!lm_parse_time(walk->value, &request->duration_ns) &&
		    request->duration_ns)
			return EXIT_OK;
		return usage_error(
			self, "'%.60s' is not a duration; try 10s or 500ms",
			walk->value);
	case JSON:
		request->json = true;
		return EXIT_OK;
	case TIME:
		return take_time(self, &request->window, walk->value);
	case ONLY:
		request->only = walk->value;
		return EXIT_OK;
	}
	return EXIT_USAGE;
}

static int take_arguments(const struct command *self, int argc, char *argv[],
			  int first, struct request *request)
{
	if (first == argc)
		return -1;
	if (!strcmp(argv[first - 1], "--")) {
		request->command = argv + first;
		return -1;
	}
	if (first + 1 < argc)
		return usage_error(
			self,
			"unexpected argument '%.60s'; options stand before the file, a command after --",
			argv[first + 1]);
	if (request->duration_ns)
		return usage_error(self, "--duration is for live figures");
	if (request->only)
		return usage_error(self, "--only is for live figures");
	request->path = argv[first];
	return -1;
}

/* Return: -1 to go on, else the exit code. */
static int parse(const struct command *self, int argc, char *argv[],
		 struct request *request)
{
	struct option_walk walk = { 0 };
	int code = take_options(self, argc, argv, &walk, take_option, request);

	if (code >= 0)
		return code;
	code = take_arguments(self, argc, argv, walk.first, request);
	if (code < 0 && request->window.given && !request->path)
		return usage_error(self, "--time is of a recording: name it");
	return code;
}

static int stat_file(const struct request *request, struct stat_lines *lines)
{
	static struct input input;
	const struct lm_event *event;
	struct lm_event clipped;
	__u64 end_ns = 0, last_ns = 0;
	int ret = input_open(&input, request->path);

	if (ret != EXIT_OK)
		return ret;
	input_along(&input);
	lines->names = &input.names;
	lines->meta = lm_recording_text(&input.rec, LOWMARK_SECTION_META);
	lines->caps = lm_recording_text(&input.rec, LOWMARK_SECTION_CAPS);
	lines->stats = lm_recording_text(&input.rec, LOWMARK_SECTION_STATS);
	lm_key_u64(lines->meta, "start_ns", &lines->begin_ns);
	input_only(&input, &request->window);
	lines->begin_ns = lm_window_begin(&input.window, lines->begin_ns);
	lines->at_ns = lines->begin_ns;
	while ((ret = input_next(&input, &event)) > 0) {
		/* A loss may end after the part that is wanted. */
		clipped = *event;
		clipped.time_ns = lm_window_end(&input.window, event->time_ns);
		stat_event(lines, &clipped);
		last_ns = clipped.time_ns;
	}
	lm_key_u64(lm_recording_text(&input.rec, LOWMARK_SECTION_END), "end_ns",
		   &end_ns);
	end_ns = lm_window_end(&input.window,
			       end_ns > last_ns ? end_ns : last_ns);
	stat_end(lines, end_ns);
	return input_close(&input, ferror(stdout) ? -EPIPE : ret);
}

/* Return: false when a signal or the end of the command ends this. */
static bool wait_round(int signals, struct child *child)
{
	struct pollfd fd = { .fd = signals, .events = POLLIN };
	struct signalfd_siginfo info;

	if (poll(&fd, 1, ROUND_MS) <= 0 ||
	    read(signals, &info, sizeof(info)) != sizeof(info))
		return true;
	return info.ssi_signo == SIGCHLD && !child_ended(child);
}

static int take_events(struct feed *feed, struct stat_lines *lines)
{
	const struct lm_event *event;
	int ret;

	while ((ret = lm_merge_next(&feed->merge, feed->horizon, &event)) > 0)
		stat_event(lines, event);
	if (!ret)
		stat_until(lines, feed->horizon);
	fflush(stdout);
	return ret;
}

/* Whoever had recording on before has it on now; it ended all the same. */
static int take_last(struct feed *feed, struct stat_lines *lines, __u64 end_ns)
{
	const struct lm_event *event;
	struct lm_event clipped;
	int ret = feed_last(feed);

	while (!ret &&
	       (ret = lm_merge_next(&feed->merge, feed->horizon, &event)) > 0) {
		ret = 0;
		clipped = *event;
		/* What tells of a loss may be newer than the loss. */
		if (event->loss && event->time_ns > end_ns)
			clipped.time_ns = end_ns;
		if (clipped.time_ns <= end_ns)
			stat_event(lines, &clipped);
	}
	return ret;
}

static int live_loop(struct feed *feed, struct stat_lines *lines,
		     __u64 until_ns, int signals, struct child *child)
{
	char *stats = NULL;
	int ret = 0;
	__u64 end_ns;

	while (!ret && !ferror(stdout) && wait_round(signals, child) &&
	       clock_ns(CLOCK_MONOTONIC) < until_ns) {
		ret = feed_fill(feed);
		if (!ret)
			ret = take_events(feed, lines);
	}
	session_switch_off(feed->live.session);
	end_ns = clock_ns(CLOCK_MONOTONIC);
	if (!ret)
		ret = take_last(feed, lines, end_ns);
	session_settings_back(feed->live.session);
	lm_debugfs_read("stats", &stats, NULL);
	lines->stats = stats ? stats : "";
	if (!ferror(stdout))
		stat_end(lines, end_ns);
	free(stats);
	return ret;
}

static int run_session(struct session *session, const struct request *request,
		       struct stat_lines *lines)
{
	struct child child = { 0 };
	__u64 until_ns = ~0ull;
	struct feed feed;
	sigset_t before;
	char *caps = NULL;
	int signals = child_signals(&before);
	int ret, code = session_start(session);

	if (code == EXIT_OK && request->command)
		code = child_start(&child, request->command, &before);
	if (code != EXIT_OK)
		return code;
	/* What is observed is only known while it is. */
	lm_debugfs_read("caps", &caps, NULL);
	lines->caps = caps ? caps : "";
	if (request->duration_ns)
		until_ns = session->start_ns + request->duration_ns;
	lines->begin_ns = session->start_ns;
	lines->at_ns = session->start_ns;
	ret = feed_init(&feed, session);
	if (!ret)
		ret = live_loop(&feed, lines, until_ns, signals, &child);
	feed_deinit(&feed);
	child_stop(&child);
	free(caps);
	if (ret && !ferror(stdout)) {
		print_error("cannot go on: %s", strerror(-ret));
		return EXIT_ERROR;
	}
	return child.status;
}

static int stat_live(const struct request *request, struct stat_lines *lines)
{
	static struct lm_names names;
	struct session session;
	int code = session_open(&session);

	if (code != EXIT_OK)
		return code;
	session.wanted[SESSION_FILTER] = request->only;
	lines->names = &names;
	code = feed_names(&names);
	if (code == EXIT_OK)
		code = run_session(&session, request, lines);
	session_close(&session);
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { .step_ns = NSEC_PER_SEC };
	static struct stat_lines lines = { .meta = "" };
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	lines.json = request.json;
	lines.step_ns = request.step_ns;
	return request.path ? stat_file(&request, &lines) :
			      stat_live(&request, &lines);
}

const struct command command_stat = {
	.name = "stat",
	.arguments = "[FILE | -- COMMAND [ARGUMENT]...]",
	.summary = "print a line of figures per interval, and a summary",
	.details =
		"Of a recording, or live until COMMAND has ended, or the time is over,\n"
		"or SIGINT comes. Columns: wakes of kswapd and refused ones, runs of the\n"
		"slow path that ended, their 99th percentile and maximum, direct\n"
		"reclaims, LRU pages that kswapd scanned and reclaimed, the smallest\n"
		"margin to the low watermark (with boost and reserve) that was recorded\n"
		"and its zone, records lost. A '-' is what there was none of, n/a what\n"
		"this kernel or recording does not tell. The last line may stand for\n"
		"less than an interval. If COMMAND fails, its exit status is that of\n"
		"lowmark: 127 if there is no such command, 126 if it cannot be executed,\n"
		"128 and N after signal N.",
	.options = options,
	.run = run,
};
