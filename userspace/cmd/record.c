// SPDX-License-Identifier: GPL-2.0-only
/*
 * lowmark record: write what the module records to a file.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "flight_options.h"
#include "lib/debugfs.h"
#include "lib/keys.h"
#include "lib/units.h"
#include "metadata.h"
#include "output.h"
#include "progress.h"
#include "record_views.h"
#include "recorder.h"
#include "signals.h"

/* What the command line asks for. */
struct request {
	const char *path;
	__u64 duration_ns;
	__u64 max_bytes;
	const char *wanted[SESSION_SETTINGS];
	bool json;
	bool flight;
	const char *flight_only; /* the first option that needs --flight */
	struct flight_request to_wait;
	char **command;
};

enum option {
	OUTPUT,
	DURATION,
	MAX_SIZE,
	ONLY,
	EVENTS,
	CHECKS,
	STACK,
	JSON,
	FLIGHT,
	ON,
	KEEP,
	POST,
	MAX,
	EXEC
};

static const struct option_desc options[] = {
	[OUTPUT] = { "output", 'o', "FILE",
		     "write to FILE (recording.lowmark); --flight: to that directory (.)" },
	[DURATION] = { "duration", 'd', "TIME",
		       "end after TIME: 10s, 500ms, 2m" },
	[MAX_SIZE] = { "max-size", 'm', "SIZE",
		       "end when the file has about SIZE: 64M, 1G" },
	[ONLY] = { "only", 0, "FILTERS", ONLY_HELP },
	[EVENTS] = { "events", 0, "LIST",
		     "let it record only these events: slow,wake,kswapd" },
	[CHECKS] = { "checks", 0, "WHICH",
		     "which watermark checks: matter (default), failed or all" },
	[STACK] = { "stack", 0, NULL,
		    "with the kernel stack of each slow path run" },
	[JSON] = { "json", 'j', NULL,
		   "print the summary as JSON, to standard output" },
	[FLIGHT] = { "flight", 'f', NULL,
		     "wait for triggers, write a file for each incident" },
	[ON] = { "on", 0, "TRIGGERS",
		 "wait for these: stall>20ms,fail>=3,hopeless,below-min>1s,oom" },
	[KEEP] = { "keep", 0, "TIME", "keep TIME before an incident (30s)" },
	[POST] = { "post", 0, "TIME", "go on for TIME after it (200ms)" },
	[MAX] = { "max", 0, "N", "end after N incidents" },
	[EXEC] = { "exec", 0, "COMMAND",
		   "run COMMAND by the shell for each file, which is its $1" },
	{ 0 }
};

static int take_flight_option(const struct command *self,
			      struct request *request,
			      const struct option_walk *walk)
{
	struct flight_request *to_wait = &request->to_wait;

	if (!request->flight_only)
		request->flight_only = self->options[walk->index].name;
	switch ((enum option)walk->index) {
	case ON:
		return flight_take_on(self, to_wait, walk->value);
	case KEEP:
		return flight_take_keep(self, to_wait, walk->value);
	case POST:
		return flight_take_post(self, to_wait, walk->value);
	case MAX:
		return flight_take_max(self, to_wait, walk->value);
	default:
		to_wait->exec = walk->value;
		return EXIT_OK;
	}
}

static int take_option(const struct command *self, void *to,
		       const struct option_walk *walk)
{
	struct request *request = to;

	switch ((enum option)walk->index) {
	case OUTPUT:
		request->path = walk->value;
		return EXIT_OK;
	case DURATION:
		if (!lm_parse_time(walk->value, &request->duration_ns) &&
		    request->duration_ns)
			return EXIT_OK;
		return usage_error(
			self, "'%.60s' is not a duration; try 10s or 500ms",
			walk->value);
	case MAX_SIZE:
		if (!lm_parse_size(walk->value, &request->max_bytes) &&
		    request->max_bytes)
			return EXIT_OK;
		return usage_error(self, "'%.60s' is not a size; try 64M or 1G",
				   walk->value);
	case ONLY:
		request->wanted[SESSION_FILTER] = walk->value;
		return EXIT_OK;
	case EVENTS:
		request->wanted[SESSION_EVENTS] = walk->value;
		return EXIT_OK;
	case CHECKS:
		request->wanted[SESSION_CHECKS] = walk->value;
		return EXIT_OK;
	case STACK:
		request->wanted[SESSION_STACK] = "1";
		return EXIT_OK;
	case JSON:
		request->json = true;
		return EXIT_OK;
	case FLIGHT:
		request->flight = true;
		return EXIT_OK;
	default:
		return take_flight_option(self, request, walk);
	}
}

