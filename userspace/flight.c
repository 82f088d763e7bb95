// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flight recorder: wait for what fires, write a file for each incident.
 * While nothing fires it sleeps, and nothing is written.
 */
#include "flight.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "incident.h"
#include "lib/clean.h"
#include "lib/debugfs.h"
#include "lib/keys.h"
#include "lib/units.h"
#include "lib/zones.h"
#include "live.h"
#include "output.h"
#include "progress.h"
#include "record_views.h"
#include "session.h"
#include "signals.h"

/* The flight recorder at work. */
struct flight {
	const struct flight_request *request;
	struct session session;
	struct child child;
	sigset_t signals_before;
	char *zones; /* when waiting began */
	char triggers_before[FLIGHT_TRIGGERS];
	char post_before[32];
	bool was_discarding;
	unsigned int execs; /* commands of --exec that run */
	__u64 until_ns;
	__u64 incidents;
	const char *why; /* what ended it; NULL before */
	int code;
};

static int command(const char *text)
{
	char *why;

	if (!lm_debugfs_command(text, &why))
		return EXIT_OK;
	print_error("the module refuses '%s': %s", text,
		    why ? why : "out of memory");
	free(why);
	return EXIT_ERROR;
}

static int command_value(const char *name, const char *value)
{
	char text[FLIGHT_TRIGGERS + 16];

	snprintf(text, sizeof(text), "%s=%s", name, value);
	return command(text);
}

/* Note what the module is set to, to leave it so. */
static int note_settings(struct flight *flight, struct incident *waiting)
{
	char mode[16] = "";
	char *text;
	int code = incident_read(waiting);

	if (code != EXIT_OK)
		return code;
	code = read_module_file("status", &text);
	if (code != EXIT_OK)
		return code;
	lm_key(text, "mode", mode, sizeof(mode));
	free(text);
	flight->was_discarding = !strcmp(mode, "discard");
	snprintf(flight->triggers_before, sizeof(flight->triggers_before), "%s",
		 waiting->triggers);
	snprintf(flight->post_before, sizeof(flight->post_before), "%lluns",
		 waiting->post_ns);
	return EXIT_OK;
}

static void restore_settings(struct flight *flight)
{
	if (flight->request->triggers[0])
		command_value("trigger", flight->triggers_before);
	if (flight->request->has_post)
		command_value("post", flight->post_before);
	if (flight->was_discarding)
		command("mode=discard");
}

/* Run the user's command with the file's name; it is not waited for here. */
static void run_exec(struct flight *flight, const struct incident *incident)
{
	const char *const argv[] = {
		"sh",	   "-c",	   flight->request->exec,
		"lowmark", incident->path, NULL
	};
	struct child child;

	setenv("LOWMARK_FILE", incident->path, 1);
	setenv("LOWMARK_CAUSE", incident->cause, 1);
	if (child_start(&child, (char **)argv, &flight->signals_before) ==
	    EXIT_OK)
		flight->execs++;
}

static void reap_execs(struct flight *flight, int flags)
{
	int status;

	if (child_ended(&flight->child))
		flight->why = "command";
	while (flight->execs && waitpid(-1, &status, flags) > 0) {
		flight->execs--;
		if (status)
			print_error("'%.200s' ended with status %d",
				    flight->request->exec,
				    WIFEXITED(status) ? WEXITSTATUS(status) :
							128 + WTERMSIG(status));
	}
}

static void tell(const struct incident *incident)
{
	char text[64], before[LM_UNIT_SIZE], size[LM_UNIT_SIZE];

	fprintf(stderr, "%s: %s; %s before it, %llu events, %llu lost, %s\n",
		incident->path,
		lm_clean(incident_text(incident, text, sizeof(text))),
		lm_show_time(before, incident->before_ns), incident->events,
		incident->lost, lm_show_size(size, incident->bytes));
}

