// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark trace: every event as a line, from a recording or live.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "feed.h"
#include "input.h"
#include "lib/expr.h"
#include "lib/filter.h"
#include "lib/keys.h"
#include "lib/render.h"
#include "lib/units.h"
#include "live_source.h"
#include "manners.h"
#include "signals.h"

#define ROUND_MS 200
#define HOLD_BACK_NS 10000000 /* for records not yet complete */

/* What the command line asks for. */
struct request {
	const char *path;
	bool json;
	const char *only;
	struct lm_filter filter;
	struct lm_expr expr;
	struct lm_window window;
};

enum option { JSON, EVENTS, PID, CPU, FILTER, TIME, ONLY };

static const struct option_desc options[] = {
	[JSON] = { "json", 'j', NULL, "print one JSON object per line" },
	[EVENTS] = { "events", 'e', "LIST",
		     "only these events, for example check,wake" },
	[PID] = { "pid", 'p', "PID", "only this thread or process" },
	[CPU] = { "cpu", 'c', "LIST", "only these CPUs, for example 0,3-5" },
	[FILTER] = { "filter", 'f', "EXPR",
		     "only if true, for example 'order>=3 && comm==dd'" },
	[TIME] = TIME_OPTION,
	[ONLY] = { "only", 0, "FILTERS", ONLY_HELP },
	{ 0 }
};

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;
	struct lm_filter *filter = &request->filter;
	const char *bad;
	size_t len;
	__u64 pid;

	switch ((enum option)walk->index) {
	case JSON:
		request->json = true;
		return EXIT_OK;
	case EVENTS:
		if (!lm_filter_events(filter, walk->value, &bad, &len))
			return EXIT_OK;
		return usage_error(
			self,
			"there is no event '%.*s'; names are those of records: slow_begin, slow_end, check, wake",
			len < 60 ? (int)len : 60, bad);
	case PID:
		filter->by_pid = true;
		if (!lm_parse_u64(walk->value, &pid) || pid > INT32_MAX)
			return usage_error(self, "'%.60s' is not a PID",
					   walk->value);
		filter->pid = (__u32)pid;
		return EXIT_OK;
	case CPU:
		filter->by_cpu = true;
		if (!lm_parse_list(walk->value, filter->cpus, LM_MAX_CPUS))
			return EXIT_OK;
		return usage_error(self, "'%.60s' is not a list of CPUs",
				   walk->value);
	case FILTER:
		return take_filter(self, &request->expr, walk->value);
	case TIME:
		return take_time(self, &request->window, walk->value);
	case ONLY:
		request->only = walk->value;
		return EXIT_OK;
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
	request->path = argv[walk.first];
	if (request->window.given && !request->path)
		return usage_error(self, "--time is of a recording: name it");
	if (request->only && request->path)
		return usage_error(
			self,
			"--only is for the kernel; --filter chooses from a recording");
	return -1;
}

/* Return: 0 or a negative errno. */
static int print_event(const struct lm_event *event,
		       const struct request *request,
		       const struct lm_names *names)
{
	static char line[LM_RENDER_SIZE + 1];
	size_t len;

	if (!lm_filter_wants(&request->filter, event) ||
	    !lm_expr_wants(&request->expr, event, names))
		return 0;
	if (request->json)
		len = lm_render_json(line, names, event);
	else
		len = lm_render_text(line, names, event);
	line[len] = '\n';
	return fwrite(line, 1, len + 1, stdout) == len + 1 ? 0 : -errno;
}

/* Return: as lm_merge_next() when there is no more. */
static int print_events(struct lm_merge *merge, __u64 horizon,
			const struct request *request,
			const struct lm_names *names)
{
	const struct lm_event *event;
	int ret;

	while ((ret = lm_merge_next(merge, horizon, &event)) > 0) {
		ret = print_event(event, request, names);
		if (ret)
			return ret;
	}
	return ret;
}

static int print_recorded(struct input *input, const struct request *request)
{
	const struct lm_event *event;
	int ret;

	input_only(input, &request->window);
	while ((ret = input_next(input, &event)) > 0) {
		ret = print_event(event, request, &input->names);
		if (ret)
			return ret;
	}
	return ret;
}