/* Return: -1 to go on, else the exit code. */
static int parse(const struct command *self, int argc, char *argv[],
		 struct request *request)
{
	struct option_walk walk = { 0 };
	int code = take_options(self, argc, argv, &walk, take_option, request);

	if (code >= 0)
		return code;
	request->command = argv + walk.first;
	if (request->flight_only && !request->flight)
		return usage_error(self, "--%s needs --flight",
				   request->flight_only);
	if (request->flight && request->max_bytes)
		return usage_error(
			self,
			"--flight writes files as large as the rings; not with --max-size");
	if (!request->path)
		request->path = request->flight ? "." : "recording.lowmark";
	return -1;
}

static int run_flight(const struct request *request)
{
	struct flight_request to_wait = request->to_wait;

	to_wait.dir = request->path;
	memcpy(to_wait.wanted, request->wanted, sizeof(to_wait.wanted));
	to_wait.command = request->command;
	to_wait.duration_ns = request->duration_ns;
	to_wait.json = request->json;
	if (!to_wait.keep_ns)
		to_wait.keep_ns = 30 * NSEC_PER_SEC;
	return flight_run(&to_wait);
}

static int file_error(const struct recorder *recorder, const char *path)
{
	char size[LM_UNIT_SIZE];

	if (recorder->error_cpu >= 0)
		print_error("cannot read the ring of CPU %d: %s; %s ends there",
			    recorder->error_cpu, strerror(-recorder->error),
			    path);
	else
		print_error(
			"cannot write %s: %s; the file can be read up to its first %s",
			path, strerror(-recorder->error),
			lm_show_size(size, recorder->writer.bytes));
	return EXIT_ERROR;
}

/* A ring four times as large, in the words of "control". */
static void advise(const struct recorder *recorder)
{
	const struct lm_rings *rings = &recorder->session->rings;
	__u64 kib = 1024;
	char word[64] = "";
	char *status;
	const char *before = "  lost on";
	unsigned int i;

	for (i = 0; i < rings->nr; i++) {
		if (!recorder->lost[i])
			continue;
		fprintf(stderr, "%s CPU %u: %llu", before, rings->rings[i].cpu,
			recorder->lost[i]);
		before = ",";
	}
	if (!lm_debugfs_read("status", &status, NULL)) {
		lm_key(status, "ring", word, sizeof(word));
		free(status);
	}
	word[strspn(word, "0123456789")] = '\0';
	lm_parse_u64(word, &kib);
	fprintf(stderr, "; larger rings help: echo size=%llu > %s/control\n",
		(4 * kib), lm_debugfs_path());
}

static void summarize(const struct recorder *recorder, const char *path)
{
	char size[LM_UNIT_SIZE];

	fprintf(stderr, "%s: %llu events, %llu lost, %s\n", path,
		recorder->events, recorder->total_lost,
		lm_show_size(size, recorder->writer.bytes));
	if (recorder->total_lost)
		advise(recorder);
}

/*
 * Take what is in the rings, and then put the settings back: what comes with others is
 * not in the file. Only then does another signal end it at once.
 */
static void finish(struct recorder *recorder)
{
	sigset_t ends;

	session_switch_off(recorder->session);
	if (!recorder->error)
		recorder_drain(recorder);
	session_settings_back(recorder->session);
	if (!recorder->interrupted)
		return;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_UNBLOCK, &ends, NULL);
}