static void wait_until(__u64 time_ns)
{
	const struct timespec until = {
		.tv_sec = (time_t)(time_ns / NSEC_PER_SEC),
		.tv_nsec = (long)(time_ns % NSEC_PER_SEC),
	};

	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

/* Something may have fired: let what follows come in, write it, re-arm. */
static int collect(struct flight *flight)
{
	struct incident incident;
	char seen[32];
	int ret, code = incident_read(&incident);

	if (code != EXIT_OK || !incident.number)
		return code;
	wait_until(incident.time_ns + incident.post_ns);
	/* What comes after this is an incident of its own. */
	code = incident_read(&incident);
	if (code != EXIT_OK)
		return code;
	ret = incident_write(&incident, &flight->session, flight->request->dir,
			     flight->request->keep_ns, flight->zones);
	if (ret) {
		print_error("cannot write %s: %s", incident.path,
			    strerror(-ret));
		return EXIT_ERROR;
	}
	snprintf(seen, sizeof(seen), "%llu", incident.causes);
	code = command_value("rearm", seen);
	flight->incidents++;
	if (flight->request->json)
		print_json_line(incident_json(&incident));
	else if (!is_quiet())
		tell(&incident);
	if (flight->request->exec)
		run_exec(flight, &incident);
	return code;
}

static void take_signal(struct flight *flight, int signals)
{
	struct signalfd_siginfo info;

	if (read(signals, &info, sizeof(info)) != sizeof(info))
		return;
	if (info.ssi_signo == SIGCHLD)
		reap_execs(flight, WNOHANG);
	else
		flight->why = "signal";
}

static int timeout_ms(const struct flight *flight)
{
	__u64 now = clock_ns(CLOCK_MONOTONIC), left;

	if (!flight->until_ns)
		return -1;
	if (flight->until_ns <= now)
		return 0;
	left = (flight->until_ns - now + 999999) / 1000000;
	return left > 3600000 ? 3600000 : (int)left;
}

static void wait_for_incidents(struct flight *flight, int signals, int fired)
{
	const struct flight_request *request = flight->request;
	struct pollfd fds[] = {
		{ .fd = signals, .events = POLLIN },
		{ .fd = fired, .events = POLLIN },
	};

	while (!flight->why && flight->code == EXIT_OK) {
		if (poll(fds, 2, timeout_ms(flight)) < 0)
			continue;
		if (fds[1].revents)
			flight->code = collect(flight);
		if (fds[0].revents)
			take_signal(flight, signals);
		if (flight->until_ns &&
		    clock_ns(CLOCK_MONOTONIC) >= flight->until_ns)
			flight->why = "time";
		if (request->max && flight->incidents >= request->max)
			flight->why = "max";
	}
}

/* Arm the module. What has fired before is an incident as well. */
static int arm(struct flight *flight)
{
	const struct flight_request *request = flight->request;
	struct incident waiting;
	char post[32];
	int code = note_settings(flight, &waiting);

	if (code == EXIT_OK && waiting.number)
		code = collect(flight);
	if (code == EXIT_OK && request->has_post) {
		snprintf(post, sizeof(post), "%lluns", request->post_ns);
		code = command_value("post", post);
	}
	if (code == EXIT_OK && flight->was_discarding)
		code = command("mode=overwrite");
	if (code == EXIT_OK && request->triggers[0]) {
		code = command_value("trigger", request->triggers);
	} else if (code == EXIT_OK && !strcmp(waiting.triggers, "none")) {
		print_error(
			"nothing to wait for: no --on, and the module has no trigger set");
		code = EXIT_USAGE;
	}
	return code == EXIT_OK ? session_switch_on(&flight->session) : code;
}

static void begin_waiting(struct flight *flight)
{
	const struct flight_request *request = flight->request;

	if (request->duration_ns)
		flight->until_ns =
			clock_ns(CLOCK_MONOTONIC) + request->duration_ns;
	if (!is_quiet() && !request->command[0] && isatty(STDERR_FILENO))
		fputs("Waiting for incidents ... hit Ctrl-C to end.\n", stderr);
	if (request->command[0])
		flight->code = child_start(&flight->child, request->command,
					   &flight->signals_before);
}

static void run(struct flight *flight, int fired)
{
	int signals = child_signals(&flight->signals_before);

	flight->code = arm(flight);
	if (flight->code == EXIT_OK)
		begin_waiting(flight);
	if (flight->code == EXIT_OK)
		wait_for_incidents(flight, signals, fired);
	restore_settings(flight);
	child_stop(&flight->child);
	reap_execs(flight, 0);
	close(signals);
}

/**
 * flight_run() - be the flight recorder until something ends it
 * @request: what is asked for
 *
 * Return: the exit code, after telling how it went
 */
int flight_run(const struct flight_request *request)
{
	struct flight flight = { .request = request };
	int fired, code = session_open(&flight.session);

	if (code != EXIT_OK)
		return code;
	memcpy(flight.session.wanted, request->wanted, sizeof(request->wanted));
	code = session_settings(&flight.session);
	if (code != EXIT_OK) {
		session_close(&flight.session);
		return code;
	}
	if (access(request->dir, W_OK | X_OK)) {
		print_error("cannot write to %s: %m", request->dir);
		session_close(&flight.session);
		return EXIT_ERROR;
	}
	fired = lm_debugfs_open("trigger", O_RDONLY);
	if (fired < 0) {
		print_error("cannot open %s/trigger: %s", lm_debugfs_path(),
			    strerror(-fired));
		flight.code = EXIT_ERROR;
	} else {
		/* How many pages are free when a file begins is not known. */
		if (!lm_debugfs_read("zones", &flight.zones, NULL))
			lm_zones_forget_free(flight.zones);
		run(&flight, fired);
		close(fired);
	}
	session_close(&flight.session);
	free(flight.zones);
	if (flight.code == EXIT_OK && !request->json && !is_quiet())
		fprintf(stderr, "%llu incident%s in %s\n", flight.incidents,
			flight.incidents == 1 ? "" : "s", request->dir);
	if (flight.code == EXIT_OK && flight.why &&
	    !strcmp(flight.why, "command"))
		return flight.child.status;
	return flight.code;
}