static int trace_file(const struct request *request)
{
	static struct input input;
	int ret = input_open(&input, request->path);

	if (ret != EXIT_OK)
		return ret;
	page_output();
	input_along(&input);
	ret = print_recorded(&input, request);
	/* Writing that failed is noticed when standard output is closed. */
	return input_close(&input, ferror(stdout) ? -EPIPE : ret);
}

/* Wait for a ring or the end of a round. Return: false when told to end. */
static bool wait_round(const struct session *session, struct pollfd *fds)
{
	unsigned int nr = session->rings.nr;

	if (poll(fds, nr + 1, ROUND_MS) < 0)
		return errno == EINTR;
	return !fds[0].revents;
}

static struct pollfd *make_fds(const struct session *session, int signals)
{
	struct pollfd *fds = calloc(session->rings.nr + 1, sizeof(*fds));
	unsigned int i;

	if (!fds)
		return NULL;
	fds[0].fd = signals;
	for (i = 0; i < session->rings.nr; i++)
		fds[i + 1].fd = session->rings.rings[i].fd;
	for (i = 0; i <= session->rings.nr; i++)
		fds[i].events = POLLIN;
	return fds;
}

/* What was read is printed as soon as nothing older can come. */
static int print_round(struct live_source *live, struct lm_merge *merge,
		       const struct request *request,
		       const struct lm_names *names)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC);
	int ret = live_source_drain(live);

	if (!ret)
		ret = lm_merge_refill(merge);
	if (!ret)
		ret = print_events(merge, now - HOLD_BACK_NS, request, names);
	if (!ret && fflush(stdout))
		ret = -errno;
	return ret;
}

static int live_loop(struct live_source *live, struct lm_merge *merge,
		     const struct request *request,
		     const struct lm_names *names, int signals)
{
	struct pollfd *fds = make_fds(live->session, signals);
	int ret = fds ? 0 : -ENOMEM;

	if (isatty(STDERR_FILENO))
		fputs("Tracing ... hit Ctrl-C to end.\n", stderr);
	while (!ret && wait_round(live->session, fds))
		ret = print_round(live, merge, request, names);
	session_switch_off(live->session);
	if (!ret)
		ret = live_source_drain(live);
	session_settings_back(live->session);
	if (!ret)
		ret = lm_merge_refill(merge);
	if (!ret)
		ret = print_events(merge, LM_FOREVER, request, names);
	free(fds);
	return ret;
}

static int trace_session(struct session *session, const struct request *request,
			 const struct lm_names *names, int signals)
{
	struct live_source live;
	struct lm_merge merge = { 0 };
	int ret = live_source_init(&live, session);

	if (!ret)
		ret = lm_merge_init(&merge, &live.source);
	if (!ret)
		ret = live_loop(&live, &merge, request, names, signals);
	lm_merge_deinit(&merge);
	live_source_deinit(&live);
	return ret;
}

static int trace_live(const struct request *request)
{
	static struct lm_names names;
	struct session session;
	int signals = end_signals();
	int ret = 0, code = session_open(&session);

	if (code != EXIT_OK)
		return code;
	session.wanted[SESSION_FILTER] = request->only;
	code = feed_names(&names);
	if (code == EXIT_OK)
		code = session_start(&session);
	if (code == EXIT_OK) {
		ret = trace_session(&session, request, &names, signals);
		if (ret && !ferror(stdout)) {
			print_error("cannot go on: %s", strerror(-ret));
			code = EXIT_ERROR;
		}
	}
	session_close(&session);
	if (ret == -EPIPE) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
	}
	return code;
}

static int run(const struct command *self, int argc, char *argv[])
{
	static struct request request;
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	return request.path ? trace_file(&request) : trace_live(&request);
}

const struct command command_trace = {
	.name = "trace",
	.arguments = "[FILE]",
	.summary = "print every event, from a recording or live",
	.details =
		"Without FILE, prints what the module records until SIGINT, in order of\n"
		"time. Switches recording on if it is off, and off again at the end.\n"
		"\n"
		"EXPR compares fields of the records, and event, comm, pid, tgid, cpu and\n"
		"time, with ==, !=, <, <=, > and >=, joined by &&, ||, ! and ( ). Values\n"
		"are numbers, times (20ms), names as printed, or in quotes. A comparison\n"
		"with a field that a record does not have is false.",
	.options = options,
	.run = run,
};