/* The file is open and the command runs: record to the end. */
static void record(struct recorder *recorder, const struct request *request,
		   char *zones, int signals)
{
	int ret = write_begin(recorder, request->command, zones);

	if (ret) {
		recorder->error = ret;
		recorder->why = "error";
	}
	if (!is_quiet() && !recorder->error && !request->command[0] &&
	    !request->duration_ns && isatty(STDERR_FILENO))
		fputs("Recording ... hit Ctrl-C to end.\n", stderr);
	recorder_loop(recorder, signals);
	finish(recorder);
	if (!recorder->error || recorder->error_cpu >= 0)
		write_end(recorder);
	ret = lm_writer_close(&recorder->writer);
	if (ret && !recorder->error)
		recorder->error = ret;
}

/* Return: the exit code, after telling how it went. */
static int conclude(struct recorder *recorder, const struct request *request)
{
	child_stop(&recorder->child);
	if (recorder->error)
		return file_error(recorder, request->path);
	if (request->json)
		print_json(recorder_json(recorder, request->path));
	else if (!is_quiet())
		summarize(recorder, request->path);
	return strcmp(recorder->why, "command") ? EXIT_OK :
						  recorder->child.status;
}

/* Start everything; the old file is untouched until all of it has worked. */
static int start(struct recorder *recorder, const struct request *request,
		 int *signals)
{
	sigset_t before;
	int ret = lm_writer_open(&recorder->writer, request->path);

	if (ret) {
		print_error("cannot create %s: %s", request->path,
			    strerror(-ret));
		return EXIT_ERROR;
	}
	*signals = child_signals(&before);
	ret = session_start(recorder->session);
	if (ret == EXIT_OK && request->command[0])
		ret = child_start(&recorder->child, request->command, &before);
	if (ret != EXIT_OK)
		lm_writer_abandon(&recorder->writer, request->path);
	else if (request->duration_ns)
		recorder->until_ns =
			recorder->session->start_ns + request->duration_ns;
	recorder->max_bytes = request->max_bytes;
	return ret;
}

static int run_session(struct session *session, const struct request *request)
{
	struct recorder recorder;
	char *zones = NULL;
	int signals, ret;

	lm_debugfs_read("zones", &zones, NULL);
	if (recorder_init(&recorder, session)) {
		print_error("out of memory");
		ret = EXIT_ERROR;
	} else {
		ret = start(&recorder, request, &signals);
		if (ret == EXIT_OK) {
			record(&recorder, request, zones, signals);
			ret = conclude(&recorder, request);
		}
	}
	recorder_deinit(&recorder);
	free(zones);
	return ret;
}

static int run(const struct command *self, int argc, char *argv[])
{
	struct request request = { 0 };
	struct session session;
	int code = parse(self, argc, argv, &request);

	if (code >= 0)
		return code;
	if (request.flight)
		return run_flight(&request);
	code = session_open(&session);
	if (code != EXIT_OK)
		return code;
	memcpy(session.wanted, request.wanted, sizeof(session.wanted));
	code = run_session(&session, &request);
	session_close(&session);
	return code;
}

const struct command command_record = {
	.name = "record",
	.arguments = "[-- COMMAND [ARGUMENT]...]",
	.summary = "write what the module records to a file",
	.details =
		"Records until COMMAND has ended, or the time is over, or SIGINT, SIGTERM,\n"
		"SIGHUP or SIGQUIT comes. Switches recording on if it is off, and off\n"
		"again at the end. What was recorded before is dropped. A recorder that\n"
		"is killed leaves a file that can be read up to the last chunk it wrote.\n"
		"If COMMAND fails, its exit status is that of lowmark: 127 if there is no\n"
		"such command, 126 if it cannot be executed, 128 and N after signal N.\n\n"
		"With --flight nothing is written until a trigger fires. Then FILE, a\n"
		"directory, gets lowmark-<time>-<cause>.lowmark with what the rings held\n"
		"and what followed, and the triggers are armed again. Triggers:\n"
		"  stall>TIME      a run of the slow path took longer\n"
		"  fail>=ORDER     an allocation of that order or a higher one failed\n"
		"  hopeless        a node became hopeless: kswapd gave up on it\n"
		"  below-min>TIME  a zone was at or below its min watermark for longer\n"
		"  oom             the OOM killer chose a victim, not for a cgroup's limit\n"
		"  user            only 'echo trigger > control' fires",
	.options = options,
	.run = run,
};
